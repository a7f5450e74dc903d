// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Orchestrateur authors
//
// test-oscar.mjs SANDBOX : two OAuth 1.0a clients that nobody here wrote ask OSCAR's look-alikes for a token and for data, through the
// whole of it: initiate, authorize, token, data. One signs and sends (oauth), the other signs only (oauth-1.0a). So that the
// sandbox, which judges our client, is not alone in its reading of the signature. TAP.
import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import http from 'node:http';
import assert from 'node:assert/strict';
import oauth from 'oauth';
import OAuth10a from 'oauth-1.0a';

let n = 0, failed = 0;
async function test(name, body) {
  try { await body(); console.log(`ok ${++n} - ${name}`); } catch (error) {
    failed++;
    console.log(`not ok ${++n} - ${name}\n${String(error.stack ?? error.data ?? JSON.stringify(error)).replace(/^/gm, '# ')}`);
  }
}

// oauth says Connection: close, and node would use the connection again that was closed for it.
http.globalAgent = new http.Agent({ keepAlive: false });

const CALLBACK = 'http://127.0.0.1:38080/cb?from=dme';
const hmac = (base, key) => createHmac('sha1', key).update(base).digest('base64');
const signer = (key, secret) => new OAuth10a({ consumer: { key, secret }, signature_method: 'HMAC-SHA1', hash_function: hmac });

// --- the signers themselves, against published vectors --------------------------------------

const ours = { key: 'abcdefghijkl0123', secret: 'zyxwvutsrqpo9876', nonce: '6f1c2b3a', timestamp: 1767225600 };
const access = { key: 'acctok', secret: 'accsecret' };
const vectors = [
  { method: 'GET', url: 'http://photos.example.net/photos?file=vacation.jpg&size=original', key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44',
    nonce: 'kllo9940pd9333jh', timestamp: 1191242096, token: { key: 'nnch734d00sl2jdk', secret: 'pfkkdhi9sl3r4s00' }, signature: 'tR3+Ty81lMeYAr/Fid0kMTYa/WM=' },
  { ...ours, method: 'POST', url: 'https://emr.example.test/oscar/ws/oauth/initiate', data: { oauth_callback: 'http://127.0.0.1:38080/cb' },
    signature: 'li6eeGu4Sb2Jc16kEM81HcCQUow=' },
  { ...ours, method: 'POST', url: 'https://emr.example.test/oscar/ws/oauth/token', data: { oauth_verifier: 'ver-1' },
    token: { key: 'reqtok', secret: 'reqsecret' }, signature: 'tE6brfDd4mX8Z9TKsenFJXITDTE=' },
  { ...ours, method: 'GET', url: 'https://emr.example.test/oscar/ws/services/demographics/quickSearch?query=Tremblay%2C%20Al', token: access,
    signature: 'IPKaIjqAArsiCS7MRrUBr5j33L8=' },
  { ...ours, method: 'GET', url: 'https://emr.example.test:8443/oscar/ws/services/schedule/999998/day/2026-01-05', token: access,
    signature: 'uPjef4tJAueSectAk7yH9nnALtw=' },
];

await test('vectors: an independent signer comes to the same signatures', () => {
  for (const { method, url, data, key, secret, nonce, timestamp, token, signature } of vectors) {
    const one = signer(key, secret);
    one.getNonce = () => nonce;
    one.getTimeStamp = () => timestamp;
    assert.equal(one.authorize({ method, url, data }, token).oauth_signature, signature, url);
  }
});

// --- the sandbox ----------------------------------------------------------------------------

const state = mkdtempSync(join(tmpdir(), 'orch-oscar-'));
const sandbox = spawn(process.argv[2], ['--control', '--watch-stdin', '--state-dir', state], { stdio: ['pipe', 'pipe', 'inherit'] });
const ended = new Promise(resolve => sandbox.on('exit', resolve));
const [, origin] = await new Promise((resolve, reject) => {
  createInterface({ input: sandbox.stdout }).on('line', line => resolve(line.split(' ')));
  sandbox.on('exit', () => reject(new Error('the sandbox ended')));
});
const order = (name, body) => fetch(`${origin}/control/${name}`, { method: 'POST', body: JSON.stringify(body) });
await order('emr-size', { staff: 4, services: 8, patients: 40 });
const described = await (await fetch(`${origin}/training/oscar`)).json();
const [person] = described.users;

const form = fields => ({ method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) });
async function consent(base, token) {
  const page = await (await fetch(`${base}/ws/oauth/authorize?oauth_token=${encodeURIComponent(token)}`)).text();
  const action = /<form method="post" action="([^"]+)"/.exec(page)[1];
  const hidden = /name="oauth_token" value="([^"]+)"/.exec(page)[1];
  const answer = await fetch(new URL(action, base), form({ oauth_token: hidden, username: person.username, password: person.password,
    pin: person.pin, oauthDecision: 'allow' }));
  return answer.status === 303 ? new URL(answer.headers.get('location')).searchParams
    : new URLSearchParams(await answer.text());
}

for (const name of ['oscar15', 'openo']) {
  const { base, client_key: key, client_secret: secret } = described[name];
  const openo = name === 'openo';
  let granted;

  await test(`${name}: oauth does the whole dance, with a redirect`, async () => {
    const client = new oauth.OAuth(`${base}/ws/oauth/initiate`, `${base}/ws/oauth/token`, key, secret, '1.0', CALLBACK, 'HMAC-SHA1');
    const call = (method, ...args) => new Promise((resolve, reject) =>
      client[method](...args, (error, ...results) => error ? reject(error) : resolve(results)));
    const [token, tokenSecret, more] = await call('getOAuthRequestToken');
    assert.equal(more.oauth_callback_confirmed, 'true');
    const back = await consent(base, token);
    assert.equal(back.get('from'), 'dme');
    assert.equal(back.get('oauth_token'), token);
    granted = await call('getOAuthAccessToken', token, tokenSecret, back.get('oauth_verifier'));
    const [info] = await call('get', `${base}/ws/services/oauth/info`, granted[0], granted[1]);
    assert.equal(JSON.parse(info).login, person.provider_no);
    const [providers] = await call('get', `${base}/ws/services/providerService/providers_json`, granted[0], granted[1]);
    assert.equal(JSON.parse(providers)[openo ? 'Item' : 'content'].length, 5);
    const [found] = await call('post', `${base}/ws/services/demographics/search?startIndex=0&itemsToReturn=3`, granted[0], granted[1],
      JSON.stringify({ type: 'Name', term: 'é', active: false }), 'application/json');
    assert.ok(Array.isArray(JSON.parse(found).content));
    await assert.rejects(call('get', `${base}/ws/services/oauth/info`, granted[0], 'another secret'), { statusCode: 401 });
    await assert.rejects(call('getOAuthAccessToken', token, tokenSecret, back.get('oauth_verifier')), { statusCode: 401 });
  });

  await test(`${name}: oauth-1.0a does the whole dance, out of band`, async () => {
    const one = signer(key, secret);
    const send = (request, token, more = {}) => fetch(request.url, { method: request.method, body: request.body,
      headers: { ...one.toHeader(one.authorize(request, token)), accept: 'application/json', ...more } });
    const start = await send({ method: 'POST', url: `${base}/ws/oauth/initiate`, data: { oauth_callback: 'oob' } });
    assert.equal(start.status, 200);
    const asked = new URLSearchParams(await start.text());
    const request = { key: asked.get('oauth_token'), secret: asked.get('oauth_token_secret') };
    const back = await consent(base, request.key);
    const end = await send({ method: 'POST', url: `${base}/ws/oauth/token`, data: { oauth_verifier: back.get('oauth_verifier') } }, request);
    assert.equal(end.status, 200);
    const given = new URLSearchParams(await end.text());
    const token = { key: given.get('oauth_token'), secret: given.get('oauth_token_secret') };
    const services = `${base}/ws/services`;
    const types = await (await send({ method: 'GET', url: `${services}/schedule/types` }, token)).json();
    assert.equal(types.types.length, 8);
    const day = await send({ method: 'GET', url: `${services}/schedule/101/day/today` }, token);
    assert.equal(day.status, 200);
    assert.ok(Array.isArray(openo ? await day.json() : (await day.json()).patients));
    const comma = await send({ method: 'GET', url: `${services}/demographics/quickSearch?query=Portelance%2C%20A~b` }, token);
    assert.equal(comma.status, 200);
    // OpenO takes bytes for characters.
    const accent = await send({ method: 'GET', url: `${services}/demographics/quickSearch?query=Lesp%C3%A9rance` }, token);
    assert.equal(accent.status, openo ? 401 : 200);
    // A body of JSON is not signed.
    const note = await send({ method: 'POST', url: `${services}/notes/1/save`, body: JSON.stringify({ note: 'Vu à 9 h.' }) }, token,
      { 'content-type': 'application/json' });
    assert.equal(note.status, 200);
    const spoilt = await send({ method: 'GET', url: `${services}/schedule/types` }, { ...token, secret: randomUUID() });
    assert.equal(spoilt.status, 401);
    const basic = one.toHeader(one.authorize({ method: 'GET', url: `${services}/schedule/types` }, token)).Authorization;
    const both = await fetch(`${services}/schedule/types`, { headers: [['authorization', 'Basic YTpi'], ['authorization', basic]] });
    assert.equal(both.status, openo ? 400 : 200);
    one.getTimeStamp = () => Math.floor(Date.now() / 1000) - 400;
    const skewed = await send({ method: 'GET', url: `${services}/schedule/types` }, token);
    assert.equal(skewed.status, openo ? 401 : 200);
  });

  await test(`${name}: behind a proxy that hides its address`, async () => {
    const seen = 'https://oscar.clinique.example';
    await order('oscar', { dialect: name, seen_as: `${seen}/oscar` });
    const one = signer(key, secret);
    const token = { key: granted[0], secret: granted[1] };
    const send = signed => fetch(`${base}/ws/services/oauth/info`, { headers: one.toHeader(one.authorize({ method: 'GET', url: signed }, token)) });
    assert.equal((await send(`${base}/ws/services/oauth/info`)).status, 401);
    assert.equal((await send(`${seen}/oscar/ws/services/oauth/info`)).status, 200);
    await order('oscar', { dialect: name, seen_as: null });
    assert.equal((await send(`${base}/ws/services/oauth/info`)).status, 200);
  });
}

sandbox.stdin.end();
await ended;
rmSync(state, { recursive: true, force: true });
console.log(`1..${n}`);
process.exitCode = failed ? 1 : 0;

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Orchestrateur authors
//
// Whether the servers of this folder are what their users count on: each starts on a free port and keeps a resource, the
// provider signs a person and a workstation in, a FHIR server trusts its tokens, everything ends when standard input does;
// and whether the validator finds what is wrong in resources made wrong on purpose. TAP.
import { spawn, spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';

const file = name => fileURLToPath(new URL(name, import.meta.url));
let n = 0, failed = 0;
async function test(name, body) {
  try { await body(); console.log(`ok ${++n} - ${name}`); } catch (error) {
    failed++;
    console.log(`not ok ${++n} - ${name}\n${String(error.stack ?? error).replace(/^/gm, '# ')}`);
  }
}

// --- the validator ------------------------------------------------------------------------

const validate = input => spawnSync(process.execPath, [...process.execArgv, file('validate.mjs')], { input, encoding: 'utf8' });
const phone = { system: 'phone', value: '+14185555555' };
const right = [
  { resourceType: 'Practitioner', id: 'p', active: true, name: [{ family: 'Tremblay', given: ['Alice'], prefix: ['Dre'] }], telecom: [phone], gender: 'female' },
  { resourceType: 'Organization', id: 'o', identifier: [{ system: 'urn:ietf:rfc:3986', value: `urn:uuid:${randomUUID()}` }], name: 'Clinique', telecom: [phone] },
  { resourceType: 'Endpoint', id: 'e', status: 'off', _address: { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }] },
    connectionType: { system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type', code: 'hl7-fhir-rest' }, payloadType: [{ text: 'any' }] },
  { resourceType: 'HealthcareService', id: 'h', name: 'Suivi', _name: { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/translation',
    extension: [{ url: 'lang', valueCode: 'en' }, { url: 'content', valueString: 'Follow-up' }] }] } },
  { resourceType: 'Task', id: 't', status: 'requested', intent: 'order', for: { reference: `urn:uuid:${randomUUID()}` } },
];
// Each with one fault, and where it must be found.
const wrong = [
  [{ resourceType: 'Practitioner', active: 'yes' }, 'Practitioner.active'],
  [{ resourceType: 'Practitioner', nmae: [] }, 'Practitioner.nmae'],
  [{ resourceType: 'Practitioner', gender: 'femme' }, 'Practitioner.gender'],
  [{ resourceType: 'Practitioner', birthDate: '2026-02-30' }, 'Practitioner.birthDate'],
  [{ resourceType: 'Practitioner', name: [{}] }, 'Practitioner.name[0]'],
  [{ resourceType: 'Practitioner', name: { family: 'Tremblay' } }, 'Practitioner.name'],
  [{ resourceType: 'Task', intent: 'order' }, 'Task.status'],
  [{ resourceType: 'Task', status: 'sent', intent: 'order' }, 'Task.status'],
  [{ resourceType: 'PractitionerRole', telecom: [{ value: '+14185555555' }] }, 'PractitionerRole.telecom[0]'],
  [{ resourceType: 'PractitionerRole', practitioner: { reference: 'Organization/1' } }, 'PractitionerRole.practitioner'],
  [{ resourceType: 'Organization', active: true }, 'Organization'],
  [{ resourceType: 'Organization', name: '' }, 'Organization.name'],
  [{ resourceType: 'Organization', name: 'A', telecom: [{ ...phone, use: 'home' }] }, 'Organization.telecom[0]'],
  [{ resourceType: 'Organization', name: 'A', extension: [{ url: 'https://a.example/b' }] }, 'Organization.extension[0]'],
  [{ resourceType: 'HealthcareService', extension: [{ url: 'https://a.example/b', valuePositiveInt: 0 }] }, 'HealthcareService.extension[0].value[x]'],
  [{ resourceType: 'DocumentReference', status: 'current', content: [{ attachment: { data: 'AAAA' } }] }, 'DocumentReference.content[0].attachment'],
  [{ resourceType: 'Bundle', type: 'collection', entry: [{ resource: { resourceType: 'Task', intent: 'order' } }] }, 'Bundle.entry[0].resource/Task.status'],
  [{ resourceType: 'Clinic' }, 'resourceType'],
];

await test('validator: right resources pass, as lines, as an array and in a Bundle', () => {
  for (const text of [right.map(r => JSON.stringify(r)).join('\n'), JSON.stringify(right, null, 2),
    JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: right.map(resource => ({ resource })) })]) {
    const { status, stdout } = validate(text);
    assert.equal(stdout, '');
    assert.equal(status, 0);
  }
});
await test('validator: each fault is found', () => {
  const { status, stdout } = validate(wrong.map(([resource], i) => JSON.stringify({ ...resource, id: `x${i}` })).join('\n'));
  assert.equal(status, 1);
  const found = stdout.trim().split('\n').map(line => /^(\d+) (\S+): (\S+): /.exec(line));
  wrong.forEach(([resource, expression], i) => assert.ok(found.some(f => f && +f[1] === i && f[2] === `${resource.resourceType}/x${i}` && f[3] === expression),
    `${expression} of line ${i} is not in\n${stdout}`));
});
await test('validator: what is no JSON, and nothing at all', () => {
  assert.match(validate('{"resourceType":').stdout, /not JSON/);
  assert.equal(validate('{"resourceType":').status, 1);
  assert.equal(validate('').status, 2);
});

// --- the servers --------------------------------------------------------------------------

const backend = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const launcher = spawn(process.execPath, [...process.execArgv, file('start.mjs'), 'oidc', 'medplum', 'fhir-works', 'node-fhir-core',
  'medplum,issuer=oidc,path=/guarded'], { stdio: ['pipe', 'pipe', 'inherit'] });
const ended = new Promise(resolve => launcher.on('exit', resolve));
const bases = {}, pids = [];
for await (const line of createInterface({ input: launcher.stdout })) {
  const { name, base, pid } = JSON.parse(line);
  bases[base.endsWith('/guarded') ? 'guarded' : name] = base;
  pids.push(pid);
  if (pids.length === 5) break;
}
await test('servers: all of them are ready', () => assert.deepEqual(Object.keys(bases).sort(), ['fhir-works', 'guarded', 'medplum', 'node-fhir-core', 'oidc']));

const call = (base, method, path, body, headers = {}) => fetch(`${base}/${path}`,
  { method, body: body && JSON.stringify(body), headers: { Accept: 'application/fhir+json', ...(body && { 'Content-Type': 'application/fhir+json' }), ...headers } });

for (const name of ['medplum', 'fhir-works', 'node-fhir-core'])
  await test(`${name}: metadata, create, read, search`, async () => {
    const base = bases[name], uuid = `urn:uuid:${randomUUID()}`;
    assert.equal((await (await call(base, 'GET', 'metadata')).json()).resourceType, 'CapabilityStatement');
    for (const resourceType of ['Organization', 'Location', 'Practitioner', 'PractitionerRole', 'HealthcareService', 'Endpoint', 'OrganizationAffiliation', 'DocumentReference', 'Task', 'Device']) {
      const fields = { Organization: { name: 'Clinique' }, Endpoint: { status: 'off', connectionType: { code: 'x' }, payloadType: [{ text: 'any' }], address: 'http://a.example' },
        DocumentReference: { status: 'current', content: [{ attachment: { contentType: 'text/plain', data: 'AAAA' } }] }, Task: { status: 'requested', intent: 'order' } }[resourceType];
      const created = await call(base, 'POST', resourceType, { resourceType, identifier: [{ system: 'urn:ietf:rfc:3986', value: uuid }], ...fields });
      assert.equal(created.status, 201, `${resourceType}: ${await created.clone().text()}`);
      const found = await (await call(base, 'GET', `${resourceType}?identifier=${encodeURIComponent(`urn:ietf:rfc:3986|${uuid}`)}`)).json();
      assert.equal(found.entry?.length, 1, resourceType);
      assert.equal((await (await call(base, 'GET', `${resourceType}/${found.entry[0].resource.id}`)).json()).identifier[0].value, uuid);
    }
    assert.equal((await call(base, 'GET', `Practitioner/${randomUUID()}`)).status, 404);
  });

const form = (url, fields, headers) => fetch(url, { method: 'POST', headers, body: new URLSearchParams(fields) });
const claims = jwt => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'));

async function assertion(endpoint, client, key) {
  const part = value => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'ES384', typ: 'JWT', kid: 'w1' })}.${part({ iss: client, sub: client, aud: endpoint, jti: randomUUID(), iat: Math.floor(Date.now() / 1000), exp: Math.floor(Date.now() / 1000) + 240 })}`;
  return { grant_type: 'client_credentials', scope: 'system/*.cruds', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${text}.${sign('sha384', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}` };
}

/** Follows the redirects of a sign-in as a browser would, up to the one to the program's own loopback address. */
async function browse(url, redirect) {
  const jar = new Map();
  for (let hop = 0; hop < 10; hop++) {
    const answer = await fetch(url, { redirect: 'manual', headers: { Cookie: [...jar].map(c => c.join('=')).join('; ') } });
    for (const cookie of answer.headers.getSetCookie()) jar.set(...cookie.split(';')[0].split(/=(.*)/s, 2));
    const to = answer.headers.get('location');
    assert.ok(to, `${answer.status} ${await answer.clone().text()}`);
    url = new URL(to, url).href;
    if (url.startsWith(redirect)) return new URL(url).searchParams;
  }
  throw new Error('too many redirects');
}

let access;
await test('oidc: a person signs in with a code and PKCE, and refreshes', async () => {
  const smart = await (await fetch(`${bases.guarded}/.well-known/smart-configuration`)).json();
  const verifier = randomBytes(32).toString('base64url'), redirect_uri = 'http://127.0.0.1:45678/callback', nonce = randomUUID(), state = randomUUID();
  const back = await browse(`${smart.authorization_endpoint}?${new URLSearchParams({ response_type: 'code', client_id: 'orchestrateur-desktop', redirect_uri, state, nonce, prompt: 'consent',
    scope: 'openid fhirUser offline_access user/*.cruds', aud: bases.guarded, code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' })}`, redirect_uri);
  assert.equal(back.get('state'), state);
  const exchange = { grant_type: 'authorization_code', code: back.get('code'), redirect_uri, client_id: 'orchestrateur-desktop' };
  assert.equal((await form(smart.token_endpoint, { ...exchange, code_verifier: randomBytes(32).toString('base64url') })).status, 400);
  const tokens = await (await form(smart.token_endpoint, { ...exchange, code_verifier: verifier })).json();
  assert.ok(tokens.access_token && tokens.refresh_token && tokens.id_token, JSON.stringify(tokens));
  assert.equal(claims(tokens.id_token).nonce, nonce);
  assert.equal(claims(tokens.id_token).fhirUser, 'Practitioner/alice');
  const refresh = token => form(smart.token_endpoint, { grant_type: 'refresh_token', refresh_token: token, client_id: 'orchestrateur-desktop' });
  const renewed = await (await refresh(tokens.refresh_token)).json();
  assert.notEqual(renewed.refresh_token, tokens.refresh_token);
  access = renewed.access_token;
});
await test('medplum with issuer=oidc: no token, a wrong one, the person\'s', async () => {
  assert.equal((await call(bases.guarded, 'GET', 'Practitioner')).status, 401);
  assert.equal((await call(bases.guarded, 'GET', 'Practitioner', undefined, { Authorization: 'Bearer nonsense' })).status, 401);
  assert.equal((await call(bases.guarded, 'GET', 'Practitioner', undefined, { Authorization: `Bearer ${access}` })).status, 200);
});
await test('oidc: a secret by Basic and by form', async () => {
  const fields = { grant_type: 'client_credentials', scope: 'system/*.rs' }, url = `${bases.oidc}/token`;
  assert.equal((await form(url, fields, { Authorization: 'Basic ' + Buffer.from('backend-basic:backend-secret').toString('base64') })).status, 200);
  assert.equal((await form(url, fields, { Authorization: 'Basic ' + Buffer.from('backend-basic:wrong').toString('base64') })).status, 401);
  assert.equal((await form(url, { ...fields, client_id: 'backend-post', client_secret: 'backend-secret' })).status, 200);
});
await test('oidc: a workstation registers, and signs its assertions with ES384', async () => {
  const registered = await fetch(`${bases.oidc}/reg`, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${access}` },
    body: JSON.stringify({ client_name: 'Poste 1', token_endpoint_auth_method: 'private_key_jwt', grant_types: ['client_credentials'], scope: 'system/*.cruds',
      redirect_uris: [], response_types: [], // strict providers refuse a registration without them
      software_id: 'ca.orchestrateur.Orchestrateur', jwks: { keys: [{ ...backend.publicKey.export({ format: 'jwk' }), kid: 'w1', use: 'sig', alg: 'ES384' }] } }) });
  const client = await registered.json();
  assert.equal(registered.status, 201, JSON.stringify(client));
  const answer = await form(`${bases.oidc}/token`, await assertion(`${bases.oidc}/token`, client.client_id, backend.privateKey));
  const token = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(token));
  assert.equal((await call(bases.guarded, 'GET', 'Device', undefined, { Authorization: `Bearer ${token.access_token}` })).status, 200);
  const other = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  assert.equal((await form(`${bases.oidc}/token`, await assertion(`${bases.oidc}/token`, client.client_id, other.privateKey))).status, 401);
});

await test('servers: they end when standard input does', async () => {
  launcher.stdin.end();
  assert.equal(await ended, 0);
  for (const pid of pids) assert.throws(() => process.kill(pid, 0));
});
console.log(`1..${n}`);
process.exitCode = failed ? 1 : 0;

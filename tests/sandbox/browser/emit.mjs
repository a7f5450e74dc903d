// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Orchestrateur authors
//
// emit.mjs ORIGIN FOLDER : a story in a running sandbox, by HTTP alone; what the hub made of it goes to FOLDER as JSON, for
// the validator.
import { writeFileSync } from 'node:fs';
import { Clinic } from './hub.mjs';

const [origin, folder] = process.argv.slice(2);
const clinic = await Clinic.join(origin);
let cookie = '', csrf = '';

async function visit (path, form) {
  const options = form ? { method: 'POST', body: form instanceof FormData ? form : new URLSearchParams(form) } : {};
  if (form instanceof FormData)
    form.set('csrf', csrf);
  else if (form)
    options.body.set('csrf', csrf);
  const answer = await fetch(`${origin}/portal/${path}`, { ...options, redirect: 'manual', headers: { cookie } });
  const text = await answer.text();
  cookie = (answer.headers.get('set-cookie') ?? cookie).split(';')[0];
  csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? csrf;
  if (answer.status >= 400)
    throw new Error(`${path}: ${answer.status} ${text}`);
  return text;
}

const email = 'rose@exemple.invalid';
const patient = await clinic.addPatient('Rose', email);
const parameters = { resourceType: 'Parameters', parameter: [{ name: 'channel', valueCode: 'oral' }, { name: 'language', valueCode: 'fr' }] };
await clinic.invite(patient, 'fr');
const invited = await clinic.send(clinic.desk, 'POST', `Patient/${patient}/$portal-invitation`, parameters);
const [{ links: [link] }] = await clinic.mail(email);
await visit(link.split('/portal/')[1]);
await visit('invitation', { t: new URL(link).searchParams.get('t'), code: invited.parameter[2].valueString });
await visit('information');
await visit('information', {});
await visit('password');
await visit('password', { password: 'quatre vaches sous un chêne', again: 'quatre vaches sous un chêne' });

const thread = await clinic.begin(patient, 'Suivi fictif');
await clinic.say(thread, patient, 'Bonjour');
const page = await visit(`messages/${thread}`);
const form = new FormData();
form.set('op', /name="op" value="([^"]+)"/.exec(page)[1]);
form.set('text', 'Merci');
form.set('attachment', new Blob(['%PDF-1.7 fictif'], { type: 'application/pdf' }), 'résultat.pdf');
await visit(`messages/${thread}`, form);
const [answer] = await clinic.answers(thread, patient);
if (answer.sender.identifier === undefined || answer.payload.length !== 2)
  throw new Error(`the patient's answer lacks something: ${JSON.stringify(answer)}`);

// Invited again, though the account is there: the refusal.
const refused = await fetch(`${origin}/hub/Patient/${patient}/$portal-invitation`, {
  method: 'POST', body: JSON.stringify(parameters), headers: { authorization: `Bearer ${clinic.desk}`, 'content-type': 'application/fhir+json' },
});
writeFileSync(`${folder}/portal-refusal.json`, await refused.text());
writeFileSync(`${folder}/portal-invited.json`, JSON.stringify(invited));
for (const type of ['Task', 'Communication', 'Person'])
  writeFileSync(`${folder}/portal-${type}.json`, await (await fetch(`${origin}/control/resources?type=${type}`)).text());

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Orchestrateur authors
//
// A sandbox of one's own, and the clinic's side of a story, by HTTP: what the desktop would do.
import { spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BASE = 'https://orchestrateur.ca/fhir';
const concept = (system, code) => ({ coding: [{ system: `${BASE}/CodeSystem/${system}`, code }] });

export async function startHub (program) {
  const state = mkdtempSync(join(tmpdir(), 'orch-portal-'));
  const child = spawn(program, ['--control', '--watch-stdin', '--state-dir', state], { stdio: ['pipe', 'pipe', 'inherit'] });
  const origin = await new Promise((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(String(line).trim().replace(/^ready /, '')));
    child.once('exit', () => reject(new Error('the sandbox ended')));
  });
  return {
    origin,
    stop () {
      child.removeAllListeners('exit');
      child.kill();
      rmSync(state, { recursive: true, force: true });
    },
  };
}

async function signIn (origin, username, password) {
  const verifier = randomBytes(32).toString('base64url');
  const form = {
    response_type: 'code', client_id: 'orchestrateur-desktop', redirect_uri: 'http://127.0.0.1:4711/callback',
    scope: 'openid fhirUser offline_access user/*.cruds', aud: `${origin}/hub`, state: 'état', nonce: 'n',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256', username, password,
  };
  const page = await fetch(`${origin}/hub/oauth/authorize`, { method: 'POST', body: new URLSearchParams(form), headers: { accept: 'application/json' } });
  const { redirect } = await page.json();
  const code = new URL(redirect).searchParams.get('code');
  const answer = await fetch(`${origin}/hub/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'authorization_code', client_id: form.client_id, redirect_uri: form.redirect_uri, code, code_verifier: verifier }),
  });
  return (await answer.json()).access_token;
}

export class Clinic {
  static async join (origin) {
    const clinic = new Clinic();
    clinic.origin = origin;
    clinic.desk = await signIn(origin, 'accueil', 'Accueil-Formation-1');
    clinic.doctor = await signIn(origin, 'mtranchemontagne', 'Medecin-Formation-1');
    return clinic;
  }

  async send (token, method, path, resource) {
    const answer = await fetch(`${this.origin}/hub/${path}`, {
      method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' }, body: resource && JSON.stringify(resource),
    });
    const body = await answer.json();
    if (!answer.ok)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(body)}`);
    return body;
  }

  /** A visibly fictitious patient, identity validated. */
  async addPatient (given, email) {
    const managingOrganization = { reference: 'Organization/gmf-beausejour' };
    const name = [{ family: 'Fictif-Exemple', given: [given] }];
    const patient = await this.send(this.desk, 'POST', 'Patient', {
      resourceType: 'Patient', active: true, name, birthDate: '1980-05-17', gender: 'female', managingOrganization,
      identifier: [{ system: 'urn:ietf:rfc:3986', value: `urn:uuid:${randomUUID()}` }],
      telecom: [{ system: 'phone', value: '+14185550112' }],
    });
    await this.send(this.desk, 'POST', 'Person', {
      resourceType: 'Person', active: true, name, managingOrganization, telecom: [{ system: 'email', value: email }],
      link: [{ target: { reference: `Patient/${patient.id}` }, assurance: 'level3' }],
    });
    return patient.id;
  }

  async invite (patient, language) {
    const answer = await this.send(this.desk, 'POST', `Patient/${patient}/$portal-invitation`, {
      resourceType: 'Parameters', parameter: [{ name: 'channel', valueCode: 'oral' }, { name: 'language', valueCode: language }],
    });
    return answer.parameter.find((one) => one.name === 'code').valueString;
  }

  async begin (patient, topic) {
    const practitioner = { reference: 'Practitioner/compte-mtranchemontagne' };
    const thread = await this.send(this.doctor, 'POST', 'Communication', {
      resourceType: 'Communication', status: 'in-progress', category: [concept('communication', 'thread')],
      identifier: [{ system: 'urn:ietf:rfc:3986', value: `urn:uuid:${randomUUID()}` }],
      subject: { reference: `Patient/${patient}` }, topic: { text: topic }, sender: practitioner, sent: new Date().toISOString(),
      recipient: [{ reference: 'Organization/gmf-beausejour' }, practitioner, { reference: `Patient/${patient}` }],
    });
    return thread.id;
  }

  async say (thread, patient, text) {
    const message = await this.send(this.doctor, 'POST', 'Communication', {
      resourceType: 'Communication', status: 'completed', category: [concept('communication', 'message')],
      identifier: [{ system: 'urn:ietf:rfc:3986', value: `urn:uuid:${randomUUID()}` }],
      partOf: [{ reference: `Communication/${thread}` }], subject: { reference: `Patient/${patient}` },
      sender: { reference: 'Practitioner/compte-mtranchemontagne' }, sent: new Date().toISOString(),
      recipient: [{ reference: 'Organization/gmf-beausejour' }, { reference: `Patient/${patient}` }], payload: [{ contentString: text }],
    });
    return message.id;
  }

  async end (thread) {
    const now = await this.send(this.doctor, 'GET', `Communication/${thread}`);
    await this.send(this.doctor, 'PUT', `Communication/${thread}`, { ...now, status: 'on-hold', statusReason: concept('communication', 'report-pending') });
  }

  read (reference) {
    return this.send(this.doctor, 'GET', reference);
  }

  async answers (thread, patient) {
    const bundle = await this.send(this.doctor, 'GET', `Communication?part-of=Communication/${thread}&sender=Patient/${patient}&_sort=sent`);
    return (bundle.entry ?? []).map((entry) => entry.resource);
  }

  async mail (to) {
    const { mail } = await (await fetch(`${this.origin}/training/mail`)).json();
    return mail.filter((one) => one.to === to);
  }
}

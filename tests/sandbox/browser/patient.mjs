// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Orchestrateur authors
//
// patient.mjs ORIGIN LANGUAGE join PATIENT EMAIL : a patient of a sandbox that runs makes their account, with a code that reception reads to them.
// patient.mjs ORIGIN LANGUAGE reply EMAIL SUBJECT TEXT ANSWER : follows the link of the last e-mail, reads TEXT and answers.
// In a real browser, found as a screen reader names it; for tests/acceptance.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { Clinic } from './hub.mjs';

const PASSWORD = 'quatre vaches sous un chêne';
const words = {
  fr: {
    lang: 'fr-CA', code: 'Code d’invitation', go: 'Continuer', right: 'C’est exact, continuer', password: 'Nouveau mot de passe', again: 'Encore une fois',
    make: 'Créer mon compte', made: 'Votre compte est créé', who: 'Courriel ou numéro d’assurance maladie', secret: 'Mot de passe', in: 'Se connecter',
    fresh: '1 nouveau message', text: 'Votre message', send: 'Envoyer', sent: 'Votre message est envoyé',
  },
  en: {
    lang: 'en-CA', code: 'Invitation code', go: 'Continue', right: 'It is right, continue', password: 'New password', again: 'Once more',
    make: 'Create my account', made: 'Your account is made', who: 'E-mail or health insurance number', secret: 'Password', in: 'Sign in',
    fresh: '1 new message', text: 'Your message', send: 'Send', sent: 'Your message is sent',
  },
};

async function join (page, clinic, say, language, patient, email) {
  const code = await clinic.invite(patient, language);
  await page.goto((await clinic.mail(email))[0].links[0]);
  await page.getByLabel(say.code).fill(code);
  await page.getByRole('button', { name: say.go, exact: true }).click();
  await page.getByRole('button', { name: say.right, exact: true }).click();
  await page.getByLabel(say.password).fill(PASSWORD);
  await page.getByLabel(say.again).fill(PASSWORD);
  await page.getByRole('button', { name: say.make, exact: true }).click();
  await page.getByRole('status').getByText(say.made).waitFor();
}

async function reply (page, clinic, say, email, subject, text, answer) {
  const [notice] = await clinic.mail(email);
  assert.ok(!notice.text.includes(text), 'the e-mail says nothing');
  await page.goto(notice.links[0]);
  await page.getByLabel(say.who).fill(email);
  await page.getByLabel(say.secret, { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: say.in, exact: true }).click();
  await page.getByText(say.fresh).waitFor();
  await page.getByRole('link', { name: subject }).click();
  await page.getByText(text).waitFor();
  await page.getByLabel(say.text, { exact: true }).fill(answer);
  await page.getByRole('button', { name: say.send, exact: true }).click();
  await page.getByRole('status').getByText(say.sent).waitFor();
}

const [origin, language, act, ...rest] = process.argv.slice(2);
const clinic = await Clinic.join(origin);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
try {
  const page = await (await browser.newContext({ locale: words[language].lang })).newPage();
  page.setDefaultTimeout(30000);
  if (act === 'join')
    await join(page, clinic, words[language], language, ...rest);
  else
    await reply(page, clinic, words[language], ...rest);
} finally {
  await browser.close();
}

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Orchestrateur authors
//
// A patient's whole way, in French and English, with script and without: e-mail, code, information, password, messages,
// answer, end, sign out and in. Everything is found as a screen reader names it; axe-core judges each page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { Clinic, startHub } from './hub.mjs';

const require = createRequire(process.env.ORCH_INTEROP_MODULES + '/package.json');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const PASSWORD = 'quatre vaches sous un chêne';
const OTHER_PASSWORD = 'cinq chèvres devant la grange';

// Pictures with what a camera, or an editor, says of itself.
const SECRET = 'Place fictive, 46.8 N 71.2 O';
const segment = (marker, text) => Buffer.concat([Buffer.from([0xff, marker, 0, text.length + 2]), Buffer.from(text)]);
const chunk = (name, text) => Buffer.concat([Buffer.from([0, 0, 0, text.length]), Buffer.from(name), Buffer.from(text), Buffer.alloc(4)]);
const photo = Buffer.concat([Buffer.from([0xff, 0xd8]), segment(0xe0, 'JFIF'), segment(0xe1, SECRET), segment(0xfe, SECRET), segment(0xda, 'pixels'), Buffer.from([0xff, 0xd9])]);
const capture = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), chunk('IHDR', 'x'), chunk('tEXt', SECRET), chunk('IDAT', 'pixels'), chunk('IEND', '')]);

const words = {
  fr: {
    lang: 'fr-CA', code: 'Code d’invitation', go: 'Continuer', hint: 'Un code a une lettre et six chiffres', right: 'C’est exact, continuer', born: '17 mai 1980',
    password: 'Nouveau mot de passe', again: 'Encore une fois', make: 'Créer mon compte', own: 'sans votre nom', met: 'respecté', unmet: 'à corriger',
    made: 'Votre compte est créé', text: 'Votre message', file: 'Pièces jointes', send: 'Envoyer', sent: 'Votre message est envoyé', ended: 'Cette conversation est terminée',
    out: 'Se déconnecter', who: 'Courriel ou numéro d’assurance maladie', in: 'Se connecter', secret: 'Mot de passe', wrong: 'ne correspondent à aucun compte', other: 'English',
    forgotten: 'Mot de passe oublié', link: 'Recevoir un lien par courriel', birth: 'Date de naissance', keep: 'Garder ce mot de passe',
    differ: 'Les deux ne sont pas encore pareils', waits: 'Un message vous attend', fresh: '1 nouveau message',
  },
  en: {
    lang: 'en-CA', code: 'Invitation code', go: 'Continue', hint: 'A code has one letter and six digits', right: 'It is right, continue', born: 'May 17, 1980',
    password: 'New password', again: 'Once more', make: 'Create my account', own: 'without your name', met: 'met', unmet: 'to be mended',
    made: 'Your account is made', text: 'Your message', file: 'Attachments', send: 'Send', sent: 'Your message is sent', ended: 'This conversation has ended',
    out: 'Sign out', who: 'E-mail or health insurance number', in: 'Sign in', secret: 'Password', wrong: 'do not match any account', other: 'Français',
    forgotten: 'Forgotten password', link: 'Get a link by e-mail', birth: 'Birth date', keep: 'Keep this password',
    differ: 'The two differ as yet', waits: 'A message waits for you', fresh: '1 new message',
  },
};

/** What a person with a narrow screen, a screen reader, or patience for neither would complain of. */
async function judge (page, script, name) {
  assert.equal(await page.locator('h1').count(), 1, `${name}: one heading`);
  if (!script)
    return;
  if (process.env.ORCH_SCREENSHOTS)
    await page.screenshot({ path: `${process.env.ORCH_SCREENSHOTS}/${name.replaceAll(' ', '-')}.png`, fullPage: true });
  await page.setViewportSize({ width: 320, height: 640 });
  const width = await page.evaluate('document.documentElement.scrollWidth');
  assert.ok(width <= 320, `${name}: ${width} px wide on a screen of 320`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`);
  await page.setViewportSize({ width: 1000, height: 800 });
  assert.deepEqual(violations.map((one) => `${name}: ${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`), []);
}

async function walk (browser, clinic, language, script) {
  const say = words[language];
  const email = `rose.${language}.${script}@exemple.invalid`;
  const patient = await clinic.addPatient('Rose', email);
  const code = await clinic.invite(patient, language);
  const context = await browser.newContext({ javaScriptEnabled: script, locale: say.lang, colorScheme: language === 'fr' ? 'light' : 'dark' });
  const page = await context.newPage();
  const complaints = [];
  const look = (name) => judge(page, script, `${language} ${name}`);
  const press = (name) => page.getByRole('button', { name, exact: true }).click();

  page.on('console', (message) => message.type() === 'error' && !/status of 4\d\d/.test(message.text()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));

  await page.goto((await clinic.mail(email))[0].links[0]);
  assert.equal(await page.getAttribute('html', 'lang'), say.lang);
  await look('code');
  await page.getByLabel(say.code).fill('12-3456');
  await press(say.go);
  await page.getByRole('alert').getByText(say.hint).waitFor();
  assert.equal(await page.getByLabel(say.code).getAttribute('aria-invalid'), 'true');
  await look('wrong code');
  await page.getByLabel(say.code).fill(code);
  await press(say.go);
  await page.getByText(say.born).waitFor();
  await look('information');
  await press(say.right);
  await look('password');
  await page.getByLabel(say.password).fill('rose fictif-exemple');
  if (script) {
    const rule = page.getByRole('listitem').filter({ hasText: say.own });
    await rule.getByText(say.unmet).waitFor();
    await page.getByLabel(say.again).fill('x');
    await page.getByText(say.differ).waitFor();
    await page.getByLabel(say.password).fill(PASSWORD);
    await rule.getByText(say.met).waitFor();
  } else {
    await page.getByLabel(say.again).fill('rose fictif-exemple');
    await press(say.make);
    await page.getByRole('listitem').filter({ hasText: say.own }).getByText(say.unmet).waitFor();
    await page.getByLabel(say.password).fill(PASSWORD);
  }
  await page.getByLabel(say.again).fill(PASSWORD);
  await press(say.make);
  await page.getByRole('status').getByText(say.made).waitFor();
  await look('no messages');

  const thread = await clinic.begin(patient, 'Suivi fictif');
  const said = await clinic.say(thread, patient, 'Première ligne\nDeuxième <em>ligne</em>');
  const [notice] = await clinic.mail(email);
  assert.equal(notice.subject, say.waits);
  assert.ok(!/Suivi|Première|Rose|Tranchemontagne|GMF/.test(notice.text), 'the e-mail says nothing');
  await page.goto(notice.links[0]);
  await page.getByText(say.fresh).waitFor();
  await look('messages');
  await page.getByRole('link', { name: 'Suivi fictif' }).click();
  await page.getByText('Deuxième <em>ligne</em>').waitFor();
  assert.ok((await clinic.read(`Communication/${said}`)).received, 'what was shown is seen');
  await look('conversation');
  await page.getByLabel(say.text, { exact: true }).fill('Merci docteur.\nÀ demain.');
  await page.getByLabel(say.file).setInputFiles([
    { name: 'résultat.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 fictif') },
    { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: photo },
    { name: 'capture', mimeType: 'image/png', buffer: capture },
  ]);
  await press(say.send);
  await page.getByRole('status').getByText(say.sent).waitFor();
  await look('sent');
  const [answer] = await clinic.answers(thread, patient);
  assert.equal(answer.payload[0].contentString, 'Merci docteur.\nÀ demain.');
  assert.equal(answer.payload[1].contentAttachment.title, 'résultat.pdf');
  for (const [index, title, size] of [[2, 'photo.jpg', photo.length - 2 * (SECRET.length + 4)], [3, 'capture.png', capture.length - SECRET.length - 12]]) {
    const { contentAttachment } = answer.payload[index];
    assert.equal(contentAttachment.title, title);
    assert.equal(contentAttachment.size, size);
    assert.ok(!Buffer.from(contentAttachment.data, 'base64').includes(SECRET), `${title} says nothing of where it was made`);
  }
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'résultat.pdf' }).click();
  assert.equal((await download).suggestedFilename(), 'résultat.pdf');

  await clinic.end(thread);
  await page.reload();
  await page.getByText(say.ended).waitFor();
  assert.equal(await page.getByRole('textbox').count(), 0);
  await look('ended');
  await page.getByRole('link', { name: say.other }).click();
  assert.equal(await page.getAttribute('html', 'lang'), words[language === 'fr' ? 'en' : 'fr'].lang);
  await page.goBack();
  await press(say.out);
  await look('sign in');

  await page.getByRole('link', { name: say.forgotten }).click();
  await look('forgotten');
  await page.getByLabel(say.who).fill(email);
  await press(say.link);
  await page.goto((await clinic.mail(email))[0].links[0]);
  await look('other password');
  await page.getByLabel(say.birth).fill('1980-05-17');
  await page.getByLabel(say.password).fill(OTHER_PASSWORD);
  await page.getByLabel(say.again).fill(OTHER_PASSWORD);
  await press(say.keep);
  await page.getByRole('link', { name: 'Suivi fictif' }).waitFor();
  await press(say.out);

  // By the keys alone.
  await page.getByLabel(say.who).focus();
  await page.keyboard.type(email);
  await page.keyboard.press('Tab');
  await page.keyboard.type('pas le bon du tout');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText(say.wrong).waitFor();
  assert.equal(await page.getByLabel(say.who).inputValue(), email);
  await look('wrong password');
  await page.getByLabel(say.secret).focus();
  await page.keyboard.type(OTHER_PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Suivi fictif' }).waitFor();
  await context.close();
  assert.deepEqual(complaints, []);
}

const hub = await startHub(process.argv[2]);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
let number = 0;
// The long tier walks every way; the short one each language and each kind of browser once.
const ways = [['fr', true], ['en', false], ...(process.env.ORCH_TEST_FULL ? [['fr', false], ['en', true]] : [])];

console.log(`1..${ways.length}`);
try {
  const clinic = await Clinic.join(hub.origin);
  for (const [language, script] of ways) {
    const name = `${language}, ${script ? 'with' : 'without'} script`;
    number += 1;
    try {
      await walk(browser, clinic, language, script);
      console.log(`ok ${number} - ${name}`);
    } catch (error) {
      process.exitCode = 1;
      console.log(`# ${String(error.stack).replaceAll('\n', '\n# ')}\nnot ok ${number} - ${name}`);
    }
  }
} finally {
  await browser.close();
  hub.stop();
}

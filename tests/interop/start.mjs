// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Orchestrateur authors
//
// Starts the servers named on the command line, each in a process of its own, and prints one line of JSON for each that is
// ready: {"name", "base", "pid"}. They live until SIGTERM, SIGINT or the end of standard input, whichever comes first; so
// a test that dies leaves none behind.
//
//   start.mjs [SERVER[=PORT][,OPTION=VALUE]…]…      no server named: all of them; no port, or 0: one that is free
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SERVERS = { medplum: 'medplum.mjs', 'fhir-works': 'fhir-works.cjs', 'node-fhir-core': 'node-fhir-core.cjs', oidc: 'oidc.mjs' };
const READY_SECONDS = 90;

const children = new Set();
let stopping = false;

function stop(code, words) {
  if (words) console.error(`start.mjs: ${words}`);
  if (stopping) return;
  stopping = true;
  process.exitCode = code;
  for (const child of children) child.kill('SIGTERM');
  setTimeout(() => { for (const child of children) child.kill('SIGKILL'); process.exit(code); }, 3000).unref();
  process.stdin.destroy();
}

function parse(text) {
  const [, name, port, rest] = /^([a-z-]+)(?:=(\d+))?((?:,[a-z_]+=[^,]*)*)$/.exec(text) ?? [];
  if (!SERVERS[name]) { stop(2, `no such server: ${text} (there are ${Object.keys(SERVERS).join(', ')})`); return null; }
  return { name, port: port ?? '0', options: Object.fromEntries(rest.split(',').filter(Boolean).map(o => o.split(/=(.*)/s, 2))) };
}

function start({ name, port, options }) {
  return new Promise(resolve => {
    const environment = Object.fromEntries(Object.entries(options).map(([key, value]) => ['INTEROP_' + key.toUpperCase(), value]));
    const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(new URL(`servers/${SERVERS[name]}`, import.meta.url))],
      { env: { ...process.env, ...environment, PORT: port, INTEROP_CHILD: '1' }, stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.on('error', () => {});
    const late = setTimeout(() => stop(1, `${name} was not ready after ${READY_SECONDS} s`), READY_SECONDS * 1000);
    children.add(child);
    child.on('exit', (code, signal) => {
      clearTimeout(late);
      children.delete(child);
      if (!stopping) stop(1, `${name} ended (${signal ?? code})`);
      resolve();
    });
    createInterface({ input: child.stdout }).on('line', line => {
      const base = /^READY (\S+)$/.exec(line)?.[1];
      if (!base) return void console.error(`${name}: ${line}`);
      clearTimeout(late);
      console.log(JSON.stringify({ name, base, pid: child.pid }));
      resolve(base);
    });
  });
}

process.on('SIGTERM', () => stop(0));
process.on('SIGINT', () => stop(0));
process.stdin.on('end', () => stop(0)).on('error', () => stop(0)).resume();

const wanted = (process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SERVERS)).map(parse);
if (!stopping) {
  // A FHIR server that is told issuer=oidc trusts the provider of the same run, which must then be there first.
  const provider = wanted.find(w => w.name === 'oidc');
  const issuer = provider ? await start(provider) : undefined;
  for (const w of wanted) {
    if (w === provider) continue;
    if (w.options.issuer === 'oidc') {
      if (issuer) w.options.issuer = issuer;
      else stop(2, 'issuer=oidc needs the server oidc');
    }
    if (!stopping) start(w);
  }
}

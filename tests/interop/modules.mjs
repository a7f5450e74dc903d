// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Orchestrateur authors
//
// Lets programs of this folder import packages that are installed elsewhere (modules.sh): a package that is named by a
// file of ours is looked up from there. NODE_PATH does the same for require().
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';

const hooks = `
  let parent;
  export function initialize (data) { parent = data; }
  export function resolve (specifier, context, next) {
    const bare = !/^(node:|file:|data:|[./])/.test(specifier);
    return next(specifier, bare && !context.parentURL?.includes('/node_modules/') ? { ...context, parentURL: parent } : context);
  }`;

register('data:text/javascript,' + encodeURIComponent(hooks), {
  data: pathToFileURL(process.env.ORCH_INTEROP_MODULES + '/package.json').href,
});

// A server of start.mjs ends with it, however that one ends.
if (process.env.INTEROP_CHILD) {
  delete process.env.INTEROP_CHILD;
  process.stdin.on('end', () => process.exit()).on('error', () => process.exit()).resume();
}

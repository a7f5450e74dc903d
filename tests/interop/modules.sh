#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
#
# modules.sh PROGRAM.mjs [ARGUMENT…] : runs a node program with the packages of package.json, which are installed once
# under the user's cache directory, never into the tree. Without a program: installs them, and prints where.
# ORCH_MODULES_LIST=DIR: the package.json and package-lock.json of another folder.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/orchestrateur
list=${ORCH_MODULES_LIST:-$here}
modules=$cache/$(basename "$list")-$(cat "$list/package.json" "$list/package-lock.json" | sha256sum | cut -c1-12)

command -v node >/dev/null || { echo "modules.sh: this needs node 20 or later; run it through build-aux/enter" >&2; exit 77; }

if [ ! -d "$modules" ]; then
  mkdir -p "$cache"
  exec 9>"$cache/interop.lock"
  flock 9
  if [ ! -d "$modules" ]; then
    part=$(mktemp -d "$cache/interop-part-XXXXXX")
    trap 'rm -rf "$part"' EXIT INT TERM
    cp "$list/package.json" "$list/package-lock.json" "$part/"
    echo "modules.sh: installing packages in $modules, once…" >&2
    (cd "$part" && npm ci --ignore-scripts --legacy-peer-deps --no-audit --no-fund --loglevel=error >&2)
    mv -T "$part" "$modules"
    trap - EXIT INT TERM
  fi
  exec 9>&-
fi

[ $# -gt 0 ] || { echo "$modules"; exit 0; }

# Medplum's packages want a WebSocket in the global scope; node 22 has one of its own.
flags=
[ "$(node -p 'Number(process.versions.node.split(".")[0]) < 22')" = false ] || flags=--experimental-websocket

# shellcheck disable=SC2086
ORCH_INTEROP_MODULES=$modules NODE_PATH=$modules/node_modules exec node $flags --no-warnings --import "$here/modules.mjs" "$@"

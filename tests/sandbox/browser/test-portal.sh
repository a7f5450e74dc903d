#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
#
# test-portal.sh PROGRAM : the patients' portal in a real browser (Chromium, headless), with script and without.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
export ORCH_MODULES_LIST="$here"

command -v node >/dev/null || { echo "1..0 # SKIP node is not installed"; exit 0; }
command -v chromium >/dev/null || { echo "1..0 # SKIP chromium is not installed"; exit 0; }
"$here/../../interop/modules.sh" >/dev/null || { echo "1..0 # SKIP the packages of tests/sandbox/browser could not be installed"; exit 0; }
exec "$here/../../interop/modules.sh" "$here/test-portal.mjs" "$1"

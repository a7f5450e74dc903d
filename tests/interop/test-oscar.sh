#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
#
# test-oscar.sh SANDBOX : runs test-oscar.mjs, or says in TAP why not.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
command -v node >/dev/null || { echo "1..0 # SKIP node is not installed"; exit 0; }
"$here/modules.sh" >/dev/null || { echo "1..0 # SKIP the packages of tests/interop could not be installed"; exit 0; }
exec "$here/modules.sh" "$here/test-oscar.mjs" "$@"

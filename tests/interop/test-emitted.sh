#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
#
# test-emitted.sh PROGRAM… : runs tests that emit FHIR resources (ORCH_EMIT_DIR) and has the validator read every one of them.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
command -v node >/dev/null || { echo "1..0 # SKIP node is not installed"; exit 0; }
"$here/modules.sh" >/dev/null || { echo "1..0 # SKIP the packages of tests/interop could not be installed"; exit 0; }
ORCH_EMIT_DIR=$(mktemp -d) || exit 1
export ORCH_EMIT_DIR
trap 'rm -rf "$ORCH_EMIT_DIR"' EXIT
echo "1..1"
for program in "$@"; do
  "$program" >/dev/null 2>&1 || { echo "not ok 1 - $program fails"; exit 1; }
done
if "$here/validate.sh" "$ORCH_EMIT_DIR/emitted.ndjson" >"$ORCH_EMIT_DIR/faults" 2>&1; then
  echo "ok 1 - $(tail -n 1 "$ORCH_EMIT_DIR/faults")"
else
  head -n 20 "$ORCH_EMIT_DIR/faults" | sed 's/^/# /'
  echo "not ok 1 - the validator finds faults"
fi

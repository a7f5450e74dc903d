#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
#
# test-emitted.sh PROGRAM : every resource that the sandbox makes by itself passes the validator of tests/interop.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
interop=$here/../interop

command -v node >/dev/null || { echo "1..0 # SKIP node is not installed"; exit 0; }
"$interop/modules.sh" >/dev/null || { echo "1..0 # SKIP the packages of tests/interop could not be installed"; exit 0; }

work=$(mktemp -d)
coproc sandbox { exec "$1" --control --watch-stdin --conversations --state-dir "$work/state"; }
pid=$sandbox_PID
trap 'kill "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT
read -r line <&"${sandbox[0]}"
origin=${line#ready }

fetch() { curl --silent --show-error --fail "$@"; }
secret=$(fetch "$origin/training/emr" | jq -r .client_secret)
token=$(fetch -u "orchestrateur-formation:$secret" -d grant_type=client_credentials -d 'scope=system/*.rs' "$origin/emr/fhir/oauth/token" | jq -r .access_token)
from=$(date -u +%Y-%m-%d) upto=$(date -u -d '+7 days' +%Y-%m-%d)

for type in Organization Location Practitioner PractitionerRole; do fetch "$origin/control/resources?type=$type" >"$work/hub-$type.json"; done
# As the activation of a clinic of which the hub knows little but its EMR leaves it.
fetch -o /dev/null -d '{"prefill": false, "emr": "omnimed"}' "$origin/control/activation"
fetch "$origin/control/resources?type=Organization" >"$work/hub-bare.json"
for type in Organization Location Practitioner PractitionerRole HealthcareService Schedule; do
  fetch "$origin/control/resources?type=$type&server=emr" >"$work/emr-$type.json"
done
fetch -H "Authorization: Bearer $token" "$origin/emr/fhir/Patient?_count=300" >"$work/emr-Patient.json"
fetch -H "Authorization: Bearer $token" "$origin/emr/fhir/Appointment?_count=300&date=ge$from&date=lt$upto" >"$work/emr-Appointment.json"
fetch -H "Authorization: Bearer $token" "$origin/emr/fhir/Slot?_count=300&start=ge$from&start=lt$upto" >"$work/emr-Slot.json"
curl --silent -H "Authorization: Bearer $token" "$origin/emr/fhir/Observation" >"$work/outcome.json"
fetch "$origin/hub/metadata" >"$work/hub-metadata.json"
fetch "$origin/emr/fhir/metadata" >"$work/emr-metadata.json"
fetch "$origin/control/resources?type=Patient" >"$work/hub-Patient.json"
node "$here/browser/emit.mjs" "$origin" "$work"

for file in "$work"/emr-{Patient,Appointment,Slot}.json; do jq '[.entry[].resource]' "$file" >"$file.part" && mv "$file.part" "$file"; done

echo "1..1"
# All in one go: reading HL7's definitions takes longer than reading our files.
if "$interop/validate.sh" "$work"/*.json >"$work/said" 2>&1; then echo "ok 1 - $(tail -n 1 "$work/said")"; else
  echo "not ok 1 - every resource that the sandbox makes is valid"
  sed 's/^/# /' "$work/said" | head -40
fi

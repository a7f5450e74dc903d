#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
#
# test-client.sh PROGRAM : runs the client's interoperability test, or says in TAP why not.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
command -v node >/dev/null || { echo "1..0 # SKIP node is not installed"; exit 0; }
"$here/modules.sh" >/dev/null || { echo "1..0 # SKIP the packages of tests/interop could not be installed"; exit 0; }
keys=$(mktemp -d) || exit 1
trap 'rm -rf "$keys"' EXIT
# A key for the provider's client backend-jwt, by another program than ours.
node -e '
const { generateKeyPairSync } = require("crypto"), { writeFileSync } = require("fs");
const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
writeFileSync(process.argv[1] + "/private.pem", privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
writeFileSync(process.argv[1] + "/public.pem", publicKey.export({ type: "spki", format: "pem" }));
' "$keys" || exit 1
"$1" "$keys/private.pem" "$keys/public.pem"

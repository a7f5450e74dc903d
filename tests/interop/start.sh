#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
#
# start.sh [SERVER[=PORT][,OPTION=VALUE]…]… : starts FHIR servers and an OpenID provider on loopback; see README.md.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec "$here/modules.sh" "$here/start.mjs" "$@"

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
#
# validate.sh [FILE…] : validates FHIR R4 resources, from files or standard input; see README.md.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec "$here/modules.sh" "$here/validate.mjs" "$@"

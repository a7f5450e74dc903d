#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check-french.sh CATALOGUE PAGE… : fails when a sentence of the pages has no French.
set -eu
catalogue=$1
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Which picture it is is no sentence.
itstool -o - "$@" | msggrep -v -K -F -e "external ref='" -o "$scratch/now.pot" -
msgmerge --quiet --no-fuzzy-matching --output-file="$scratch/merged.po" "$catalogue" "$scratch/now.pot"
msgfmt --check --output-file=/dev/null "$scratch/merged.po"
{
  msgattrib --untranslated --no-obsolete --no-wrap "$scratch/merged.po"
  msgattrib --only-fuzzy --no-obsolete --no-wrap "$scratch/merged.po"
} | grep '^msgid "..*"' >"$scratch/left" || exit 0
cat "$scratch/left"
echo "run: build-aux/update-po, then translate in help/fr/fr.po"
exit 1

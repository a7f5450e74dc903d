#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make.sh LANGUAGE CATALOGUE OUTPUT PAGE… : the pages of the help as a directory of plain HTML.
# LANGUAGE is C, or that of CATALOGUE; the pictures are in figures/ beside the pages, or beside the catalogue.
set -eu
language=$1 catalogue=$2 output=$3
shift 3

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/pages" "$scratch/html"
if [ "$language" = C ]; then
  cp "$@" "$scratch/pages"
  cp -r "$(dirname "$1")/figures" "$scratch/pages"
else
  cp -r "$(dirname "$catalogue")/figures" "$scratch/pages"
  msgfmt -o "$scratch/help.gmo" "$catalogue"
  itstool -m "$scratch/help.gmo" -l "$language" -o "$scratch/pages" "$@"
fi
yelp-build html -o "$scratch/html" "$scratch/pages"
test -s "$scratch/html/index.html"
chmod -R u+rwX,go+rX "$scratch/html"
rm -rf "$output"
mkdir -p "$(dirname "$output")"
cp -r "$scratch/html" "$output"

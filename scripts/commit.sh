#!/bin/sh
# Prints Swift source with the commit that is built: of the clone or, where `git archive` filled it in, of the archive.
set -eu
cd "$(dirname "$0")/.."

# shellcheck disable=SC2016 # git archive replaces it
commit='$Format:%h$'
case $commit in
*Format*) commit=$(git describe --always --dirty --abbrev=9 --exclude '*' 2>/dev/null || echo unknown) ;;
esac
echo "let builtCommit = \"$commit\""

#!/usr/bin/env bash
# try.bash COMPLETIONS LINE...: prints for each line what bash offers at the end of it.
set -u
# shellcheck disable=SC1091 # it is given
source "$1/yoi.bash"
for line in "${@:2}"; do
    COMP_LINE=$line COMP_POINT=${#line}
    # Bash splits a line at = as well.
    read -ra COMP_WORDS <<<"${line//=/ = }"
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    COMPREPLY=()
    _yoi "${COMP_WORDS[0]}"
    printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort | paste -sd ' '
done

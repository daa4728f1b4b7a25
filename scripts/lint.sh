#!/usr/bin/env bash
# Checks the layout of the sources, that only an API's own folder names its routes and frames, and, where shellcheck is
# installed, the scripts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

swift format lint --strict --recursive Sources Tests Package.swift
if grep -rnE --include='*.swift' '"(events/ws|protocol/ws|transcript)|backend\.(cursor|worker)_|"in_flight"' Sources |
    grep -vE '^Sources/Shared/(Backend/(EventsSocket|ProtocolSocket)|Wire)/'; then
    echo 'only the folder of an API names its routes and frames' >&2
    exit 1
fi
if command -v shellcheck >/dev/null; then
    find .ci scripts docs Tests -type f \( -path '.ci/*' -o -name '*.sh' -o -name '*.bash' \) -exec shellcheck {} +
fi

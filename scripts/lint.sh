#!/usr/bin/env bash
# Checks the layout of the sources and, where shellcheck is installed, the scripts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

swift format lint --strict --recursive Sources Tests Package.swift
if command -v shellcheck >/dev/null; then
    find .ci scripts docs Tests -type f \( -path '.ci/*' -o -name '*.sh' -o -name '*.bash' \) -exec shellcheck {} +
fi

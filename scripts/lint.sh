#!/usr/bin/env bash
# Checks the layout of the sources and, where shellcheck is installed, the scripts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

swift format lint --strict --recursive Sources Tests Package.swift
if command -v shellcheck >/dev/null; then
    shellcheck .ci/run scripts/*.sh docs/completions/*.bash
fi

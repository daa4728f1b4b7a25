#!/usr/bin/env bash
# Lays the sources out as scripts/lint.sh wants them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

swift format format --in-place --recursive Sources Tests Package.swift

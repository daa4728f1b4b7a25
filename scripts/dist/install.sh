#!/bin/sh
# Installs yoi-events, yoi-send and yoi-render: install.sh [PREFIX]      (default /usr/local)
# The programs open libcurl.so.4 and need certificate authorities for https; Debian: apt install libcurl4 ca-certificates.
set -eu
prefix=${1:-/usr/local}
cd "$(dirname "$0")"
mkdir -p "$prefix"
cp -R bin share "$prefix/"
"$prefix/bin/yoi-events" --version

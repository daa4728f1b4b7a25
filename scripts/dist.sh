#!/bin/sh
# Packs what `make standalone` built: dist/yoi-filters-VERSION-linux-ARCH.tar.xz. Run by `make dist`.
set -eu
cd "$(dirname "$0")/.."

name=yoi-filters-$1-linux-$(uname -m)
tree=$PWD/dist/$name
rm -rf "$tree"
make --no-print-directory install built=.build/standalone/release DESTDIR= PREFIX="$tree"
install -m 644 LICENSE README.md CHANGELOG.md "$tree"
install scripts/dist/install.sh "$tree"
# The same commit makes the same archive. With -9 the dictionary of xz is large enough to find that the programs are alike.
XZ_OPT=-9 tar -C dist --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct 2>/dev/null || echo 0)" \
    -cJf "dist/$name.tar.xz" "$name"
rm -rf "$tree"
echo "dist/$name.tar.xz"

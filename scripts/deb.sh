#!/bin/sh
# Packs what `make standalone` built: dist/yoi-filters_VERSION_ARCH.deb. Run by `make deb`.
set -eu
cd "$(dirname "$0")/.."

architecture=$(dpkg --print-architecture)
tree=$PWD/dist/deb
rm -rf "$tree"
make --no-print-directory install built=.build/standalone/release DESTDIR="$tree" PREFIX=/usr
find "$tree/usr/share/man" -type f -exec gzip -9n {} +
install -D -m 644 LICENSE "$tree/usr/share/doc/yoi-filters/copyright"
gzip -9nc CHANGELOG.md >"$tree/usr/share/doc/yoi-filters/changelog.gz"

# The newest symbol version that a program asks the C library for.
glibc=$(for program in "$tree"/usr/bin/*; do objdump -T "$program"; done |
    sed -n 's/.*(GLIBC_\([0-9.]*\)).*/\1/p' | sort -V | tail -n 1)
mkdir "$tree/DEBIAN"
cat >"$tree/DEBIAN/control" <<END
Package: yoi-filters
Version: $1
Architecture: $architecture
Maintainer: the yoi-filters developers <yoi-filters@localhost>
Installed-Size: $(du -k -s "$tree/usr" | cut -f 1)
Depends: libc6 (>= $glibc), libstdc++6, libgcc-s1, libcurl4t64 | libcurl4, ca-certificates
Section: utils
Priority: optional
Description: follow, steer and read a yoi Worker from a shell
 yoi-events prints a Worker's transcript and live events as lines of JSON,
 yoi-send sends it messages and other methods, and yoi-render shows events
 as text.
END
dpkg-deb --root-owner-group -Zxz -z9 --build "$tree" "dist/yoi-filters_$1_$architecture.deb"
rm -rf "$tree"

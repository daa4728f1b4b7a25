# Delegates to SwiftPM and to scripts; what it does itself is installing.
PREFIX ?= /usr/local
DESTDIR ?=

programs = yoi-events yoi-send yoi-render
release = swift build --configuration release
bin = $(DESTDIR)$(PREFIX)/bin
man = $(DESTDIR)$(PREFIX)/share/man/man1
completions = $(DESTDIR)$(PREFIX)/share/bash-completion/completions

.PHONY: build test lint format examples bench ci install uninstall clean

build:
	@for program in $(programs); do $(release) --product $$program || exit; done

test:
	swift test

lint:
	scripts/lint.sh

format:
	scripts/format.sh

examples:
	scripts/examples.sh

bench:
	scripts/bench.sh

ci:
	bash .ci/run

install: build
	install -d "$(bin)" "$(man)" "$(completions)"
	for program in $(programs); do \
		install -s "$$($(release) --show-bin-path)/$$program" "$(bin)" && \
		install -m 644 docs/man/$$program.1 "$(man)" && \
		install -m 644 docs/completions/yoi.bash "$(completions)/$$program" || exit; \
	done

uninstall:
	for program in $(programs); do \
		rm -f "$(bin)/$$program" "$(man)/$$program.1" "$(completions)/$$program"; \
	done

clean:
	swift package clean

# Builds with SwiftPM, tests with scripts. Installing copies what was built and needs no Swift.
PREFIX ?= /usr/local
DESTDIR ?=

programs = yoi-events yoi-send yoi-render
version := $(shell sed -n 's/.*text = "\(.*\)"/\1/p' Sources/Shared/CommandLine/Version.swift)
# What `make install` copies: the programs that `make` built, or those of `make standalone`.
built ?= .build/release
release = swift build --configuration release -Xswiftc -DKnowsCommit
alone = $(release) --traits DirectLibcurl --static-swift-stdlib --scratch-path .build/standalone
to = $(DESTDIR)$(PREFIX)
bash = share/bash-completion/completions
fish = share/fish/vendor_completions.d
zsh = share/zsh/site-functions

.PHONY: build commit test lint format examples bench ci install uninstall standalone dist deb fixture install-fixture clean

build: commit
	@for program in $(programs); do $(release) --product $$program || exit; done

# The Swift runtime is linked in, and libcurl opened when it is needed: runs where there is no Swift.
standalone: commit
	@for program in $(programs); do $(alone) --product $$program || exit; done

commit:
	@scripts/commit.sh >.build-commit
	@cmp -s .build-commit Sources/Shared/CommandLine/Commit.swift && rm .build-commit || \
		mv .build-commit Sources/Shared/CommandLine/Commit.swift

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

install:
	@for program in $(programs); do \
		[ -x "$(built)/$$program" ] || { echo "$(built)/$$program is missing; run make first" >&2; exit 1; }; \
		install -D -s "$(built)/$$program" "$(to)/bin/$$program" || exit; \
	done
	@for page in docs/man/*.[157]; do \
		install -D -m 644 "$$page" "$(to)/share/man/man$${page##*.}/$${page##*/}" || exit; \
	done
	@for program in $(programs); do \
		install -D -m 644 docs/completions/yoi.bash "$(to)/$(bash)/$$program" && \
		install -D -m 644 docs/completions/yoi.fish "$(to)/$(fish)/$$program.fish" || exit; \
	done
	@install -D -m 644 docs/completions/_yoi "$(to)/$(zsh)/_yoi"

# For trying the filters out: the scripted Backend with its recordings.
fixture:
	@$(alone) --product fixture-backend

install-fixture:
	@[ -x .build/standalone/release/fixture-backend ] || { echo "run make fixture first" >&2; exit 1; }
	@install -D -s .build/standalone/release/fixture-backend "$(to)/bin/fixture-backend"
	@install -D -m 644 Tests/FixtureBackend/fixture-backend.1 "$(to)/share/man/man1/fixture-backend.1"
	@install -d "$(to)/share/yoi-filters"
	@cp -R Tests/Fixtures/attach Tests/Fixtures/recordings Tests/Fixtures/scripts "$(to)/share/yoi-filters"

uninstall:
	rm -f $(programs:%="$(to)/bin/%") $(programs:%="$(to)/$(bash)/%") $(programs:%="$(to)/$(fish)/%.fish") \
		"$(to)/$(zsh)/_yoi"
	@for page in docs/man/*.[157]; do rm -f "$(to)/share/man/man$${page##*.}/$${page##*/}"; done
	rm -rf "$(to)/bin/fixture-backend" "$(to)/share/man/man1/fixture-backend.1" "$(to)/share/yoi-filters"

dist: standalone
	scripts/dist.sh "$(version)"

deb: standalone
	scripts/deb.sh "$(version)"

clean:
	swift package clean
	rm -rf .build/standalone dist

# `make demo` and `make test` do everything on a machine that has Swift and Python 3. `make` alone says what there is.

PREFIX ?= $(HOME)/.local
SWIFT ?= swift
QUESTION ?= Why is the sky blue?

SWIFT_FILES := Package.swift Sources Tests $(wildcard Benchmarks Examples Snippets Plugins)
PARALLEL_TESTS := MartletWireTests MartletAPITests MartletVectorsTests MartletCLITests
SERIAL_TESTS := MartletStorageTests MartletTestingTests MartletTests MartletAgentTests MartletCodexTests \
	MartletServerTests MartletEngineTests MartletMediaTests ExamplesTests
SHELL_FILES := $(shell grep -lE '^\#!.*sh$$' scripts/* .ci/* 2>/dev/null) $(wildcard scripts/lib/*.sh)
PYTHON_FILES := $(shell find scripts Interop Benchmarks -name '*.py' -not -path '*/.*' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help setup build demo test interop sanitize check lint format bench install clean

help: ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

setup: ## Fetch what the demo needs: system packages, engine, models
	@scripts/setup

build: ## Build the release command line, .build/release/martlet
	$(SWIFT) build -c release --product martlet

demo: setup build ## Ask the local model a question and stream its answer
	.build/release/martlet chat "$(QUESTION)" --max-tokens 60

test: ## Fetch what the tests need and run them all
	@for target in $(notdir $(wildcard Tests/*)); do case " $(PARALLEL_TESTS) $(SERIAL_TESTS) " in \
		*" $$target "*) ;; *) echo "The Makefile has $$target in neither list of tests." >&2; exit 1;; esac; done
	@scripts/setup --system --engine --models --interop
	$(SWIFT) build --build-tests
	@# One target after the other: the ones that compute would starve the ones that wait for each other.
	@set -e; for target in $(PARALLEL_TESTS); do \
		$(SWIFT) test --skip-build --parallel --filter "^$$target\."; done
	@set -e; for target in $(SERIAL_TESTS); do \
		$(SWIFT) test --skip-build --no-parallel --filter "^$$target\."; done
	@$(MAKE) --no-print-directory interop

interop: ## Run clients that we did not write against the platform
	@scripts/setup --system --engine --models --interop
	@scripts/interop

sanitize: ## Run the tests of what runs at the same time under the address and the thread sanitizer
	scripts/sanitize address
	scripts/sanitize thread

check: lint ## What to run before each commit: lint and build
	$(SWIFT) build --build-tests

lint: ## Check the form of the sources, changing nothing
	$(SWIFT) format lint --strict --parallel --recursive $(SWIFT_FILES)
	@for file in $(SHELL_FILES); do bash -n "$$file" || exit 1; done
	@if command -v shellcheck >/dev/null; then shellcheck -x $(SHELL_FILES); fi
	@for file in $(PYTHON_FILES); do python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read(), sys.argv[1])' \
		"$$file" || exit 1; done

format: ## Rewrite the Swift sources in the form that lint wants
	$(SWIFT) format --in-place --parallel --recursive $(SWIFT_FILES)

bench: ## Measure, beside peers on the same stub
	@scripts/setup --system --engine --models --bench
	scripts/bench

install: ## Put one self-contained binary into PREFIX/bin (~/.local/bin)
	$(SWIFT) build -c release --product martlet --static-swift-stdlib --scratch-path .build-install
	install -d "$(PREFIX)/bin"
	install -m 755 .build-install/release/martlet "$(PREFIX)/bin/martlet"

clean: ## Remove what was built (not the engine and the models)
	rm -rf .build .build-install .build-address .build-thread

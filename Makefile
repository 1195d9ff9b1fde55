# Thin calls of the real tools; `make help` lists the targets.
PYTHON ?= python3
VENV ?= .venv
BUILD ?= build/dev
PYTEST_ARGS ?=
# CI sets it to true; a user's newer compiler may know warnings that ours does not.
WERROR ?= false
BENCH_ARGS ?=

bin := $(abspath $(VENV))/bin
# Meson finds ninja and pybind11 of the environment by their commands.
export PATH := $(bin):$(PATH)
python := $(bin)/python
cpp_files = $(shell git ls-files '*.cpp' '*.hpp')

.PHONY: help develop test engines demo docs build lint lint-cpp lint-python lint-text format bench fuzz clean
.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "%-9s %s\n", $$1, $$2}' Makefile

$(VENV)/.group-%: pyproject.toml
	@test -x $(bin)/python || $(PYTHON) -m venv $(VENV)
	@echo "geodist: installing what '$*' needs into $(VENV); a minute or two, the first time"
	$(python) -m pip install --quiet --upgrade "pip>=25.1"
	$(python) -m pip install --quiet --group $*
	@touch $@

# One build tree serves the demo, the editable install and the C++ tests. Ninja shows how far it is;
# pip, which would compile in silence, then finds everything compiled.
$(BUILD)/.library: $(VENV)/.group-demo meson_options.txt
	@echo "geodist: compiling the library for every instruction set into $(BUILD); a minute or two, the first time"
	@test -f $(BUILD)/build.ninja || meson setup $(BUILD) -Dpython=enabled -Dtests=disabled -Dwerror=$(WERROR)
	ninja -C $(BUILD)
	$(python) -m pip install --quiet --no-build-isolation --no-deps --editable . -C build-dir=$(BUILD) \
	    -C setup-args=-Dwerror=$(WERROR)
	@touch $@

$(BUILD)/.installed: $(BUILD)/.library $(VENV)/.group-test
	@echo "geodist: adding the tests to $(BUILD); meson test compiles them"
	meson configure $(BUILD) -Dtests=enabled
	ninja -C $(BUILD)
	@touch $@

develop: $(BUILD)/.installed ## Install into .venv, rebuilt on import after a change

test: develop ## Run the C++ and the Python tests
	@# Of processes that import what is out of date, each would compile it.
	ninja -C $(BUILD)
	meson test -C $(BUILD) --print-errorlogs
	$(python) -m pytest $(PYTEST_ARGS)

# Their drivers take long to download and to start.
engines: develop $(VENV)/.group-engines ## Run the tests that start Spark; needs Java 17
	@command -v java >/dev/null || { echo "geodist: Spark needs Java: apt-get install openjdk-17-jre-headless" >&2; exit 1; }
	$(python) -m pytest $(PYTEST_ARGS) tests/engines

demo: $(BUILD)/.library ## Measure airline routes, cities to their nearest airport, airports to the sea
	$(python) examples/demo.py

docs: develop $(VENV)/.group-docs ## Build the documentation: build/docs/html/index.html
	rm -rf docs/reference/generated
	$(python) -m sphinx --fail-on-warning --keep-going --quiet --fresh-env \
	    --doctree-dir build/docs/doctrees docs build/docs/html

build: $(VENV)/.group-test ## Make sdist and wheel in dist/
	$(python) -m build --outdir dist .

lint: lint-cpp lint-python lint-text ## Check format, style, types and spelling

lint-cpp: develop $(VENV)/.group-lint
	clang-format --dry-run --Werror $(cpp_files)
	.ci/clang-tidy $(BUILD)

lint-python: develop $(VENV)/.group-lint
	ruff check
	ruff format --check
	mypy
	$(python) -m pytest -q tests/python/test_numpydoc.py

lint-text: $(VENV)/.group-lint
	codespell
	check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	zizmor --quiet --offline .github

format: $(VENV)/.group-lint ## Format all sources
	clang-format -i $(cpp_files)
	ruff check --fix
	ruff format

bench: develop $(VENV)/.group-bench ## Compare speed with other libraries
	$(bin)/meson setup --reconfigure -Dbenchmarks=enabled $(BUILD) >/dev/null
	$(bin)/meson compile -C $(BUILD) $(addprefix bench_,boost geographiclib proj roofline s2)
	$(python) -m benchmarks --native $(BUILD)/benchmarks $(BENCH_ARGS)

# Each for so many seconds; what it finds stays in build/fuzz/found.
# Statistics of all features (entropic), and where each block was made, would take most of the time.
FUZZ_SECONDS ?= 60
fuzzers := columns geojson index tables wkb

fuzz: $(VENV)/.group-build ## Fuzz what reads bytes and text; needs Clang
	@test -f build/fuzz/build.ninja || CXX=clang++ meson setup build/fuzz -Dpython=disabled -Dtests=disabled \
	    -Dfuzzers=enabled -Doptimization=2 -Db_lundef=false -Db_sanitize=address,undefined "-Dcpp_args=-g1 \
	    -fsanitize=fuzzer-no-link -Xclang -fsanitize-coverage-ignorelist=$(CURDIR)/tests/fuzz/unguided.txt"
	ninja -C build/fuzz
	mkdir -p build/fuzz/found $(fuzzers:%=build/fuzz/corpus/%)
	export ASAN_OPTIONS=malloc_context_size=0:quarantine_size_mb=8; \
	printf '%s\n' $(fuzzers) | xargs -P 2 -I@ sh -c 'build/fuzz/tests/fuzz/fuzz-@ -close_fd_mask=3 \
	    -entropic=0 -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
	    -artifact_prefix=build/fuzz/found/@- build/fuzz/corpus/@ tests/fuzz/seeds/@ 2>build/fuzz/@.log \
	    || { tail -n 60 build/fuzz/@.log; exit 255; }; grep -h number_of_executed build/fuzz/@.log'

clean: ## Remove what the other targets made
	rm -rf build dist $(VENV) .mypy_cache .pytest_cache .ruff_cache

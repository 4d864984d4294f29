# Everything a newcomer needs: `make demo` builds a term, `make test` runs the tests.
PYTHON ?= python3
TERM_ID ?= 2017-summer
# What the pages say has changed is held against the term before.
PREVIOUS_ID ?= 2017-spring
BIN = .venv/bin

.PHONY: demo serve test test-all goldens lint format bench lock fonts clean

demo: .venv/installed
	$(BIN)/tymor prepare --term $(PREVIOUS_ID)
	$(BIN)/tymor build --term $(TERM_ID)
	$(BIN)/tymor publish --term $(TERM_ID)
	@echo
	@echo "The site is in site/public/. Look at it with:  .venv/bin/tymor serve"

serve: .venv/installed
	$(BIN)/tymor serve

test: .venv/installed
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

# With what takes long, which `make test` skips (docs/decisions/long-tests.md).
test-all: .venv/installed
	$(BIN)/pytest --all -n 3 --dist loadfile --no-loadscope-reorder

# What is published now becomes the record in tests/golden: read the difference before you commit it.
goldens: .venv/installed
	rm -rf tests/golden
	TYMOR_RENEW_GOLDENS=1 $(BIN)/pytest -q --all -n 2 --dist loadfile tests/term/test_publication.py tests/render/test_quarto.py \
		tests/notebooks

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: .venv/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The usual tools and Tymor on the same batch: an hour or so; see bench/results/batch.md.
bench: .venv/installed
	$(BIN)/python bench/batch.py

# The lock file pins every package with its hash; the project itself, and the generator of invented
# data beside it, are linked, not copied.
.venv/installed: requirements.lock pyproject.toml invented/pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Tymor needs Python 3.11 or newer; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --disable-pip-version-check --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation \
		--editable . --editable invented
	touch .venv/installed

# Needs uv (pip install uv); run after changing dependencies in pyproject.toml.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes -o requirements.lock

# The site's typeface out of the reports': needs fonttools and brotli (pip install fonttools brotli).
# Without names, as the licence of the typeface reserves its own.
FONTS = src/tymor/render/fonts
fonts:
	for face in Regular Semibold It; do \
		pyftsubset $(FONTS)/SourceSans3-$$face.ttf --unicodes-file=$(FONTS)/web.txt --flavor=woff2 --no-hinting \
			--layout-features=ccmp,kern,liga,locl,mark,mkmk --name-IDs=0,7,13,14 \
			--output-file=src/tymor/render/static/fonts/SourceSans3-$$face.woff2; \
	done

clean:
	rm -rf build .venv site/.published
	find site -maxdepth 1 -type l -delete

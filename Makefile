# Every command of daily work. `make` lists them; nothing else has to be installed or activated first.
# All paths are relative, so that the folder may be called anything.

PORT ?= 8000
NAME ?= samordnare
ARGS ?=
python := .venv/bin/python
# Each process has its own database, server and browser: more than four of those help nobody.
parallel := --numprocesses=auto --maxprocesses=4 --dist=worksteal
packages := .venv/packages.stamp
npm := tests/node_modules/.package-lock.json

MAKEFLAGS += --no-print-directory
export PYTHONUNBUFFERED = 1
# pip, npm and Chromium want a home that they may write in.
ifneq ($(shell test -n "$$HOME" && test -w "$$HOME" && echo yes),yes)
export HOME := $(CURDIR)/var/home
$(shell mkdir -p var/home)
endif

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help run accounts code example manage migrate shell test test-all tools lint types contracts unit journeys \
	accessibility budgets evidence bench tools-all format lock messages

help: ## visar den här listan
	@printf '\nAnvänd: make KOMMANDO\n\n'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' Makefile \
		| while IFS="$$(printf '\t')" read -r name text; do printf '  %-15s %s\n' "$$name" "$$text"; done
	@printf '\n'

run: $(packages) ## startar portalen på http://127.0.0.1:8000 (annan port: make run PORT=8001)
	@exec $(python) -m portal.workbench run "$(PORT)"

accounts: $(packages) ## ger utvecklingskontona nya lösenord och visar dem
	@exec $(python) -m portal.workbench accounts

code: $(packages) ## visar koden som ett utvecklingskonto loggar in med nu: make code NAME=samordnare
	@$(python) -m portal.workbench code "$(NAME)"

example: $(packages) ## lägger in tre påhittade uppföljningsår, märkta Exempeldata
	@$(python) -m portal.workbench example

manage: $(packages) ## kör Djangos kommandon: make manage ARGS="import_plan FIL --dry-run"
	@exec $(python) manage.py $(ARGS)

migrate: $(packages) ## gör databasens tabeller aktuella
	@exec $(python) manage.py migrate

shell: $(packages) ## öppnar Djangos skal mot utvecklingsdatabasen
	@exec $(python) manage.py shell

test: lint types contracts tools ## kör allt som måste gå bra före en leverans
	@$(python) -m pytest tests $(parallel) $(ARGS)

test-all: lint types contracts tools-all ## som test, men med alla kombinationer i stället för ett urval
	@$(python) -m pytest tests --full-matrix $(parallel) $(ARGS)

lint: $(packages) ## granskar kodens form
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .

# Django's types come from the settings, which need an address but no database.
types: $(packages) ## granskar kodens typer
	@DATABASE_URL=postgresql:///types $(python) -m mypy

contracts: $(packages) ## granskar husets lagar om vem som får importera vem
	@$(python) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

unit: $(packages) ## kör enhetstesterna
	@$(python) -m pytest tests/architecture tests/resources tests/actionplan tests/portal $(parallel) $(ARGS)

journeys: tools ## kör resorna genom portalen i Chromium och Firefox
	@$(python) -m pytest tests/journeys $(parallel) $(ARGS)

accessibility: tools ## kör tillgänglighetstesterna
	@$(python) -m pytest tests/accessibility $(parallel) $(ARGS)

budgets: tools ## mäter frågor, byte och tider mot budget
	@$(python) -m pytest tests/performance $(ARGS)

# The figures are the tests' own: this only writes them down, with the day and the commit.
evidence: tools ## mäter löftena till läsaren och skriver portal/delivery/evidence.json
	@$(python) -m pytest -p tests.harness.evidence tests/journeys/test_traces.py \
		tests/journeys/test_exit.py tests/journeys/test_exit_on_film.py \
		tests/performance/test_first_view.py $(ARGS)

# Not a test: the largest report that is thought of, and what its files cost.
bench: $(packages) ## mäter hur lång tid filerna av en stor årsrapport tar
	@DATABASE_URL=postgresql:///bench DJANGO_SETTINGS_MODULE=portal.settings.test $(python) -m tests.bench.report

format: $(packages) ## skriver om koden i husets form
	@$(python) -m ruff check --fix-only .
	@$(python) -m ruff format .

# Names, versions and hashes only: other tools write hosts or paths of the machine into the file. npm writes addresses
# of those who ask for money, too.
lock: $(packages) ## låser beroendena i requirements/ efter pyproject.toml, och testernas npm-paket
	@$(python) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
		--generate-hashes --no-header --output-file requirements/production.txt
	@$(python) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
		--generate-hashes --no-header --extra development --output-file requirements/development.txt
	@npm install --prefix tests --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts \
		--no-audit --no-fund --loglevel=error
	@node -e 'const f = "tests/package-lock.json", l = JSON.parse(fs.readFileSync(f)); Object.values(l.packages).forEach(p => delete p.funding); fs.writeFileSync(f, JSON.stringify(l, null, 2) + "\n")'

# Django's own commands, which want Debian's gettext. They fill portal/locale/en with every Swedish sentence that has
# no English one yet (msgstr ""): write those, then run this again.
messages: $(packages) ## samlar orden till den engelska katalogen, och kompilerar den och redaktionens svenska
	@DATABASE_URL=postgresql:///messages $(python) manage.py makemessages --locale en --no-wrap --no-obsolete \
		--add-location file --ignore .venv --ignore 'tests/*' --ignore 'var/*' --verbosity 0
	@DATABASE_URL=postgresql:///messages $(python) manage.py compilemessages --locale en --locale sv --ignore .venv --verbosity 0

# ---- What the commands stand on

tools-all: $(packages)
	@$(python) -m portal.workbench tools all
	@$(MAKE) $(npm)

tools: $(packages)
	@$(python) -m portal.workbench tools
	@$(MAKE) $(npm)

$(npm): tests/package-lock.json
	@echo 'Hämtar testernas npm-paket …'
	@npm ci --prefix tests --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(packages): requirements/development.txt | $(python)
	@echo 'Installerar Python-paket …'
	@$(python) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/development.txt
	@touch $@

$(python):
	@make_environment() { \
		for candidate in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11 python; do \
			if "$$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
				echo "Gör en miljö med $$("$$candidate" --version) …"; \
				"$$candidate" -m venv --clear .venv; return; \
			fi; \
		done; \
		return 1; \
	}; \
	make_environment && exit; \
	if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
		echo 'Installerar Python med apt-get …'; \
		apt-get -qq update && apt-get -qq install -y --no-install-recommends python3 python3-venv >/dev/null; \
		make_environment && exit; \
	fi; \
	echo 'Det behövs Python 3.11 eller nyare med venv: i Debian sudo apt-get install python3-venv, annars make PYTHON=sökväg.'; \
	exit 1

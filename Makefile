# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every target sets up what it needs inside the checkout (.venv, .venv-oldest, .cache) and writes nothing elsewhere.
# `make help` lists them. PYTHON and PYTHON_OLDEST choose the interpreters; without them they are searched for.
# ARGS goes to pytest or ansible-test: make unit ARGS='-n 2 -k planner', make sanity ARGS='--test pylint'

SHELL := bash
# A failure anywhere in a pipe is a failure of the target.
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?=
PYTHON_OLDEST ?=
ARGS ?=

VENV := .venv
OLDEST := .venv-oldest
BIN := $(VENV)/bin
TREE := .cache/tree
NOX := .cache/nox-tool
COLLECTION := ansible_collections/mailops/mimecast
# As seen from $(TREE), where files of the collection lie at the place that their full name says.
TYPED := $(addprefix $(COLLECTION)/,plugins playbooks extensions/eda tests) $(CURDIR)/emulator/mimecast_emulator

# A developer's own account must never be what a test talks to, and their Ansible settings never what it runs with.
$(foreach variable,$(filter MIMECAST_% ANSIBLE_%,$(.VARIABLES)),$(eval unexport $(variable)))
unexport PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH VIRTUAL_ENV
USER_HOME := $(HOME)
export HOME := $(CURDIR)/.cache/home
# Shims of version managers bear names of interpreters that they cannot start, and Ansible takes the first name it sees.
export PATH := $(CURDIR)/$(BIN):$(shell printf '%s' "$$PATH" | tr ':' '\n' | grep -v '/shims$$' | paste -sd: -)
# Ansible refuses a locale that is not UTF-8.
export LC_ALL := C.UTF-8
# The emulator listens on loopback, where no proxy leads.
export no_proxy := 127.0.0.1,localhost,$(or $(no_proxy),$(NO_PROXY))

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- Set-up ----------------------------------------------------------------------------------------------------------

.PHONY: setup
setup: $(VENV)/.ready $(OLDEST)/.ready ## Make .venv (tools, newest ansible-core) and .venv-oldest (oldest ansible-core admitted)

# Settings of pip and uv, such as the address of a company's package index, are the user's own.
$(VENV)/.ready $(OLDEST)/.ready: export XDG_CONFIG_HOME := $(or $(XDG_CONFIG_HOME),$(USER_HOME)/.config)

$(VENV)/.ready: tests/requirements-dev.txt emulator/pyproject.toml tests/tooling/make_venv.sh
	@mkdir -p .cache/home .cache/logs .cache/reports $(TREE)/$(dir $(COLLECTION))
	@ln -sfn $(CURDIR) $(TREE)/$(COLLECTION)
	@python=$$(HOME='$(USER_HOME)' CHOICE='$(PYTHON)' tests/tooling/find_python.sh 3.12 3.13 3.14 3.11); \
	echo "Setting up $(VENV) with $$python"; \
	tests/tooling/make_venv.sh $(VENV) "$$python" tests/requirements-dev.txt --editable ./emulator
	@touch $@

$(OLDEST)/.ready: tests/tooling/requirements-oldest.txt tests/requirements-dev.txt emulator/pyproject.toml tests/tooling/make_venv.sh
	@python=$$(HOME='$(USER_HOME)' CHOICE='$(PYTHON_OLDEST)' tests/tooling/find_python.sh 3.10 3.11 3.12 3.13 3.14); \
	echo "Setting up $(OLDEST) with $$python"; \
	tests/tooling/make_venv.sh $(OLDEST) "$$python" tests/tooling/requirements-oldest.txt --editable ./emulator --editable ./emulator
	@core=$$($(OLDEST)/bin/python -c 'from ansible.release import __version__; print(__version__)'); \
	case $$core in 2.16.*) ;; *) echo "No Python 3.10 to 3.12 was found: $(OLDEST) has ansible-core $$core, not 2.16" ;; esac
	@touch $@

# nox makes an environment for each of its sessions, in .cache/nox.
$(NOX)/.ready: export XDG_CONFIG_HOME := $(or $(XDG_CONFIG_HOME),$(USER_HOME)/.config)
$(NOX)/.ready: tests/tooling/requirements-nox.txt tests/tooling/make_venv.sh
	@mkdir -p .cache/home
	@python=$$(HOME='$(USER_HOME)' CHOICE='$(PYTHON)' tests/tooling/find_python.sh 3.12 3.13 3.14 3.11); \
	tests/tooling/make_venv.sh $(NOX) "$$python" tests/tooling/requirements-nox.txt
	@touch $@

# What a new user's pip would fetch for the tutorial, which its test installs without a network.
.cache/wheels/.ready: export XDG_CONFIG_HOME := $(or $(XDG_CONFIG_HOME),$(USER_HOME)/.config)
.cache/wheels/.ready: $(VENV)/.ready
	@rm -rf $(@D) && mkdir -p $(@D)
	@$(BIN)/python -m pip download -qq --disable-pip-version-check --cache-dir .cache/pip --dest $(@D) \
		--constraint tests/requirements-dev.txt ansible-core requests idna netaddr dnspython ./emulator 'setuptools>=68'
	@touch $@

# The collection awx.awx, of which the tests of awx_setup.yml run the modules. It is 1 of the 56 MB of its package, which
# is for newer versions of Python than the collection is.
.cache/awx/.ready: export XDG_CONFIG_HOME := $(or $(XDG_CONFIG_HOME),$(USER_HOME)/.config)
.cache/awx/.ready: tests/tooling/requirements-awx.txt | $(VENV)/.ready
	@rm -rf $(@D) && mkdir -p $(@D)
	@$(BIN)/python -m pip download -qq --disable-pip-version-check --cache-dir .cache/pip --no-deps --ignore-requires-python \
		--dest $(@D) --requirement $<
	@$(BIN)/python -c 'import sys, zipfile; package = zipfile.ZipFile(sys.argv[1]); \
	package.extractall(sys.argv[2], [name for name in package.namelist() if name.startswith("ansible_collections/awx/")])' \
	$(@D)/*.whl $(@D)
	@rm $(@D)/*.whl
	@touch $@

# Settings of npm, such as the address of a company's registry, are the user's own.
.PHONY: browser
browser: export npm_config_userconfig := $(or $(npm_config_userconfig),$(USER_HOME)/.npmrc)
browser: ## Bring what the tests of the report's page need, where that is allowed: Chromium and axe-core
	@tests/tooling/bring_browser.sh || true

.PHONY: screenshots
screenshots: $(VENV)/.ready browser ## Pictures of drift.html, wide and narrow, light and dark, into .cache/screenshots
	@$(BIN)/python tests/tooling/screenshots.py

.PHONY: pictures
pictures: $(VENV)/.ready browser ## Make the pictures of the documentation, docs/images, from the demonstration
	@$(BIN)/python tests/tooling/pictures.py

# --- Use -------------------------------------------------------------------------------------------------------------

.PHONY: demo
demo: $(VENV)/.ready ## Show the collection at work on a local emulator, no account needed
	@$(BIN)/python playbooks/files/demo.py $(ARGS)

.PHONY: build
build: $(VENV)/.ready ## Build the tarball for ansible-galaxy into dist/
	@$(BIN)/ansible-galaxy collection build --force --output-path dist

.PHONY: release-notes
release-notes: $(VENV)/.ready ## Write what the changelog says of the latest version into dist/release-notes.md
	@mkdir -p dist
	@$(BIN)/antsibull-changelog generate --output dist/release-notes.md --output-format md --only-latest

.PHONY: release-check
release-check: $(VENV)/.ready ## Fail, and say why, if VERSION is not what a tag may be put on
	@$(BIN)/python tests/tooling/check_release.py '$(VERSION)'

.PHONY: changelog
changelog: $(VENV)/.ready ## Turn the fragments into the changelog of the version that galaxy.yml names
	@$(BIN)/antsibull-changelog release

# --- Checks ----------------------------------------------------------------------------------------------------------

# Two lanes for two cores. What takes longest starts first; what is quick and speaks plainest comes early.
PARTS := integration-oldest integration-newest sanity docs lint format-check types generate-check package-check unit unit-oldest contract fidelity \
	security sanity-oldest

# Parts that run side by side must not both make what both need.
.PHONY: test
test: ## Run every check; what continuous integration runs
	+@$(MAKE) --no-print-directory -j 2 setup .cache/wheels/.ready .cache/awx/.ready browser
	+@$(BIN)/python tests/tooling/run_parts.py $(PARTS)

# A name that only tests use is not used: the collection and the emulator are judged without them, then the tests too.
.PHONY: lint
lint: $(VENV)/.ready ## ansible-lint (production profile), yamllint, ruff, shellcheck, codespell, reuse (licences), and vulture for names that nothing uses
	@status=0; \
	$(BIN)/ansible-lint --strict || status=1; \
	$(BIN)/yamllint --strict . || status=1; \
	$(BIN)/ruff check || status=1; \
	$(BIN)/vulture plugins extensions playbooks || status=1; \
	$(BIN)/vulture emulator playbooks/files/demo.py || status=1; \
	$(BIN)/vulture plugins extensions playbooks emulator tests || status=1; \
	$(BIN)/codespell --skip ./tests || status=1; \
	$(BIN)/codespell --ignore-words tests/tooling/misspelled_on_purpose.txt tests || status=1; \
	$(BIN)/reuse lint --lines || status=1; \
	$(BIN)/shellcheck .ci/run playbooks/files/check/*.sh tests/tooling/*.sh || status=1; \
	exit $$status

.PHONY: format
format: $(VENV)/.ready ## Put Python code into its one form, imports included
	@$(BIN)/ruff check --select I --fix --quiet
	@$(BIN)/ruff format

.PHONY: format-check
format-check: $(VENV)/.ready ## Fail if `make format` would change a file
	@$(BIN)/ruff format --check

.PHONY: types
types: $(VENV)/.ready ## mypy --strict
	@cd $(TREE) && $(CURDIR)/$(BIN)/mypy --config-file $(CURDIR)/pyproject.toml $(TYPED) 2>&1 \
	| sed -e 's#^$(COLLECTION)/##' -e 's#^$(CURDIR)/##'

.PHONY: generate
generate: $(VENV)/.ready ## Write all that follows from the descriptors: modules, roles, documentation, schema
	@$(BIN)/python tests/tooling/generate/main.py

.PHONY: resource
resource: $(VENV)/.ready ## Begin a new type: make resource NAME=greylisting_policy FAMILY=gateway_policy [ROLE=greylisting]
	@$(BIN)/python tests/tooling/generate/new_resource.py --name '$(NAME)' --family '$(FAMILY)' $(if $(ROLE),--role '$(ROLE)')

.PHONY: generate-check
generate-check: $(VENV)/.ready ## Fail if `make generate` would change a file, and show what
	@$(BIN)/python tests/tooling/generate/main.py --check

.PHONY: docs
docs: $(VENV)/.ready ## Build the documentation site into .cache/docs/html; wrong markup, a warning or a broken link fails
	@$(BIN)/antsibull-docs lint-collection-docs --plugin-docs --skip-rstcheck --validate-collection-refs self .
	@$(BIN)/python tests/tooling/build_docs.py

.PHONY: package-check
package-check: $(VENV)/.ready ## Build the tarball, install it elsewhere and look at what users get
	@$(BIN)/python tests/tooling/check_package.py

# Sessions of noxfile.py. Settings of uv, such as the address of a company's package index, are the user's own.
extra-checks importer matrix molecule: export XDG_CONFIG_HOME := $(or $(XDG_CONFIG_HOME),$(USER_HOME)/.config)
extra-checks importer matrix molecule: export UV_CACHE_DIR := $(CURDIR)/.cache/uv
extra-checks importer matrix molecule: export UV_SYSTEM_CERTS := 1

.PHONY: extra-checks
extra-checks: $(NOX)/.ready ## Files in the wrong place, trailing blanks, and modules that do not say that they are in the action group
	@$(NOX)/bin/nox --session extra-checks

.PHONY: importer
importer: $(NOX)/.ready ## galaxy-importer: what Galaxy says when the collection is imported
	@$(NOX)/bin/nox --session importer

.PHONY: molecule
molecule: $(NOX)/.ready ## Molecule scenarios against an emulator; ARGS='-- --scenario-name site' runs one
	@$(NOX)/bin/nox --session molecule $(ARGS)

.PHONY: matrix
matrix: $(NOX)/.ready ## Tests on every ansible-core and Python that is here; ARGS='--tags core2.18' or --list chooses
	@$(NOX)/bin/nox $(ARGS)

PYTEST := $(BIN)/pytest --quiet

.PHONY: unit
unit: $(VENV)/.ready ## Unit tests
	@$(PYTEST) --junitxml=.cache/reports/unit.xml tests/unit $(ARGS)

.PHONY: unit-oldest
unit-oldest: $(OLDEST)/.ready ## Unit tests of the collection on the oldest ansible-core and libraries admitted
	@$(OLDEST)/bin/pytest --quiet --junitxml=.cache/reports/unit-oldest.xml --ignore=tests/unit/emulator \
		--ignore=tests/unit/in_browser tests/unit $(ARGS)

.PHONY: ansible-units
ansible-units: $(VENV)/.ready ## ansible-test units: the unit tests as Ansible's own tool runs them, in an environment of its own
	@tests/tooling/ansible_test.sh $(VENV) units $(ARGS)

.PHONY: contract
contract: $(VENV)/.ready ## Contract tests: every request against the API's contract
	@$(PYTEST) --junitxml=.cache/reports/contract.xml tests/contract $(ARGS)

.PHONY: contract-dialects
contract-dialects: $(VENV)/.ready ## Contract tests in every dialect, where sources disagree about the live service
	@$(BIN)/python tests/tooling/in_dialects.py tests/contract --ignore=tests/contract/test_dialects.py $(ARGS)

.PHONY: integration-dialects
integration-dialects: $(VENV)/.ready .cache/wheels/.ready .cache/awx/.ready ## Integration tests of the newest ansible-core in every dialect
	@MIMECAST_TEST_VENVS=$(CURDIR)/$(VENV) $(BIN)/python tests/tooling/in_dialects.py tests/integration $(ARGS)

# The suites run as they are, and say what they ask for; then a mock that has nothing of ours judges it.
.PHONY: contract-mock
contract-mock: export npm_config_userconfig := $(or $(npm_config_userconfig),$(USER_HOME)/.npmrc)
contract-mock: export REQUESTS_FILE := $(CURDIR)/.cache/requests.json
contract-mock: setup .cache/wheels/.ready .cache/awx/.ready ## Send each distinct request of the tests to Prism, a mock that validates; ARGS chooses tests
	@tests/tooling/prism/bring.sh
	@rm -f $$REQUESTS_FILE
	@MIMECAST_TEST_VENVS=$(CURDIR)/$(VENV) $(PYTEST) -p ansible_collections.mailops.mimecast.tests.tooling.recorded_requests \
		$(or $(ARGS),tests/contract tests/integration)
	@$(BIN)/python tests/tooling/contract_mock.py

.PHONY: fidelity
fidelity: $(VENV)/.ready ## Answers of the emulator beside public recordings of the live service, member by member
	@$(PYTEST) --junitxml=.cache/reports/fidelity.xml tests/fidelity $(ARGS)

.PHONY: integration
integration: integration-oldest integration-newest ## Integration tests: playbooks of both ansible-cores against the emulator

.PHONY: integration-newest
integration-newest: $(VENV)/.ready .cache/wheels/.ready .cache/awx/.ready ## Those of the newest ansible-core, and those that need none
	@MIMECAST_TEST_VENVS=$(CURDIR)/$(VENV) \
	$(PYTEST) --junitxml=.cache/reports/integration-newest.xml tests/integration $(ARGS)

.PHONY: integration-oldest
integration-oldest: setup .cache/awx/.ready ## Those of the oldest ansible-core
	@MIMECAST_TEST_VENVS=$(CURDIR)/$(OLDEST) \
	$(PYTEST) --junitxml=.cache/reports/integration-oldest.xml tests/integration -k venv-oldest $(ARGS)

.PHONY: sanity
sanity: $(VENV)/.ready ## ansible-test sanity of the newest ansible-core
	@tests/tooling/ansible_test.sh $(VENV) sanity $(ARGS)

.PHONY: sanity-oldest
sanity-oldest: setup ## ansible-test sanity of the oldest ansible-core admitted; pylint only with ARGS='--test pylint'
	@tests/tooling/ansible_test.sh $(OLDEST) sanity $(or $(ARGS),--skip-test pylint)

.PHONY: security
security: $(VENV)/.ready ## bandit over the code, pip-audit over the pinned libraries
	@$(BIN)/python tests/tooling/security.py

COUNT ?= 2000
SEED ?= 0

.PHONY: torture
torture: $(VENV)/.ready ## Fault campaign: COUNT seeds from SEED on; COUNT=1 replays one seed in words
	@$(BIN)/python tests/tooling/torture.py --count $(COUNT) --seed $(SEED) $(ARGS)

.PHONY: mutate
mutate: $(VENV)/.ready ## Remove each defence against a class of bugs in a copy and demand that its test fails
	@$(BIN)/python tests/tooling/mutate_defences.py $(ARGS)

# The tool and what the tests need, in an environment of their own.
.venv-mutation/.ready: export XDG_CONFIG_HOME := $(or $(XDG_CONFIG_HOME),$(USER_HOME)/.config)
.venv-mutation/.ready: tests/tooling/requirements-mutation.txt tests/requirements-dev.txt tests/tooling/make_venv.sh
	@mkdir -p .cache/home
	@python=$$(HOME='$(USER_HOME)' CHOICE='$(PYTHON)' tests/tooling/find_python.sh 3.12 3.13 3.14 3.11); \
	tests/tooling/make_venv.sh $(@D) "$$python" tests/tooling/requirements-mutation.txt --editable ./emulator
	@touch $@

.PHONY: mutate-all
mutate-all: .venv-mutation/.ready ## Change what talks to an account, bit by bit, and count what no test notices; ARGS='--sample 100' takes some
	@.venv-mutation/bin/python tests/tooling/mutate_all.py $(ARGS)

.PHONY: bench
bench: $(VENV)/.ready ## Measure the collection against hand-written playbooks and a bare script; writes docs/benchmarks.md
	@$(BIN)/python tests/benchmarks/bench.py $(ARGS)

.PHONY: clean
clean: ## Remove everything that the targets have made
	rm -rf $(VENV) $(OLDEST) .ansible .cache .hypothesis dist emulator/*.egg-info tests/output
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

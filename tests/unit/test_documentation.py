# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation says what the code does: options, results, variables, operations, messages, examples and links.

It compares texts with code and knows neither why anything is as it is nor how the pages are built.
"""

from __future__ import annotations

import ast
import csv
import functools
import importlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible
from ansible_collections.mailops.mimecast.plugins.module_utils._api import connection
from ansible_collections.mailops.mimecast.plugins.module_utils._model import site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import console_steps
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import preflight
from ansible_collections.mailops.mimecast.plugins.module_utils._run import site as whole_site
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import entry_options
from ansible_collections.mailops.mimecast.tests.contract import samples, vendors
from ansible_collections.mailops.mimecast.tests.tooling import build_docs
from ansible_collections.mailops.mimecast.tests.tooling.definitions import DEFINITIONS
from ansible_collections.mailops.mimecast.tests.tooling.generate import needs
from mimecast_emulator.nameserver import NameServer
from mimecast_emulator.testing import RunningEmulator

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
TEXTS = [
    *PAGES,
    *sorted(ROOT.glob("*.md")),
    *sorted(ROOT.glob("roles/*/README.md")),
    ROOT / "emulator/README.md",
]
PLUGINS = ("callback", "filter", "inventory", "lookup")
ROLES = sorted(path.parent for path in ROOT.glob("roles/*/defaults"))
Doc = dict[str, Any]


def named(path: Path) -> str:
    """Return what a test of a file is called."""
    return str(path.relative_to(ROOT))


# --- Links -----------------------------------------------------------------------------------------------------------


@functools.cache
def anchors(path: Path) -> frozenset[str]:
    """Return the names by which the headings of a page can be linked to."""
    lines = (line for line, prose in build_docs.outside_code(path.read_text("utf-8")) if prose)
    titles = [line.lstrip("#").strip() for line in lines if re.match(r"#{1,6} ", line)]
    return frozenset(re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles)


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in build_docs.links(path.read_text("utf-8")):
        name, anchor = target.partition("#")[::2]
        file = (path.parent / name).resolve() if name else path
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def test_the_first_page_leads_to_every_page_once() -> None:
    linked = [(DOCS / link).resolve() for link in build_docs.links((DOCS / "README.md").read_text("utf-8"))]
    assert sorted(linked) == [page for page in PAGES if page != DOCS / "README.md" and "examples" not in page.parts]


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_no_page_names_a_place_on_a_machine(path: Path) -> None:
    assert not re.search(r"(?<![\w.])/(?:root|work|home|Users)/", path.read_text("utf-8"))


def test_every_picture_is_small_and_on_a_page() -> None:
    shown = {(path.parent / target).resolve() for path in TEXTS for target in build_docs.links(path.read_text("utf-8"))}
    images = set((DOCS / "images").iterdir())
    assert images <= shown
    assert [path.name for path in images if path.stat().st_size > 300_000] == []


# --- Examples --------------------------------------------------------------------------------------------------------


def blocks(path: Path, language: str) -> list[str]:
    """Return the fenced blocks of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)


class _Loader(yaml.SafeLoader):
    """Reads what Ansible reads: its own tags stand for text."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: str(node.value))


def sites(content: Any) -> Iterator[Mapping[str, Any]]:
    """Yield whatever holds a site or a baseline."""
    if isinstance(content, Mapping):
        if "mimecast_site" in content or "mimecast_baseline" in content:
            yield content
        for value in content.values():
            yield from sites(value)
    elif isinstance(content, list):
        for value in content:
            yield from sites(value)


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_every_site_of_a_page_is_right_or_its_mistake_is_what_the_page_shows(path: Path) -> None:
    for block in blocks(path, "yaml"):
        for found in sites(yaml.load(block, _Loader)):
            for problem in site_file.check(RESOURCES, found.get("mimecast_baseline"), found.get("mimecast_site")):
                assert str(problem).partition(" (known:")[0] in path.read_text("utf-8"), problem


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_every_record_of_a_page_has_the_fingerprint_of_an_entry_beside_it(path: Path) -> None:
    types = whole_site.every_type(RESOURCES)
    for block in blocks(path, "yaml"):
        for found in sites(yaml.load(block, _Loader)):
            site = found.get("mimecast_site") or {}
            if not site.get("console_done"):
                continue
            marks = {
                console_steps.fingerprint(types[name], wish)
                for name, wishes in whole_site.named(RESOURCES, {"site": site}, "2026-01-01").items()
                if types[name].support != "catalogue"
                for wish in wishes
            }
            assert {record["fingerprint"] for record in site["console_done"]} <= marks


def gone() -> set[str]:
    """Return the names of the modules and plugins of which only a tombstone is left."""
    routing = yaml.safe_load((ROOT / "meta/runtime.yml").read_text("utf-8"))["plugin_routing"]
    return {name for names in routing.values() for name, told in names.items() if "tombstone" in told}


def test_the_page_about_the_migration_says_what_replaces_each_name_that_has_gone() -> None:
    rows = re.findall(r"^\| (.+?) \| .+? \|$", (DOCS / "migrate_from_1.md").read_text("utf-8"), re.MULTILINE)
    assert {name for name in gone() if not any(f"`{name}`" in row for row in rows)} == set()


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_every_playbook_and_module_that_a_page_names_is_there(path: Path) -> None:
    known = {
        *DEFINITIONS,
        *(path.stem for path in ROOT.glob("playbooks/*.yml")),
        *(path.parent.name for path in ROOT.glob("roles/*/meta")),
        *(path.stem for kind in PLUGINS for path in ROOT.glob(f"plugins/{kind}/*.py")),
        *(path.stem for path in ROOT.glob("extensions/eda/*/*/*.py")),
        *(path.stem for path in ROOT.glob("extensions/eda/rulebooks/*.yml")),
        "mimecast",  # the action group
        *(gone() if path.stem == "migrate_from_1" else ()),
    }
    # Of dotted names of Python only what comes after a space, a quote or a bracket is one of Ansible.
    for name in re.findall(r"(?<![\w.])mailops\.mimecast\.(\w+)", path.read_text("utf-8")):
        assert name in known


# --- Options and results of the modules ------------------------------------------------------------------------------


@functools.cache
def source(module: str) -> Mapping[str, Any]:
    """Return DOCUMENTATION and RETURN of a module, with the options and attributes of its fragments."""
    tree = ast.parse((ROOT / f"plugins/modules/{module}.py").read_text("utf-8"))
    found: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if node.targets[0].id in ("DOCUMENTATION", "RETURN"):
                found[node.targets[0].id] = yaml.safe_load(ast.literal_eval(node.value))
    options: Doc = {}
    attributes: Doc = {}
    for fragment in found["DOCUMENTATION"].get("extends_documentation_fragment", []):
        _namespace, _collection, name, *part = fragment.split(".")
        held = importlib.import_module(f"ansible_collections.mailops.mimecast.plugins.doc_fragments.{name}")
        text = getattr(held.ModuleDocFragment, part[0].upper() if part else "DOCUMENTATION")
        shared = yaml.safe_load(text)
        options |= shared.get("options") or {}
        attributes |= shared.get("attributes") or {}
    found["options"] = options | (found["DOCUMENTATION"].get("options") or {})
    own = found["DOCUMENTATION"].get("attributes") or {}
    found["attributes"] = attributes | {name: attributes.get(name, {}) | told for name, told in own.items()}
    return found


def differences(spec: Mapping[str, Any], documented: Mapping[str, Any], where: str = "") -> list[str]:
    """Return the options that are in one and not in the other, or of which the two tell different things."""
    wrong = [f"{where}{name}" for name in spec.keys() ^ documented.keys()]
    for name in spec.keys() & documented.keys():
        option, told = spec[name], documented[name]
        for word in ("type", "elements", "choices", "default", "required"):
            if option.get(word) not in (None, False) and told.get(word) != option[word]:
                wrong.append(f"{where}{name}.{word}")
        if not told.get("description"):
            wrong.append(f"{where}{name} has no description")
        wrong += differences(option.get("options") or {}, told.get("suboptions") or {}, f"{where}{name}.")
    return wrong


@pytest.mark.parametrize("module", sorted(DEFINITIONS))
def test_every_option_is_documented_as_it_is(module: str) -> None:
    assert differences(DEFINITIONS[module].options, source(module)["options"]) == []


@pytest.mark.parametrize("module", sorted(DEFINITIONS))
def test_no_module_promises_a_second_run_without_a_change_that_it_cannot_give(module: str) -> None:
    """A password and what a person does cannot be read back, nor can managed senders; a restoration is always one."""
    attributes = source(module)["attributes"]
    unsure = {"update_password", "console_done"} & source(module)["options"].keys()
    unsure |= {"mimecast_managed_sender", "mimecast_snapshot"} & {module}
    assert attributes["idempotent"]["support"] == ("partial" if unsure else "full")
    assert bool(attributes["idempotent"].get("details")) == bool(unsure)
    assert {"check_mode", "diff_mode"} <= attributes.keys()


SITE = {
    "sender_groups": [{"name": "Partners", "members": ["partner.example"]}],
    "delivery_routes": [{"name": "Exchange", "hostname": "mail.example.com"}],
    "ip_permits": [{"name": "Permitted", "source_ips": ["192.0.2.10"]}],
}
CALLS: dict[str, Doc] = {
    **{f"mimecast_{name}": samples.first_entry(resource) for name, resource in MANAGED.items()},
    "mimecast_audit_info": {},
    "mimecast_dkim_info": {"nameservers": ["127.0.0.1"]},
    "mimecast_domain_onboarding": {
        "domains": [{"domain": "new.example", "route": "Exchange", "inbound_type": "known"}]
    },
    "mimecast_drift_report": {"accounts": [{"name": "one", "error": "made up"}], "formats": ["json"]},
    "mimecast_export": {"dest": "account.yml"},
    "mimecast_info": {},
    "mimecast_mail_check": {"from": "a@partner.example", "to": "jo@example.com", "against": "planned", "site": SITE},
    "mimecast_managed_sender": {"sender": "a@partner.example", "recipient": "jo@example.com", "action": "permit"},
    "mimecast_pending_domain": {"domain": "new.example"},
    "mimecast_mx_info": {"domains": ["example.com"], "nameservers": ["127.0.0.1"]},
    "mimecast_site_check": {"site": SITE},
    "mimecast_site_plan": {"site": SITE},
    "mimecast_site_preflight": {"site": SITE},
    "mimecast_snapshot": {"type": "profile_groups"},
    "mimecast_trusted_source": {**vendors.BYPASSED, "console_done": []},
}
"""One task for each module, whose result is compared with what is documented."""
# What Ansible itself documents for every module.
COMMON = {"changed", "failed", "msg", "warnings"}


def undocumented(result: Mapping[str, Any], documented: Mapping[str, Any], where: str = "") -> list[str]:
    """Return the values that are returned and not documented, and those that always come and did not."""
    wrong = [f"{where}{name} is not documented" for name in result.keys() - documented.keys() - COMMON]
    for name, told in documented.items():
        if not where and told["returned"] in ("always", "success") and name not in result:
            wrong.append(f"{name} was not returned")
        inner = told.get("contains")
        values = result.get(name)
        for value in values if isinstance(values, list) else [values]:
            if inner and isinstance(value, Mapping):
                wrong += undocumented(value, inner, f"{where}{name}.")
    return wrong


@pytest.fixture(scope="module")
def account() -> Iterator[Doc]:
    """How to reach an account whose API offers what the public catalogue does."""
    with RunningEmulator({"demo": "demo-secret"}, preview=False, strict=True) as emulator:
        emulator.set_state("demo", samples.prepare(emulator.state("demo")))
        yield {"base_url": emulator.base_url, "client_id": "demo", "client_secret": "demo-secret"}


def test_the_result_of_every_module_is_checked() -> None:
    assert CALLS.keys() == DEFINITIONS.keys()


@pytest.mark.parametrize("module", sorted(DEFINITIONS))
def test_every_result_is_documented(module: str, account: Doc, tmp_path: Path) -> None:
    given = {**CALLS[module], **({"directory": str(tmp_path)} if module == "mimecast_drift_report" else account)}
    with NameServer({"example.com": [{"hostname": "mail.example.com", "priority": 10}]}) as server:
        if "nameservers" in given:
            given["nameserver_port"] = server.port
        validated = ArgumentSpecValidator(_ansible.argument_spec(DEFINITIONS[module].options)).validate(given)
        result = _ansible.carry_out(
            DEFINITIONS[module], validated.validated_parameters, Call(check_mode=True, diff=True)
        )
    assert not result.get("failed"), result
    assert undocumented(result, source(module)["RETURN"]) == []


def unlike(sample: Any, told: Doc) -> list[str]:
    """Return why a sample is not a result of the documented shape."""
    kinds: dict[str, type | tuple[type, ...]] = {"list": list, "dict": dict, "str": str, "int": int, "bool": bool}
    if not isinstance(sample, kinds.get(told["type"], (int, float))):
        return [f"{sample!r} is not of the type {told['type']}"]
    inner = told.get("contains")
    items = [item for item in (sample if isinstance(sample, list) else [sample]) if isinstance(item, Mapping)]
    if inner is None:
        return []
    unknown = {f"{name} is not documented" for item in items for name in item.keys() - inner.keys()}
    wrong = [
        why
        for item in items
        for name in item.keys() & inner.keys()
        if item[name] is not None
        for why in unlike(item[name], inner[name])
    ]
    return [*sorted(unknown), *wrong]


@pytest.mark.parametrize("module", sorted(DEFINITIONS))
def test_every_result_has_a_sample_of_its_documented_shape(module: str) -> None:
    results = source(module)["RETURN"]
    assert [name for name, told in results.items() if "sample" not in told] == []
    assert [f"{name}: {why}" for name, told in results.items() for why in unlike(told["sample"], told)] == []


# --- Variables of the roles and the playbooks ------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES, ids=named)
def test_every_variable_of_a_role_is_specified_and_explained(role: Path) -> None:
    defaults = yaml.safe_load((role / "defaults/main.yml").read_text("utf-8"))
    specs = yaml.safe_load((role / "meta/argument_specs.yml").read_text("utf-8"))["argument_specs"]
    options = specs["main"]["options"]
    page = (role / "README.md").read_text("utf-8")
    assert defaults.keys() - options.keys() == set(), "not specified"
    assert {name for name in options if f"`{name}`" not in page} == set(), "not explained"
    for name, option in options.items():
        assert option.get("description"), name
        told, set_to = option.get("default"), defaults.get(name)
        assert told is None or name not in defaults or "{{" in str(set_to) or told == set_to, name


VARIABLE = re.compile(r"(?<![\w./])mimecast_[a-z_]+\b")
# Set or registered by a playbook for what comes after it.
RESULTS = {"mimecast_preflight", "mimecast_mail", "mimecast_mx_result", "mimecast_summary"}


def variables(text: str) -> set[str]:
    """Return the names of the collection's variables in a playbook, without modules, roles and comments."""
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return {name for line in lines for name in VARIABLE.findall(re.sub(r"mailops\.mimecast\.\w+", "", line))}


def told() -> set[str]:
    """Return the variables that the pages about them name; ``<type>`` stands for each key of a site file."""
    page = "".join((DOCS / f"{name}.md").read_text("utf-8") for name in ("playbooks", "connection"))
    plain = set(re.findall(r"`(mimecast_[a-z_]+)`", page))
    patterns = re.findall(r"`mimecast_<type>_([a-z_]+)`", page)
    return plain | {f"mimecast_{resource.plural}_{word}" for resource in RESOURCES.values() for word in patterns}


def set_by_plays() -> set[str]:
    """Return the variables that playbooks fill themselves for the roles that they use."""
    found: set[str] = set()
    for path in ROOT.glob("playbooks/*.yml"):
        for play in yaml.safe_load(path.read_text("utf-8")):
            own = set(play.get("vars") or {})
            # awx_setup.yml states its variables, with their defaults, as those of its play.
            found |= set() if path.stem == "awx_setup" else own
    return found


@pytest.mark.parametrize("path", sorted(ROOT.glob("playbooks/*.yml")), ids=named)
def test_every_variable_of_a_playbook_is_explained(path: Path) -> None:
    assert variables(path.read_text("utf-8")) - told() - set_by_plays() - RESULTS == set()


def test_every_variable_that_is_explained_is_there() -> None:
    used = {name for path in ROOT.glob("playbooks/*.yml") for name in variables(path.read_text("utf-8"))}
    options = (connection.OPTIONS, whole_site.OPTIONS, whole_site.LINT, preflight.OPTIONS)
    used |= {f"mimecast_{option}" for known in options for option in known}
    for role in ROLES:
        used |= yaml.safe_load((role / "meta/argument_specs.yml").read_text("utf-8"))["argument_specs"]["main"][
            "options"
        ].keys()
    for path in (*ROOT.glob("plugins/callback/*.py"), ROOT / "plugins/doc_fragments/summary_file.py"):
        used |= set(re.findall(r"- name: (mimecast_[a-z_]+)$", path.read_text("utf-8"), re.MULTILINE))
    plain = set(re.findall(r"`(mimecast_[a-z_]+)`", (DOCS / "playbooks.md").read_text("utf-8")))
    assert plain - used - RESULTS == set()


@pytest.mark.parametrize("option", sorted(connection.OPTIONS))
def test_every_way_to_set_the_connection_is_explained(option: str) -> None:
    page = (DOCS / "connection.md").read_text("utf-8")
    default = connection.OPTIONS[option].get("default")
    shown = "" if default is None else f"`{spelled(default)}` "
    assert f"| `mimecast_{option}` | `MIMECAST_{option.upper()}` | {shown}|" in page


def spelled(default: Any) -> str:
    """Return the default of an option as a page shows it: truth values in words of YAML, whole numbers as such."""
    if isinstance(default, bool):
        return str(default).lower()
    return f"{default:g}" if isinstance(default, float) else str(default)


def test_the_front_page_shows_the_playbook_that_there_is() -> None:
    """Readers copy it: the tasks before the roles, the roles and their tags."""
    play, _of_workflows = yaml.safe_load((ROOT / "playbooks/site.yml").read_text("utf-8"))
    shown = [
        found for block in blocks(ROOT / "README.md", "yaml") if "roles:" in block for found in yaml.safe_load(block)
    ]
    assert [(found["pre_tasks"], found["roles"]) for found in shown if "pre_tasks" in found] == [
        (play["pre_tasks"], play["roles"])
    ]


def test_the_door_names_everything_that_is_in_the_collection() -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    for name in DEFINITIONS:
        assert f"`{name}`" in page
    for role in ROLES:
        assert f"roles/{role.name}/README.md" in page
    for path in ROOT.glob("playbooks/*.yml"):
        assert f"mailops.mimecast.{path.stem}`" in page or path.stem == "demo"
    for path in (path for kind in PLUGINS for path in ROOT.glob(f"plugins/{kind}/*.py")):
        assert f"`{path.stem}`" in page
    for path in ROOT.glob("extensions/eda/plugins/*/*.py"):
        assert f"`{path.stem}`" in page


def test_no_entry_of_the_changelog_has_the_markup_of_module_documentation() -> None:
    """The changelog would show it as it is: `O(name)` and the like."""
    for path in (ROOT / "changelogs").rglob("*.y*ml"):
        assert re.findall(r"\b(?:[OVMPCILU]|RV)\([^)]*\)", path.read_text("utf-8")) == [], path.name


def test_a_removed_name_is_absent_and_names_the_release_that_removed_it() -> None:
    release = yaml.safe_load((ROOT / "galaxy.yml").read_text("utf-8"))["version"].partition("-")[0]
    routing = yaml.safe_load((ROOT / "meta/runtime.yml").read_text("utf-8"))["plugin_routing"]
    there = {path.stem for kind in ("modules", "action", "filter") for path in ROOT.glob(f"plugins/{kind}/*")}
    for names in routing.values():
        for name, told in names.items():
            assert name not in there
            assert told["tombstone"]["removal_version"] <= release
            assert told["tombstone"]["warning_text"]


# --- The API ---------------------------------------------------------------------------------------------------------


@functools.cache
def catalogue() -> dict[tuple[str, str], dict[str, str]]:
    """Return the operations of Mimecast's public catalogue by method and path, parameters without their names."""
    with (DOCS / "api_catalogue.csv").open(encoding="utf-8", newline="") as file:
        return {(row["method"], re.sub(r"{\w+}", "{}", row["path"])): row for row in csv.DictReader(file)}


def test_the_ledger_agrees_with_the_public_catalogue() -> None:
    assert len(catalogue()) == 371
    for uses in needs.uses().values():
        for _use, operation in uses:
            row = catalogue().get((operation.method, re.sub(r"{\w+}", "{}", operation.path)))
            assert (row is not None) == operation.catalogue, operation.id
            if row:
                assert set(row["products"].split()) == set(operation.products), operation.id
                assert row["role_permissions"] == operation.permission, operation.id


def test_what_is_not_in_the_catalogue_is_never_called_documented() -> None:
    for uses in needs.uses().values():
        for _use, operation in uses:
            assert operation.catalogue or operation.confidence != "documented", operation.id


def test_the_ledger_has_every_module_that_reaches_an_account_by_operations_of_its_own() -> None:
    assert needs.uses().keys() | needs.WHOLE_ACCOUNT | needs.NO_ACCOUNT == DEFINITIONS.keys()
    page = (DOCS / "api_ledger.md").read_text("utf-8")
    assert all(f"`{name}`" in page for name in DEFINITIONS)


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=lambda resource: resource.name)
def test_every_key_of_a_site_file_is_explained(resource: Any) -> None:
    section = re.search(
        rf"^### `{resource.plural}`\n(.*?)^### ", (DOCS / "site_file.md").read_text("utf-8"), re.S | re.M
    )
    assert section
    for name in entry_options(resource):
        assert f"| `{name}` |" in section.group(1), name


# --- Messages --------------------------------------------------------------------------------------------------------


@functools.cache
def messages() -> tuple[str, ...]:
    """Return every text that the code or a task can print; what it fills in is a zero."""
    found = []
    for path in ROOT.glob("plugins/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else "\0" for part in node.values]
                found.append("".join(str(part) for part in parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
                found.append(node.value if isinstance(node.value, str) else node.value.decode("utf-8", "replace"))
    tasks = [*ROOT.glob("playbooks/*.yml"), *ROOT.glob("roles/*/tasks/*.yml")]
    return tuple(found) + tuple(" ".join(path.read_text("utf-8").split()) for path in tasks)


def quoted() -> list[str]:
    """Return the messages that the page about messages explains."""
    rows = (line for line in (DOCS / "troubleshooting.md").read_text("utf-8").splitlines() if line.startswith("| `"))
    return [found.group(1) for row in rows if (found := re.match(r"\| `([^`]+)` \|", row))]


@pytest.mark.parametrize("message", quoted())
def test_every_message_that_is_explained_is_one_of_the_code(message: str) -> None:
    """Fixed words that are long enough to mean something are looked for one by one: messages are put together."""
    texts = [re.sub(r"\s+", " ", text) for text in messages()]
    for words in (part.strip(" :;.,()'") for part in message.split("…")):
        assert any(words in text for text in texts), words

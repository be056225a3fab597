# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the rulebooks name is there: sources and their options, the AWX job template, the playbook."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import StrictUndefined
from jinja2.nativetypes import NativeEnvironment

from ansible_collections.mailops.mimecast.extensions.eda.plugins.event_source import audit_events

ROOT = Path(__file__).resolve().parents[3]
EDA = ROOT / "extensions/eda"
RULEBOOKS = sorted((EDA / "rulebooks").glob("*.yml"))
# Whose changes a site file describes; the names are those of the emulator and of public recordings.
CHANGES = {"account_logs", "policy_logs", "profile_group_logs", "user_account_and_role_logs"}


def rulesets(path: Path) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def rules(path: Path) -> list[dict[str, Any]]:
    return [rule for ruleset in rulesets(path) for rule in ruleset["rules"]]


def rendered(value: Any, **variables: Any) -> Any:
    """A value as ansible-rulebook renders it: native types, and undefined variables are errors."""
    if isinstance(value, dict):
        return {name: rendered(inner, **variables) for name, inner in value.items()}
    if isinstance(value, str) and "{{" in value:
        return NativeEnvironment(undefined=StrictUndefined).from_string(value).render(variables)
    return value


def action(name: str) -> dict[str, Any]:
    """The action of the one rule of a rulebook."""
    (rule,) = rules(EDA / f"rulebooks/{name}.yml")
    (found,) = rule["action"].values()
    return dict(found)


@pytest.mark.parametrize("path", RULEBOOKS, ids=lambda path: path.stem)
def test_every_source_is_there_and_takes_its_options_when_no_variable_is_set(path: Path) -> None:
    for ruleset in rulesets(path):
        for source in ruleset["sources"]:
            (name,) = source.keys() - {"name"}
            assert name.startswith("mailops.mimecast.")
            assert (EDA / f"plugins/event_source/{name.rpartition('.')[2]}.py").is_file()
            assert audit_events.settings(rendered(source[name])).lookback == 3600


@pytest.mark.parametrize("path", RULEBOOKS, ids=lambda path: path.stem)
def test_a_busy_administrator_starts_one_job(path: Path) -> None:
    for rule in rules(path):
        assert rule["throttle"] == {"once_after": "10 minutes", "group_by_attributes": ["event.account"]}


@pytest.mark.parametrize("path", RULEBOOKS, ids=lambda path: path.stem)
def test_no_category_of_changes_is_left_out(path: Path) -> None:
    for rule in rules(path):
        left_out = set(re.findall(r'"(\w+)"', rule["condition"]))
        assert left_out
        assert not left_out & CHANGES


def test_the_job_template_is_the_one_that_awx_setup_makes() -> None:
    (play,) = yaml.safe_load((ROOT / "playbooks/awx_setup.yml").read_text(encoding="utf-8"))
    defaults = {name: play["vars"][name] for name in ("mimecast_awx_name", "mimecast_awx_organization")}
    templates = [task["args"] for task in play["tasks"] if task.get("action", "").endswith(".job_template")]
    made = {rendered(template["name"], **defaults): template for template in templates}

    launched = action("drift_on_console_change")
    template = made[rendered(launched["name"])]
    assert template["playbook"] == "drift.yml"
    assert template["job_type"] == "check"
    assert template["ask_limit_on_launch"]
    assert rendered(launched["organization"]) == defaults["mimecast_awx_organization"]
    assert rendered(launched["name"], mimecast_awx_name="Test") == "Test drift"


def test_the_playbook_is_there_and_reads_what_it_is_given() -> None:
    run = action("drift_on_console_change_without_awx")
    playbook = ROOT / f"playbooks/{run['name'].removeprefix('mailops.mimecast.')}.yml"
    role = ROOT / "roles/drift/defaults/main.yml"
    read = playbook.read_text(encoding="utf-8") + role.read_text(encoding="utf-8")
    assert all(name in read for name in run["extra_vars"])


def test_the_job_is_of_the_accounts_that_were_changed() -> None:
    limit = action("drift_on_console_change")["job_args"]["limit"]
    hosts = action("drift_on_console_change_without_awx")["extra_vars"]["mimecast_hosts"]
    single = {"event": {"account": "acorn"}}
    several = {"events": {"m_0": {"account": "acorn"}, "m_1": {"account": "harbour"}}}
    unnamed = {"event": {"account": ""}}
    assert [rendered(limit, **given) for given in (single, several, unnamed)] == ["acorn", "acorn,harbour", ""]
    assert [rendered(hosts, **given) for given in (single, several, unnamed)] == ["acorn", "acorn,harbour", "all"]

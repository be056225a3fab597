# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What AWX keeps, and what it refuses, as far as awx_setup.yml, a launch and a rulebook need it.

The rules are those of AWX 24.6.1: awx/api/serializers.py, awx/api/views/__init__.py and awx/main/models/mixins.py.
May not know about HTTP, nor what awx_setup.yml makes.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

ENCRYPTED = "$encrypted$"
Item = dict[str, Any]
ANSWERS: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "textarea": str,
    "password": str,
    "multiplechoice": str,
    "multiselect": (str, list),
    "integer": int,
    "float": (int, float),
}
"""Type of a survey question -> type of its answer."""
PROMPTS = {"limit": "ask_limit_on_launch", "job_type": "ask_job_type_on_launch", "job_tags": "ask_tags_on_launch"}
"""Field that a launch may give -> field of the template that allows it."""


class Refused(Exception):
    """AWX answers with an error: HTTP status and what it says."""

    def __init__(self, status: int, body: Item) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body


@dataclass(frozen=True)
class Kind:
    """What AWX knows about one kind of object: its name, its fields with their defaults, and what must be given."""

    type: str
    fields: Item
    required: tuple[str, ...] = ("name",)
    unique: tuple[str, ...] = ("name", "organization")
    lists: tuple[str, ...] = ()


NAMED: Item = {"name": None, "description": ""}
OWNED: Item = {**NAMED, "organization": None}
ASKS: Item = {
    f"ask_{name}_on_launch": False for name in ("limit", "tags", "skip_tags", "variables", "inventory", "labels")
}
RUN: Item = {"inventory": None, "limit": "", "job_tags": "", "skip_tags": "", "scm_branch": None}
CONFIGURED: Item = {
    **RUN,
    "extra_data": {},
    "job_type": None,
    "diff_mode": None,
    "forks": None,
    "job_slice_count": None,
}
KINDS = {
    "organizations": Kind("organization", {**NAMED, "max_hosts": 0}, unique=("name",)),
    "credential_types": Kind(
        "credential_type",
        {**NAMED, "kind": None, "managed": False, "inputs": {}, "injectors": {}},
        ("name", "kind"),
        ("name",),
    ),
    "credentials": Kind(
        "credential",
        {**OWNED, "credential_type": None, "inputs": {}},
        ("name", "credential_type"),
        ("name", "organization", "credential_type"),
    ),
    "execution_environments": Kind(
        "execution_environment", {**OWNED, "image": None, "pull": ""}, ("name", "image"), ("name",)
    ),
    "projects": Kind(
        "project",
        {
            **OWNED,
            "scm_type": "",
            "scm_url": "",
            "scm_branch": "",
            "scm_clean": False,
            "scm_update_on_launch": False,
            "credential": None,
            "default_environment": None,
            "allow_override": False,
            "scm_revision": "",
        },
    ),
    "inventories": Kind("inventory", {**OWNED, "kind": "", "host_filter": None, "variables": ""}),
    "inventory_sources": Kind(
        "inventory_source",
        {
            **NAMED,
            "inventory": None,
            "source": "",
            "source_path": "",
            "source_project": None,
            "source_vars": "",
            "overwrite": False,
            "overwrite_vars": False,
            "update_on_launch": False,
        },
        ("name", "inventory"),
        ("name", "inventory"),
    ),
    "job_templates": Kind(
        "job_template",
        {
            **OWNED,
            **ASKS,
            **RUN,
            "ask_job_type_on_launch": False,
            "extra_vars": "",
            "survey_enabled": False,
            "job_type": "run",
            "project": None,
            "playbook": "",
            "execution_environment": None,
            "forks": 0,
            "diff_mode": False,
            "allow_simultaneous": False,
            "job_slice_count": 1,
        },
        lists=("credentials",),
    ),
    "workflow_job_templates": Kind(
        "workflow_job_template",
        {**OWNED, **ASKS, **RUN, "extra_vars": "", "survey_enabled": False, "allow_simultaneous": False},
    ),
    # Neither name nor description. An approval has a template of its own, which has no identifier.
    "workflow_job_template_nodes": Kind(
        "workflow_job_template_node",
        {
            **CONFIGURED,
            "identifier": None,
            "workflow_job_template": None,
            "unified_job_template": None,
            "all_parents_must_converge": False,
        },
        ("workflow_job_template",),
        ("identifier", "workflow_job_template"),
        ("success_nodes", "failure_nodes", "always_nodes", "credentials"),
    ),
    "workflow_approval_templates": Kind("workflow_approval_template", {**NAMED, "timeout": 0}, unique=("id",)),
    "schedules": Kind(
        "schedule",
        {**NAMED, **CONFIGURED, "rrule": None, "enabled": True, "unified_job_template": None},
        ("name", "rrule", "unified_job_template"),
        ("name", "unified_job_template"),
    ),
}
UNIFIED = ("projects", "inventory_sources", "job_templates", "workflow_job_templates", "workflow_approval_templates")
"""What a node or a schedule can start."""


@dataclass
class State:
    """What AWX holds. ``survey`` is by id of the template; ``members`` by id of the object and name of the list."""

    playbooks: tuple[str, ...]
    items: dict[str, dict[int, Item]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    surveys: dict[int, Item] = field(default_factory=dict)
    members: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    updated: set[int] = field(default_factory=set)
    jobs: list[Item] = field(default_factory=list)
    last_id: int = 0

    def new_id(self) -> int:
        """An id that nothing has yet; one sequence serves all kinds."""
        self.last_id += 1
        return self.last_id

    def get(self, kind: str, number: int) -> Item:
        """An object; HTTP 404 if there is none."""
        if number not in self.items.get(kind, {}):
            raise Refused(404, {"detail": "Not found."})
        return self.items[kind][number]

    def unified(self, number: int) -> tuple[str, Item]:
        """What a node or a schedule starts, with its kind."""
        for kind in UNIFIED:
            if number in self.items[kind]:
                return kind, self.items[kind][number]
        raise Refused(400, {"unified_job_template": [f'Invalid pk "{number}" - object does not exist.']})


def create(state: State, kind: str, given: Item) -> Item:
    """Make an object of what is given; fields that AWX does not know are ignored, as AWX does."""
    rules = KINDS[kind]
    missing = {name: ["This field is required."] for name in rules.required if given.get(name) in (None, "")}
    if missing:
        raise Refused(400, missing)
    item = {**deepcopy(rules.fields), **{name: value for name, value in given.items() if name in rules.fields}}
    item["id"] = state.new_id()
    _check(state, kind, item)
    state.items[kind][item["id"]] = item
    return item


def change(state: State, kind: str, number: int, given: Item) -> Item:
    """Change some fields of an object."""
    old = state.get(kind, number)
    item = {**old, **{name: value for name, value in given.items() if name in KINDS[kind].fields}}
    if kind == "credentials":
        item["inputs"] = {
            name: old["inputs"].get(name) if value == ENCRYPTED else value for name, value in item["inputs"].items()
        }
    _check(state, kind, item)
    state.items[kind][number] = item
    return item


def _check(state: State, kind: str, item: Item) -> None:
    """Refuse what AWX refuses of an object before it is kept."""
    rules = KINDS[kind]
    identity = [item.get(name) for name in rules.unique]
    for other in state.items[kind].values():
        if other["id"] != item["id"] and [other.get(name) for name in rules.unique] == identity:
            raise Refused(400, {"__all__": [f"{rules.type} with this {', '.join(rules.unique)} already exists."]})
    if kind == "credentials":
        known = {entry["id"] for entry in state.get("credential_types", item["credential_type"])["inputs"]["fields"]}
        if not set(item["inputs"]) <= known:
            raise Refused(400, {"inputs": ["Additional properties are not allowed"]})
    elif kind == "job_templates":
        _check_job_template(state, item)
    elif kind == "schedules" and not (item["rrule"].startswith("DTSTART") and "RRULE:" in item["rrule"]):
        raise Refused(400, {"rrule": ["Valid DTSTART and RRULE required."]})
    elif kind == "workflow_job_template_nodes" and item["unified_job_template"]:
        _check_node(state, item)


def _check_job_template(state: State, item: Item) -> None:
    if item["project"] is None:
        raise Refused(400, {"project": ["This field is required."]})
    if item["project"] not in state.updated or item["playbook"] not in state.playbooks:
        raise Refused(400, {"playbook": ["Playbook not found for project."]})
    if item["inventory"] is None and not item["ask_inventory_on_launch"]:
        raise Refused(400, {"inventory": ["Job Template must provide 'inventory' or allow prompting for it."]})
    item["organization"] = state.get("projects", item["project"])["organization"]


def _check_node(state: State, item: Item) -> None:
    """A node may give what its template asks; it need not give all that is required."""
    _kind, template = state.unified(item["unified_job_template"])
    _accepted, errors, ignored = answers(state, template, item["extra_data"])
    errors = [error for error in errors if not error.endswith("value missing")]
    if errors or ignored:
        raise Refused(400, {"variables_needed_to_start": errors, "extra_data": [f"not allowed: {sorted(ignored)}"]})


def answers(state: State, template: Item, given: Item) -> tuple[Item, list[str], Item]:
    """Judge variables as a launch does: those accepted, the errors of the survey, those ignored."""
    questions = state.surveys.get(template["id"], {}).get("spec", []) if template.get("survey_enabled") else []
    accepted: Item = {}
    errors: list[str] = []
    for question in questions:
        name = question["variable"]
        wrong = _wrong_answer(question, given)
        errors += wrong
        if not wrong and name in given:
            accepted[name] = given[name]
    rest = {name: value for name, value in given.items() if name not in {asked["variable"] for asked in questions}}
    if template.get("ask_variables_on_launch"):
        return {**accepted, **rest}, errors, {}
    return accepted, errors, rest


def _wrong_answer(question: Item, given: Item) -> list[str]:
    """What is wrong with the answer to a question. A default does not answer a required question."""
    name = question["variable"]
    if name not in given:
        return [f"'{name}' value missing"] if question["required"] else []
    answer = given[name]
    if not isinstance(answer, ANSWERS[question["type"]]):
        return [f"Value {answer} for '{name}' has the wrong type."]
    if question["type"] == "multiplechoice":
        return [] if answer in question["choices"] else [f"Value {answer} for '{name}' is not one of the choices."]
    size = len(answer) if isinstance(answer, (str, list)) else answer
    least, most = question.get("min"), question.get("max")
    fits = (least is None or size >= least) and (most is None or size <= most)
    return [] if fits else [f"'{name}' value {answer} is too small or too large"]


def set_survey(state: State, template: Item, survey: Item) -> None:
    """Keep a survey, or refuse it with the reason."""
    wrong = [
        name for name, kind in {"name": str, "description": str, "spec": list}.items() if not _is(survey, name, kind)
    ]
    if wrong:
        raise Refused(400, {"error": f"Field '{wrong[0]}' is missing from survey spec."})
    names = [question.get("variable") for question in survey["spec"]]
    if not names or len(set(names)) < len(names):
        raise Refused(400, {"error": "No question, or two questions with one variable."})
    for question in survey["spec"]:
        _check_question(question)
    state.surveys[template["id"]] = survey


def _check_question(question: Item) -> None:
    kinds = {"type": str, "question_name": str, "variable": str, "required": bool}
    wrong = [name for name, kind in kinds.items() if not _is(question, name, kind)]
    if wrong:
        raise Refused(400, {"error": f"'{wrong[0]}' is missing from a survey question, or has the wrong type."})
    default = question.get("default", "")
    if default != "" and _wrong_answer(question, {question["variable"]: default}):
        raise Refused(400, {"error": "Default choice must be answered from the choices listed."})


def _is(given: Item, name: str, kind: type) -> bool:
    return isinstance(given.get(name), kind)


def launch(state: State, template: Item, given: Item) -> Item:
    """Start a job: HTTP 400 unless every required question is answered. What the template does not ask is ignored."""
    accepted, errors, ignored = answers(state, template, given.get("extra_vars") or {})
    if errors:
        raise Refused(400, {"variables_needed_to_start": errors})
    questions = state.surveys.get(template["id"], {}).get("spec", [])
    defaults = {question["variable"]: question["default"] for question in questions if "default" in question}
    prompted = {name: given[name] for name, asks in PROMPTS.items() if name in given and template.get(asks)}
    refused = {name: value for name, value in given.items() if name in PROMPTS and name not in prompted}
    job = {
        **{name: template.get(name) for name in PROMPTS},
        **prompted,
        "id": state.new_id(),
        "template": template["name"],
        "extra_vars": {**defaults, **accepted},
        "ignored_fields": {**refused, **({"extra_vars": ignored} if ignored else {})},
    }
    state.jobs.append(job)
    return job

# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the site playbook comes to: as predicted, as single modules do it, handed over, or broken off and told."""

from __future__ import annotations

import copy
import itertools
import json
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import EVERY, Progress
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.module_utils._run import one_type
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.tests.contract import composition, sites
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, SECRET, Account
from ansible_collections.mailops.mimecast.tests.contract.composition import applied, predicted_and_applied, refused
from ansible_collections.mailops.mimecast.tests.contract.conftest import fresh
from ansible_collections.mailops.mimecast.tests.contract.doors import DOORS, new_run, run_task
from ansible_collections.mailops.mimecast.tests.contract.sites import GONE
from mimecast_emulator.testing import RunningEmulator

SITE = sites.whole_site()
PREVIEW = [resource for resource in MANAGED.values() if resource.support == "preview"]
BY_HAND = {(resource.name, resource.key_of(entry)) for resource in PREVIEW for entry in SITE[resource.plural]}
NAMES = {resource.plural: [resource.key_of(entry) for entry in SITE[resource.plural]] for resource in MANAGED.values()}


@pytest.fixture
def empty(either_door: Account) -> Account:
    """An account that holds nothing that a whole site speaks of."""
    either_door.running.reset(ACCOUNT)
    return either_door


def tokens_of_a_run(account: Account) -> int:
    """Return how many tokens a run fetches in which each type has something to do."""
    return 1 if account.door == "action" else 1 + len(MANAGED)


@pytest.fixture(scope="module")
def rotating_emulator() -> Iterator[RunningEmulator]:
    """An emulator that spells every id anew whenever it gives one out."""
    with RunningEmulator({ACCOUNT: SECRET}, preview=True, rotate_ids=True, strict=True) as running:
        yield running


@pytest.fixture(params=sorted(DOORS))
def plain_door(request: pytest.FixtureRequest, plain_emulator: RunningEmulator) -> Account:
    """An account whose API offers what the public catalogue does, through one door after the other."""
    account = fresh(plain_emulator, request.param)
    plain_emulator.reset(ACCOUNT)
    return account


# --- Check mode and apply ---------------------------------------------------------------------------------------------


def test_check_mode_says_of_an_empty_account_what_apply_then_does(empty: Account) -> None:
    played = predicted_and_applied(empty, SITE)
    assert played.changed
    assert len(played.planned) == len(played.all_of("diff")) == sum(len(entries) for entries in SITE.values())
    assert played.results[0][1]["unchanged"] == {plural: [] for plural in SITE}


def test_check_mode_says_of_a_filled_account_what_apply_then_does(empty: Account) -> None:
    applied(empty, SITE)
    site = sites.changed_site(SITE)
    played = predicted_and_applied(empty, site)
    assert played.planned == [
        (
            "replace" if sites.changing_field(resource).create_only else "update",
            resource.name,
            resource.key_of(SITE[resource.plural][0]),
        )
        for resource in MANAGED.values()
    ]
    assert played.results[0][1]["unchanged"] == {plural: names[1:] for plural, names in NAMES.items()}
    again = predicted_and_applied(empty, site)
    assert not again.changed
    assert again.steps == []
    assert again.results[0][1]["unchanged"] == NAMES


def test_a_user_who_goes_and_members_that_come_and_go_are_predicted(either_door: Account) -> None:
    login = {"members": ["a.example", "b.example"], "members_mode": "exact"}
    applied(either_door, {"sender_groups": [{"name": "Blocked Senders", **login}]})
    site = {
        "sender_groups": [{"name": "Blocked Senders", **login, "members": ["b.example", "d.example"]}],
        "users": [{"email": "jo@example.com", **GONE}],
        "role_members": [{"role": "Help Desk Administrator", "members": ["sam@example.com"]}],
        "attachment_sets": [{"name": "Images", **GONE}],
    }
    played = predicted_and_applied(either_door, site)
    assert played.planned == [
        ("update", "sender_group", "Blocked Senders"),
        ("update", "user", "jo@example.com"),
        ("update", "role_member", "Help Desk Administrator"),
    ]


def test_a_site_leaves_the_account_as_its_types_one_by_one_do(empty: Account) -> None:
    applied(empty, SITE)
    whole = empty.running.state(ACCOUNT)
    empty.running.reset(ACCOUNT)
    for resource in MANAGED.values():
        empty.apply(resource, {"entries": SITE[resource.plural]})
    single = empty.running.state(ACCOUNT)
    for state in (whole, single):
        del state["audit"]
        for row in state["users"].values():
            row.update(createdDateTime="", updatedDateTime="")
    assert whole == single


@pytest.mark.parametrize("door", sorted(DOORS))
def test_ids_that_are_spelled_anew_at_every_read_make_no_difference(
    rotating_emulator: RunningEmulator, door: str
) -> None:
    account = fresh(rotating_emulator, door)
    rotating_emulator.reset(ACCOUNT)
    assert predicted_and_applied(account, SITE).changed
    assert not predicted_and_applied(account, SITE).changed
    assert account.writes() == []
    types = [MANAGED[name] for name in ("delivery_route_policy", "delivery_route")]
    site = {resource.plural: [{resource.key: name, **GONE} for name in NAMES[resource.plural]] for resource in types}
    assert len(predicted_and_applied(account, site).planned) == 4


# --- What the API does not offer --------------------------------------------------------------------------------------


def test_what_the_api_does_not_offer_is_handed_over_and_the_rest_is_done(plain_door: Account) -> None:
    played = predicted_and_applied(plain_door, SITE)
    assert {(step["resource"], step["name"]) for step in played.all_of("manual")} == BY_HAND
    rows = plain_door.table("delivery_routes").values()
    assert {row["description"] for row in rows} == set(NAMES["delivery_routes"])
    assert set(NAMES["users"]) <= set(plain_door.table("users"))
    again = predicted_and_applied(plain_door, SITE)
    assert again.changed
    assert {(step["resource"], step["name"]) for step in again.all_of("manual")} == BY_HAND
    assert plain_door.writes() == []


def test_what_is_recorded_as_done_by_hand_is_in_sync(plain_door: Account) -> None:
    first = applied(plain_door, SITE)
    users = plain_door.table("users")
    for entry in SITE["role_members"]:
        for member in entry["members"]:
            users[member["member"]]["role"] = entry["role"]
    plain_door.set_table("users", users)
    done = [{"fingerprint": step["fingerprint"], "by": "jo", "at": "2026-11-23"} for step in first.all_of("manual")]
    recorded: dict[str, Any] = {**SITE, "console_done": done}
    given: list[tuple[dict[str, Any], dict[str, Any]]] = [(recorded, {}), (dict(SITE), {"mimecast_console_done": done})]
    for site, variables in given:
        played = predicted_and_applied(plain_door, site, **variables)
        assert not played.changed
        assert played.steps == []
        assert played.results[0][1]["unchanged"] == NAMES


def test_where_a_person_may_not_be_asked_the_run_is_refused_before_any_write(plain_door: Account) -> None:
    played = refused(plain_door, SITE, mimecast_apply_via="api")
    for resource in PREVIEW:
        assert f"{resource.plural}: " in played.message
    assert plain_door.writes() == []


def test_if_the_api_withdraws_a_call_before_the_read_back_the_outcome_is_unknown(either_door: Account) -> None:
    # The preflight and the task look at who is in the role; then the task reads back.
    either_door.a_fault("listRoleMembers", "app_forbidden", skip=2)
    site = {"role_members": [{"role": "Basic Administrator", "members": ["jo@example.com"]}]}
    played = refused(either_door, site, mimecast_apply_via="api")
    assert played.message.startswith("changes were sent, but it is not known what took effect.")
    assert played.changed
    assert played.cost["writes"] == 1


# --- Runs that break off ----------------------------------------------------------------------------------------------


def _comes(resource: Any) -> str:
    """Return what a message says of an object of a whole site: it is new, or these of its settings are."""
    if resource.create:
        return "to be created"
    return ", ".join(sorted(name for name in SITE[resource.plural][0] if name != resource.key))


def to_come(after: str) -> list[str]:
    """Return how a message names what a whole site makes of the types that come after one of them."""
    names = list(MANAGED)
    later = [MANAGED[name] for name in names[names.index(after) + 1 :]]
    return [f"{resource.title} {name} ({_comes(resource)})" for resource in later for name in NAMES[resource.plural]]


def test_an_interrupted_run_says_what_is_in_effect_what_is_not_and_what_was_not_begun(empty: Account) -> None:
    first, second = NAMES["delivery_routes"]
    empty.a_fault("createDeliveryRouteDefinition", "permission", skip=1)
    played = refused(empty, SITE)
    assert played.message.startswith(
        f"1 of 2 changes are in effect. not in effect: delivery route {first} (to be created). stopped at "
        f"delivery route {first}: createDeliveryRouteDefinition: refused with err_permission_denied"
    )
    told = played.message.partition(". Not begun: ")[2].split("; ")
    assert sorted(told) == sorted(to_come("delivery_route"))
    assert [text.split(" (")[0] for text in told] != []
    assert played.changed
    assert sorted(played.planned) == sorted(
        [*(("create", "sender_group", name) for name in NAMES["sender_groups"]), ("create", "delivery_route", second)]
    )
    assert len(played.all_of("diff")) == len(played.planned)
    assert played.cost["writes"] == len(empty.writes())
    empty.running.set_faults([])
    rest = sum(len(names) for names in NAMES.values()) - len(played.planned)
    assert len(applied(empty, SITE).planned) == rest


def test_deletions_that_are_left_to_the_end_are_named_as_not_begun(empty: Account) -> None:
    applied(empty, SITE)
    site = {
        "sender_groups": [{"name": NAMES["sender_groups"][0], **GONE}],
        "delivery_routes": [{"name": name, **GONE} for name in NAMES["delivery_routes"]],
        "delivery_route_policies": [{"name": name, **GONE} for name in NAMES["delivery_route_policies"]],
        "ip_permits": [{"name": name, **GONE} for name in NAMES["ip_permits"]],
        "attachment_sets": [{"name": NAMES["attachment_sets"][0], **GONE}],
    }
    empty.a_fault("deletePermittedSendersPolicy", "permission")
    played = refused(empty, site, mimecast_sender_groups_accept_risk=["delete_with_members"])
    assert played.message.endswith(
        f". Not begun: attachment set {NAMES['attachment_sets'][0]} (to be deleted); "
        + "".join(f"delivery route {name} (to be deleted); " for name in NAMES["delivery_routes"])
        + f"sender group {NAMES['sender_groups'][0]} (to be deleted)"
    )


def test_a_task_that_breaks_off_names_the_deletions_that_it_leaves_itself(empty: Account) -> None:
    goes, stays = NAMES["delivery_routes"]
    applied(empty, SITE)
    empty.set_table("delivery_route_policies", {})
    empty.a_fault("updateDeliveryRouteDefinition", "permission")
    played = refused(empty, {"delivery_routes": [{"name": stays, "port": 2626}, {"name": goes, **GONE}]})
    assert played.message.startswith(f"0 of 1 changes are in effect. not in effect: delivery route {stays} (port)")
    assert played.message.endswith(f". Not begun: delivery route {goes} (to be deleted)")


def test_a_removal_that_cannot_read_names_what_it_was_to_delete(empty: Account) -> None:
    goes = NAMES["delivery_routes"][1]
    applied(empty, SITE)
    empty.set_table("delivery_route_policies", {})
    empty.a_fault("listDeliveryRouteDefinitions", "permission", skip=2)
    played = refused(empty, {"delivery_routes": [{"name": goes, **GONE}]})
    assert played.results[-1][0] == composition.steps()[-2]
    assert played.message.endswith(f". Not begun: delivery route {goes} (to be deleted)")


def test_what_a_task_of_your_own_leaves_is_not_left_to_the_end_of_the_play(account: Account) -> None:
    route, variables = (
        MANAGED["delivery_route"],
        {f"mimecast_{name}": said for name, said in account.connection.items()},
    )
    account.apply(route, {"name": "Old", "hostname": "a.example.net"})
    with new_run(variables) as run:
        run_task(run, "mimecast_delivery_route", {"entries": [{"name": "Old", **GONE}], "deletions": "none"})
        assert run_task(run, "mimecast_delivery_route", {"from_site": True, "deletions": "only"})["skipped"]
        account.a_fault("listGroups", "permission")
        message = run_task(run, "mimecast_sender_group", {"name": "New group"})["msg"]
    assert "Not begun" not in message


def test_a_run_that_breaks_off_at_its_first_write_has_changed_nothing(empty: Account) -> None:
    empty.a_fault("createGroup", "permission")
    played = refused(empty, SITE)
    assert not played.changed
    assert played.planned == played.all_of("diff") == []
    assert sorted(played.message.partition(". Not begun: ")[2].split("; ")) == sorted(to_come("sender_group"))


def test_a_write_that_is_forgotten_stops_the_run_before_the_next_type(empty: Account) -> None:
    empty.a_fault("createDeliveryRouteDefinition", "ignore_write")
    played = refused(empty, SITE)
    assert played.message.startswith("0 of 2 changes are seen to be in effect")
    assert set(empty.writes()) == {"createGroup", "legacyAddGroupMembers", "createDeliveryRouteDefinition"}


def test_a_run_fetches_one_token_and_a_task_that_runs_elsewhere_its_own(empty: Account) -> None:
    assert applied(empty, SITE).cost["tokens"] == tokens_of_a_run(empty)


def test_a_token_that_expires_in_a_task_is_renewed_once_for_all_that_follow(empty: Account) -> None:
    empty.a_fault("legacyCreateUser", "expire_token", times=1)
    assert applied(empty, SITE).cost["tokens"] == tokens_of_a_run(empty) + 1
    assert not applied(empty, SITE).changed


# --- Secrets, the memory of a run, progress ---------------------------------------------------------------------------


def with_canaries() -> dict[str, list[dict[str, Any]]]:
    """Return a whole site with a canary in every secret of it."""
    site = copy.deepcopy(SITE)
    for resource in MANAGED.values():
        for field in resource.fields:
            for entry in site[resource.plural]:
                if field.secret and field.name in entry:
                    entry[field.name] = f"canary-{field.name}"
                for inner in field.fields:
                    if inner.secret and field.name in entry:
                        entry[field.name][inner.name] = f"canary-{inner.name}"
                if resource.has_secret:
                    entry["update_password"] = "always"
    return site


def test_no_secret_is_in_a_result_whether_it_succeeds_or_not(empty: Account) -> None:
    site = with_canaries()
    assert "canary" in repr(site)
    results = [predicted_and_applied(empty, site), applied(empty, site)]
    assert {name for _operation, name, _key in results[1].planned} == {
        resource.name for resource in MANAGED.values() if resource.has_secret
    }
    results.append(refused(empty, {**site, "ip_permits": [{"name": "Wide", "source_ips": ["0.0.0.0/0"]}]}))
    empty.a_fault("legacyUpdateUsers", "permission")
    results.append(refused(empty, site))
    results.append(refused(empty, site, mimecast_client_secret="canary-wrong"))
    assert "canary" not in repr([result for played in results for _step, result in played.results])


@pytest.mark.parametrize("check_mode", [True, False])
def test_the_memory_of_a_run_is_for_its_user_alone_and_holds_no_secret(empty: Account, check_mode: bool) -> None:
    variables = {f"mimecast_{name}": value for name, value in empty.connection.items()}
    with new_run(
        {**variables, "mimecast_site": sites.as_file(with_canaries())}, check_mode=check_mode, door=empty.door
    ) as run:
        assert run_task(run, composition.PREFLIGHT, {})["roles"]
        for step in composition.steps():
            assert not run_task(run, step.module, {**step.options, "from_site": True}).get("failed")
        texts = {file.name: file.read_text(encoding="utf-8") for file in Path(run.directory).iterdir()}
        assert {stat.S_IMODE(file.stat().st_mode) for file in Path(run.directory).iterdir()} == {0o600}
        (memory,) = (text for name, text in texts.items() if "-memory-" in name)
        assert bool(json.loads(memory)["belief"]["made"]) == check_mode
    assert "canary" not in repr(texts)
    assert SECRET not in repr(texts)


def told(account: Account, site: Mapping[str, Any], clock: Iterator[float]) -> Sequence[str]:
    """Apply a site against a clock of the test's own, and return the lines that a person has seen."""
    lines: list[str] = []
    for resource in MANAGED.values():
        progress = Progress(lines.append, lambda: next(clock))
        call = Call(Connection(**account.connection), progress=progress)
        one_type.run(resource, {"entries": site[resource.plural]}, MANAGED, call)
    return lines


def test_a_long_run_says_how_far_it_is(account: Account) -> None:
    members = [f"s{number}@bulk.example" for number in range(25)]
    partners = {"name": NAMES["sender_groups"][0], "parent": "IT Helpdesk", "members": members}
    lines = told(account, {**SITE, "sender_groups": [partners]}, itertools.count(0.0, EVERY))
    for line in (
        "sender group: 1 read",
        "sender group: 0 of 1 changes made",
        f"{partners['name']}: 10 of 25 members added",
        f"{partners['name']}: 25 of 25 members added",
        f"{partners['name']}: 25 members read",
        "delivery route: 1 of 2 changes made",
    ):
        assert line in lines, lines


def test_a_short_run_says_nothing(account: Account) -> None:
    assert told(account, SITE, itertools.repeat(0.0)) == []

# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What takes much away is refused unless a word says that it is meant: most of a list, or whatever a purge finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.account import Account
from ansible_collections.mailops.mimecast.tests.contract.doors import Result, new_run, run_task

GROUP, ROLE, SET, ROUTE = (
    MANAGED[name] for name in ("sender_group", "role_member", "attachment_set", "delivery_route")
)
PURGED = [resource for resource in MANAGED.values() if resource.purgeable]


def numbered(first: int, last: int) -> list[str]:
    """Return members of a group."""
    return [f"sender{index:03d}@bulk.example" for index in range(first, last)]


def exact(members: list[str], **more: Any) -> dict[str, Any]:
    """Return the options of a task that wants exactly these members in Blocked Senders."""
    return {"name": "Blocked Senders", "members": members, "members_mode": "exact", **more}


def of_site(account: Account, resource: Resource, variables: Mapping[str, Any], **options: Any) -> Result:
    """Run a task that takes its objects from the site of the host."""
    with new_run(variables) as run:
        return run_task(run, f"mimecast_{resource.name}", {**account.connection, "from_site": True, **options})


def test_most_of_a_list_goes_only_where_max_deletes_says_so(account: Account) -> None:
    account.apply(GROUP, exact(numbered(0, 300)))
    account.running.clear_requests()
    assert account.refused(GROUP, exact(numbered(0, 1)), check=True) == (
        "max_deletes: 299 items would be removed from lists that lose more than a quarter of theirs "
        "('Blocked Senders': 299 of 300 members), 10 are allowed; raise max_deletes if you mean it"
    )
    account.refused(GROUP, exact(numbered(0, 1), max_deletes=298))
    account.refused(GROUP, {"name": "Blocked Senders", "members": numbered(1, 300), "members_mode": "remove"})
    assert account.writes() == []
    account.predicted_and_applied(GROUP, exact(numbered(0, 1), max_deletes=299))


def test_a_few_of_many_and_most_of_few_go_without_a_word(account: Account) -> None:
    account.apply(GROUP, exact(numbered(0, 80)))
    account.predicted_and_applied(GROUP, exact(numbered(20, 80)))
    account.apply(GROUP, exact(numbered(20, 31), max_deletes=60))
    account.predicted_and_applied(GROUP, exact(numbered(20, 21)))


def test_small_lists_that_lose_their_members_count_together(account: Account) -> None:
    account.apply(GROUP, {"entries": [{"name": f"Group {index}", "members": numbered(0, 5)} for index in range(4)]})
    fewer = {"members": numbered(0, 1), "members_mode": "exact"}
    message = account.refused(GROUP, {"entries": [{"name": f"Group {index}", **fewer} for index in range(4)]})
    assert "max_deletes: 16 items would be removed" in message
    account.apply(GROUP, {"entries": [{"name": f"Group {index}", **fewer} for index in range(2)]})


def test_fewer_than_no_deletions_are_none(account: Account) -> None:
    account.unchanged(GROUP, {"name": "Nobody", "state": "absent", "max_deletes": -1})


def test_a_changed_note_is_no_removal(account: Account) -> None:
    account.apply(GROUP, exact(numbered(0, 40)))
    changed = [{"member": name, "note": "why"} for name in numbered(0, 40)]
    account.predicted_and_applied(GROUP, {**exact([]), "members": changed})


def test_any_list_inside_an_object_counts(account: Account) -> None:
    types = [{"type": f"ext{index}", "action": "block"} for index in range(30)]
    one: dict[str, Any] = {**samples.first_entry(SET), "content_types_mode": "exact"}
    account.apply(SET, {**one, "content_types": types})
    assert "29 of 30 content_types" in account.refused(SET, {**one, "content_types": types[:1]})
    users = {f"user{index:02d}@example.com": {"role": "Basic Administrator"} for index in range(30)}
    account.set_table("users", {**account.table("users"), **users})
    role = {"role": "Basic Administrator", "members": ["user01@example.com"], "members_mode": "exact"}
    assert "29 of 30 members" in account.refused(ROLE, role)
    account.predicted_and_applied(ROLE, {**role, "max_deletes": 29})


def test_one_member_of_a_host_does_not_replace_an_exact_baseline(account: Account) -> None:
    account.apply(GROUP, exact(numbered(0, 50)))
    variables = {
        "mimecast_baseline": {"sender_groups": [exact(numbered(0, 50))]},
        "mimecast_site": {"sender_groups": [{"name": "Blocked Senders", "members": ["own.example"]}]},
    }
    result = of_site(account, GROUP, variables)
    assert not result.get("failed"), result["msg"]
    assert len(account.table("groups")["blocked-senders"]["members"]) == 51


@pytest.mark.parametrize("resource", PURGED)
@pytest.mark.parametrize("pattern", ["*", "*?*"])
def test_an_empty_list_purges_only_with_a_word_that_says_so(account: Account, resource: Resource, pattern: str) -> None:
    account.apply(resource, {"entries": samples.many_entries(resource, 3)})
    account.running.clear_requests()
    options = {"purge": True, "purge_match": pattern, "max_deletes": 100}
    absent = {resource.key: samples.numbered(resource, 0), "state": "absent"}
    ways: list[dict[str, Any]] = [{}, {"entries": []}, {"entries": [absent]}]
    for written in ways:
        message = account.refused(resource, {**written, **options})
        assert "purge: refused: the list keeps no object" in message
        assert "(accept_risk: [purge_everything] if you mean it)" in message
    assert account.writes() == []
    one = {"entries": samples.many_entries(resource, 1)}
    risks = ["purge_everything"]
    assert "purge_everything" not in account.task(f"mimecast_{resource.name}", {**one, **options}, True).get("msg", "")
    assert account.apply(resource, {"entries": [], **options, "accept_risk": risks}, check=True)["changed"]


@pytest.mark.parametrize("site", [{"delivery_routes": []}, {}], ids=["an empty list", "no list"])
def test_a_site_that_names_no_object_purges_only_with_a_word_that_says_so(account: Account, site: Any) -> None:
    before = account.table("delivery_routes")
    result = of_site(account, ROUTE, {"mimecast_site": site}, purge=True)
    assert "(accept_risk: [purge_everything] if you mean it)" in result["msg"]
    assert account.table("delivery_routes") == before
    result = of_site(account, ROUTE, {"mimecast_site": site}, purge=True, accept_risk=["purge_everything"])
    assert result["changed"]
    assert account.table("delivery_routes") == {}


def test_an_empty_list_that_finds_nothing_to_purge_is_fine(account: Account) -> None:
    account.unchanged(ROUTE, {"entries": [], "purge": True, "purge_match": "Old *"})

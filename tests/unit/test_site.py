# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A site file is judged as a whole, and a baseline and a site become one."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model import site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import parse
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES

ACCEPTED = {
    "id": "permit_free_mail",
    "name": "Permitted Senders",
    "item": "gmail.com",
    "reason": "CHG-1234",
    "until": "2027-01-31",
}


def told(baseline: Any, site: Any) -> list[str]:
    return [str(problem) for problem in site_file.check(RESOURCES, baseline, site)]


def test_a_site_that_is_right_has_no_problems() -> None:
    baseline = {"sender_groups": [{"name": "Blocked Senders", "members": ["bad.example"]}]}
    site = {"delivery_routes": [{"name": "A", "hostname": "a.example"}], "mx": [{"domain": "example.com"}]}
    assert told(baseline, site) == []
    assert told(None, None) == []


@pytest.mark.parametrize(
    ("site", "message"),
    [
        ({"delivery_route": []}, "mimecast_site.delivery_route: unknown key, did you mean 'delivery_routes'?"),
        ({"users": "jo"}, "mimecast_site.users: expected a list, got text"),
        ({"users": [{"emial": "a@b.example"}]}, "mimecast_site.users[0].emial: unknown key, did you mean 'email'?"),
        ([], "mimecast_site: expected a mapping, got a list"),
        ({"console_done": [{"by": "x"}]}, "mimecast_site.console_done[0].fingerprint: is required"),
        ({"lint_accepted": {}}, "mimecast_site.lint_accepted: expected a list, got a mapping; begin each record with"),
        (
            {"lint_accepted": ["gmail.com"]},
            "mimecast_site.lint_accepted[0]: expected a mapping, got text; write '- {id:",
        ),
        (
            {"lint_accepted": [{**ACCEPTED, "untill": ""}]},
            "mimecast_site.lint_accepted[0].untill: unknown key, did you",
        ),
        ({"lint_accepted": [{**ACCEPTED, "until": ""}]}, "mimecast_site.lint_accepted[0].until: is required"),
        ({"lint_accepted": [{"id": "expired"}]}, "mimecast_site.lint_accepted[0].reason: is required"),
        ({"lint_accepted": [{**ACCEPTED, "reason": " "}]}, "mimecast_site.lint_accepted[0].reason: must not be empty"),
        (
            {"lint_accepted": [{**ACCEPTED, "until": "soon"}]},
            "mimecast_site.lint_accepted[0].until: 'soon' is not a date",
        ),
        (
            {"lint_accepted": [ACCEPTED, {**ACCEPTED, "name": "PERMITTED senders"}]},
            "mimecast_site.lint_accepted[1]: 'permit_free_mail' of that name is already at "
            "mimecast_site.lint_accepted[0]",
        ),
        (
            {"ip_permits": [{"name": "A", "source_ips": ["192.0.2.0/24", "192.0.2.9/24"]}]},
            "mimecast_site.ip_permits[0].source_ips[1]: '192.0.2.9/24' has host bits set, the network is "
            "'192.0.2.0/24'",
        ),
        (
            {"users": [{"email": "A@b.example"}, {"email": "a@B.example"}]},
            "mimecast_site.users[1]: user 'a@b.example' is already at mimecast_site.users[0]",
        ),
    ],
)
def test_a_mistake_is_told_with_its_path(site: Any, message: str) -> None:
    assert any(problem.startswith(message) for problem in told({}, site)), told({}, site)


def test_what_is_accepted_in_a_baseline_may_be_accepted_anew_in_a_site() -> None:
    baseline, site = ({"lint_accepted": [{**ACCEPTED, "reason": reason}]} for reason in ("CHG-1", "CHG-2"))
    assert told(baseline, site) == []
    assert site_file.merge(RESOURCES, baseline, site)["lint_accepted"] == [{**ACCEPTED, "reason": "CHG-2"}]
    assert [str(problem) for problem in site_file.nothing_said(baseline, None)] != []


def test_a_mistake_of_the_baseline_is_told_with_its_path() -> None:
    assert told({"users": [{}]}, {}) == ["mimecast_baseline.users[0].email: is required"]


def test_what_only_shows_when_both_are_one_is_told_too() -> None:
    baseline = {"delivery_route_policies": [{"name": "A", "valid_from": "2027-05-01"}]}
    site = {"delivery_route_policies": [{"name": "A", "valid_until": "2027-04-01"}]}
    assert told(baseline, site) == [
        "mimecast_site.delivery_route_policies[0]: valid_until 2027-04-01 is before valid_from 2027-05-01"
    ]


def test_the_site_wins_and_what_it_does_not_say_stays() -> None:
    baseline = {"delivery_routes": [{"name": "A", "hostname": "base.example", "port": 26}, {"name": "B"}]}
    site = {"delivery_routes": [{"name": "A", "hostname": "site.example"}, {"name": "C"}]}
    merged = site_file.merge(RESOURCES, baseline, site)["delivery_routes"]
    assert merged == [{"name": "A", "hostname": "site.example", "port": 26}, {"name": "B"}, {"name": "C"}]


def test_lists_that_both_add_to_are_joined_and_others_are_the_sites() -> None:
    def group(members: list[Any], **more: str) -> dict[str, Any]:
        return {"sender_groups": [{"name": "blocked senders", "members": members, **more}]}

    joined = site_file.merge(
        RESOURCES, group(["a.example", "b.example"]), group([{"member": "B.example", "note": "why"}])
    )
    assert joined["sender_groups"][0]["members"] == ["a.example", {"member": "B.example", "note": "why"}]
    exact = site_file.merge(RESOURCES, group(["a.example"]), group(["b.example"], members_mode="exact"))
    assert exact["sender_groups"][0]["members"] == ["b.example"]


def merged_members(baseline: tuple[str, list[Any]], site: tuple[str, list[Any]]) -> tuple[set[str], set[str], str]:
    """Return who is to be in a group and who is not, and the mode, of a baseline and a site, each a mode and a list."""
    parts = [
        {"sender_groups": [{"name": "Blocked Senders", "members": members, **({"members_mode": mode} if mode else {})}]}
        for mode, members in (baseline, site)
    ]
    assert site_file.check(RESOURCES, *parts) == []
    (entry,) = site_file.merge(RESOURCES, *parts)["sender_groups"]
    desired, problems = parse(RESOURCES["sender_group"], entry, "")
    assert desired
    assert problems == []
    return (
        {record["member"] for record in desired.values["members"]},
        set(desired.without["members"]),
        desired.modes["members"],
    )


def test_what_a_site_adds_to_an_exact_baseline_does_not_replace_it() -> None:
    both = {"a.example", "b.example", "c.example"}
    fifty = ["a.example", "b.example"]
    assert merged_members(("exact", fifty), ("", ["c.example"])) == (both, set(), "exact")
    assert merged_members(("exact", fifty), ("add", ["c.example"])) == (both, set(), "add")
    assert merged_members(("exact", fifty), ("exact", ["c.example"])) == ({"c.example"}, set(), "exact")
    gone = {"member": "b.example", "state": "absent"}
    assert merged_members(("exact", fifty), ("", [gone])) == ({"a.example"}, {"b.example"}, "exact")
    assert merged_members(("exact", fifty), ("remove", ["b.example"])) == ({"a.example"}, {"b.example"}, "exact")


def test_a_baseline_that_takes_out_takes_out_nothing_that_its_site_adds() -> None:
    assert merged_members(("remove", ["a.example"]), ("", ["b.example"])) == ({"b.example"}, {"a.example"}, "add")
    assert merged_members(("remove", ["a.example"]), ("", ["a.example"])) == ({"a.example"}, set(), "add")
    assert merged_members(("", ["a.example"]), ("remove", ["b.example"])) == ({"a.example"}, {"b.example"}, "add")
    both = {"a.example", "b.example"}
    assert merged_members(("remove", ["a.example"]), ("remove", ["b.example"])) == (set(), both, "remove")


def test_networks_of_which_one_side_takes_out_are_as_the_site_says() -> None:
    def policy(mode: str, networks: list[str]) -> dict[str, Any]:
        return {"delivery_route_policies": [{"name": "A", "source_ips": networks, "source_ips_mode": mode}]}

    def merged(baseline: tuple[str, list[str]], site: tuple[str, list[str]]) -> tuple[list[str], str]:
        (entry,) = site_file.merge(RESOURCES, policy(*baseline), policy(*site))["delivery_route_policies"]
        return entry["source_ips"], entry["source_ips_mode"]

    one, other = ["192.0.2.0/24"], ["198.51.100.0/24"]
    assert merged(("remove", one), ("add", other)) == (other, "add")
    assert merged(("add", one), ("remove", other)) == (other, "remove")
    assert merged(("add", one), ("add", other)) == ([*one, *other], "add")


def test_names_that_are_the_same_to_mimecast_are_one_entry() -> None:
    baseline = {"sender_groups": [{"name": "Permitted Senders", "members": ["a.example"]}]}
    site = {"sender_groups": [{"name": "permitted senders", "members": ["b.example"]}]}
    assert len(site_file.merge(RESOURCES, baseline, site)["sender_groups"]) == 1


def test_each_entry_of_the_merged_site_knows_where_it_stands() -> None:
    baseline = {"users": [{"email": "a@b.example"}, {"email": "c@d.example"}]}
    site = {"users": [{"email": "C@d.example", "name": "C"}, {"email": "e@f.example"}]}
    assert site_file.lists(RESOURCES, baseline, site)["users"][1] == [
        "mimecast_baseline.users[0]",
        "mimecast_site.users[0]",
        "mimecast_site.users[1]",
    ]


def test_records_of_what_was_done_by_hand_add_up() -> None:
    merged = site_file.merge(
        RESOURCES, {"console_done": [{"fingerprint": "1"}]}, {"console_done": [{"fingerprint": "2"}]}
    )
    assert [record["fingerprint"] for record in merged["console_done"]] == ["1", "2"]

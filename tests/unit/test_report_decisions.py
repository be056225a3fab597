# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The drift report over many accounts: what is to be decided, since when, by whom, and what two reports tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._report import (
    decisions,
    document,
    files,
    history,
    links,
    markdown,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._report.unusable import unusable
from ansible_collections.mailops.mimecast.tests.unit.report_samples import (
    BY_HAND,
    EXTRA,
    GENERATED,
    MEMBERS,
    MISSING,
    OF_MAIL,
    PORT,
    UNSURE,
    account,
    breaking,
    calm,
    item,
)

EARLIER = "2026-11-22T03:00:00Z"
BROKEN = {"file": "../accounts/cust33.yml", "reason": "line 4, column 3: a mapping is not allowed here"}


def report(*accounts: Any, former: Any = None) -> dict[str, Any]:
    """The report over accounts."""
    return document.document("Drift", GENERATED, accounts, former, "ansible-playbook -i inventory")


def earlier(*accounts: Any) -> dict[str, Any]:
    """The report of the day before."""
    return document.document("Drift", EARLIER, accounts)


def labels(made: dict[str, Any]) -> list[str]:
    """What is to be decided, in words, with the accounts."""
    return [f"{decisions.label(each)} ({' '.join(each['accounts'])})" for each in made["decisions"]]


# --- What is to be decided -------------------------------------------------------------------------------------------


def test_the_same_difference_in_many_accounts_is_one_decision_and_the_most_frequent_comes_first() -> None:
    made = report(
        account("acorn", PORT, *calm(3)), account("birch", MEMBERS), account("cedar", MEMBERS), account("elm", MEMBERS)
    )
    assert labels(made) == [
        "sender group Blocked Senders: members (birch cedar elm)",
        "delivery route Exchange on-premises: alternate_route, port (acorn)",
    ]


def test_errors_come_first_then_mail_then_what_differs_and_last_what_nobody_has_to_decide() -> None:
    made = report(account("acorn", EXTRA, UNSURE, BY_HAND, MISSING, PORT, **OF_MAIL), {"name": "birch", "error": "503"})
    order = ["error", "mail", "drifted", "missing", "handoff", "unverifiable", "extra"]
    assert [each["status"] for each in made["decisions"]] == order


def test_a_decision_says_whether_the_values_are_the_same_in_all_its_accounts() -> None:
    other = {**PORT, "before": {"port": 2525, "alternate_route": ""}}
    assert [each["equal"] for each in report(account("a", PORT), account("b", PORT))["decisions"]] == [True]
    assert [each["equal"] for each in report(account("a", PORT), account("b", other))["decisions"]] == [False]


@pytest.mark.parametrize(
    ("found", "command"),
    [
        (PORT, "mailops.mimecast.site --limit acorn,birch --tags delivery_routing --check --diff"),
        (MISSING, "mailops.mimecast.site --limit acorn,birch --tags delivery_routing --check --diff"),
        (UNSURE, "mailops.mimecast.drift --limit acorn,birch"),
    ],
)
def test_a_decision_has_the_command_for_all_its_accounts(found: Any, command: str) -> None:
    (decision,) = report(account("acorn", found), account("birch", found))["decisions"]
    assert decision["command"] == f"ansible-playbook -i inventory {command}"


@pytest.mark.parametrize("found", [BY_HAND, EXTRA])
def test_what_no_command_does_has_none(found: Any) -> None:
    (decision,) = report(account("acorn", found))["decisions"]
    assert decision["command"] == ""


def test_a_mail_test_has_the_command_that_fixes_what_breaks_it_and_then_the_one_that_looks_again() -> None:
    made = report(account("acorn", MISSING, MEMBERS, BY_HAND, EXTRA, **breaking(MISSING, MEMBERS, BY_HAND, EXTRA)))
    test = made["decisions"][0]
    fix, again = (
        "ansible-playbook -i inventory mailops.mimecast.site --limit acorn --tags delivery_routing,sender_groups "
        "--check --diff",
        "ansible-playbook -i inventory mailops.mimecast.drift --limit acorn",
    )
    assert decisions.commands(test) == [(decisions.SHOW_FIX, fix), ("Look again:", again)]
    assert f"\n  {decisions.SHOW_FIX} `{fix}`\n  Look again: `{again}`\n" in markdown.markdown(made)


@pytest.mark.parametrize("found", [BY_HAND, EXTRA])
def test_a_mail_test_that_no_apply_fixes_has_only_the_command_that_looks_again(found: Any) -> None:
    test = report(account("acorn", found, **breaking(found)))["decisions"][0]
    assert [words for words, _command in decisions.commands(test)] == ["Look again:"]


def test_short_values_stand_beside_their_setting_and_long_or_unlike_ones_do_not() -> None:
    def what(*accounts: Any) -> str:
        (decision,) = report(*accounts)["decisions"]
        return decisions.what(decision)

    short = {**PORT, "before": {"port": 2525}, "after": {"port": 25}}
    other = {**short, "before": {"port": 26}}
    assert what(account("acorn", short), account("birch", short)) == "port: 2525, wanted 25"
    assert what(account("acorn", short), account("birch", other)) == "port"
    assert what(account("acorn", {**short, "after": {"port": "x" * decisions.SHORT}})) == "port"
    assert what(account("acorn", {**short, "before": {}})) == "port"
    assert what(account("acorn", MEMBERS)) == "members"


def test_a_name_in_a_command_means_nothing_to_a_shell() -> None:
    (decision,) = report(account("a;rm -rf ~", PORT))["decisions"]
    assert "--limit 'a;rm -rf ~' --tags" in decision["command"]


def test_an_account_file_that_cannot_be_used_is_an_account_with_an_error() -> None:
    made = report(account("acorn"), *unusable([BROKEN]))
    assert document.sentence(made) == "2 accounts, 1 unusable file: 1 in sync, 0 with drift, 1 not checked"
    told = document.summary(made)
    assert (told["failed_accounts"], told["unusable_files"]) == ([], [BROKEN["file"]])
    (decision,) = made["decisions"]
    assert (decision["accounts"], decision["command"]) == (["cust33.yml"], "")
    assert BROKEN["reason"] in decision["text"]


def test_lines_for_a_terminal_name_each_thing_once_and_say_how_many_more_there_are() -> None:
    made = report(
        *(account(f"cust{number:02}", MEMBERS, EXTRA) for number in range(4)), {"name": "elm", "error": "503"}
    )
    assert decisions.lines(made["decisions"]) == [
        "503 (elm)",
        "sender group Blocked Senders: members (4 accounts: cust00, cust01, cust02, cust03)",
    ]
    many = report(account("acorn", *({**MEMBERS, "name": f"group {number}"} for number in range(40))))
    told = decisions.lines(many["decisions"], 10)
    assert (len(told), told[-1]) == (10, "and 31 more decisions, see the report")


# --- Places ----------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.text(), st.text()), max_size=6))
def test_no_two_objects_of_an_account_have_one_place(objects: list[tuple[str, str]]) -> None:
    found = links.of_objects("acorn", [*objects, *objects])
    assert len(set(found)) == len(found)
    assert all(place.isascii() and not set(place) & set(" \"'<>#?%") for place in found)


def test_a_place_stays_the_same_from_report_to_report() -> None:
    first = report(account("acorn", PORT, MEMBERS))["accounts"][0]["objects"]
    second = report(account("acorn", *calm(2), MEMBERS), account("birch", MEMBERS))["accounts"][0]["objects"]
    assert first[1]["link"] == "/acorn/sender_groups/Blocked~20Senders"
    assert first[1]["link"] == second[0]["link"]


# --- Two reports -----------------------------------------------------------------------------------------------------


def test_two_reports_tell_what_is_new_still_there_and_gone() -> None:
    former = earlier(account("acorn", PORT, MISSING), account("birch", *calm(1)))
    made = report(account("acorn", PORT, MEMBERS), account("birch", *calm(1)), former=former)
    assert document.versus(made) == "1 new, 1 still there, 1 gone"
    marked = {found["name"]: (found["change"], found["first_seen"]) for found in made["accounts"][0]["objects"]}
    assert marked == {
        "Exchange on-premises": ("still", EARLIER),
        "Blocked Senders": ("new", GENERATED),
    }
    assert [(gone["account"], gone["name"]) for gone in made["compared"]["gone"]] == [("acorn", "Inbound to Exchange")]


def test_the_decisions_say_in_how_many_accounts_they_are_new_and_that_adds_up() -> None:
    former = earlier(account("acorn"), account("birch", EXTRA), account("cedar"), account("elm"))
    failed = {"name": "elm", "error": "503"}
    made = report(
        account("acorn", EXTRA, MISSING, **breaking(MISSING)),
        account("birch", EXTRA),
        account("cedar", EXTRA),
        failed,
        former=former,
    )
    assert {each["name"]: each["new"] for each in made["decisions"]} == {
        "": 1,
        "A partner may write": 0,
        "Inbound to Exchange": 1,
        "Old relay": 2,
    }
    assert document.versus(made) == (
        "4 new, 1 still there, 0 gone; mail tests and lint not compared; 1 account not compared"
    )


def test_what_is_still_there_keeps_the_time_of_the_first_report_that_had_it() -> None:
    first = document.document("Drift", "2026-11-20T03:00:00Z", [account("acorn", PORT)])
    second = document.document("Drift", EARLIER, [account("acorn", PORT)], first)
    third = report(account("acorn", PORT), former=second)
    assert third["accounts"][0]["objects"][0]["first_seen"] == "2026-11-20T03:00:00Z"


def test_an_account_that_was_not_looked_at_is_neither_new_nor_gone() -> None:
    down = {"name": "acorn", "error": "503"}
    lost = report(down, former=earlier(account("acorn", PORT)))
    assert (lost["compared"]["gone"], lost["compared"]["not_compared"]) == ([], ["acorn"])
    back = report(account("acorn", PORT), former=earlier(down))
    assert back["accounts"][0]["objects"][0]["change"] is None
    assert (back["compared"]["new"], back["compared"]["recovered"]) == (0, ["acorn"])
    assert report(account("acorn"), former=earlier(account("birch", PORT)))["compared"]["not_compared"] == [
        "acorn",
        "birch",
    ]


def test_a_type_that_cannot_be_read_any_more_is_not_gone() -> None:
    made = report(account("acorn", unreadable={"delivery_routes": "no"}), former=earlier(account("acorn", PORT)))
    assert made["compared"]["gone"] == []


def test_the_report_in_the_directory_is_compared_with(tmp_path: Path) -> None:
    def run(*accounts: Any, **more: Any) -> dict[str, Any]:
        params = {"title": "Drift", "accounts": list(accounts), "directory": str(tmp_path), "formats": ["json"], **more}
        made: dict[str, Any] = files.run(params)
        return made

    assert run(account("acorn", PORT))["compared"] == ""
    assert run(account("acorn", PORT, MEMBERS))["compared"] == "1 new, 1 still there, 0 gone"
    (tmp_path / "drift.json").write_text('{"schema": 1, "accounts": [{}]}', encoding="utf-8")
    made = run(account("acorn", PORT))
    assert (made["compared"], len(made["warnings"])) == ("", 1)
    with pytest.raises(Failure, match=r"^compare_with: .*absent cannot be compared with: No such file"):
        run(compare_with=str(tmp_path / "absent"))


def test_a_run_has_the_time_stamp_that_it_is_given(tmp_path: Path) -> None:
    params = {"title": "Drift", "accounts": [], "directory": str(tmp_path), "formats": ["json", "md", "html"]}
    assert files.run({**params, "generated": GENERATED})["generated"] == GENERATED
    assert json.loads((tmp_path / "drift.json").read_text(encoding="utf-8"))["generated"] == GENERATED
    for name in ("drift.md", "drift.html"):
        assert "2026-11-23 03:00 UTC" in (tmp_path / name).read_text(encoding="utf-8")


# --- By whom ---------------------------------------------------------------------------------------------------------


def event(user: str, text: str, day: int) -> dict[str, str]:
    """An audit event about the route."""
    return {
        "time": f"2026-11-{day}T09:00:00+0000",
        "user": user,
        "kind": "Route Changed",
        "text": f"'Exchange on-premises': {text}",
        "object": "",
    }


def route(**more: Any) -> dict[str, Any]:
    """The one object of an account whose route differs."""
    (found,) = report(account("acorn", PORT, **more))["accounts"][0]["objects"]
    result: dict[str, Any] = found
    return result


def test_a_change_by_a_person_is_told_with_its_time() -> None:
    found = route(events=[event("sam@example.com", "port, Application: Administration Console", 21)], audited_days=30)
    assert found["who"] == "Last changed in the account by sam@example.com on 2026-11-21 09:00 UTC: Route Changed."
    assert found["since"] == "2026-11-21T09:00:00+00:00"


def test_a_change_through_the_api_is_nobodys() -> None:
    found = route(events=[event("api", "port, Application: API", 21)], audited_days=30)
    assert found["who"].startswith("Changed through the API on 2026-11-21 09:00 UTC, as this collection does.")
    assert found["since"] is None


def test_a_decision_tells_in_a_few_words_since_when_and_by_whom() -> None:
    by_two = [event("sam@example.com", "port", 20), event("kim@example.com", "port", 21)]
    through_api = [event("api", "port, Application: API", 21)]
    made = report(
        account("acorn", PORT, events=by_two, audited_days=30),
        account("birch", BY_HAND, audited_days=30),
        account("cedar", MISSING, events=[{**through_api[0], "text": "'Inbound to Exchange', Application: API"}]),
        former=earlier(account("acorn", PORT)),
    )
    told = {each["name"]: each["history"] for each in made["decisions"]}
    assert told == {
        "Exchange on-premises": (
            "changed from 2026-11-20 to 2026-11-21 by sam@example.com, kim@example.com; first reported on 2026-11-22"
        ),
        "Image control": "",
        "Inbound to Exchange": '"Route Changed" on 2026-11-21 through the API',
    }
    assert "`acorn`; changed from 2026\\-11\\-20 to" in markdown.markdown(made)


def test_of_several_accounts_it_is_said_who_changed_which() -> None:
    def told(*users: str) -> str:
        names = ("acorn", "birch", "cedar", "elm", "fir")
        accounts = [
            account(name, PORT, events=[event(user, "port", 20)] if user else [], audited_days=30)
            for name, user in zip(names, users, strict=False)
        ]
        (decision,) = report(*accounts)["decisions"]
        return str(decision["history"])

    sam, kim = "changed on 2026-11-20 by sam@example.com", "changed on 2026-11-20 by kim@example.com"
    assert told("sam@example.com", "") == f"{sam} in acorn"
    assert told("sam@example.com", "sam@example.com") == f"{sam} in each account"
    assert told("sam@example.com", "kim@example.com", "sam@example.com") == f"{sam} in acorn, cedar; {kim} in birch"
    assert (
        told("a", "b", "c", "d", "") == "changed on 2026-11-20 by a, b, c and 1 more in acorn, birch, cedar and 1 more"
    )


def test_of_what_is_missing_the_last_word_of_the_audit_log_is_told() -> None:
    events = [
        {**event("sam@example.com", "", day), "kind": kind, "text": f"'Inbound to Exchange', Application: {by}"}
        for day, kind, by in ((20, "Existing Policy Changed", "Console"), (21, "Policy Deleted", "Console"))
    ]
    by_api = {**events[1], "text": "'Inbound to Exchange', Application: API", "time": "2026-11-22T09:00:00+0000"}
    for known, told in (
        (events, '"Policy Deleted" on 2026-11-21 by sam@example.com'),
        ([*events, by_api], '"Policy Deleted" on 2026-11-22 through the API'),
    ):
        (decision,) = report(account("acorn", MISSING, events=known, audited_days=30))["decisions"]
        assert (decision["history"], decisions.advice(decision)) == (told, decisions.MISSING)


def test_that_nobody_read_the_audit_log_is_said_before_the_decisions() -> None:
    text = markdown.markdown(report(account("acorn", PORT)))
    assert text.index(history.NOT_ASKED) < text.index("## What needs a decision")
    assert history.NOT_ASKED not in markdown.markdown(report(account("acorn", *calm(2))))


def test_a_mail_test_that_fails_is_named_before_its_place_and_says_what_to_do() -> None:
    made = report(account("acorn", *calm(2), **OF_MAIL))
    (decision,) = made["decisions"]
    assert decision["text"] == (
        "mail test 'A partner may write': expected refused: false, got true (mimecast_site.mail_tests[0])"
    )
    assert decisions.advice(decision) == "Correct the policies for this mail, or what the test expects."
    assert f"(`acorn`)\n  {decisions.advice(decision)}\n  Look again: `ansible-playbook" in markdown.markdown(made)


def test_a_mail_test_names_what_breaks_it_and_that_comes_before_other_differences() -> None:
    made = report(account("acorn", PORT, MISSING, **breaking(MISSING)), account("birch", PORT))
    assert [each["name"] for each in made["decisions"]] == [
        "A partner may write",
        "Inbound to Exchange",
        "Exchange on-premises",
    ]
    test, broken, other = made["decisions"]
    assert [found["name"] for found in made["accounts"][0]["objects"]] == [
        "Inbound to Exchange",
        "Exchange on-premises",
    ]
    assert test["cause"] == "broken by delivery route policy Inbound to Exchange"
    assert (broken["breaks"], other["breaks"]) == (["A partner may write"], [])
    assert decisions.lines(made["decisions"])[:2] == [
        "mail test A partner may write: expected refused: false, got true (acorn); "
        "broken by delivery route policy Inbound to Exchange",
        "delivery route policy Inbound to Exchange: missing (acorn); breaks mail test A partner may write",
    ]
    text = markdown.markdown(made)
    assert "(`acorn`)\n  `broken by delivery route policy Inbound to Exchange`\n  Fix what breaks this test" in text
    known = f"{decisions.MISSING}\n  {decisions.SHOW_FIX}"
    assert f"(`acorn`)\n  `breaks mail test A partner may write`\n  {known} `ansible-playbook" in text
    assert "got true; broken by delivery route policy Inbound to Exchange`" in text.partition("## `acorn`")[2]


def test_an_account_whose_mail_a_difference_breaks_is_a_decision_of_its_own() -> None:
    made = report(account("acorn", EXTRA, **breaking(EXTRA)), account("birch", EXTRA))["decisions"]
    assert [(each["accounts"], decisions.is_later(each)) for each in made if each["status"] == "extra"] == [
        (["acorn"], False),
        (["birch"], True),
    ]


def test_a_mail_test_that_no_difference_breaks_says_so() -> None:
    (test, _port) = report(account("acorn", PORT, **breaking()))["decisions"]
    assert test["cause"] == decisions.NOT_ENOUGH
    assert report(account("acorn", *calm(2), **breaking()))["decisions"][0]["cause"] == ""


def test_a_policy_that_only_the_account_has_needs_a_decision_if_it_breaks_a_mail_test() -> None:
    other = {**EXTRA, "name": "Older relay"}
    made = report(account("acorn", EXTRA, other, **breaking(EXTRA)))["decisions"]
    assert [(each["name"], decisions.is_later(each)) for each in made] == [
        ("A partner may write", False),
        ("Old relay", False),
        ("Older relay", True),
    ]
    assert decisions.advice(made[1]) == decisions.BREAKING_EXTRA


def test_what_breaks_a_mail_test_that_only_warns_is_told_with_the_test_alone() -> None:
    warned = {**breaking(MISSING), "amiss": []}
    made = report(account("acorn", MISSING, **warned))
    assert [each["breaks"] for each in made["decisions"]] == [[]]
    assert "broken by delivery route policy" in markdown.markdown(made)


def test_one_mail_test_that_two_accounts_break_in_two_ways_is_two_decisions() -> None:
    made = report(account("acorn", MISSING, **breaking(MISSING)), account("birch", PORT, **breaking(PORT)))
    causes = [each["cause"] for each in made["decisions"] if each["status"] == "mail"]
    assert causes == [
        "broken by delivery route policy Inbound to Exchange",
        "broken by delivery route Exchange on-premises",
    ]


def test_a_finding_that_counts_says_what_to_do() -> None:
    told = {"amiss": ["lint, high: internal domain example.com: no anti-spoofing policy (x)"]}
    (decision,) = report(account("acorn", *calm(2), **told))["decisions"]
    assert decisions.advice(decision).startswith("Do what Lint says")


def test_that_it_cannot_be_known_is_said() -> None:
    assert route(audited_days=30)["who"] == "Who changed it is not known: no audit event of the last 30 days names it."
    (asked, silent) = report(account("acorn", PORT), account("birch", *calm(2)))["accounts"]
    assert (asked["who"], silent["who"]) == (history.NOT_ASKED, "")


def test_an_audit_log_that_was_refused_is_not_said_to_be_silent() -> None:
    made = report(account("acorn", PORT, events=[], audited_days=0, warnings=["the audit log could not be read"]))
    (found,) = made["accounts"]
    assert (found["who"], found["objects"][0]["who"]) == ("", "")


@pytest.mark.parametrize("time", ["", "yesterday", "2026-13-01"])
def test_a_time_that_is_none_stays_as_it_is(time: str) -> None:
    assert history.readable(time) == time


# --- Markdown --------------------------------------------------------------------------------------------------------


def test_markdown_tells_what_the_page_tells_in_the_same_order() -> None:
    made = report(
        account("acorn", PORT, EXTRA),
        account("birch", PORT),
        account("cedar", *calm(4)),
        *unusable([BROKEN]),
        former=earlier(account("birch", MISSING)),
    )
    text = markdown.markdown(made)
    order = [
        "4 accounts, 1 unusable file: 1 in sync, 2 with drift, 1 not checked. Read on 2026-11-23 03:00 UTC.",
        "Since the report of 2026-11-22 03:00 UTC: 1 new, 0 still there, 1 gone; 3 accounts not compared.",
        "## What needs a decision",
        "- `the account file ../accounts/cust33.yml cannot be used",
        "- delivery route `Exchange on-premises`: alternate\\_route\\, port (2 accounts: `acorn`, `birch`)",
        f"  {decisions.SHOW_FIX} `ansible-playbook -i inventory mailops.mimecast.site --limit acorn,birch",
        "## Gone since then",
        "| Account |",
        "1 more account in sync.",
        "## `acorn`: drift",
        "## `birch`: drift",
        "The same as in `acorn`.",
        "## In the account only, or not verifiable\n\nYou do not have to do anything here",
    ]
    places = [text.find(part) for part in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert text.count("```diff") == 1


def test_names_that_differ_only_in_letters_are_two_objects() -> None:
    made = report(account("acorn", item("user", "a", "extra"), item("user", "A", "extra")))
    assert len({found["link"] for found in made["accounts"][0]["objects"]}) == 2
    assert len(made["decisions"]) == 2

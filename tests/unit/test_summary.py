# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The summary of a run: what counts as done, failed or not begun, what a screen shows of it, and the Markdown."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.mailops.mimecast.plugins.module_utils._report import (
    summary,
    summary_markdown,
    summary_text,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._report.summary import LOOK, Host, Told

TODAY = "2026-06-15"
STEPS = [
    "Log in to the Mimecast Administration Console and open Gateway | Policies.",
    "Open the IP permit 'Scanner'.",
    "Save, then record it in the site file under console_done: {fingerprint: 0123456789abcdef}.",
]


def change(operation: str, name: str, resource: str = "delivery_route", **sides: Any) -> dict[str, Any]:
    """One item of the plan of a module."""
    fields = sorted({*sides.get("before", {}), *sides.get("after", {})})
    return {"operation": operation, "resource": resource, "name": name, "fields": fields, **sides}


def update(name: str, hostname: str = "new.example.com") -> dict[str, Any]:
    """A change of one setting."""
    return change("update", name, before={"hostname": "old.example.com"}, after={"hostname": hostname})


def mail_test(name: str, status: str = "fails") -> dict[str, Any]:
    """One item of the mail tests that a task returns."""
    return {"name": name, "status": status, "why": f"{name}: refused by Old" if status != "holds" else ""}


def finding(name: str, **more: Any) -> dict[str, Any]:
    """One item of what lint has found."""
    what = "permits half of the internet"
    return {"id": "L001", "severity": "high", "resource": "ip_permit", "name": name, "what": what, **more}


def mx(domain: str) -> Told:
    """What the task about MX records found of a domain whose records differ."""
    records = {"publish": [f"{domain}. MX 10 a.example."], "remove": [f"{domain}. MX 10 old.example."]}
    return Told("mx_info", True, {"domains": [{"domain": domain, "in_sync": False, **records}]})


def waiting(domain: str, *plan: dict[str, Any], check_mode: bool = True, **more: Any) -> Told:
    """What the task that registers domains found of one that waits for its token in DNS."""
    record = f'{domain}. IN TXT "token-of-{domain}"'
    report = {"domain": domain, "status": "pending", "record": record, "expires": "2026-07-01T08:00:00+0000", **more}
    return Told("pending_domain", check_mode, {"plan": list(plan), "domains": [report]})


def job(name: str = "Scanner", where: str = "mimecast_site.ip_permits[0]") -> dict[str, Any]:
    """One thing that a person has to do."""
    return {"fingerprint": "0123456789abcdef", "resource": "ip_permit", "name": name, "where": where, "steps": STEPS}


def look(*plan: dict[str, Any], check_mode: bool = True, **more: Any) -> Told:
    """What the task that judges the whole site found."""
    return Told(LOOK, check_mode, {"plan": list(plan), **more})


def task(*plan: dict[str, Any], resource: str = "delivery_route", check_mode: bool = True, **more: Any) -> Told:
    """What the task of one type came to."""
    return Told(resource, check_mode, {"plan": list(plan), **more})


def only(host: Host) -> summary.Account:
    """What a run over one account did to it."""
    (account,) = summary.summary([host]).accounts
    return account


def counts(account: summary.Account) -> dict[str, int]:
    """How many objects of an account are to change or have changed, without those of which there are none."""
    return {kind: account.count(kind) for kind in summary.KINDS if account.count(kind)}


def sixty() -> summary.Summary:
    """Sixty accounts: eight differ in the same way, one could not be reached, the file of one is broken."""
    differing = look(change("create", "DR"), update("Exchange"), change("delete", "Old"))
    names = [f"cust{number:02}" for number in range(1, 61)]
    failures = {"cust11": "127.0.0.1:1 cannot be reached", "cust21": "while parsing a block\nline 2"}
    return summary.summary(
        Host(name, [differing] if number < 8 else [look()], failures.get(name, "")) for number, name in enumerate(names)
    )


def test_what_the_look_and_the_task_of_a_type_both_plan_counts_once() -> None:
    account = only(Host("acorn", [look(update("Exchange")), task(update("Exchange"))]))
    assert counts(account) == {"change": 1}


def test_an_applied_change_counts_only_when_its_task_reports_it() -> None:
    planned = look(update("Exchange"), change("create", "DR"), check_mode=False)
    account = only(Host("acorn", [planned, task(change("create", "DR"), check_mode=False)]))
    assert counts(account) == {"create": 1}


def test_a_failed_account_names_changes_not_in_effect_and_changes_not_begun_separately() -> None:
    planned = look(
        change("create", "DR"), update("Exchange"), change("create", "Partners", "sender_group"), check_mode=False
    )
    failed = task(change("create", "DR"), check_mode=False, failed=True)
    account = only(Host("acorn", [planned, failed], "the API refused it", "delivery_route"))

    assert counts(account) == {"create": 1}
    assert [left.name for left in account.failed] == ["Exchange"]
    assert [left.name for left in account.not_begun] == ["Partners"]


def test_a_deletion_left_to_the_end_is_not_begun_if_the_play_ends_earlier() -> None:
    planned = look(change("delete", "Old"), check_mode=False)
    account = only(Host("acorn", [planned, task(check_mode=False)], "stopped", "sender_group"))
    assert [left.name for left in account.not_begun] == ["Old"]


def test_what_a_task_found_done_already_is_not_told_as_not_begun() -> None:
    planned = look(update("Exchange"), check_mode=False)
    account = only(Host("acorn", [planned, task(check_mode=False)], "stopped", "sender_group"))
    assert not account.not_begun


def test_in_check_mode_nothing_failed_to_take_effect() -> None:
    account = only(Host("acorn", [look(update("Exchange"))], "stopped", "delivery_route"))
    assert (account.failed, account.not_begun) == ([], [])


def test_what_is_by_hand_stays_to_do_when_everything_else_is_applied() -> None:
    by_hand = change("hand_off", "Scanner", "ip_permit")
    told = summary.summary([Host("acorn", [look(by_hand, check_mode=False), task(by_hand, manual=[job()])])])

    assert counts(told.accounts[0]) == {"by_hand": 1}
    assert told.status(told.accounts[0]) == "different"


def test_records_to_publish_are_by_hand() -> None:
    unknown = Told("mx_info", True, {"domains": [{"domain": "b.example", "in_sync": None}]})
    account = only(Host("acorn", [mx("example.com"), unknown]))
    assert counts(account) == {"by_hand": 1}


def test_a_domain_that_waits_for_its_token_in_dns_is_by_hand() -> None:
    told = summary.summary([Host("acorn", [waiting("new.example", served=False)])])
    assert told.status(told.accounts[0]) == "different"
    assert summary_text.todo(told, TODAY) == [
        "To do by hand in the DNS of the domains:",
        "1. pending domain new.example: acorn",
        '   1.1 Publish the record: new.example. IN TXT "token-of-new.example"',
        "   1.2 Run again with mimecast_pending_domains_verify: true before 2026-07-01. "
        "Mimecast then verifies the domain.",
    ]


def test_a_domain_is_by_hand_once_its_token_is_known() -> None:
    register = change("create", "new.example", "pending_domain")
    absent = waiting("new.example", register, status="absent", record=None)
    registered = waiting("new.example", register, check_mode=False, served=None)
    assert counts(only(Host("acorn", [absent]))) == {"create": 1}
    assert counts(only(Host("acorn", [registered]))) == {"create": 1, "by_hand": 1}


def test_a_domain_whose_token_the_run_would_change_is_not_by_hand_yet() -> None:
    extend = change("update", "new.example", "pending_domain")
    assert counts(only(Host("acorn", [waiting("new.example", extend)]))) == {"change": 1}


def test_a_domain_waits_for_nobody_once_dns_serves_its_token_or_it_is_internal() -> None:
    served, internal = waiting("a.example", served=True), waiting("b.example", status="internal", record=None)
    assert counts(only(Host("acorn", [served, internal]))) == {}


def test_a_token_that_the_account_does_not_tell_is_looked_up_in_the_console() -> None:
    told = summary.summary([Host("acorn", [waiting("new.example", record=None, expires=None)])])
    assert "   1.1 Look up its token in the console, Directories | Internal Directories, and publish it" in "\n".join(
        summary_text.todo(told, TODAY)
    )


def test_equal_changes_are_one_and_others_are_not() -> None:
    told = summary.summary(
        Host(name, [look(update("Exchange", hostname))])
        for name, hostname in (("birch", "b.example"), ("acorn", "a.example"), ("cedar", "b.example"))
    )
    assert [group.accounts for group in told.groups()] == [["birch", "cedar"], ["acorn"]]


def test_equal_work_by_hand_is_one_wherever_it_stands_in_the_files() -> None:
    told = summary.summary(
        Host(name, [task(manual=[job(where=where)], resource="ip_permit")])
        for name, where in (("acorn", "site.ip_permits[0]"), ("birch", "site.ip_permits[7]"))
    )
    assert [group.accounts for group in told.groups("by_hand")] == [["acorn", "birch"]]


def test_a_workflow_gets_the_numbers_and_every_account_that_is_not_in_sync() -> None:
    data = summary.as_data(sixty())

    assert data["totals"]["accounts_in_sync"] == 50
    assert (data["totals"]["create"], data["totals"]["change"], data["totals"]["delete"]) == (8, 8, 8)
    assert [account["name"] for account in data["accounts"][:3]] == ["cust11", "cust21", "cust01"]
    assert [account["status"] for account in data["accounts"]] == ["failed"] * 2 + ["different"] * 8
    assert [len(group["accounts"]) for group in data["changes"]] == [8, 8, 8]


def test_the_screen_shows_every_number_and_every_account_that_needs_a_person() -> None:
    lines = summary_text.lines(sixty())
    text = "\n".join(lines)

    assert len(lines) <= summary_text.SCREEN
    assert "60 accounts: 2 failed, 8 to do, 50 in sync (check mode, nothing was changed)" in lines[-2]
    assert lines[-1].strip() == "8 to create, 8 to change, 8 to delete, 0 by hand"
    for name in (*(f"cust0{number}" for number in range(1, 9)), "cust11", "cust21"):
        assert name in text
    assert "change: delivery route Exchange (hostname): 8 accounts" in text


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.booleans(), st.booleans()),
        max_size=120,
    )
)
def test_the_screen_holds_whatever_a_run_came_to_and_names_every_failed_account(
    found: list[tuple[int, bool, bool]],
) -> None:
    hosts = [
        Host(
            f"h{number}",
            [
                look(
                    *(update(f"Route {number} {route}") for route in range(routes)),
                    manual=[job(f"P{number}")] * by_hand,
                )
            ],
            f"reason {number}" if failed else "",
        )
        for number, (routes, failed, by_hand) in enumerate(found)
    ]
    lines = summary_text.lines(summary.summary(hosts))
    names = {name for line in lines for name in re.findall(r"\bh\d+\b", line)}

    assert len(lines) <= summary_text.SCREEN
    assert {host.name for host in hosts if host.error} <= names


def test_of_many_accounts_with_one_failure_each_is_named() -> None:
    names = [f"cust{number:03}" for number in range(150)]
    text = "\n".join(summary_text.lines(summary.summary(Host(name, [look()], "no such host") for name in names)))

    assert text.count("no such host") == 1
    assert all(name in text for name in names)


def test_an_applied_run_tells_what_was_done() -> None:
    told = summary.summary([Host("acorn", [task(change("create", "DR"), check_mode=False)])])
    assert summary_text.lines(told)[-2:] == [
        "Mimecast: 1 account: 1 changed",
        "  1 created, 0 changed, 0 deleted, 0 by hand",
    ]


def test_an_account_whose_file_acts_on_a_terminal_does_not_reach_it() -> None:
    told = summary.summary([Host("acorn", [look(change("create", "\x1b[2J"))], "\x1b]0;owned\x07")])
    assert not any("\x1b" in line or "\x07" in line for line in summary_text.lines(told))


def test_the_list_of_what_to_do_is_numbered_and_ends_with_the_records_to_paste() -> None:
    told = summary.summary([Host("acorn", [task(manual=[job()], resource="ip_permit")])])
    assert summary_text.todo(told, TODAY) == [
        "To do by hand in the Administration Console:",
        "1. IP permit Scanner: acorn",
        f"   1.1 {STEPS[0]}",
        f"   1.2 {STEPS[1]}",
        "   1.3 Save.",
        "When it is done, add this to the site file:",
        "console_done:",
        f"  - {{fingerprint: 0123456789abcdef, by: <your address>, at: {TODAY}}}  # IP permit Scanner",
    ]


def test_manual_steps_outside_the_console_have_their_own_heading() -> None:
    by_hand = task(manual=[job()], resource="ip_permit")
    told = summary.summary([Host("acorn", [mx("a.example"), by_hand]), Host("birch", [mx("b.example")])])
    lines = [line for line in summary_text.todo(told, TODAY) if not line.startswith(" ")]

    assert lines[:5] == [
        "To do by hand in the Administration Console:",
        "1. IP permit Scanner: acorn",
        "To do by hand in the DNS of the domains:",
        "2. MX domain a.example: acorn",
        "3. MX domain b.example: birch",
    ]
    markdown = summary_markdown.markdown(told, TODAY)
    places = [
        "### By hand in the Administration Console: 1",
        "1. IP permit `Scanner`",
        "### By hand in the DNS of the domains: 2",
        "2. MX domain `a.example`",
    ]
    assert [markdown.index(place) for place in places] == sorted(markdown.index(place) for place in places)


def test_records_alone_are_nothing_to_do_in_the_console() -> None:
    told = summary.summary([Host("acorn", [mx("a.example")])])
    assert "Console" not in "\n".join([*summary_text.todo(told, TODAY), summary_markdown.markdown(told, TODAY)])


def test_a_long_list_keeps_to_its_lines_with_two_places_too() -> None:
    works = [
        task(manual=[job(f"P{number}") for number in range(20)]),
        *(mx(f"d{number}.example") for number in range(20)),
    ]
    lines = summary_text.todo(summary.summary([Host("acorn", works)]), TODAY)

    assert len(lines) == summary_text.TODO_LINES
    assert "... and 14 more" in lines


def test_the_jobs_of_one_task_are_numbered_lines_that_json_does_not_escape() -> None:
    lines = summary_text.jobs([job(), job("Printer")], TODAY)

    assert lines[:5] == [
        "1. IP permit Scanner",
        f"   1.1 {STEPS[0]}",
        f"   1.2 {STEPS[1]}",
        "   1.3 Save.",
        "2. IP permit Printer",
    ]
    assert lines[8:10] == ["When it is done, add this to the site file:", "console_done:"]
    assert not any(json.dumps(line) != f'"{line}"' for line in lines)


def test_failed_mail_tests_and_findings_are_counted_and_named_once_for_all_accounts() -> None:
    remarked = look(mail_tests=[mail_test("Orders arrive"), mail_test("Bills arrive", "holds")])
    linted = Told("site_check", True, {"lint": [finding("Wide"), finding("Known", accepted={"reason": "x"})]})
    told = summary.summary([Host("acorn", [linted, remarked]), Host("birch", [remarked]), Host("cedar", [look()])])
    lines = summary_text.lines(told)

    place = lines.index("Mail tests failed:")
    assert lines[place + 1 : place + 3] == [
        "  2 accounts (acorn, birch): Orders arrive",
        "  -> Correct the policies for this mail, or what the test expects.",
    ]
    assert "  acorn: high: IP permit Wide: permits half of the internet (L001)" in lines
    assert "  0 to create, 0 to change, 0 to delete, 0 by hand; 1 mail test failed, 1 finding of lint: acorn" in lines
    assert lines[-1].endswith("; 2 mail tests failed, 1 finding of lint")
    assert "Bills" not in "\n".join(lines)
    assert "Known" not in "\n".join(lines)


def test_a_workflow_and_a_pull_request_get_failed_mail_tests_and_findings() -> None:
    host = Host("acorn", [look(mail_tests=[mail_test("Orders arrive")], lint=[finding("Wide")])])
    told = summary.summary([host, Host("cedar", [look()])])
    data, markdown = summary.as_data(told), summary_markdown.markdown(told, TODAY)

    assert (data["totals"]["mail_tests_failed"], data["totals"]["findings"]) == (1, 1)
    assert [(account["name"], account["mail_tests_failed"]) for account in data["accounts"]] == [("acorn", 1)]
    assert data["mail_tests_failed"] == [
        {"text": "Orders arrive", "why": "Orders arrive: refused by Old", "accounts": ["acorn"]}
    ]
    assert data["findings"][0]["accounts"] == ["acorn"]
    assert "### Mail tests failed: 1\n\nCorrect the policies for this mail, or what the test expects.\n" in markdown
    assert "### Lint: 1" in markdown
    assert "| `acorn` | in sync | 0 | 0 | 0 | 0 | 1 | 1 |" in markdown


def test_of_several_results_about_one_mail_test_the_last_one_counts() -> None:
    alone = Told("site_check", True, {"mail_tests": [mail_test("Orders arrive", "depends")]})
    assert not only(Host("acorn", [alone, look(mail_tests=[mail_test("Orders arrive", "holds")])])).remarks[
        "mail_tests_failed"
    ]


def test_a_list_that_no_role_has_printed_is_whole_however_long_it_is() -> None:
    told = summary.summary([Host("acorn", [task(manual=[job(f"P{number}") for number in range(50)])])])
    assert sum("Save." in line for line in summary_text.todo(told, TODAY, None)) == 50


def test_a_list_that_is_too_long_for_a_screen_is_named_and_says_where_all_of_it_is() -> None:
    told = summary.summary([Host("acorn", [task(manual=[job(f"P{number}") for number in range(50)])])])
    lines = summary_text.todo(told, TODAY)

    assert len(lines) <= summary_text.TODO_LINES
    assert "... and 23 more" in lines
    assert "mimecast_summary_file" in lines[-1]


def test_nothing_to_do_by_hand_is_no_list() -> None:
    assert summary_text.todo(sixty(), TODAY) == []


def test_the_markdown_tells_failures_first_then_deletions() -> None:
    text = summary_markdown.markdown(sixty(), TODAY)
    places = [text.index(part) for part in ("`cust11`", "**delete**", "**change**", "**create**", "| Account |")]

    assert places == sorted(places)
    assert "-hostname: old.example.com\n+hostname: new.example.com" in text


@pytest.mark.parametrize("objects", [10, 3000])
def test_the_markdown_fits_a_comment_and_every_block_of_it_is_whole(objects: int) -> None:
    plan = [change("create", f"Route {number}", after={"hostname": "a" * 200}) for number in range(objects)]
    text = summary_markdown.markdown(summary.summary([Host("acorn", [look(*plan)])]), TODAY)

    assert len(text) <= summary_markdown.MOST_CHARACTERS
    assert text.count("```") == 2 * text.count("```diff")
    assert ("left out" in text) == (objects == 3000)


def test_one_part_that_is_too_long_does_not_keep_out_the_others() -> None:
    long = change("delete", "Long", before={"hostname": "a" * 70_000})
    text = summary_markdown.markdown(summary.summary([Host("acorn", [look(long, update("Exchange"))])]), TODAY)

    assert "`Exchange`" in text
    assert "1 part left out" in text


def test_nothing_that_an_account_holds_means_anything_to_markdown() -> None:
    told = summary.summary([Host("acorn", [look(change("create", "@all <b>|`"))], "```\n# x")])
    text = summary_markdown.markdown(told, TODAY)

    assert "`` @all <b>|` ``" in text
    assert "````text\n```\n# x\n````" in text

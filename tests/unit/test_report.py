# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The drift report: what becomes of accounts, what the document and the Markdown say, and how files are written."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.mailops.mimecast.plugins.module_utils._model import wording
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._report import (
    decisions,
    document,
    files,
    markdown,
    predictions,
    values,
)
from ansible_collections.mailops.mimecast.tests.unit.report_samples import (
    BY_HAND,
    EXTRA,
    GENERATED,
    HOSTILE,
    MEMBERS,
    MISSING,
    OF_MAIL,
    OF_REPLAY,
    PORT,
    STEPS,
    UNSURE,
    account,
    calm,
    item,
    several,
)

SCHEMA = Path(__file__).resolve().parents[2] / "docs/drift.schema.json"


def built(*accounts: Any) -> dict[str, Any]:
    """The report over accounts."""
    return document.document("Drift", GENERATED, accounts)


def only(given_account: Any) -> dict[str, Any]:
    """The one account of a report."""
    (found,) = built(given_account)["accounts"]
    result: dict[str, Any] = found
    return result


# --- The document ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "accounts",
    [
        [],
        several(),
        [account("a", **OF_REPLAY), account("b", replay={"days": 7, "unreadable": "refused"})],
        [account(name, item("user", name, "extra")) for name in HOSTILE],
    ],
)
def test_the_document_is_what_the_published_schema_says(accounts: list[Any]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(built(*accounts))


@pytest.mark.parametrize(
    ("objects", "status"),
    [
        ([], "ok"),
        (calm(3), "ok"),
        ([EXTRA], "ok"),
        ([UNSURE], "ok"),
        ([PORT], "drift"),
        ([MISSING], "drift"),
        ([BY_HAND], "drift"),
    ],
)
def test_an_account_differs_when_something_is_to_be_done(objects: list[Any], status: str) -> None:
    assert only(account("acorn", *objects))["status"] == status


def test_an_account_that_could_not_be_looked_at_is_an_error_with_its_reason() -> None:
    found = only({"name": "acorn", "error": "the API answered 503"})
    assert (found["status"], found["error"]) == ("error", "the API answered 503")


def test_an_account_of_which_nothing_came_back_is_an_error_and_never_in_sync() -> None:
    found = only({"name": "acorn"})
    assert found["status"] == "error"
    assert "nothing is known" in found["error"]


def test_a_site_that_would_be_refused_is_an_error_and_its_objects_are_still_told() -> None:
    found = only(account("acorn", PORT, UNSURE, problems=["a[0]: 2 roles have this name", "b: no"]))
    assert (found["status"], len(found["objects"])) == ("error", 2)
    assert found["error"] == "an apply would be refused: a[0]: 2 roles have this name (and 1 more)"


def test_what_needs_attention_comes_first() -> None:
    assert [account["name"] for account in built(*several())["accounts"]] == ["cedar", "acorn", "elm", "birch"]


def test_the_totals_count_accounts_and_objects() -> None:
    totals = built(*several())["totals"]
    assert {word: totals[word] for word in ("accounts", "ok", "drift", "error")} == {
        "accounts": 4,
        "ok": 2,
        "drift": 1,
        "error": 1,
    }
    assert totals["objects"] == {
        "in_sync": 63,
        "drifted": 2,
        "missing": 1,
        "extra": 2,
        "unverifiable": 1,
        "handoff": 1,
    }


def test_a_workflow_learns_which_accounts_to_look_at() -> None:
    told = document.summary(built(*several()))
    assert (told["drifted_accounts"], told["failed_accounts"]) == (["acorn"], ["cedar"])


def test_a_side_that_is_not_known_is_left_out_and_not_null() -> None:
    (found,) = only(account("acorn", MISSING))["objects"]
    assert found["fields"][1] == {"name": "route", "after": "Exchange on-premises"}


def test_what_to_do_is_said_in_short_sentences() -> None:
    of_all = account("acorn", PORT, MISSING, BY_HAND, UNSURE, EXTRA, **OF_MAIL)
    refused = account("birch", problems=["mimecast_site.users[0]: no"])
    accounts = [of_all, refused, {"name": "cedar", "error": "503"}, account("elm", EXTRA), account("fir", UNSURE)]
    texts = [found["advice"] for found in built(*accounts)["accounts"]]
    sentences = [sentence for text in [*texts, decisions.LATER_NOTE] for sentence in re.split(r"(?<=\.) ", text)]
    assert [sentence for sentence in sentences if len(sentence.split()) > 17 or ";" in sentence] == []


@pytest.mark.parametrize(
    ("objects", "words"),
    [
        ([PORT], "Run mailops.mimecast.site"),
        ([BY_HAND], "Carry out the steps in the Administration Console"),
        ([EXTRA], "The account matches its site file, so it is in sync. What only the account has is not drift"),
        ([UNSURE], "Nothing differs in what could be read"),
        ([], "Nothing to do."),
    ],
)
def test_each_account_says_what_to_do(objects: list[Any], words: str) -> None:
    assert only(account("acorn", *objects))["advice"].startswith(words)


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (
            {"failed": True, "msg": "listUsers: the API answered 503", "api": {"reads": 1}},
            "listUsers: the API answered 503",
        ),
        ({"skipped": True}, "nothing is known about this account"),
        ({}, "nothing is known about this account"),
    ],
)
def test_a_result_that_says_nothing_of_objects_is_an_error_with_its_message(result: Any, said: str) -> None:
    found = only({"name": "acorn", "result": result})
    assert (found["status"], found["objects"]) == ("error", [])
    assert found["error"].startswith(said)


# --- Who changed it --------------------------------------------------------------------------------------------------


def event(time: str, text: str, named: str = "") -> dict[str, str]:
    """An audit event."""
    return {"time": time, "user": "sam@example.com", "kind": "Changed", "text": text, "object": named, "category": "x"}


def test_an_object_is_changed_by_whom_events_name_the_earliest_first() -> None:
    events = [
        event("2026-11-22T09:00:00+0000", "route 'Exchange on-premises'"),
        event("2026-11-20T09:00:00+0000", "exchange ON-premises: port"),
    ]
    found = only({**account("acorn", PORT), "events": events})
    assert [event["time"] for event in found["objects"][0]["changed_by"]] == [
        "2026-11-20T09:00:00+00:00",
        "2026-11-22T09:00:00+00:00",
    ]
    assert found["since"] == "2026-11-20T09:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("route 'Exchange on-premises-2'", ""),
        ("route 'my.Exchange on-premises'", ""),
        ("route 'Exchange on-premises'", "Exchange DR"),
        ("nothing at all", "Exchange on-premises"),
    ],
)
def test_an_event_of_another_object_says_nothing(text: str, named: str) -> None:
    found = only({**account("acorn", PORT), "events": [event("2026-11-22", text, named)]})
    assert (found["objects"][0]["changed_by"], found["since"]) == ([], None)


def test_events_that_stand_in_the_result_count() -> None:
    story = event("2026-11-22T09:00:00+0000", "route 'Exchange on-premises'")
    found = only(account("acorn", PORT, events=[story]))
    assert found["objects"][0]["changed_by"] == [
        {"time": "2026-11-22T09:00:00+00:00", "user": "sam@example.com", "kind": "Changed", "api": False}
    ]


def test_an_object_in_sync_has_no_story() -> None:
    same = {**PORT, "status": "in_sync"}
    found = only({**account("acorn", same), "events": [event("2026-11-22", "'Exchange on-premises'")]})
    assert found["objects"][0]["changed_by"] == []


# --- From the results of tasks ---------------------------------------------------------------------------------------


def task(operation: str, name: str, resource: str = "sender_group", manual: bool = False) -> dict[str, Any]:
    """The result of a task with one change."""
    plan = {"operation": operation, "resource": resource, "name": name, "where": "x", "before": {}, "after": {}}
    marks = {"fingerprint": "f", "resource": resource, "name": name, "where": "x", "steps": ["Save."]}
    return {"plan": [plan], "manual": [marks] if manual else [], "entries": [{"name": name}, {"name": "Calm"}]}


@pytest.mark.parametrize(
    ("operation", "status"),
    [("create", "missing"), ("update", "drifted"), ("delete", "drifted"), ("hand_off", "handoff")],
)
def test_what_a_task_would_do_is_the_state_of_its_object(operation: str, status: str) -> None:
    found = predictions.of_tasks([("sender_group", task(operation, "Vendors"))])["objects"]
    assert {entry["name"]: entry["status"] for entry in found} == {"Vendors": status, "Calm": "in_sync"}


def test_an_update_that_a_person_has_to_make_is_by_hand() -> None:
    found = predictions.of_tasks([("sender_group", task("update", "Vendors", manual=True))])
    states = {entry["name"]: entry["status"] for entry in found["objects"]}
    assert states["Vendors"] == "handoff"


def test_of_two_tasks_about_one_object_the_one_that_found_something_counts() -> None:
    before, after = task("update", "Vendors"), {"plan": [], "entries": [{"name": "Vendors"}]}
    found = predictions.of_tasks([("sender_group", before), ("sender_group", after)])["objects"]
    assert [entry["status"] for entry in found if entry["name"] == "Vendors"] == ["drifted"]


def test_a_task_over_a_whole_site_tells_of_objects_of_every_type() -> None:
    result = {
        "plan": task("update", "Mail", resource="delivery_route")["plan"],
        "unchanged": {
            "delivery_routes": ["Relay"],
            "delivery_route_policies": ["Mail"],
            "users": ["jo@example.com"],
        },
    }
    found = predictions.of_tasks([("site_preflight", result)])["objects"]
    assert {(entry["resource"], entry["name"]): entry["status"] for entry in found} == {
        ("delivery_route", "Mail"): "drifted",
        ("delivery_route", "Relay"): "in_sync",
        ("delivery_route_policy", "Mail"): "in_sync",
        ("user", "jo@example.com"): "in_sync",
    }


# --- Values as text --------------------------------------------------------------------------------------------------


@given(st.text())
def test_visible_text_holds_nothing_that_acts(text: str) -> None:
    assert wording.visible(text).isprintable()


@given(st.text().filter(str.isprintable))
def test_what_can_be_seen_stays_as_it_is(text: str) -> None:
    assert wording.visible(text) == text


def test_lists_have_a_line_for_each_item_and_maps_a_row_for_each_setting_that_differs() -> None:
    assert values.rows({"name": "members", "before": [], "after": [{"member": "a.example", "note": "CHG-1"}, "b"]}) == [
        {"setting": "members", "before": [], "after": ["a.example (note: CHG-1)", "b"], "same": 0}
    ]
    before, after = {"type": "group", "group": "VIP"}, {"type": "group", "group": "Board", "x": True}
    assert values.rows({"name": "applies_to", "before": before, "after": after}) == [
        {"setting": "applies_to.group", "before": ["VIP"], "after": ["Board"], "same": 0},
        {"setting": "applies_to.x", "before": None, "after": ["true"], "same": 0},
    ]


def test_items_that_stay_are_counted_so_that_nothing_looks_empty() -> None:
    same = {**MEMBERS, "before": {"members": []}, "counts": {"members": 3}}
    found = only(account("acorn", same))["objects"][0]["fields"][0]
    assert found["same"] == 3
    assert (values.rows(found)[0]["before"], values.rows(found)[0]["same"]) == ([], 3)
    assert "# members: 3 more stay as they are" in markdown.markdown(built(account("acorn", same)))


# --- Markdown --------------------------------------------------------------------------------------------------------


def test_markdown_tells_what_differs_as_a_diff() -> None:
    text = markdown.markdown(built(account("acorn", MEMBERS)))
    assert (
        "```diff\n members:\n-- partner.example\n+- {member: spammer@bad.example, note: CHG-1}\n+- worse.example\n```"
        in text
    )


def test_markdown_lists_what_to_do_by_hand() -> None:
    text = markdown.markdown(built(account("acorn", BY_HAND)))
    assert all(f"- [ ] `{step}`" in text for step in STEPS)


def test_markdown_only_counts_accounts_that_are_calm() -> None:
    text = markdown.markdown(built(account("acorn", PORT), account("birch", *calm(9)), account("elm")))
    assert "2 more accounts in sync" in text
    assert "birch" not in text


def test_mail_that_is_not_as_it_should_be_makes_an_account_differ_and_is_told() -> None:
    report = built(account("a", *calm(2), **OF_MAIL))
    assert (report["accounts"][0]["status"], report["accounts"][0]["objects"][0]["status"]) == ("drift", "in_sync")
    assert report["accounts"][0]["advice"].startswith("Correct what the report says about its mail")
    text = markdown.markdown(report)
    for line in (
        "### Mail tests that do not hold",
        "A partner may write: expected refused: false, got true, decided by",
        "\n\nCorrect the policies for this mail, or what the test expects.\n",
        "Mail from partner.example to everyone: permitted -> nothing",
        "high: sender group Permitted senders: gmail.com is permitted, where anybody can get an address",
    ):
        assert line in text
    assert "Spam stays out" not in text


def test_mail_that_only_warns_is_told_and_no_drift() -> None:
    report = built(account("a", *calm(2), **{**OF_MAIL, "amiss": []}))
    assert report["accounts"][0]["status"] == "ok"
    assert "### Lint" in markdown.markdown(report)


def test_what_applying_would_have_done_to_real_mail_is_told_with_an_example_and_is_no_drift() -> None:
    report = built(account("a", *calm(2), **OF_REPLAY))
    assert report["accounts"][0]["status"] == "ok"
    text = markdown.markdown(report)
    for line in (
        "### What applying the site file would have done to the mail of the last days",
        "of 312 messages since 2026-11-20T00:00:00+0000, 14 would be treated differently, 1 may",
        "14 messages, such as ann@partner.example to jo@example.com: nothing known refuses it -> refused by blocked",
        "### What mail shows about open rules, for mail_rules of the site file",
        "reading b of S7 is excluded: ann@partner.example to jo@example.com: taken",
        "1 message, such as <> to sam@example.com: greylisted -> perhaps nothing known refuses it",
    ):
        assert line in text


def test_of_an_account_that_is_in_sync_no_mail_is_told_that_shows_nothing() -> None:
    in_sync = {**OF_REPLAY, "plan": []}
    assert "reading b of S7" in markdown.markdown(built(account("a", *calm(2), **in_sync)))
    silent = {"plan": [], "replay": {**OF_REPLAY["replay"], "mail_rules": []}}
    assert built(account("a", *calm(2), **silent))["accounts"][0]["mail"]["replay"] is None


def test_mail_that_could_not_be_read_is_told_without_any_count() -> None:
    report = built(account("a", *calm(2), plan=[], replay={"days": 7, "unreadable": "searchMessages: refused"}))
    assert report["accounts"][0]["mail"]["replay"] == {"days": 7, "unreadable": "searchMessages: refused"}
    assert "not known, mail could not be read: searchMessages: refused" in markdown.markdown(report)


def test_a_long_change_is_cut_in_markdown_and_says_so() -> None:
    long = {**MEMBERS, "after": {"members": [f"d{number}.example" for number in range(500)]}}
    lines = markdown.markdown(built(account("acorn", long))).splitlines()
    assert len(lines) < 70
    assert any("more lines, see drift.json" in line for line in lines)


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_that_comes_from_an_account_is_markup_in_markdown(name: str) -> None:
    markdown_it = pytest.importorskip("markdown_it")
    hostile = item(
        "user", name, "drifted", "update", before={"name": [name]}, after={"name": name}, reason=name, where=name
    )
    report = built(
        {"name": name, "region": name, "error": name, "result": {"objects": [hostile], "warnings": [name]}},
        account("b", {**BY_HAND, "manual": {"fingerprint": name, "steps": [name]}}, unreadable={name: name}),
    )
    text = markdown.markdown({**report, "title": name})
    assert all(character.isprintable() or character == "\n" for character in text)
    page = markdown_it.MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    tags = {tag.strip("</>").split(" ")[0] for tag in re.findall(r"<[^>]*>", page)}
    assert tags <= {"h1", "h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "pre", "ul", "li"}


# --- Files -----------------------------------------------------------------------------------------------------------


def run(directory: Path, formats: Any = ("json", "md", "html")) -> dict[str, Any]:
    """Write the report over the samples."""
    result: dict[str, Any] = files.run(
        {"title": "Drift", "accounts": several(), "directory": str(directory), "formats": list(formats)}
    )
    return result


def test_the_files_are_written_for_owner_and_group_and_nothing_else_is_left(tmp_path: Path) -> None:
    run(tmp_path)
    result = run(tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["drift.html", "drift.json", "drift.md"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o640}
    assert result["files"] == {name.rpartition(".")[2]: str(tmp_path / name) for name in names}
    assert result["msg"] == "4 accounts: 2 in sync, 1 with drift, 1 not checked"
    assert not result["changed"]


def test_only_the_formats_asked_for_are_written(tmp_path: Path) -> None:
    assert list(run(tmp_path, ["md"])["files"]) == ["md"]
    assert [path.name for path in tmp_path.iterdir()] == ["drift.md"]


def test_without_formats_the_directory_is_only_checked(tmp_path: Path) -> None:
    assert run(tmp_path, [])["files"] == {}
    with pytest.raises(Failure, match=r"^directory: .*absent does not exist; create it first$"):
        run(tmp_path / "absent", [])


def test_a_report_that_cannot_be_written_leaves_the_former_one_whole(tmp_path: Path) -> None:
    run(tmp_path, ["json"])
    former = (tmp_path / "drift.json").read_text(encoding="utf-8")
    (tmp_path / "drift.md").mkdir()
    with pytest.raises(Failure, match=r"drift\.md cannot be written: "):
        run(tmp_path, ["md"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["drift.json", "drift.md"]
    assert (tmp_path / "drift.json").read_text(encoding="utf-8") == former

# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""drift.html in a browser: what a person sees and does."""

from __future__ import annotations

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model import wording
from ansible_collections.mailops.mimecast.plugins.module_utils._report import document, history
from ansible_collections.mailops.mimecast.tests.unit.in_browser.seen import Show, cards, click, search, shown
from ansible_collections.mailops.mimecast.tests.unit.report_samples import (
    BY_HAND,
    EXTRA,
    HOSTILE,
    MEMBERS,
    MISSING,
    NEED_A_PERSON,
    OF_MAIL,
    PORT,
    STEPS,
    account,
    breaking,
    item,
    several,
    sixty,
)


def test_the_overview_shows_every_account_those_that_need_attention_first(show: Show) -> None:
    seen = show(*several())
    assert shown(seen) == ["cedar", "acorn", "elm", "birch"]
    assert seen.value("[...document.querySelectorAll('.tile b')].map(node => node.textContent)") == ["4", "1", "1", "2"]
    assert "2026-11-23 03:00 UTC" in seen.value("document.getElementById('when').textContent")


def test_the_first_screen_names_every_account_that_needs_a_person(show: Show) -> None:
    seen = show(*sixty(), height=800)
    in_sight = seen.value(
        "[...document.querySelectorAll('#names a, .tile, .decision .about, .decision .who')].filter(node => {"
        "const box = node.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; })"
        ".map(node => node.textContent)"
    )
    assert [name for name in NEED_A_PERSON if name not in in_sight] == []
    assert in_sight[:4] == ["60 accounts", "2 not checked, 1 unusable file", "8 with drift", "50 in sync"]
    assert {
        "delivery routeold-server: hostname: 192.0.2.9, wanted mx",
        "4 accounts: cust05, cust12, cust19, cust26",
    } <= set(in_sight)
    assert "listUsers: the API answered 503" in in_sight


def test_accounts_in_sync_are_one_line_until_it_is_opened(show: Show) -> None:
    seen = show(*sixty())
    assert seen.value("document.querySelector('.calm > summary').textContent") == "50 accounts in sync"
    assert not seen.value("document.getElementById('/cust01').checkVisibility()")
    click(seen, ".calm > summary")
    assert seen.value("document.getElementById('/cust01').checkVisibility()")


def test_a_decision_shows_what_differs_once_and_copies_its_command(show: Show) -> None:
    seen = show(*sixty())
    seen.value(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async text => { window.taken = text; }}});"
        "[...document.querySelectorAll('.decision > summary')].find(node => node.textContent.includes('old-server'))"
        ".click()"
    )
    wait = "new Promise(done => setTimeout(() => done({}), 100))"
    assert seen.value(
        wait.format("[...document.querySelectorAll('.decision[open] .side')].map(n => n.textContent)")
    ) == [
        "192.0.2.9",
        "mx",
    ]
    click(seen, ".decision[open] .command button")
    assert seen.value(wait.format("window.taken")).endswith(
        "--limit cust05,cust12,cust19,cust26 --tags delivery_routing --check --diff"
    )


def test_a_mail_test_that_fails_begins_with_its_name_and_says_what_to_do(show: Show) -> None:
    seen = show(account("acorn", **OF_MAIL), width=360)
    assert seen.value("document.querySelector('.decision .about').textContent") == "mail testA partner may write"
    assert seen.value("document.querySelector('.decision .why').textContent") == "expected refused: false, got true"
    click(seen, ".decision > summary")
    wait = "new Promise(done => setTimeout(() => done({}), 100))"
    advice = "Correct the policies for this mail, or what the test expects."
    assert seen.value(wait.format("document.querySelector('.decision .next').textContent")).startswith(advice)
    cards(seen)
    assert seen.value("document.querySelector('.account .next').textContent") == advice


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
def test_what_breaks_a_mail_test_stands_in_its_line_and_right_below_it(show: Show, width: int, height: int) -> None:
    seen = show(account("acorn", PORT, MEMBERS, MISSING, **breaking(MISSING)), width=width, height=height)
    first, second = seen.value(
        "[...document.querySelectorAll('.decision')].slice(0, 2).map(node => {"
        "const box = node.getBoundingClientRect(); const words = name => {"
        "const found = node.querySelector(name); return found && found.checkVisibility() ? found.textContent : ''; };"
        "return {top: box.top, bottom: box.bottom, about: words('.about'), cause: words('.cause'),"
        "breaks: words('.breaks')}; })"
    )
    assert first["cause"] == "Broken by delivery route policy Inbound to Exchange"
    assert (second["about"], second["breaks"]) == ("delivery route policyInbound to Exchange", "breaks a mail test")
    assert 0 <= second["top"] - first["bottom"] <= 2
    assert second["bottom"] <= height


OPENED = "new Promise(done => setTimeout(() => done({}), 100))"
"""A value after what is open has been filled."""


def test_a_mail_test_says_how_to_fix_it_before_how_to_look_again(show: Show) -> None:
    seen = show(account("acorn", PORT, MISSING, **breaking(MISSING)))
    click(seen, ".decision > summary")
    told = "[...document.querySelectorAll('.decision[open] .inside :is(.does, code:not(.does code))')]"
    words, fix, again, look = seen.value(OPENED.format(f"{told}.map(node => node.textContent)"))
    assert words == "See what a fix would change. Without --check, the same command makes the fix:"
    assert fix.endswith("mailops.mimecast.site --limit acorn --tags delivery_routing --check --diff")
    assert again == "Look again:"
    assert look.endswith("mailops.mimecast.drift --limit acorn")
    assert "number 1 under mail_tests in the variable mimecast_site" in seen.value(
        "document.querySelector('.decision[open] .inside').textContent"
    )


def test_what_breaks_a_mail_test_is_a_link_to_its_line(show: Show) -> None:
    seen = show(account("acorn", PORT, MISSING, **breaking(MISSING)), width=360, height=500)
    click(seen, ".decision > summary")
    assert seen.value(OPENED.format("document.querySelector('.decision[open] .next').textContent")) == (
        "Fix what breaks this test, or change what it expects. What breaks it: "
        "delivery route policy Inbound to Exchange"
    )
    click(seen, ".decision[open] .next a")
    line = seen.value(
        OPENED.format(
            "(node => { const box = node.getBoundingClientRect(); return [node.querySelector('b').textContent, "
            "node.parentNode.open, box.top >= 0 && box.bottom <= innerHeight]; })(document.activeElement)"
        )
    )
    assert line == ["Inbound to Exchange", True, True]
    assert seen.value("document.querySelector('.decision').open")


def test_of_many_differences_that_break_a_mail_test_the_first_are_links(show: Show) -> None:
    many = [{**MISSING, "name": f"Policy {number}"} for number in range(60)]
    seen = show(account("acorn", *many, **breaking(*many)))
    click(seen, ".decision > summary")
    line = "document.querySelector('.decision[open] .next')"
    count, text = seen.value(OPENED.format(f"[{line}.querySelectorAll('a').length, {line}.textContent]"))
    assert (count, text[-12:]) == (5, " and 55 more")


def test_a_mail_test_that_fails_has_the_colour_of_an_error(show: Show) -> None:
    seen = show(account("acorn", MISSING, **breaking(MISSING)), {"name": "birch", "error": "503"})
    error, mail, missing = seen.value(
        "['error', 'mail', 'missing'].map(name => getComputedStyle("
        "document.querySelector('.decision .' + name + '.badge')).color)"
    )
    assert error == mail != missing


def test_short_values_stand_in_the_line_and_are_not_torn_from_each_other_on_a_phone(show: Show) -> None:
    port = {**PORT, "before": {"port": 2525}, "after": {"port": 25}}
    seen = show(account("acorn", port), width=360)
    text, lines = seen.value(
        "(node => [node.textContent, node.getBoundingClientRect().height / parseFloat("
        "getComputedStyle(node).lineHeight)])(document.querySelector('.decision .differs'))"
    )
    assert (text, round(lines)) == ("port: 2525, wanted 25", 1)


def test_the_numbers_of_new_differences_add_up_to_that_of_the_page(show: Show) -> None:
    former = document.document("Drift", "2026-11-22T03:00:00Z", [account("acorn", PORT), account("birch")])
    new = account("acorn", PORT, EXTRA, MISSING, **breaking(MISSING))
    seen = show(new, account("birch", EXTRA), former=former)
    assert "3 new, 1 still there, 0 gone; mail tests" in seen.value("document.getElementById('versus').textContent")
    badges = seen.value("[...document.querySelectorAll('.decision > summary .fresh')].map(node => node.textContent)")
    assert badges == ["new", "2 new"]


def test_who_changed_what_in_which_account_is_told_when_a_line_of_several_is_opened(show: Show) -> None:
    event = {"time": "2026-11-21T09:00:00+0000", "user": "sam@example.com", "kind": "Route Changed", "object": ""}
    told = {"events": [{**event, "text": "'Exchange on-premises': port"}], "audited_days": 30}
    seen = show(account("acorn", PORT, **told), account("birch", PORT, audited_days=0))
    assert seen.value("document.querySelector('.since').textContent") == (
        "changed on 2026-11-21 by sam@example.com in acorn"
    )
    click(seen, ".decision > summary")
    assert seen.value(
        OPENED.format("[...document.querySelectorAll('.decision li')].map(node => node.textContent)")
    ) == [
        "acorn: Last changed in the account by sam@example.com on 2026-11-21 09:00 UTC: Route Changed.",
        "birch: Not known who changed it. ",
    ]


def test_accounts_in_sync_are_named_while_they_are_few(show: Show) -> None:
    assert "In sync: elm, birch" in show(*several()).value("document.getElementById('names').innerText")
    assert "In sync" not in show(*sixty()).value("document.getElementById('names').innerText")


def test_what_needs_no_decision_stands_clearly_apart_from_what_does(show: Show) -> None:
    seen = show(account("acorn", PORT, EXTRA))
    card, heading, note = seen.value(
        "['.decisions', '#decisions > h3', '#decisions > h3 + p'].map(name => "
        "(box => [box.top, box.bottom])(document.querySelector(name).getBoundingClientRect()))"
    )
    assert heading[0] - card[1] >= 24 > 4 >= note[0] - heading[1]


def test_nothing_moves_for_who_asks_for_that(show: Show) -> None:
    seen = show(account("acorn", PORT))
    assert seen.value("matchMedia('(prefers-reduced-motion: reduce)').matches")
    assert seen.value(
        "getComputedStyle(document.querySelector('.decision > summary'), '::before').transitionProperty"
    ) == ("none")


def test_a_mail_test_that_no_difference_breaks_says_so_in_its_line(show: Show) -> None:
    seen = show(account("acorn", PORT, **breaking()))
    assert seen.value("document.querySelector('.cause').textContent").startswith("Not broken by the differences below")
    assert seen.value("document.querySelectorAll('.breaks').length") == 0


def test_an_object_names_the_mail_tests_that_it_breaks(show: Show) -> None:
    seen = show(account("acorn", MISSING, **breaking(MISSING)))
    cards(seen)
    assert seen.value("document.querySelector('.account p.breaks').textContent") == (
        "Breaks mail test A partner may write."
    )
    search(seen, "a partner may")
    assert cards(seen) == ["Inbound to Exchange"]


def test_the_account_of_a_decision_stands_beside_its_state_on_a_phone(show: Show) -> None:
    long = {**PORT, "name": "Exchange " * 12}
    seen = show(account("acorn", long, MISSING, **breaking(MISSING)), *sixty(), width=360, height=740)
    apart = seen.value(
        "[...document.querySelectorAll('.decision')].filter(node => {"
        "const [state, who, about] = ['.badge', '.who', '.about'].map(name => "
        "node.querySelector(name).getBoundingClientRect());"
        "return !(who.width && who.left >= state.right && who.right <= innerWidth && who.top < state.bottom && "
        "who.bottom <= about.top); }).map(node => node.textContent)"
    )
    assert apart == []
    assert seen.value("document.querySelector('.decision:has(.cause) .who').textContent") == "acorn"


def test_when_an_object_was_changed_and_when_that_was_first_reported_are_told_apart(show: Show) -> None:
    event = {"time": "2026-11-21T09:00:00+0000", "user": "sam@example.com", "kind": "Route Changed", "object": ""}
    told = {"events": [{**event, "text": "'Exchange on-premises': port"}], "audited_days": 30}
    former = document.document("Drift", "2026-11-22T03:00:00Z", [account("acorn", PORT)])
    seen = show(account("acorn", PORT, MISSING, **told), former=former)
    assert seen.value("[...document.querySelectorAll('.since')].map(node => node.textContent)") == [
        "changed on 2026-11-21 by sam@example.com; first reported on 2026-11-22"
    ]
    cards(seen)
    assert seen.value("[...document.querySelectorAll('.account .told')].map(node => node.textContent)") == [
        "Last changed in the account by sam@example.com on 2026-11-21 09:00 UTC: Route Changed. "
        "First reported on 2026-11-22 03:00 UTC.",
        "Who changed it is not known: no audit event of the last 30 days names it. New in this report.",
    ]


def test_a_decision_and_its_object_show_who_changed_it_and_when(show: Show) -> None:
    event = {"time": "2026-11-21T09:00:00+0000", "user": "sam@example.com", "kind": "Route Changed", "object": ""}
    told = {"events": [{**event, "text": "'Exchange on-premises': port"}], "audited_days": 30}
    seen = show(account("acorn", PORT, **told))
    assert seen.value("document.querySelector('.since').textContent") == "changed on 2026-11-21 by sam@example.com"
    cards(seen)
    assert seen.value("document.querySelector('.account .told').textContent") == (
        "Last changed in the account by sam@example.com on 2026-11-21 09:00 UTC: Route Changed."
    )


def test_that_nobody_read_the_audit_log_is_said_where_the_decisions_begin(show: Show) -> None:
    seen = show(account("acorn", PORT))
    assert history.NOT_ASKED in seen.value("document.getElementById('names').textContent")


def test_what_only_the_account_has_says_that_it_asks_nothing(show: Show) -> None:
    seen = show(account("elm", EXTRA))
    assert "You do not have to do anything here" in seen.value("document.getElementById('decisions').textContent")
    assert "1 with remarks that are not drift" in seen.value("document.querySelector('.calm > summary').textContent")
    cards(seen)
    assert seen.value("document.querySelector('.account .inside > p').textContent").startswith(
        "The account matches its site file, so it is in sync."
    )


def test_the_page_can_be_printed_on_a_phone(show: Show) -> None:
    seen = show(*several(), width=360)
    assert seen.value("document.getElementById('print').checkVisibility()")
    assert seen.value("document.documentElement.scrollWidth <= innerWidth")


def test_a_link_opens_the_page_at_an_object_also_of_an_account_in_sync(show: Show) -> None:
    seen = show(*(account(f"cust{number:02}", MEMBERS) for number in range(30)), account("calm", EXTRA))
    for link in ("/cust21/sender_groups/Blocked~20Senders", "/calm/delivery_routes/Old~20relay"):
        seen.value(f"location.hash = '{link}'")
        found = seen.value(
            "new Promise(done => setTimeout(() => { const box = document.activeElement.getBoundingClientRect();"
            "done([document.activeElement.id, box.top >= 0 && box.top < innerHeight]); }, 300))"
        )
        assert found == [link, True]


def test_a_link_beats_a_filter_that_would_hide_its_object(show: Show) -> None:
    seen = show(account("acorn", MEMBERS), account("birch", PORT))
    search(seen, "birch")
    seen.value("location.hash = '/acorn/sender_groups/Blocked~20Senders'")
    assert seen.value("new Promise(done => setTimeout(() => done(document.activeElement.id), 200))").startswith(
        "/acorn/"
    )


def test_what_is_new_since_an_earlier_report_is_marked_and_what_is_gone_is_named(show: Show) -> None:
    former = document.document("Drift", "2026-11-22T03:00:00Z", [account("acorn", PORT, BY_HAND)])
    seen = show(account("acorn", PORT, MEMBERS), former=former)
    assert seen.value("document.querySelector('#versus summary').textContent") == (
        "Since the report of 2026-11-22 03:00 UTC: 1 new, 1 still there, 1 gone."
    )
    assert seen.value("document.querySelector('#versus li').textContent") == "attachment set Image control (acorn)"
    click(seen, '[data-filter=change][data-value="new"]')
    assert cards(seen) == ["Blocked Senders"]


def test_accounts_are_filtered_by_their_state_and_a_second_click_takes_it_back(show: Show) -> None:
    seen = show(*several())
    click(seen, ".tile.drift")
    assert shown(seen) == ["acorn"]
    assert seen.value("document.querySelector('.tile.drift').getAttribute('aria-pressed')") == "true"
    click(seen, ".tile.drift")
    assert len(shown(seen)) == 4


def test_objects_are_filtered_by_state_by_type_and_by_text(show: Show) -> None:
    seen = show(*several())
    click(seen, '[data-filter=status][data-value="extra"]')
    assert (shown(seen), cards(seen)) == (["acorn", "elm"], ["Old relay", "Old relay"])
    click(seen, "#clear")
    seen.value(
        "(() => { const type = document.getElementById('type'); type.value = 'sender_groups';"
        "type.dispatchEvent(new Event('change')); })()"
    )
    assert cards(seen) == ["Blocked Senders"]
    click(seen, "#clear")
    search(seen, "  WORSE.example ")
    assert (shown(seen), cards(seen)) == (["acorn"], ["Blocked Senders"])
    search(seen, "503")
    assert shown(seen) == ["cedar"]
    search(seen, "nothing has this")
    assert shown(seen) == []
    assert not seen.value("document.getElementById('none').hidden")


def test_both_sides_of_a_setting_stand_side_by_side_with_what_comes_and_goes_marked(show: Show) -> None:
    seen = show(account("acorn", MEMBERS))
    cards(seen)
    assert seen.value("[...document.querySelectorAll('.minus')].map(node => node.textContent)") == ["partner.example"]
    assert seen.value("[...document.querySelectorAll('.plus')].map(node => node.textContent)") == [
        "spammer@bad.example (note: CHG-1)",
        "worse.example",
    ]
    left, right = seen.value("[...document.querySelectorAll('td')].map(node => node.getBoundingClientRect().top)")
    assert left == right


def test_the_steps_of_a_hand_off_are_copied(show: Show) -> None:
    seen = show(account("acorn", BY_HAND))
    cards(seen)
    seen.send("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])

    def copied(selector: str) -> str:
        click(seen, selector)
        text: str = seen.value(
            "new Promise(done => setTimeout("
            "() => navigator.clipboard.readText().then(done, why => done(String(why))), 150))"
        )
        return text

    assert copied(".steps button.copy") == STEPS[0]
    assert copied(".all button:first-child") == "\n".join(f"{index}. {step}" for index, step in enumerate(STEPS, 1))
    assert copied(".all button:last-child").startswith("- {fingerprint: 0123456789abcdef, by: ")
    assert seen.value("document.getElementById('said').textContent") == "Copied"


def test_copying_works_without_the_modern_clipboard(show: Show) -> None:
    seen = show(account("acorn", BY_HAND))
    cards(seen)
    seen.value("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    seen.value("document.addEventListener('copy', () => { window.taken = String(document.activeElement.value); })")
    click(seen, ".steps button.copy")
    assert seen.value("new Promise(done => setTimeout(() => done(window.taken), 100))") == STEPS[0]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_window(show: Show, width: int, scheme: str) -> None:
    wide = item("user", "x" * 300, "drifted", "update", before={"y" * 200: "z" * 500}, after={"y" * 200: ["z" * 500]})
    seen = show(*several(), account("w" * 300, wide, warnings=["v" * 300]), width=width, scheme=scheme)
    cards(seen)
    assert seen.value("document.documentElement.scrollWidth <= innerWidth")
    assert (
        seen.value(
            "[...document.querySelectorAll('.object, .object *')].filter(node => node.getBoundingClientRect().right > "
            "node.closest('.object').getBoundingClientRect().right + 1).length"
        )
        == 0
    )


def test_the_theme_follows_the_system_until_it_is_chosen(show: Show) -> None:
    seen = show(*several(), scheme="dark")
    colour = "getComputedStyle(document.body).backgroundColor"
    dark = seen.value(colour)
    click(seen, "#theme")
    assert seen.value(colour) != dark
    click(seen, "#theme")
    assert seen.value(colour) == dark


def test_an_account_opens_with_the_keyboard(show: Show) -> None:
    seen = show(*(account(f"customer-{number}", MEMBERS) for number in range(5)))
    seen.value("document.querySelector('#clear').previousElementSibling.focus()")
    seen.press("Tab", 9)
    assert seen.value("document.activeElement.tagName") == "SUMMARY"
    seen.press("Enter", 13, "\r")
    assert seen.value("document.querySelector('details.account').open")


def test_every_control_has_a_name(show: Show) -> None:
    seen = show(*several())
    cards(seen)
    tree = seen.send("Accessibility.getFullAXTree")["nodes"]
    controls = [
        node
        for node in tree
        if node.get("role", {}).get("value") in ("button", "checkbox", "combobox", "searchbox", "link")
    ]
    assert len(controls) > 15
    assert [control for control in controls if not control.get("name", {}).get("value")] == []


def test_a_hostile_name_is_shown_and_does_nothing(show: Show) -> None:
    objects = [
        item("user", name, "drifted", "update", before={name: name}, after={name: [name]}, reason=name)
        for name in HOSTILE
    ]
    seen = show(account("acorn", *objects), *({"name": name, "error": name} for name in HOSTILE))
    assert sorted(cards(seen)) == sorted(wording.visible(name) for name in HOSTILE)
    assert seen.value("document.querySelectorAll('img, main script, main a:not([href^=\"#\"])').length") == 0


def test_everything_that_needs_attention_is_open_in_print_and_closed_afterwards(show: Show) -> None:
    seen = show(*(account(f"customer-{number}", MEMBERS) for number in range(5)), account("calm"))
    opened = "document.querySelectorAll('details[open]').length"
    assert seen.value(opened) == 0
    seen.value("window.addEventListener('beforeprint', () => { window.printed = " + opened + "; })")
    assert seen.printed().startswith(b"%PDF")
    assert (seen.value("window.printed"), seen.value(opened)) == (5, 0)

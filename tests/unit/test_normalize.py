# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every normaliser gives a value one spelling, says why it refuses one, and changes nothing the second time."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling, wording
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import walk
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import List
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Scalar
from ansible_collections.mailops.mimecast.plugins.module_utils._model.spelling import tolerant
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES

SCALARS = st.one_of(
    st.text(max_size=40),
    st.integers(),
    st.booleans(),
    st.dates().map(str),
    st.emails(),
    st.ip_addresses().map(str),
    st.sampled_from(["Example.COM.", "@example.com", "*.example.com", "bücher.example", "off", "192.0.2.1/24"]),
)
NORMALIZERS: dict[tuple[str, str], spelling.Normalizer] = {
    (resource.name, field.name): field.normalize if isinstance(field, List) else field.spell
    for resource in RESOURCES.values()
    for field in walk(resource.fields)
    if isinstance(field, (Scalar, List))
}


@pytest.mark.parametrize("normalizer", NORMALIZERS.values(), ids=[".".join(key) for key in NORMALIZERS])
@settings(max_examples=40)
@given(value=SCALARS)
def test_normalising_again_changes_nothing(normalizer: spelling.Normalizer, value: Any) -> None:
    try:
        once = normalizer(value)
    except spelling.Malformed:
        return
    assert normalizer(once) == once


@pytest.mark.parametrize("normalizer", NORMALIZERS.values(), ids=[".".join(key) for key in NORMALIZERS])
@settings(max_examples=40, deadline=None)
@given(value=SCALARS)
def test_what_an_account_holds_is_never_refused(normalizer: spelling.Normalizer, value: Any) -> None:
    once = tolerant(normalizer)(value)
    assert tolerant(normalizer)(once) == once


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("Example.COM", "example.com"),
        ("example.com.", "example.com"),
        ("Bücher.Example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("faß.example", "xn--fa-hia.example"),
        ("_dmarc.example.com", "_dmarc.example.com"),
    ],
)
def test_a_domain_has_one_spelling(written: str, spelled: str) -> None:
    assert spelling.domain(written) == spelled


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("@example.com", "leave out the '@': 'example.com'"),
        ("*.example.com", "wildcard"),
        ("localhost", "such as 'example.com'"),
        ("exa mple.com", "is not a domain"),
        ("-a.example", "is not a domain"),
        ("192.0.2.1", "source_ips or hostname"),
        ("", "is not a domain"),
        ("a" * 64 + ".example", "is not a domain"),
    ],
)
def test_what_is_no_domain_is_refused_with_what_would_be_right(written: str, hint: str) -> None:
    with pytest.raises(spelling.Malformed, match=hint.replace("(", r"\(")):
        spelling.domain(written)


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("Jo.Smith@Example.COM", "jo.smith@example.com"),
        ("jo+tag@bücher.example", "jo+tag@xn--bcher-kva.example"),
        (" jo@example.com ", "jo@example.com"),
    ],
)
def test_an_address_has_one_spelling(written: str, spelled: str) -> None:
    assert spelling.address(written) == spelled


@pytest.mark.parametrize(
    "written",
    ["jo", "@example.com", "jo@", "jo@@example.com", "a b@example.com", ".jo@example.com", "hélène@a.example"],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(spelling.Malformed):
        spelling.address(written)


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("2027-01-31", "2027-01-31"),
        (datetime.date(2027, 1, 31), "2027-01-31"),
        (datetime.datetime(2027, 1, 31, 12), "2027-01-31"),
        ("2027-01-31T10:00:00+0000", "2027-01-31"),
        ("1900-01-01T00:00:00+0000", ""),
        ("2100-01-01T23:59:59+0000", ""),
        ("", ""),
    ],
)
def test_a_date_has_one_spelling(written: Any, spelled: str) -> None:
    assert spelling.date(written) == spelled


@pytest.mark.parametrize("written", ["2027-02-30", "31.01.2027", "tomorrow", "2027-1-1", "20270101"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(spelling.Malformed, match="YYYY-MM-DD"):
        spelling.date(written)


@pytest.mark.parametrize(("written", "spelled"), [("70", 70), (1, 1), (100, 100), ("off", "off"), (False, "off")])
def test_a_percentage_or_off(written: Any, spelled: Any) -> None:
    assert spelling.percentage_or_off(written) == spelled


@pytest.mark.parametrize("written", [0, 101, -1, "many", 1.5, True])
def test_what_is_no_percentage_is_refused(written: Any) -> None:
    with pytest.raises(spelling.Malformed, match="expected 1 to 100 or 'off'"):
        spelling.percentage_or_off(written)


@pytest.mark.parametrize("written", ["mail.example.com:25", "300.1.1.1", "1.2.3", "mail"])
def test_what_is_no_host_is_refused(written: str) -> None:
    with pytest.raises(spelling.Malformed):
        spelling.hostname(written)


def test_a_host_is_a_name_or_an_address_in_its_shortest_form() -> None:
    assert spelling.hostname("Mail.Example.COM.") == "mail.example.com"
    assert spelling.hostname("[2001:DB8:0::1]") == "2001:db8::1"


def test_a_refused_secret_is_not_in_the_message() -> None:
    with pytest.raises(spelling.Malformed) as refused:
        spelling.secret(["canary"])
    assert "canary" not in str(refused.value)


def test_a_value_in_a_message_shows_no_control_characters_and_has_an_end() -> None:
    shown = wording.shown("\x1b[31mred" + "x" * 200)
    assert "\x1b" not in shown
    assert len(shown) == 80


def test_the_nearest_word_is_named_whatever_its_case_or_not_at_all() -> None:
    assert wording.nearest("HOSTNMAE", ["hostname", "port"]) == ", did you mean 'hostname'?"
    assert wording.nearest("zzz", ["hostname", "port"]) == ""

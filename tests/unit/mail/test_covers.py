# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies that do the same cover mail together, and no mail that none of them fits."""

from __future__ import annotations

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.asks import (
    RECIPIENTS,
    SENDERS,
    SERVERS,
    Ask,
    Masks,
    Version,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.covers import Cover

SOME, OTHER = 0b01, 0b10
ALL = SOME | OTHER
MAIL: Masks = (ALL, ALL, ALL, ALL, ALL)


def policy(senders: int = ALL, recipients: int = ALL, servers: int | None = None) -> Version:
    """A policy that fits these classes for sure. ``servers``: None for one that names no servers."""
    named = () if servers is None else (Ask(SERVERS, {True: servers}, servers),)
    return Version(Ask(SENDERS, {True: senders}, senders), Ask(RECIPIENTS, {True: recipients}, recipients), named, ())


def test_a_policy_for_all_mail_covers_all_of_it() -> None:
    assert Cover([policy()], MAIL).is_whole


def test_policies_for_every_sender_between_them_cover_all_mail() -> None:
    assert Cover([policy(senders=SOME), policy(senders=OTHER)], MAIL).is_whole


@pytest.mark.parametrize(
    "narrow",
    [policy(senders=SOME), policy(recipients=SOME), policy(servers=SOME)],
    ids=["senders", "recipients", "servers"],
)
def test_a_policy_for_some_of_the_mail_does_not_cover_all_of_it(narrow: Version) -> None:
    cover = Cover([narrow], MAIL)
    assert not cover.is_whole
    assert cover.next_ask is not None


def test_a_policy_for_some_servers_is_whole_where_mail_comes_from_those_alone() -> None:
    assert Cover([policy(servers=SOME)], (ALL, ALL, ALL, SOME, ALL)).is_whole


def test_policies_that_fit_nothing_cover_nothing() -> None:
    cover = Cover([policy(recipients=SOME)], (ALL, ALL, OTHER, ALL, ALL))
    assert not cover.is_whole
    assert cover.next_ask is None

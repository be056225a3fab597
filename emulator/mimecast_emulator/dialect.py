# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dialects: how an emulator behaves where the sources disagree or are silent about the live service.

May not know about accounts or the API.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

MIDDLE = (
    ("email_domain", "profile_group", "address_attribute_value"),
    ("profile_group", "email_domain", "address_attribute_value"),
    ("email_domain", "address_attribute_value", "profile_group"),
    ("address_attribute_value", "email_domain", "profile_group"),
    ("profile_group", "address_attribute_value", "email_domain"),
    ("address_attribute_value", "profile_group", "email_domain"),
)
"""The orders that the middle of the scopes can have, the least specific first."""


def _lettered(*answers: str) -> Mapping[str, str]:
    return {chr(ord("a") + place): answer for place, answer in enumerate(answers)}


MAIL: Mapping[str, Mapping[str, str]] = {
    "S4": _lettered(*(", ".join(order) for order in MIDDLE)),
    "S5": _lettered(
        "the sender side decides, then the recipient side",
        "the recipient side decides, then the sender side",
        "both sides are added",
        "a policy is more specific if neither side is less specific",
    ),
    "S6": _lettered(
        "source addresses do not make a policy more specific",
        "they decide where the scopes are equally specific",
        "they count before the scopes",
    ),
    "S7": _lettered(
        "a policy that overrides is considered first, unless a more specific one overrides too",
        "it is considered before equally specific ones alone",
        "as a, and a permit that overrides lifts a block that does not",
    ),
    "M1": _lettered("an expression is found anywhere", "an expression stands for the whole"),
    "M3": _lettered(
        "a star stands for one label",
        "a star stands for one label or several",
        "a star in front stands for none, one or several labels",
    ),
    "M5": _lettered("a group is its own members", "a group is also the members of the groups below it"),
    "M8": _lettered("a sub-domain of an internal domain is external", "it is internal"),
    "P7": _lettered(
        "a permit that fits envelope and header skips greylisting",
        "it does not, for the header counts",
    ),
    "P14": _lettered(
        "what fits the envelope is decided before the header is known",
        "all policies of a type are weighed together",
    ),
    "tracking_pages": {
        "yes": "message tracking answers in pages",
        "no": "message tracking answers once, and leaves out the oldest rows of a long answer",
    },
}
"""How policies decide about mail, and how mail is shown: open in the sources, or disputed among them."""

SPELLED: Mapping[str, Mapping[str, str]] = {
    "list_key": {
        "documented": "a list of policies is called policies or definitions, as each family documents it (TF)",
        "policies": "every list of policies is called policies",
        "definitions": "every list of policies is called definitions (VELTRIX)",
    },
    "created": {
        "policyId": "the answer to a new policy names it policyId (TF accepts both)",
        "id": "it names it id",
        "both": "it names it both ways",
    },
    "route_login": {
        "flat": "a single delivery route has the members of its login beside its others (SCRAPE)",
        "nested": "it has them in smtpAuthentication (TF)",
    },
    "next_page": {
        "meta.nextPage": "a REST list tells its next page there (fixtures of TF)",
        "meta.nextPageToken": "there (TF accepts it)",
        "meta.pagination.nextPageToken": "there (TF accepts it)",
        "meta.pagination.nextPage": "there (TF accepts it)",
        "meta.pagination.next": "there (TF accepts it)",
        "nextToken": "beside the rows (AKONIS)",
    },
    "policy_dates": {
        "date": "REST policies show when they begin and end as days",
        "date-time": "they show moments",
    },
    "created_status": {"201": "REST answers 201 to what is new", "200": "it answers 200"},
    "changed_status": {
        "204": "REST answers 204 without a body to a change and a deletion",
        "200": "it answers 200 with an empty object",
    },
    "no_role": {
        "na": "the profile of a user without a role says na (SCOTT drops na, null and empty texts)",
        "null": "its role is null",
        "empty": "its role is an empty text",
        "absent": "it has no role",
    },
}
"""How answers are spelled where sources disagree."""

READINGS: Mapping[str, Mapping[str, str]] = {**MAIL, **SPELLED}
"""Question -> its answers in words; the first one is taken where nothing is said."""


@dataclass(frozen=True)
class Dialect:
    """The answer to each question; other questions have their default answer."""

    chosen: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for question, answer in self.chosen.items():
            if answer not in READINGS.get(question, {}):
                known = ", ".join(f"{name}={word}" for name, words in READINGS.items() for word in words)
                raise ValueError(f"{question}={answer} is not known, expected one of {known}")

    def answer(self, question: str) -> str:
        """The answer to a question."""
        return self.chosen.get(question, default(question))

    def says(self, question: str, answer: str) -> bool:
        """Whether this is the answer to a question."""
        return answer == self.answer(question)


def default(question: str) -> str:
    """The default answer to a question."""
    return next(iter(READINGS[question]))


def dialect_of(words: Iterable[str]) -> Dialect:
    """The dialect for words such as ``S7=b``. Raises ValueError for an unknown word."""
    pairs = (word.partition("=") for word in words)
    return Dialect({question: answer for question, _equals, answer in pairs})

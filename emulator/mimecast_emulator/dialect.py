# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the sources disagree or are silent about the live service: which side an emulator takes.

May not know about accounts or the API.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

READINGS: Mapping[str, Mapping[str, str]] = {
    "S4": {
        "console": "the order of the console's list: external, domain, group, attribute",
        "domain_last": "a group is less specific than a domain",
    },
    "S5": {
        "from_first": "the sender side decides, then the recipient side",
        "to_first": "the recipient side decides, then the sender side",
        "sum": "both sides count alike",
        "both": "a policy has to be at least as specific on both sides",
    },
    "S6": {
        "ignored": "source addresses do not make a policy more specific",
        "counts": "of policies that are as specific otherwise, one with source addresses is more specific",
    },
    "S7": {
        "first": "a policy that overrides is considered first, unless a more specific one overrides too",
        "equal": "a policy that overrides is considered before those that are equally specific",
        "lifts_blocks": "as first, and a permit that overrides lifts a block",
    },
    "M3": {
        "one_label": "a star stands for one label",
        "any_labels": "a star stands for one label or several",
    },
    "M5": {
        "own_members": "a policy on a group is for the members of the group itself",
        "sub_groups": "a policy on a group is also for the members of the groups below it",
    },
    "P14": {
        "envelope_first": "all that looks at the envelope acts before anything that looks at the header",
        "by_type": "types act in their order, whichever address they look at",
    },
    "tracking_pages": {
        "yes": "message tracking answers in pages",
        "no": "message tracking answers once, and leaves out the oldest rows of a long answer",
    },
}
"""Question -> its answers in words; the first one is taken where nothing is said. S4 to P14 are open questions of how
policies decide: what is known of them is inferred, or the sources contradict each other."""


@dataclass(frozen=True)
class Dialect:
    """The answer to each question; those that are not named are answered as by default."""

    chosen: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for question, answer in self.chosen.items():
            if answer not in READINGS.get(question, {}):
                known = ", ".join(f"{name}={word}" for name, words in READINGS.items() for word in words)
                raise ValueError(f"{question}={answer} is not known, expected one of {known}")

    def says(self, question: str, answer: str) -> bool:
        """Whether this is the answer to a question."""
        return answer == self.chosen.get(question, next(iter(READINGS[question])))


def dialect_of(words: Iterable[str]) -> Dialect:
    """The dialect that words such as ``S7=equal`` choose. Raises ValueError for one that is not known."""
    pairs = (word.partition("=") for word in words)
    return Dialect({question: answer for question, _equals, answer in pairs})

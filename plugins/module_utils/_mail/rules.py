# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known about what Mimecast does with a message: every rule with its source and how sure it is.

Data alone. Where sources are silent or disagree a rule has readings, and nothing is taken for granted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    Question,
    Reading,
    letters,
)

Status = Literal["documented", "reported", "measured", "told", "inferred", "unknown", "disputed"]


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes:
        id: S for which policy wins, M for what matches, P for the order of types. sentence: what holds, or is open.
        status: how it is known. source: where it stands. readings: all that are admissible where it is open.
    """

    id: str
    sentence: str
    status: Status
    source: str
    readings: tuple[Reading, ...] = ()

    @property
    def question(self) -> Question:
        """How the rule is to be read."""
        return Question(self.id, self.sentence, self.readings)


_ORDERS = (
    ("email_domain", "profile_group", "address_attribute_value"),
    ("profile_group", "email_domain", "address_attribute_value"),
    ("email_domain", "address_attribute_value", "profile_group"),
    ("address_attribute_value", "email_domain", "profile_group"),
    ("profile_group", "address_attribute_value", "email_domain"),
    ("address_attribute_value", "profile_group", "email_domain"),
)
_CONSOLE = {
    "email_domain": "Email Domain",
    "profile_group": "Address Groups",
    "address_attribute_value": "Address Attributes",
}
MIDDLE = {chr(ord("a") + place): order for place, order in enumerate(_ORDERS)}
"""Reading of S4 -> the types of scope in the middle, the least specific first."""


_ALL = (
    Rule(
        "S1",
        "One policy of each type acts on a message, the most specific of those that match. Types add up.",
        "documented",
        "KB 34000430148627",
    ),
    Rule(
        "S2",
        "Of impersonation protection bypass policies every one that matches acts.",
        "documented",
        "KB 34000430148627",
    ),
    Rule(
        "S3",
        "Everyone is the least specific scope, Internal Addresses comes next, Individual Email Address is the most "
        "specific.",
        "documented",
        "KB 34000430148627",
    ),
    Rule(
        "S4",
        "How specific Email Domain, Address Groups and Address Attributes are among each other. External Addresses "
        "counts as less specific than these, as in the list of the console.",
        "unknown",
        "the table of KB 34000430148627 is not public in full",
        letters(
            [f"{', '.join(_CONSOLE[kind] for kind in order)}, from the least to the most specific" for order in _ORDERS]
        ),
    ),
    Rule(
        "S5",
        "How the sender side and the recipient side count together.",
        "unknown",
        "KB 34000430148627 has an example that is not public",
        letters(
            [
                "the sender side decides, and the recipient side where that is the same",
                "the recipient side decides, and the sender side where that is the same",
                "the ranks of both sides are added",
                "a policy is more specific only if neither side is less specific",
            ]
        ),
    ),
    Rule(
        "S6",
        "Whether source IP ranges, host names or SPF domains make a policy more specific.",
        "unknown",
        "no page says so; every recipe for permitting by IP range needs Policy Override, which speaks against it",
        letters(
            [
                "they do not",
                "they decide between policies whose scopes are equally specific",
                "they count before the scopes",
            ]
        ),
    ),
    Rule(
        "S7",
        "What Policy Override does.",
        "disputed",
        "(a) KB 34000692448787, 34000805058579; (b) the API page of anti-spoofing SPF bypass policies; (c) notes of an "
        "administrator, never tested",
        letters(
            [
                "a policy with it is considered first, unless a more specific one has it too",
                "a policy with it is considered before equally specific ones alone",
                "as (a), and a permit with it also lifts a block",
            ]
        ),
    ),
    Rule(
        "S8",
        "Which of two equally specific policies acts. Delivery routing takes one at random for each message; for other "
        "types it is not known.",
        "documented",
        "KB 34000678847379, 34000756346003, DOC-1649 (delivery routing alone)",
    ),
    Rule(
        "S9",
        "A policy that is disabled, has not begun or has ended does nothing.",
        "documented",
        "KB 34000805058579, DOC-1600",
    ),
    Rule("S10", "A bi-directional policy also acts with both sides swapped.", "reported", "the API pages of policies"),
    Rule(
        "S11",
        "A policy compares the envelope from, the header from, or either of them.",
        "reported",
        "KB 34000692448787, 34000700264467",
    ),
    Rule(
        "S12",
        "A side that a new policy does not name is Everyone.",
        "documented",
        "the API page of address alteration policies",
    ),
    Rule(
        "M1",
        "A regular expression in a domain or an address stands for a part of it, or for all of it.",
        "unknown",
        "KB 34000718440467 allows them and does not say which",
        letters(["it is found anywhere", "it stands for the whole"]),
    ),
    Rule(
        "M2",
        "Of domains an exact one comes before one with a wildcard, a regular expression and a catch-all; of addresses "
        "an exact one before several (multi:), a regular expression and a catch-all.",
        "documented",
        "KB 34000718440467, DOC-1601",
    ),
    Rule(
        "M3",
        "How much a star in front of a domain stands for.",
        "disputed",
        "measured in one account (a); the list of examples in KB 34000718440467 is not public in full",
        letters(
            [
                "for exactly one label, so not for the domain itself",
                "for one label or several, not for the domain itself",
                "for none, one or several labels, so also for the domain itself",
            ]
        ),
    ),
    Rule(
        "M4",
        "A domain in a group is exactly that domain: no sub-domains, no wildcards.",
        "documented",
        "DOC-1601, KB 34000390156947",
    ),
    Rule(
        "M5",
        "Whether a policy for a group is also for the members of its sub-groups.",
        "unknown",
        "KB 34000805843219 says only that a change of a group applies to its sub-groups",
        letters(["for its own members alone", "for the members of its sub-groups too"]),
    ),
    Rule(
        "M6",
        "Mail to a distribution list matches policies of the address of the list.",
        "documented",
        "DOC-1133",
    ),
    Rule("M7", "Each recipient of a message is judged by itself.", "inferred", "follows from scopes of recipients"),
    Rule(
        "M8",
        "Internal is an address of an internal domain, external every other; open is a sub-domain of one.",
        "inferred",
        "follows from the names of the scopes",
        letters(
            ["an address of a sub-domain of an internal domain is external", "it is internal"],
        ),
    ),
    Rule(
        "M9",
        "Inside of an address alteration set a definition for an address beats one for a local part, and that one for "
        "a domain.",
        "documented",
        "KB 34000688631827",
    ),
    Rule(
        "M10",
        "Whether delivery routing and signing look at the altered recipient.",
        "unknown",
        "no source was found",
        letters(["they look at the recipient as it came", "they look at the altered recipient"]),
    ),
    Rule(
        "M11",
        "An SPF based bypass compares the connecting address with the SPF records of the domains of the policy. With "
        "ten terms or more it does nothing.",
        "documented",
        "KB 34000752076563",
    ),
    Rule(
        "M12",
        "What an SPF based bypass without any domain does.",
        "unknown",
        "no source was found",
        letters(["it lets every server pass", "it lets none pass"]),
    ),
    Rule(
        "M13",
        "Whether source IP ranges and host names of one policy both have to match.",
        "unknown",
        "no source was found",
        letters(["both have to match", "one is enough"]),
    ),
    Rule(
        "P2",
        "The order is anti-spoofing, blocks of administrators, permits of administrators, spam checks.",
        "told",
        "a flow chart of the vendor of 2012, copied at grenald9.blogspot.com/2012/10/mimecast-security-systems.html",
    ),
    Rule(
        "P3",
        "Any block beats any permit, a narrower permit too.",
        "documented",
        "KB 34000390156947, 34000417548819, 42979092709907; DOC-1388, DOC-1427",
    ),
    Rule(
        "P4",
        "A Blocked Senders policy with Take No Action is the way around a block.",
        "reported",
        "KB 42979302935955",
    ),
    Rule(
        "P6",
        "A permit skips reputation, greylisting and spam scanning.",
        "documented",
        "KB 34000390156947, DOC-1427",
    ),
    Rule(
        "P7",
        "A permit by the header alone does not skip reputation and greylisting, which know the envelope alone. Open is "
        "a permit based on both that fits both.",
        "measured",
        "a note on the dialog of the console; KB 34000700264467 (the header counts where both fit)",
        letters(["the envelope fits, so they are skipped", "the header counts, so they are not skipped"]),
    ),
    Rule(
        "P8",
        "A permit skips no anti-spoofing, virus scanning or content examination, and impersonation, URL and attachment "
        "protection by bypasses of their own alone.",
        "documented",
        "DOC-1427; cobweb KA-01155",
    ),
    Rule(
        "P9",
        "DNS authentication runs whatever is permitted.",
        "documented",
        "DOC-2546, DOC-1435, KB 34000340541587",
    ),
    Rule(
        "P11",
        "Greylisting turns away the first attempt of an unknown connecting address, envelope from and recipient, and "
        "takes one after 60 seconds and before 12 hours.",
        "documented",
        "KB 34000377381907",
    ),
    Rule(
        "P12",
        "Anti-spoofing asks no SPF record; an SPF based bypass policy does.",
        "reported",
        "KB 34000743640851",
    ),
    Rule(
        "P13",
        "A default policy refuses mail from outside to outside, except for a relay group, and one blocks the group "
        "Blocked Senders (that it compares the envelope is inferred).",
        "documented",
        "KB 34000417548819, DOC-1388",
    ),
    Rule(
        "P14",
        "Whether what fits the envelope is decided before the header is known.",
        "inferred",
        "follows from SMTP codes in KB 34000709564691 and bounce texts",
        letters(
            [
                "it is: a policy that fits the header alone comes too late to undo it",
                "all policies of a type are weighed together",
            ]
        ),
    ),
    Rule(
        "P16",
        "Without a delivery route policy mail to outside goes to the MX of its domain; mail to inside waits up to four "
        "days and bounces.",
        "documented",
        "KB 34000756346003, DOC-1649",
    ),
)
RULES: dict[str, Rule] = {rule.id: rule for rule in _ALL}

LIMITS = (
    "Whether the recipient exists, and spam, virus, content, attachment, URL and impersonation verdicts are not told: "
    "a message that nothing here refuses may still be held or refused.",
    "Permitted senders policies, inbound DNS authentication and bypass policies cannot be read; they are what the site "
    "file says.",
    "Auto Allow, personal lists of users, policies inherited from linked accounts, and address alterations outside of "
    "sets or of senders and headers are not seen.",
    "Mail from an internal sender is judged as if it came from outside and not from an address of Mimecast; what your "
    "own servers send through Mimecast is not told apart.",
    "A change takes up to five minutes to spread.",
)
"""What an answer does not tell, printed with every one."""

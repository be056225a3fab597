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
        "Of each type, only one policy acts on a message: the most specific one that matches. Policies of different "
        "types act together.",
        "documented",
        "KB 34000430148627",
    ),
    Rule(
        "S2",
        "Of impersonation protection bypass policies, every one that matches acts.",
        "documented",
        "KB 34000430148627",
    ),
    Rule(
        "S3",
        "Everyone is the least specific scope. Internal Addresses comes next. Individual Email Address is the most "
        "specific.",
        "documented",
        "KB 34000430148627",
    ),
    Rule(
        "S4",
        "In which order Email Domain, Address Groups and Address Attributes become more specific. External Addresses "
        "counts as less specific than these, as in the list of the console.",
        "unknown",
        "the table of KB 34000430148627 is not public in full",
        letters(
            [f"from the least to the most specific: {', '.join(_CONSOLE[kind] for kind in order)}" for order in _ORDERS]
        ),
    ),
    Rule(
        "S5",
        "How the sender side and the recipient side together decide which policy is more specific.",
        "unknown",
        "KB 34000430148627 has an example that is not public",
        letters(
            [
                "the sender side decides; if it is equal, the recipient side does",
                "the recipient side decides; if it is equal, the sender side does",
                "the ranks of both sides are added",
                "a policy is more specific only if neither side is less specific",
            ]
        ),
    ),
    Rule(
        "S6",
        "Whether source IP ranges, host names or SPF domains make a policy more specific.",
        "unknown",
        "no page says so. Every guide to permits by IP range needs Policy Override, which speaks against it",
        letters(
            [
                "they do not",
                "they decide between policies with equally specific scopes",
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
                "a policy with it is considered only before equally specific ones",
                "as (a), and a permit with it also lifts a block",
            ]
        ),
    ),
    Rule(
        "S8",
        "Which of two equally specific policies acts. Delivery routing takes one at random for each message. For other "
        "types it is not known.",
        "documented",
        "KB 34000678847379, 34000756346003, DOC-1649 (only for delivery routing)",
    ),
    Rule(
        "S9",
        "A policy does nothing if it is disabled, has not begun yet or has ended.",
        "documented",
        "KB 34000805058579, DOC-1600",
    ),
    Rule("S10", "A bi-directional policy also acts with both sides swapped.", "reported", "the API pages of policies"),
    Rule(
        "S11",
        "A policy compares the sender of the envelope, the sender in the header, or both.",
        "reported",
        "KB 34000692448787, 34000700264467",
    ),
    Rule(
        "S12",
        "If a new policy does not name one of its sides, that side is Everyone.",
        "documented",
        "the API page of address alteration policies",
    ),
    Rule(
        "M1",
        "Whether a regular expression has to match all of a domain or address, or only a part of it.",
        "unknown",
        "KB 34000718440467 allows them and does not say which",
        letters(["a part is enough", "it has to match all of it"]),
    ),
    Rule(
        "M2",
        "Domains are compared in this order: exact, wildcard, regular expression, catch-all. Addresses are compared in "
        "this order: exact, several (multi:), regular expression, catch-all.",
        "documented",
        "KB 34000718440467, DOC-1601",
    ),
    Rule(
        "M3",
        "What a star in front of a domain matches.",
        "disputed",
        "measured in one account (a); the list of examples in KB 34000718440467 is not public in full",
        letters(
            [
                "exactly one label, so not the domain itself",
                "one or more labels, so not the domain itself",
                "any number of labels, so also the domain itself",
            ]
        ),
    ),
    Rule(
        "M4",
        "A domain in a group matches exactly that domain: no sub-domains, no wildcards.",
        "documented",
        "DOC-1601, KB 34000390156947",
    ),
    Rule(
        "M5",
        "Whether a policy for a group also applies to the members of its sub-groups.",
        "unknown",
        "KB 34000805843219 says only that a change of a group applies to its sub-groups",
        letters(["only to the group's own members", "also to the members of its sub-groups"]),
    ),
    Rule(
        "M6",
        "Mail to a distribution list matches policies for the address of the list.",
        "documented",
        "DOC-1133",
    ),
    Rule(
        "M7",
        "Policies are applied to each recipient of a message separately.",
        "inferred",
        "follows from scopes of recipients",
    ),
    Rule(
        "M8",
        "An address of an internal domain is internal, and every other address is external. It is open which of the "
        "two an address of a sub-domain of an internal domain is.",
        "inferred",
        "follows from the names of the scopes",
        letters(
            ["it is external", "it is internal"],
        ),
    ),
    Rule(
        "M9",
        "In an address alteration set, a definition for an address comes before one for a local part, and that before "
        "one for a domain.",
        "documented",
        "KB 34000688631827",
    ),
    Rule(
        "M10",
        "Whether delivery routing and signing use the altered recipient.",
        "unknown",
        "no source was found",
        letters(["they use the original recipient", "they use the altered recipient"]),
    ),
    Rule(
        "M11",
        "An SPF based bypass compares the connecting IP address with the SPF records of the domains in the policy. If "
        "a record has ten terms or more, the bypass does nothing.",
        "documented",
        "KB 34000752076563",
    ),
    Rule(
        "M12",
        "What an SPF based bypass without any domain does.",
        "unknown",
        "no source was found",
        letters(["it lets every server pass", "it lets no server pass"]),
    ),
    Rule(
        "M13",
        "Whether the source IP ranges and the host names of one policy both have to match.",
        "unknown",
        "no source was found",
        letters(["both have to match", "one is enough"]),
    ),
    Rule(
        "P2",
        "The order is: anti-spoofing, administrators' blocks, administrators' permits, spam checks.",
        "told",
        "the vendor's flow chart of 2012, copied at grenald9.blogspot.com/2012/10/mimecast-security-systems.html",
    ),
    Rule(
        "P3",
        "Any block beats any permit, even a narrower permit.",
        "documented",
        "KB 34000390156947, 34000417548819, 42979092709907; DOC-1388, DOC-1427",
    ),
    Rule(
        "P4",
        "A Blocked Senders policy with Take No Action makes an exception to a block.",
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
        "A permit that matches only the header does not skip reputation and greylisting, which know only the envelope. "
        "It is open what a permit based on both does if both match.",
        "measured",
        "a note in the console's dialog; KB 34000700264467 (the header counts if both match)",
        letters(["the envelope matches, so they are skipped", "the header counts, so they are not skipped"]),
    ),
    Rule(
        "P8",
        "A permit does not skip anti-spoofing, virus scanning or content examination. Impersonation, URL and "
        "attachment protection are skipped only by their own bypass policies.",
        "documented",
        "DOC-1427; cobweb KA-01155",
    ),
    Rule(
        "P9",
        "DNS authentication also runs for permitted mail.",
        "documented",
        "DOC-2546, DOC-1435, KB 34000340541587",
    ),
    Rule(
        "P11",
        "Greylisting rejects the first attempt of an unknown combination of connecting IP address, envelope sender and "
        "recipient. It accepts another attempt after 60 seconds and before 12 hours.",
        "documented",
        "KB 34000377381907",
    ),
    Rule(
        "P12",
        "Anti-spoofing does not check SPF records. An SPF based bypass policy does.",
        "reported",
        "KB 34000743640851",
    ),
    Rule(
        "P13",
        "A default policy refuses mail from outside to outside, except for a relay group. Another default policy "
        "blocks the group Blocked Senders (inferred: it compares the envelope).",
        "documented",
        "KB 34000417548819, DOC-1388",
    ),
    Rule(
        "P14",
        "Whether policies that match the envelope are decided before the header is known.",
        "inferred",
        "follows from SMTP codes in KB 34000709564691 and bounce texts",
        letters(
            [
                "they are: a policy that matches only the header comes too late to undo their decision",
                "all policies of a type are compared together",
            ]
        ),
    ),
    Rule(
        "P16",
        "Without a delivery route policy, mail to outside goes to the MX of its domain. Mail to inside waits up to "
        "four days and then bounces.",
        "documented",
        "KB 34000756346003, DOC-1649",
    ),
)
RULES: dict[str, Rule] = {rule.id: rule for rule in _ALL}

LIMITS = (
    "The answer does not cover whether the recipient exists, or any spam, virus, content, attachment, URL or "
    "impersonation verdict. A message that nothing here refuses may still be held or refused.",
    "Permitted senders policies, inbound DNS authentication and bypass policies cannot be read from the account. The "
    "answer uses what the site file says.",
    "The answer does not see Auto Allow, personal lists of users, policies inherited from linked accounts, address "
    "alterations outside of sets, and alterations of senders and headers.",
    "The answer treats mail from an internal sender as if it came from outside, and not from an IP address of "
    "Mimecast. It does not know which mail your own servers send through Mimecast.",
    "A change takes up to five minutes to act everywhere.",
)
"""What an answer does not tell, printed with every one."""

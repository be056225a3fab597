# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blocked Senders policies: whose mail is rejected (CONTRACT 3.2, family blocked-senders; REFERENCE 4.3)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import (
    Console,
    Guard,
    Inquiry,
    JointGuard,
    Resource,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import listed
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import (
    gateway_policy,
    mail_flow,
    source_ranges,
)

_DEFAULT = "Default Blocked Senders Policy"
_FAMILY = gateway_policy.Family("blocked-senders", products=("policymanagement",))


def _blocks(entry: Entry) -> bool:
    return mail_flow.acts(entry) and entry.get("action") == "block_sender"


def _blocks_from_anywhere(entry: Entry) -> bool:
    return _blocks(entry) and not mail_flow.is_narrowed(entry)


def _blocks_what_comes(entry: Entry | None) -> bool:
    return entry is not None and _blocks_from_anywhere(entry) and mail_flow.takes_what_comes(entry)


def _blocks_what_leaves(entry: Entry | None) -> bool:
    return entry is not None and _blocks_from_anywhere(entry) and mail_flow.takes_what_leaves(entry)


def _everyone(before: Entry | None, after: Entry | None) -> str:
    """Refuse to block all mail that comes in; a policy that did so before may be changed otherwise."""
    if _blocks_what_comes(before) or not _blocks_what_comes(after):
        return ""
    return "would block all incoming mail; set applies_from or source_ips to the senders that you mean"


def _own_people(before: Entry | None, after: Entry | None) -> str:
    if _blocks_what_leaves(before) or not _blocks_what_leaves(after):
        return ""
    return "would block all mail that your own people send; set applies_from or source_ips to the senders that you mean"


def _together(before: Sequence[Entry], after: Sequence[Entry]) -> str:
    """Judge policies that block everybody from a part of the internet by the addresses that they cover together."""
    former, found = (_from_the_internet(policies) for policies in (before, after))
    if former or not found:
        return ""
    return f"would block all incoming mail: source_ips {found} is the whole internet; name the networks that you mean"


def _from_the_internet(policies: Sequence[Entry]) -> str:
    partial = [policy for policy in policies if _blocks(policy) and mail_flow.takes_what_comes(policy)]
    return source_ranges.whole_internet(partial)


def _sending(before: Entry | None, after: Entry | None) -> list[str]:
    """Return the domains whose mail to everybody outside a change begins to block."""
    former, found = (
        mail_flow.sending_domains(entry) if entry and _blocks_from_anywhere(entry) else [] for entry in (before, after)
    )
    return [domain for domain in found if domain not in former]


def _own_domain(mine: Collection[str], _everyone: Collection[str], domains: Collection[str]) -> str:
    own = mail_flow.own_among(mine, domains)
    return (
        f"would block what {listed(own)} sends, which is your own; set applies_to to the recipients to protect"
        if own
        else ""
    )


def _remark(before: Entry | None, after: Entry) -> str:
    inside = any(
        mail_flow.has_inside(sender) and mail_flow.has_inside(recipient)
        for sender, recipient in mail_flow.directions(after)
    )
    told = _blocks_from_anywhere(after) and inside and not _blocks_what_comes(after)
    return "blocks mail between your own people, if it passes through Mimecast" if told else ""


BLOCKED_SENDER_POLICY = Resource(
    name="blocked_sender_policy",
    plural="blocked_sender_policies",
    role="gateway_policies",
    title="blocked sender policy",
    summary="Manage Blocked Senders policies",
    doc=(
        "A Blocked Senders policy rejects mail from the senders that it applies to. With V(take_no_action), it "
        "exempts them from a wider policy. A block overrides every permit.",
        "Put single addresses and domains into the group V(Blocked Senders) "
        "(M(mailops.mimecast.mimecast_sender_group)). Use a policy for networks, wildcards and the header From.",
    ),
    notes=("The collection neither lists nor deletes the default policy, which applies the group V(Blocked Senders).",),
    console=Console("Gateway | Policies | Blocked Senders", "New Policy"),
    fields=_FAMILY.fields(
        gateway_policy.option(
            "Blocked Sender Policy",
            {"block_sender": "block_sender", "take_no_action": "no_action"},
            "What the policy does with the sender's mail.",
        )
    ),
    builtin=frozenset({_DEFAULT}),
    belongs=lambda row: row.get("description") != _DEFAULT,
    joint_guards=(JointGuard("block_everyone", _together),),
    inquiries=(
        Inquiry(
            "block_own_domain",
            _sending,
            "internal_domains",
            _own_domain,
            "whether one of the blocked domains is your own could not be read",
        ),
    ),
    remark=_remark,
    **_FAMILY.shared(guards=(Guard("block_everyone", _everyone), Guard("block_own_senders", _own_people))),
)

# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Anti-Spoofing policies: who may not pretend to be a sender (CONTRACT 3.2, family anti-spoofing)."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import Set
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import gateway_policy, mail_flow

_FAMILY = gateway_policy.Family("anti-spoofing")


def _alarm(entry: Entry) -> str:
    """Say that nobody's address is protected any more."""
    switched_off = mail_flow.acts(entry) and entry.get("action") == "take_no_action"
    if not switched_off or mail_flow.is_narrowed(entry, "hostnames"):
        return ""
    if not any(mail_flow.has_inside(sender) for sender, _recipient in mail_flow.directions(entry)):
        return ""
    return "lets anybody send as one of your own addresses: it has no source addresses and no host names"


ANTI_SPOOFING_POLICY = Resource(
    name="anti_spoofing_policy",
    plural="anti_spoofing_policies",
    role="gateway_policies",
    title="anti-spoofing policy",
    summary="Manage Anti-Spoofing policies",
    doc=(
        "An Anti-Spoofing policy rejects mail from outside whose sender claims to be one of yours. With "
        "V(take_no_action) and source addresses or host names, it lets certain servers send such mail.",
        "Anti-spoofing overrides every permit, and does not check SPF records.",
        "To let servers through by an SPF record, see M(mailops.mimecast.mimecast_anti_spoofing_bypass_policy).",
    ),
    notes=("Mimecast creates such a policy for each new internal domain, and keeps it when the domain is deleted.",),
    console=Console("Gateway | Policies | Anti-Spoofing", "New Policy"),
    fields=_FAMILY.fields(
        # Which word of the console stands for which value of the API follows from their names: inferred.
        gateway_policy.option(
            "Select Option",
            {"apply": "apply", "apply_exclude_mimecast_ips": "apply_non_mimecast", "take_no_action": "no_action"},
            "What happens to mail of the sender: V(apply) is Apply Anti-Spoofing. V(apply_exclude_mimecast_ips) does "
            "the same, except for mail that comes from Mimecast itself. V(take_no_action) lets the mail pass.",
        ),
        Set(
            "hostnames",
            (
                "Host names of the servers that the policy is limited to. O(hostnames_mode) sets what happens to "
                "names that you do not list.",
            ),
            console="Hostname(s)",
            api="hostnames",
            owned=True,
            normalize=spelling.hostname,
            default=[],
            clear=[],
            samples=(["mail.partner.example"], ["mail.partner.example", "mx.other.example"]),
        ),
    ),
    alarm=_alarm,
    **_FAMILY.shared(),
)

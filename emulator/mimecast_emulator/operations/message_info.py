# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the live service tells of one message: CONTRACT section 3.17. Members as recorded (XSOAR), values made up where
mail does not decide them.

May not know about HTTP.
"""

from __future__ import annotations

from ..account import Account, legacy_time
from ..contract import Json
from ..mail.outcomes import Tracked

MESSAGE = "message"
"""The kind of the ids of messages."""

_PART: Json = {
    "type": "Email Transmission File",
    "name": "transmission.eml",
    "extension": "eml",
    "mimeType": "message/rfc822-stubbed",
    "size": 1024,
    "hash": "0" * 64,
}
_RETENTION: Json = {
    "purgeBasedOn": "original",
    "retentionAdjustmentDays": -1,
    "litigationHoldInfo": [],
    "fbrStamps": [],
    "smartTags": [],
    "fbrExpireCheck": [],
    "audits": [],
}


def rendered(account: Account, found: Tracked) -> Json:
    """One message. What was refused has no recipient that it was delivered to."""
    message, outcome = found.message, found.outcome
    received = {
        "receiptEvent": "Email Received",
        "spamEvent": "na",
        "binaryEmailSize": 2048,
        "remoteIp": message.ip,
        "remoteHost": f"host-{message.number}.example",
        **_transmission(found),
    }
    shown: Json = {
        "id": account.ids.issue(MESSAGE, str(message.number)),
        "status": outcome.status,
        "recipientInfo": {"messageInfo": _headers(found), "recipientMetaInfo": received},
    }
    if outcome.status not in ("rejected", "deferred"):
        shown["spamInfo"] = _spam(found)
    if outcome.status == "held":
        shown["queueInfo"] = {"reason": outcome.info, "heldGroup": "administrator", "toAddressPostCheck": message.to}
    if outcome.status == "archived":
        day = legacy_time(message.received)
        shown["retentionInfo"] = {"currentPurgeDate": day, "originalPurgeDate": day, **_RETENTION}
        # Keys are recipients, in whatever case they were written (CONTRACT 3.17: index them ignoring case).
        shown["deliveredMessage"] = {message.to.capitalize(): _delivered(found)}
    return shown


def _headers(found: Tracked) -> Json:
    """What a message says of itself; both senders are null, as TMBC saw, where XSOAR recorded them."""
    moment = legacy_time(found.message.received)
    return {
        "fromHeader": None,
        "fromEnvelope": None,
        "to": [found.message.to],
        "cc": [],
        "subject": found.subject,
        "sent": moment,
        "processed": moment,
        "transmissionInfo": "",
    }


def _transmission(found: Tracked) -> Json:
    moment = legacy_time(found.message.received)
    return {
        "messageExpiresIn": 7,
        "processingServer": "emulated",
        "transmissionSize": 2048,
        "remoteServerGreeting": "",
        "receiptAcknowledgement": "250 OK",
        "transmissionStart": moment,
        "transmissionEnd": moment,
        "encryptionInfo": "TLS",
        "components": [dict(_PART)],
    }


def _spam(found: Tracked) -> Json:
    unknown = {"allow": True, "info": "unknown"}
    return {
        "spamScore": found.spam_score,
        "detectionLevel": "",
        "spamProcessingDetail": {
            "rbl": {"allow": True, "info": ""},
            "spf": unknown,
            "dkim": unknown,
            "dmarc": unknown,
            "greyEmail": False,
            "permittedSender": {"allow": True, "info": "whitelist" if found.outcome.permitted else "none"},
            "managedSender": {"allow": True, "info": "none"},
        },
    }


def _delivered(found: Tracked) -> Json:
    """What happened for one recipient; now and then without the policies that acted, as TMBC saw."""
    outcome = found.outcome
    policies = [{"policyType": kind, "policyName": name, "inherited": False} for kind, name in outcome.policies]
    delivery = {
        "deliveryEvent": "Email Delivered",
        "emailAddress": found.message.to,
        "remoteIp": "203.0.113.25",
        "remoteHost": outcome.host,
        **_transmission(found),
    }
    shown: Json = {"messageInfo": {**_headers(found), "route": found.message.route}, "deliveryMetaInfo": delivery}
    return shown if found.without_policies else {**shown, "policyInfo": policies}

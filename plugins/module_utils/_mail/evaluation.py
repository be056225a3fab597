# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of a class of messages, over all types of policies in their order (P2, P8).

The direction of a message follows from the internal domains of the account (M8).
"""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.delivery import handed_on
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import Ask
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import MailClass, Matching
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.permits import bypasses, greylisted, permitted
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import EXTERNAL, INTERNAL
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.refusals import refused, relaying
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import (
    GREYLISTING,
    INBOUND,
    OUTBOUND,
    RELAY,
    WITHIN,
    Verdict,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.weighing import Weighing
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.wildcards import FALSE


def verdict(matching: Matching, mail: MailClass, ask: Ask) -> Verdict:
    """Return what becomes of a class of messages under the readings that ``ask`` takes."""
    weighing = Weighing(matching, mail, ask)
    if weighing.holds(mail.recipient.truths.get(INTERNAL, FALSE)):
        # Whom a message is from makes no difference to what is looked at, so nobody is asked.
        return _received(weighing, WITHIN if mail.sender.truths.get(INTERNAL) is True else INBOUND)
    if weighing.holds(mail.sender.truths.get(EXTERNAL, FALSE)):
        return Verdict(RELAY, refused_by=relaying(weighing))
    return handed_on(weighing, Verdict(OUTBOUND))


def _received(weighing: Weighing, direction: str) -> Verdict:
    refused_by, bypassed_by = refused(weighing)
    if refused_by:
        return Verdict(direction, refused_by=refused_by)
    permitted_by, skips = permitted(weighing)
    taken = Verdict(
        direction,
        permitted_by=permitted_by,
        skips=skips,
        greylisted_by=None if GREYLISTING in skips else greylisted(weighing),
        spoofing_bypassed_by=bypassed_by,
        bypasses=bypasses(weighing),
    )
    return handed_on(weighing, taken)

# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every mutation of ``make mutate``, in the order of docs/bug_classes.md."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences import (
    account,
    campaign,
    classes,
    effects,
    legacy,
    lint,
    mail,
    mail_impact,
    mail_tests,
    members,
    onboarding,
    overtaken,
    policies,
    replaced,
    trusted,
    unreadable,
    written,
)
from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Mutation

ALL: tuple[Mutation, ...] = (
    *classes.MUTATIONS,
    *overtaken.MUTATIONS,
    *unreadable.MUTATIONS,
    *effects.MUTATIONS,
    *policies.MUTATIONS,
    *written.MUTATIONS,
    *members.MUTATIONS,
    *trusted.MUTATIONS,
    *replaced.MUTATIONS,
    *onboarding.MUTATIONS,
    *account.MUTATIONS,
    *legacy.MUTATIONS,
    *lint.MUTATIONS,
    *mail.MUTATIONS,
    *mail_tests.MUTATIONS,
    *mail_impact.MUTATIONS,
    *campaign.MUTATIONS,
)

# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every mutation of ``make mutate``, in the order of docs/bug_classes.md."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences import (
    campaign,
    classes,
    effects,
    legacy,
    members,
    overtaken,
    unreadable,
    written,
)
from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Mutation

ALL: tuple[Mutation, ...] = (
    *classes.MUTATIONS,
    *overtaken.MUTATIONS,
    *unreadable.MUTATIONS,
    *effects.MUTATIONS,
    *written.MUTATIONS,
    *members.MUTATIONS,
    *legacy.MUTATIONS,
    *campaign.MUTATIONS,
)

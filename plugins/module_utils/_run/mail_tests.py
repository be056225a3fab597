# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results of the mail tests of a site for an account, and whether they stop a run.

Only a site with mail tests loads it. It knows nothing of Ansible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import mail_tests, settling
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import SITE_FILE
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Engine
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.mail_tests import Judgement, MailTest
from ansible_collections.mailops.mimecast.plugins.module_utils._model import composites
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import site
from ansible_collections.mailops.mimecast.plugins.module_utils._run.mail_accounts import (
    Known,
    WantedByType,
    of_site_file,
)

_FILE_ALONE = "the site file alone cannot decide this; a list in the file counts as all that the account has"


@dataclass(frozen=True)
class Made:
    """The results of the tests of a site.

    Attributes:
        tests: each as plain values. problems: of those that have to hold and do not. warnings: about the others.
    """

    tests: Sequence[Entry]
    problems: Sequence[Problem] = ()
    warnings: Sequence[str] = ()


def made(params: Mapping[str, Any], known: Known, today: str) -> Made:
    """Return the results of the mail tests of a site for an account.

    Args:
        params: checked options; ``mail_tests`` says whether a test that does not hold is a problem or a warning.
    """
    found = _judged(params, known, today)
    amiss = [judgement.problem for judgement in found if not judgement.holds]
    unread = [f"mail tests: what the account has of {name} is not known: {why}" for name, why in known.unread.items()]
    told = [visible(warning) for warning in unread] if amiss else []
    return _as(params, found, amiss, told)


def of_file(params: Mapping[str, Any], wanted: WantedByType, today: str) -> Made:
    """Return the results of the mail tests for the site file alone: a test that needs the account is a warning."""
    found = _judged(params, of_site_file(wanted), today)
    amiss = [judgement for judgement in found if not judgement.holds]
    told = [f"{judgement.problem}; {_FILE_ALONE}" for judgement in amiss if judgement.lacks_facts]
    return _as(params, found, [judgement.problem for judgement in amiss if not judgement.lacks_facts], told)


def of_site(params: Mapping[str, Any], today: str) -> list[MailTest]:
    """Return the mail tests of a site."""
    return mail_tests.read(site.mail_tests(params), today)


def engine(params: Mapping[str, Any], known: Known) -> Engine:
    """Return what answers the mail tests of a site for an account."""
    return Engine(_with_what_a_person_keeps(params, known).account, settling.of_site(params.get("site")))


def _judged(params: Mapping[str, Any], known: Known, today: str) -> list[Judgement]:
    return mail_tests.judged(of_site(params, today), engine(params, known))


def _with_what_a_person_keeps(params: Mapping[str, Any], known: Known) -> Known:
    """Return what is known, with every type that no API reaches where the file names what asks for them: of a type that
    none of its trusted sources asks for there is then nothing.
    """
    named = site.lists_of(RESOURCES, params)
    asking = {name: resource for name, resource in RESOURCES.items() if resource.plural in named}
    nothing = [name for name in composites.by_hand(asking) if name not in known.entries]
    return replace(
        known,
        entries={**known.entries, **dict.fromkeys(nothing, ())},
        origins={**known.origins, **dict.fromkeys(nothing, SITE_FILE)},
    )


def _as(params: Mapping[str, Any], found: Sequence[Judgement], amiss: Sequence[Problem], told: Sequence[str]) -> Made:
    tests = [judgement.as_data() for judgement in found]
    if params.get("mail_tests") == "warn":
        return Made(tests, (), [*map(str, amiss), *told])
    return Made(tests, amiss, told)

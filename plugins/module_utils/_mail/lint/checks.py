# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a check is: what it looks for, why, who says so, and what to do. It knows none of the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.account import Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.findings import Finding, Severity


@dataclass(frozen=True)
class Fault:
    """A place at which a check has found what it looks for; the words are those of ``Finding``."""

    resource: str
    name: str
    place: str
    what: str
    item: str = ""


@dataclass(frozen=True)
class Check:
    """One check.

    Attributes:
        title: what it looks for. why: what is wrong with that. source: who says so. remedy: what to do.
        reads: types that it looks at. whole: those of which it has to know every object, or it is not made.
        asks_dns: it needs SPF records. follows_dns: it finds more with them.
        find: account -> the places; of a check of records that accept findings, none.
    """

    id: str
    severity: Severity
    title: str
    why: str
    source: str
    remedy: str
    find: Callable[[Account], Iterable[Fault]]
    reads: tuple[str, ...]
    whole: tuple[str, ...] = ()
    asks_dns: bool = False
    follows_dns: bool = False

    def unseen(self, account: Account) -> tuple[str, ...]:
        """Return what it would look at and is not known."""
        missing = [name for name in self.reads if name not in account.entries]
        missing += [name for name in self.whole if name not in account.whole and name not in missing]
        return (*missing, *(("dns",) if self.asks_dns and account.dns is None else ()))

    def is_made(self, account: Account) -> bool:
        """Whether enough is known for it; it may still see a part alone."""
        return account.whole.issuperset(self.whole) and not (self.asks_dns and account.dns is None)

    def is_settled(self, account: Account) -> bool:
        """Whether what it does not find is not there, as far as DNS tells."""
        return self.is_made(account) and not ((self.asks_dns or self.follows_dns) and account.lacks_records)

    def findings(self, account: Account) -> Iterator[Finding]:
        """Yield what it finds."""
        yield from map(self.finding, self.find(account) if self.is_made(account) else ())

    def finding(self, fault: Fault) -> Finding:
        """Return a place as a finding."""
        return Finding(
            id=self.id,
            severity=self.severity,
            resource=fault.resource,
            name=fault.name,
            place=fault.place,
            what=fault.what,
            why=self.why,
            source=self.source,
            remedy=self.remedy,
            item=fault.item,
        )

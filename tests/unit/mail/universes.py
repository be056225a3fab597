# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The impact of a change by brute force: small random accounts, a change of each, and messages over all there is.

A message has changed if any two cases that agree in every reading have different effects. Nothing is divided, limited
to types or merged here.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts, policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Engine, made_out
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import Case, cases, is_whole
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.impact import impact
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import Verdict
from ansible_collections.mailops.mimecast.tests.unit.mail import worlds

SCOPES = (
    *(scope for scope in worlds.SCOPES if not str(scope.get("domain", scope.get("email", ""))).startswith("^")),
    {"type": "email_domain", "domain": "o*.example"},
    {"type": "email_domain", "domain": "multi: out.example *.x.out.example"},
    {"type": "individual_email_address", "email": "a*@out.example"},
    {"type": "individual_email_address", "email": "*b@*.out.example"},
)
ADDRESSES = (*worlds.ADDRESSES, "q@new.example", "q@z.out.example", "ab@out.example", "q@z.in.example")
IPS = (*worlds.IPS, "192.0.2.77")
HOSTNAMES = (*worlds.HOSTNAMES, "mx.new.example")
MEMBERS = (*worlds.ADDRESSES, *worlds.DOMAINS)
DEFINITIONS = (
    worlds.definition("@own.example", "@in.example", "all"),
    worlds.definition("@own.example", "a@in.example", "all"),
    worlds.definition("a@own.example", "a@in.example", "all"),
    worlds.definition("b@*", "a@*", "inbound"),
    worlds.definition("b@in.example", "@own.example", "all"),
    worlds.definition("b@in.example", "a@sub.in.example", "outbound"),
)
DAYS = ("", "", "", worlds.DAY, "2026-06-14", "2026-06-20")

Entries = dict[str, list[dict[str, Any]]]


class Universe:
    """A small account, and the same account after a change."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        count = len(worlds.KINDS) if self._is_rare(20) else self._random.choice((1, 1, 2, 3))
        bypasses = self._random.sample(policies.BYPASSES, int(self._is_rare(5)))
        self._kinds = [*self._random.sample(worlds.KINDS, count), *bypasses]
        self._scopes = [*self._random.sample(SCOPES, 3), {"type": "everyone"}]
        self.before = self._entries()
        self.after = {name: [*found] for name, found in self.before.items()}
        self.spf = [{**worlds.SPF}, {**worlds.SPF}]
        for _time in range(self._random.choice((0, 1, 1, 1, 2))):
            self._change()

    def _is_rare(self, times: int) -> bool:
        """Return whether this is the one of so many times."""
        return self._random.randrange(times) == 0

    def accounts(self) -> tuple[Account, Account]:
        """Return the account before and after its change."""
        entries = zip((self.before, self.after), self.spf, strict=True)
        before, after = (accounts.built(found, spf=spf) for found, spf in entries)
        return before, after

    def messages(self, count: int) -> Iterator[Message]:
        """Yield messages of all kinds; most have one sender."""
        for _time in range(count):
            sender = self._random.choice((*ADDRESSES, ""))
            header = sender if self._random.random() < 0.6 else self._random.choice(ADDRESSES)
            place = self._random.choice(IPS), self._random.choice(HOSTNAMES)
            yield Message(sender, self._random.choice(ADDRESSES), worlds.DAY, header, *place)

    def _entries(self) -> Entries:
        found: Entries = {kind: [] for kind in accounts.TYPES}
        for kind in self._kinds:
            found[kind] = self._policies(kind)
        if self._is_rare(20):
            del found[self._random.choice(self._kinds)]
        found[accounts.GROUP] = [self._group(name) for name in worlds.GROUPS]
        found[accounts.DOMAIN] = [{"domain": domain} for domain in worlds.INSIDE]
        found[accounts.DELIVERY_ROUTE] = [_route(name, "mx.in.example") for name in worlds.ROUTES]
        found[accounts.ALTERATION_SET] = [self._set(name) for name in ("Merger", "Rebranding")]
        return found

    def _policies(self, kind: str) -> list[dict[str, Any]]:
        """Return policies of a type; at times a crowd of them, all the same but for their senders and servers."""
        found = [self._policy(kind, f"P{place}") for place in range(self._random.choice((0, 1, 1, 2, 3, 6)))]
        if self._is_rare(3):
            alike = {
                **self._policy(kind, ""),
                "applies_from": {"type": "email_domain", "domain": "out.example"},
                "enabled": True,
                "valid_from": "",
                "valid_until": "",
            }
            found += [{**alike, **self._differing(), "name": f"C{place}"} for place in range(4)]
        return found

    def _differing(self) -> dict[str, Any]:
        """Return what policies of a crowd differ in; they are equally specific."""
        sender = {"type": "email_domain", "domain": self._random.choice(worlds.DOMAINS)}
        sides = {"applies_from": sender} if self._is_rare(2) else {}
        return {**sides, "source_ips": [self._random.choice(worlds.NETWORKS)]}

    def _group(self, name: str) -> dict[str, Any]:
        members = self._random.sample(MEMBERS, self._random.choice((0, 0, 1, 2)))
        known = None if self._is_rare(30) else [{"member": member} for member in members]
        return {"name": name, "members": known, "parent": "Partners" if name == "Close partners" else ""}

    def _set(self, name: str) -> dict[str, Any]:
        return {"name": name, "definitions": self._random.sample(DEFINITIONS, self._random.choice((0, 1, 2)))}

    def _policy(self, kind: str, name: str) -> dict[str, Any]:
        pick = self._random.choice
        found = {word: pick(values) for word, values in worlds.settings(kind).items()}
        found |= {"name": name, "applies_from": pick(self._scopes), "applies_to": pick(self._scopes)}
        found |= {"override": pick((False, False, True)), "enabled": pick((True, True, True, False))}
        return {**found, "valid_from": pick(DAYS), "valid_until": pick(DAYS)}

    def _change(self) -> None:
        """Change one thing of the account as it will be."""
        if self._is_rare(30):
            self._change_domains()
        elif self._is_rare(6):
            self._change_group()
        elif self._is_rare(8):
            self._change_what_policies_use()
        else:
            self._change_policy()

    def _change_policy(self) -> None:
        kind = self._random.choice(self._kinds)
        found = [*self.after.get(kind, [])]
        if not found or self._is_rare(3):
            found.append(self._policy(kind, self._random.choice(("New", "P1a", "Q"))))
        else:
            gone = found.pop(self._random.randrange(len(found)))
            changed = self._policy(kind, gone["name"])
            kept = {name: changed[name] for name in self._random.sample(sorted(changed), 2)}
            found += [] if self._is_rare(3) else [{**gone, **kept}]
        self.after[kind] = found

    def _change_group(self) -> None:
        groups = [*self.after[accounts.GROUP]]
        place = self._random.randrange(len(groups))
        groups[place] = self._group(groups[place]["name"])
        self.after[accounts.GROUP] = groups

    def _change_domains(self) -> None:
        more = self._random.choice(((), ("out.example",), ("sub.in.example",)))
        self.after[accounts.DOMAIN] = [{"domain": domain} for domain in ("in.example", *more)]

    def _change_what_policies_use(self) -> None:
        name = self._random.choice((accounts.ALTERATION_SET, accounts.DELIVERY_ROUTE, "spf"))
        if name == "spf":
            self.spf[1] = {"spf.one.example": ["198.51.100.0/24"], "spf.two.example": ["192.0.2.0/24"]}
        elif name == accounts.DELIVERY_ROUTE:
            self.after[name] = [_route("Main", "mx2.in.example")]
        else:
            self.after[name] = [self._set("Merger"), *self.after[name][1:]]


def _route(name: str, hostname: str) -> dict[str, Any]:
    return {"name": name, "hostname": hostname, "port": 25}


def effects(found: Case[Verdict], message: Message) -> dict[str, Any]:
    """Return what becomes of a message in one case."""
    return made_out(found.outcome, message).effects


def has_changed(before: Engine, after: Engine, message: Message) -> bool | None:
    """Whether anything else becomes of a message under any reading; None where that is too much to say."""
    nodes = [engine.outcome(engine.matching.mail_class(message)) for engine in (before, after)]
    if not all(map(is_whole, nodes)):
        return None
    return any(
        effects(old, message) != effects(new, message)
        for old in cases(nodes[0])
        for new in cases(nodes[1])
        if _agree(old, new)
    )


def _agree(old: Case[Verdict], new: Case[Verdict]) -> bool:
    taken = {question.id: reading.id for question, reading in old.readings}
    return all(taken.get(question.id, reading.id) == reading.id for question, reading in new.readings)


def faults(seed: int, count: int = 20) -> list[str]:
    """Say what is wrong with the impact in one universe: messages that it leaves out, or names without need."""
    universe = Universe(seed)
    before, after = universe.accounts()
    found = impact(before, after, worlds.DAY)
    engines = Engine(before), Engine(after)
    examples = [change.example for change in found.changes if worlds.DAY in change.days]
    said = []
    for message in [*universe.messages(count), *examples[:count]]:
        changed = has_changed(*engines, message)
        told = [change.sentence for change in found.of(message)]
        if changed is not None and changed != bool(told):
            is_so = "has changed, and nothing is told" if changed else f"has not changed, and it is told: {told}"
            said.append(f"seed {seed}: {message.as_data()} {is_so}")
    return said

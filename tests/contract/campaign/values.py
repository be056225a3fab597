# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the values of fields: what a field is to be, how a user may write that, and what goes beside it.

It takes most from the samples and choices of the descriptors. It may not know how a value is compared or sent.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Date
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.campaign.names import (
    ALTERED,
    BECOMING,
    NETWORKS,
    PEOPLE,
    PLACES,
    SENDERS,
    disguised,
    spelled,
)
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import Entry, Wish

Refer = Callable[[str, str], str]
"""(type, name that refers to it) -> the name of an object that may be referred to, or an empty string."""


@dataclass(frozen=True)
class Value:
    """A value of a field.

    Attributes:
        meant: in one spelling. written: as it stands in the site file. beside: other keys of the entry.
        mode, drops: of an owned list.
    """

    meant: Any
    written: Any
    mode: str = ""
    drops: frozenset[str] = frozenset()
    beside: Mapping[str, Any] | None = None

    def joins(self, wish: Wish, name: str) -> Wish:
        """Return the wish with this value for a field."""
        result = replace(
            wish,
            meant={**wish.meant, name: self.meant},
            written={**wish.written, name: self.written, **(self.beside or {})},
        )
        if not self.mode:
            return result
        modes, drops = {**wish.modes, name: self.mode}, {**wish.drops, name: self.drops}
        return replace(result, modes=modes, drops=drops)


class Values:
    """Makes values out of one source of chance."""

    def __init__(self, chance: random.Random, refer: Refer) -> None:
        self._chance = chance
        self._refer = refer

    def of(self, wish: Wish, field: Field, creates: bool, people: list[str]) -> Value | None:
        """Return a value for one field of a wish, or None to leave the field out.

        Args:
            creates: the object is not there yet. people: who may still get a role.
        """
        if field.name == "members":
            return self._holders(people) if wish.resource == "role_member" else self._senders()
        if field.name == "source_ips":
            return self._networks(never_empty=creates or wish.resource == "ip_permit")
        special = {
            "content_types": self._types,
            "definitions": self._definitions,
            "urls": self._urls,
            "applies_from": self._scope,
            "applies_to": self._scope,
            "smtp_authentication": self._login,
            "notify": self._notified,
        }
        if field.name in special:
            return special[field.name]()
        if field.create_only and not creates and samples.lifted(MANAGED[wish.resource]):
            return None  # it would be replaced, which is refused
        if (wish.resource, field.name) == ("managed_url", "match_type") and wish.name.count("/") > 2:
            return Value("explicit", "explicit")  # of a page the whole domain cannot be meant
        if field.reference:
            name = self._refer(field.reference, wish.name if field.reference == wish.resource else "")
            return Value(name, spelled(self._chance, name)) if name else None
        return self._texts(field, never_empty=creates) if field.owned else self._plain(field)

    def _texts(self, field: Field, never_empty: bool) -> Value:
        """Return items of a list that belongs to the user and is like many others."""
        chance = self._chance
        mode = chance.choices(["add", "remove", "exact"], [5, 0 if never_empty else 2, 3])[0]
        known = sorted({item for sample in field.samples for item in sample})
        found = sorted(chance.sample(known, chance.randint(1, len(known))))
        written = [disguised(chance, item) for item in found]
        drops = frozenset(found if mode == "remove" else ())
        return Value([] if mode == "remove" else found, written, mode, drops, {field.mode_name: mode})

    def _plain(self, field: Field) -> Value | None:
        """Return a value for a field that is no list, no map and no reference."""
        chance = self._chance
        if isinstance(field, Date):
            year = "2026" if field.name == "valid_from" else "2027"
            day = chance.choice(["", f"{year}-01-01", f"{year}-03-31"])
            return Value(day, day)
        if field.unread:
            return None
        if field.secret:
            return Value(field.samples[0], field.samples[0])
        values = [*field.samples, *field.choices, *([field.clear] if isinstance(field.clear, (str, list)) else [])]
        if not values:
            return None
        meant = chance.choice(values)
        return Value(meant, meant if field.choices else disguised(chance, meant))

    def _senders(self) -> Value:
        chance = self._chance
        mode = chance.choices(["add", "remove", "exact"], [5, 2, 3])[0]
        keep: Entry = {}
        written: list[Any] = []
        drops: set[str] = set()
        for name in chance.sample(SENDERS, chance.randint(1, 14)):
            other = disguised(chance, name)
            if mode == "remove" or (mode == "add" and chance.random() < 0.15):
                drops.add(name)
                written.append(other if mode == "remove" else {"member": other, "state": "absent"})
                continue
            note = chance.choice([None, None, "CHG-1", "CHG-2", ""])
            keep[name] = note
            written.append(other if note is None else {"member": other, "note": note})
        return Value(keep, written, mode, frozenset(drops), {"members_mode": mode})

    def _urls(self) -> Value:
        chance = self._chance
        mode = chance.choices(["add", "remove", "exact"], [5, 2, 3])[0]
        keep: Entry = {}
        written: list[Any] = []
        drops: set[str] = set()
        for place in chance.sample(PLACES, chance.randint(1, len(PLACES))):
            value, _space, kind = place.rpartition(" ")
            record = {"value": disguised(chance, value), "type": kind.strip("()")}
            record["action"] = chance.choice(["allow", "block"])
            if mode == "remove" or (mode == "add" and chance.random() < 0.15):
                drops.add(place)
                written.append(record if mode == "remove" else {**record, "state": "absent"})
                continue
            keep[place] = record["action"]
            written.append(record)
        return Value(keep, written, mode, frozenset(drops), {"urls_mode": mode})

    def _definitions(self) -> Value:
        chance = self._chance
        mode = chance.choices(["add", "remove", "exact"], [5, 2, 3])[0]
        keep: Entry = {}
        written: list[Any] = []
        drops: set[str] = set()
        for name in chance.sample(ALTERED, chance.randint(1, len(ALTERED))):
            kind, way = chance.choice(["all", "envelope_to"]), chance.choice(["all", "inbound"])
            new = "@example.com" if name.startswith("@") else chance.choice(BECOMING)
            record = {"original_address": disguised(chance, name), "address_type": kind, "routing": way}
            record["new_address"] = disguised(chance, new)
            identity = f"{name} ({kind}, {way})"
            if mode == "remove" or (mode == "add" and chance.random() < 0.15):
                drops.add(identity)
                written.append(record if mode == "remove" else {**record, "state": "absent"})
                continue
            keep[identity] = new
            written.append(record)
        return Value(keep, written, mode, frozenset(drops), {"definitions_mode": mode})

    def _holders(self, people: list[str]) -> Value | None:
        """Return who holds a role."""
        if not people:
            return None
        mode = self._chance.choices(["add", "remove", "exact"], [5, 2, 4])[0]
        names = self._chance.sample(people, self._chance.randint(1, min(3, len(people))))
        written = [disguised(self._chance, name) for name in names]
        keep = {} if mode == "remove" else dict.fromkeys(names)
        drops = frozenset(names if mode == "remove" else ())
        return Value(keep, written, mode, drops, {"members_mode": mode})

    def _networks(self, never_empty: bool) -> Value:
        chance = self._chance
        mode = chance.choices(["add", "remove", "exact"], [5, 0 if never_empty else 2, 3])[0]
        # A part of a wider network is not taken out, so what lies in another one is not named alone.
        networks = NETWORKS[:-1] if mode == "remove" else NETWORKS
        found = sorted(chance.sample(networks, chance.randint(1, 4)))
        written = [disguised(chance, network) for network in found]
        chance.shuffle(written)
        drops = frozenset(found if mode == "remove" else ())
        return Value([] if mode == "remove" else found, written, mode, drops, {"source_ips_mode": mode})

    def _types(self) -> Value:
        chance = self._chance
        mode = chance.choice(["add", "exact"])
        kinds = chance.sample(["exe", "zip", "js", "iso"], 2)
        found = {kind: chance.choice(["block", "hold", "link"]) for kind in kinds}
        written = [{"type": chance.choice([kind, f".{kind.upper()}"]), "action": done} for kind, done in found.items()]
        return Value(found, written, mode, beside={"content_types_mode": mode})

    def _scope(self) -> Value:
        chance = self._chance
        meant: Entry = {"type": chance.choice(["everyone", "internal_addresses", "external_addresses"])}
        kind = chance.choice(["plain", "domain", "email", "group", "attribute"])
        group = self._refer("sender_group", "") if kind == "group" else ""
        if kind == "domain":
            meant = {"type": "email_domain", "domain": chance.choice(["example.org", "partner.example"])}
        elif kind == "email":
            meant = {"type": "individual_email_address", "email": chance.choice(PEOPLE)}
        elif group:
            meant = {"type": "profile_group", "group": group}
        elif kind == "attribute":
            meant = {"type": "address_attribute_value", "attribute": {"id": "attribute-1", "value": "Legal"}}
        return Value(meant, {word: disguised(chance, value) for word, value in meant.items()})

    def _login(self) -> Value:
        chance = self._chance
        if chance.random() < 0.25:
            return Value({}, {})
        mechanisms = chance.choice([["LOGIN"], ["LOGIN", "PLAIN"], ["PLAIN", "LOGIN"]])
        meant: Entry = {
            "mechanisms": mechanisms,
            "username": chance.choice(["relay", "relay2"]),
            "password": "example-only",
        }
        if chance.random() < 0.4:
            meant["domain"] = chance.choice(["", "example.net", "other.example"])
        lower = [word.lower() if chance.random() < 0.3 else word for word in mechanisms]
        return Value(meant, {**meant, "mechanisms": lower})

    def _notified(self) -> Value:
        chance = self._chance
        meant: Entry = {who: chance.random() < 0.5 for who in ("sender", "recipient") if chance.random() < 0.6}
        if chance.random() < 0.5:
            meant["group"] = chance.choice(["", self._refer("sender_group", "")])
        meant = meant or {"sender": True}
        return Value(meant, {word: disguised(chance, value) for word, value in meant.items()})

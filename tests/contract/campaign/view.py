# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The account in the judge's own words, read from the tables of the emulator. It may not know the decoders.

Gateway policies are read alike, so that a new one needs nothing here: what they share, what they refer to, and what
they have beside that under the name that the API gives it.
"""

from __future__ import annotations

import copy
import datetime
import functools
import ipaddress
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import SINGLE
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.campaign import view_account
from ansible_collections.mailops.mimecast.tests.contract.campaign.kinds import MANAGED, STANDING
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import Entry, Tables, gateway_policies
from mimecast_emulator.tables import TABLES


@dataclass(frozen=True)
class Obj:
    """One object of an account: every field in the user's words, lists of records as {key: note or action}."""

    key: str
    name: str
    fields: Entry
    foreign: bool = False


View = dict[str, list[Obj]]

_BASED_ON = {"envelope_from": "return_address", "header_from": "message_from", "both": "both"}
_OTHER_WORDS: Mapping[str, tuple[str, Mapping[Any, str]]] = {
    "ip_permit.action": ("option", {"permit_sender": "permit_sender", "no_action": "take_no_action"})
}
"""Fields whose values the API spells otherwise: the member of the row, and its value -> the user's word.

Of a policy that is not named here the descriptor says which word is sent as what.
"""
_SHARED = (
    "applies_from",
    "applies_to",
    "addresses_based_on",
    "enabled",
    "enforced",
    "override",
    "bidirectional",
    "valid_from",
    "valid_until",
    "source_ips",
)
"""What gateway policies share."""


def view(tables: Tables) -> View:
    """Return the objects of every managed type; entries that stand for others are no objects."""
    readers = {
        "sender_group": _groups,
        "delivery_route": _routes,
        "user": _users,
        "role_member": _roles,
        "attachment_set": _sets,
        "managed_url": _urls,
        "dkim_definition": _keys,
        "address_alteration_set": _alterations,
        "web_security_url_policy": _web_policies,
        "internal_domain": _domains,
    }
    found: View = {name: [] for name in STANDING}
    for name, resource in MANAGED.items():
        if resource.singleton:
            found[name] = [Obj(SINGLE, SINGLE, view_account.settings(name, tables))]
        else:
            found[name] = readers[name](tables) if name in readers else _policies(name, tables)
    return found


def _called(rows: Tables, key: Any) -> str:
    return one_spaced(rows[key]["description"]) if key else ""


def one_spaced(name: str) -> str:
    """Return a name with one space where it has several: the two are the same name."""
    return " ".join(name.split())


def _groups(tables: Tables) -> list[Obj]:
    groups = tables["groups"]
    return [
        Obj(
            key,
            one_spaced(row["description"]),
            {
                "parent": _called(groups, row["parent"]),
                "members": {member_of(member): member.get("note", "") for member in row["members"]},
            },
            row["source"] == "ldap",
        )
        for key, row in groups.items()
    ]


def member_of(row: Entry) -> str:
    """Return the address or the domain that a row of a group stands for."""
    return str(row.get("emailAddress") or row["domain"])


def _routes(tables: Tables) -> list[Obj]:
    routes = tables["delivery_routes"]
    return [
        Obj(
            key,
            one_spaced(row["description"]),
            {
                "hostname": row["hostname"],
                "port": row["port"],
                "alternate_route": _called(routes, row.get("alternateRoute")),
                "smtp_authentication": _authentication(row),
                "password_set": row["passwordSet"],
            },
        )
        for key, row in routes.items()
    ]


def _authentication(row: Entry) -> Entry:
    found = row.get("smtpAuthentication", {})
    words = {
        "mechanisms": found.get("authMechanisms"),
        "username": found.get("username"),
        "domain": found.get("domain"),
    }
    return {word: value for word, value in words.items() if value}


def _live_users(tables: Tables) -> Tables:
    return {name: row for name, row in tables["users"].items() if name not in tables["purge_list"]}


def _users(tables: Tables) -> list[Obj]:
    return [
        Obj(
            key,
            key,
            {"name": row.get("name", ""), "disabled": row["disabled"], "password_set": row["passwordSet"]},
            row["source"] == "ldap",
        )
        for key, row in _live_users(tables).items()
    ]


def _roles(tables: Tables) -> list[Obj]:
    users = _live_users(tables)
    return [
        Obj(name, name, {"members": {user: "" for user, row in users.items() if row["role"] == name}})
        for name in tables["roles"]
    ]


def _sets(tables: Tables) -> list[Obj]:
    return [
        Obj(
            key,
            one_spaced(row["description"]),
            {
                "folder": row["folder"],
                "default_action": row["defaultAction"],
                "block_dangerous_file_types": row["blockDangerousFileTypes"],
                "image_hold_probability": row["imageHoldProbability"] or "off",
                "encrypted_archives": row["encryptedArchives"],
                "unreadable_archives": row["unreadableArchives"],
                "content_types": {kind["type"]: kind["action"] for kind in row["contentTypes"]},
                "notify": {
                    "group": _called(tables["groups"], row["notifyGroup"]),
                    "sender": row["notifySender"],
                    "recipient": row["notifyRecipient"],
                },
            },
        )
        for key, row in tables["attachment_sets"].items()
    ]


def _urls(tables: Tables) -> list[Obj]:
    members = {
        "action": "action",
        "match_type": "matchType",
        "comment": "comment",
        "disable_rewrite": "disableRewrite",
        "disable_user_awareness": "disableUserAwareness",
        "disable_log_click": "disableLogClick",
    }
    return [
        Obj(key, without_slash(row["url"]), {word: row[member] for word, member in members.items()})
        for key, row in tables["managed_urls"].items()
    ]


def _domains(tables: Tables) -> list[Obj]:
    return [Obj(key, key, {"inbound_type": row["inboundType"]}) for key, row in tables["internal_domains"].items()]


def _keys(tables: Tables) -> list[Obj]:
    members = {"domain": "domain", "selector": "selector", "key_length": "keyLength", "sign_dkim": "signDkim"}
    return [
        Obj(key, one_spaced(row["description"]), {word: row[member] for word, member in members.items()})
        for key, row in tables["dkim_definitions"].items()
    ]


def without_slash(url: str) -> str:
    """Return a URL without a slash alone behind its host: the two are one."""
    return url.rstrip("/") if url.count("/") == 3 else url


def _alterations(tables: Tables) -> list[Obj]:
    """Return what each set alters, as {what it acts on: what that becomes}."""
    found = []
    for key, row in tables["address_alteration_sets"].items():
        become: dict[str, set[str]] = {}
        for made in row["definitions"].values():
            acts_on = f"{made['originalAddress']} ({made['addressType']}, {made['routing']})"
            become.setdefault(acts_on, set()).add(made["newAddress"])
        definitions = {acts_on: ", ".join(sorted(new)) for acts_on, new in become.items()}
        found.append(Obj(key, one_spaced(row["description"]), {"definitions": definitions}))
    return found


def _web_policies(tables: Tables) -> list[Obj]:
    """Return what each policy allows and blocks, as {place: what happens}, and whom its target is for."""
    found = []
    for key, row in tables["web_security_url_policies"].items():
        target = row["targets"][0]
        fields: Entry = {"urls": {f"{url['value']} ({url['type']})": url["action"] for url in row["urls"]}}
        fields |= {name: _target(target.get(end, _EVERYONE), tables["groups"]) for name, end in _ENDS.items()}
        fields |= {name: target.get(name, default) for name, default in (("enabled", True), ("override", False))}
        fields |= {"valid_from": target.get("fromDateTime", ""), "valid_until": target.get("toDateTime", "")}
        found.append(Obj(key, one_spaced(row["description"]), fields))
    return found


_ENDS = {"applies_from": "from", "applies_to": "to"}
_EVERYONE: Entry = {"type": "everyone"}


# --- Gateway policies -------------------------------------------------------------------------------------------------


def _policies(resource: str, tables: Tables) -> list[Obj]:
    rows = tables[samples.TABLES[resource]]
    return [Obj(key, one_spaced(row["description"]), _policy(resource, row, tables)) for key, row in rows.items()]


def _policy(resource: str, row: Entry, tables: Tables) -> Entry:
    """Return the settings of one policy that its type has."""
    values = {
        "applies_from": _target(row["from"], tables["groups"]),
        "applies_to": _target(row["to"], tables["groups"]),
        "addresses_based_on": _BASED_ON[row["fromPart"]],
        "enabled": row["enabled"],
        "enforced": row["enforced"],
        "override": row["override"],
        "bidirectional": row["bidirectional"],
        "valid_from": row.get("fromDateTime", ""),
        "valid_until": row.get("toDateTime", ""),
        "source_ips": covering(row["sourceIPs"]),
    }
    names = [field.name for field in MANAGED[resource].fields]
    own = {field.name: _own_value(resource, field, row, tables) for field in own_fields(resource)}
    return {**{name: value for name, value in values.items() if name in names}, **own}


def covering(networks: Iterable[str]) -> list[str]:
    """Return the fewest networks that cover the same addresses: what a list of them means to mail."""
    return list(_covering(tuple(networks)))


@functools.cache
def _covering(networks: tuple[str, ...]) -> list[str]:
    found = [ipaddress.ip_network(network) for network in networks]
    fours = [network for network in found if isinstance(network, ipaddress.IPv4Network)]
    sixes = [network for network in found if isinstance(network, ipaddress.IPv6Network)]
    return sorted(map(str, [*ipaddress.collapse_addresses(fours), *ipaddress.collapse_addresses(sixes)]))


def compared_by(resource: str) -> list[str]:
    """Return the members of a row that say which sender address a policy of a type compares."""
    choices = MANAGED[resource].field("addresses_based_on").choices
    return [member for member, word in _BASED_ON.items() if word in choices]


def own_fields(resource: str) -> list[Field]:
    """Return the fields that a gateway policy has beside what all of them share."""
    return [field for field in MANAGED[resource].fields if field.name not in (MANAGED[resource].key, *_SHARED)]


def own_member(resource: str, field: Field) -> str:
    """Return the member of a row that holds a setting of its policy alone."""
    if field.reference:
        places = [place for place in TABLES[samples.TABLES[resource]].references if len(place.path) == 1]
        return next(place.path[0] for place in places if place.table == samples.TABLES[field.reference])
    return _words(resource, field)[0] or field.api


def sent_values(resource: str, field: Field) -> list[Any]:
    """Return values that the member of a row may have."""
    return list(_words(resource, field)[1]) or [*field.choices, *field.samples]


def _words(resource: str, field: Field) -> tuple[str, Mapping[Any, str]]:
    """Return the member of a row and its value -> the user's word, where the two differ."""
    known = _OTHER_WORDS.get(f"{resource}.{field.name}")
    if known or not (field.to_api and field.choices):
        return known or ("", {})
    sent = {word: field.to_api(word, lambda kind, name: name) for word in field.choices}
    member = next(iter(sent[field.choices[0]]))
    return member, {body[member]: word for word, body in sent.items()}


def _own_value(resource: str, field: Field, row: Entry, tables: Tables) -> Any:
    value = row.get(own_member(resource, field))
    if field.reference:
        return _called(tables[samples.TABLES[field.reference]], value)
    if field.owned:
        return sorted(value or ())
    words = _words(resource, field)[1]
    return words.get(value, next(iter(words.values()))) if words else value


def _target(row: Entry, groups: Tables) -> Entry:
    target = {"type": row["type"]}
    for member, word in (("domain", "domain"), ("emailAddress", "email"), ("attribute", "attribute")):
        if member in row:
            target[word] = row[member]
    if row.get("group"):
        target["group"] = _called(groups, row["group"])
    return target


# --- New objects ------------------------------------------------------------------------------------------------------

_FRESH: Mapping[str, Entry] = {
    "sender_group": {"parent": "", "members": {}},
    "delivery_route": {"port": 25, "alternate_route": "", "smtp_authentication": {}, "password_set": False},
    "user": {"name": "", "disabled": False, "password_set": False},
    "managed_url": {
        "match_type": "explicit",
        "comment": "",
        "disable_rewrite": False,
        "disable_user_awareness": False,
        "disable_log_click": False,
    },
    "address_alteration_set": {"definitions": {}},
    "web_security_url_policy": {
        "urls": {},
        "enabled": True,
        "override": False,
        "valid_from": "",
        "valid_until": "",
    },
    "attachment_set": {
        "default_action": "block",
        "block_dangerous_file_types": False,
        "image_hold_probability": "off",
        "encrypted_archives": "allow",
        "unreadable_archives": "allow",
        "content_types": {},
        "notify": {"group": "", "sender": False, "recipient": False},
    },
}
_FRESH_POLICY: Entry = {
    "enabled": True,
    "enforced": False,
    "override": False,
    "bidirectional": False,
    "valid_from": "",
    "valid_until": "",
    "source_ips": [],
}
_FRESH_PERMIT: Entry = {
    "action": "permit_sender",
    "applies_from": {"type": "everyone"},
    "applies_to": {"type": "everyone"},
    "addresses_based_on": "both",
    "override": True,
}


def fresh(resource: str) -> Entry:
    """Return what a new object has where the site file says nothing: REFERENCE sections 3 to 7."""
    if resource == "dkim_definition":
        # The service makes a selector up, of the present day.
        today = datetime.datetime.now(datetime.timezone.utc)
        return {"selector": f"mimecast{today:%Y%m%d}", "key_length": 2048, "sign_dkim": True}
    if resource not in gateway_policies():
        return copy.deepcopy(dict(_FRESH.get(resource, {})))
    names = [field.name for field in MANAGED[resource].fields]
    lists: Entry = {field.name: [] for field in own_fields(resource) if field.owned}
    compared = {"addresses_based_on": _BASED_ON[compared_by(resource)[0]]}
    start = {**_FRESH_POLICY, **lists, **compared, **(_FRESH_PERMIT if resource == "ip_permit" else {})}
    return copy.deepcopy({name: value for name, value in start.items() if name in names})


# --- Two accounts -----------------------------------------------------------------------------------------------------


def _by_name(rows: Sequence[Obj]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for obj in rows:
        found.setdefault(obj.name, []).append(obj.fields)
    return {
        name: twins if len(twins) == 1 else sorted(twins, key=lambda fields: json.dumps(fields, sort_keys=True))
        for name, twins in found.items()
    }


def differing(first: View, second: View) -> set[tuple[str, str]]:
    """Return the (type, name) of every object that is not the same in two accounts."""
    result = set()
    for resource in MANAGED:
        left, right = _by_name(first[resource]), _by_name(second[resource])
        result |= {(resource, name) for name in left.keys() | right.keys() if left.get(name) != right.get(name)}
    return result

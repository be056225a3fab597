# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Web security URL policies: places of the web that people may or may not open (CONTRACT 3.5).

A policy has targets, each of which says whom it is for. A site file speaks of policies with one target. That all
policies can be read without an id is inferred: the contract makes it optional, and one client knows of no list (TF).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import Records
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import (
    Console,
    FullUpdate,
    Guard,
    JointGuard,
    Resource,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Choice, Text, check_text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, IdOf, NameOf, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of, kind
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import (
    broad_domains,
    legacy_policy,
    scopes,
    validity,
    web_places,
)

MOST_URLS = 5000
"""Most URLs that all policies of an account hold together (CONTRACT 3.5: documented)."""

_SCOPE = ("applies_from", "applies_to", "enabled", "override", "valid_from", "valid_until")
_MEMBERS = ("value", "type", "action")
_NAME = "description"


def _operation(verb: str, id: str, **more: Any) -> Operation:
    return Operation(
        id,
        "POST",
        f"/api/policy/webwhiteurl/{verb}-policy-with-targets",
        envelope="legacy",
        products=("policymanagement",),
        permission=f"Web Security | Policies | {'Edit' if more.get('writes') else 'Read'}",
        **more,
    )


def _target(row: Row) -> Row:
    """Return the one target of a policy.

    Raises:
        Unreadable: it has none, or several.
    """
    targets = row.get("policies")
    if not isinstance(targets, list) or not all(isinstance(target, Mapping) for target in targets):
        raise Unreadable(f"expected a list of targets, got {kind(targets)}")
    if len(targets) != 1:
        raise Unreadable(f"it has {len(targets)} targets, but a site file can describe only one")
    return dict(targets[0])


def _policy(row: Row) -> Any:
    """Return the policy of the one target; of a body that sets some of it, what it sets."""
    return row[legacy_policy.PLACE] if legacy_policy.PLACE in row else _target(row).get(legacy_policy.PLACE)


def _urls_to_api(value: Any, id_of: IdOf) -> Entry:
    return {"urls": [{member: record[member] for member in _MEMBERS} for record in value]}


def _urls_from_api(row: Row, name_of: NameOf) -> Any:
    """Read what is allowed and blocked.

    Raises:
        Unreadable: a part of an entry is missing, or is no text.
    """
    found = row.get("urls")
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(item, Mapping) for item in found):
        raise Unreadable("it is not a list of entries")
    records = [_record(item) for item in found]
    return sorted(records, key=lambda record: (record["value"], record["type"]))


def _record(item: Row) -> Entry:
    for member in _MEMBERS:
        check_text(item.get(member))
        if not item[member]:
            raise Unreadable(f"{member} is missing")
    value = spelling.tolerant(web_places.place)(item["value"])
    return {"value": value, "type": item["type"].lower(), "action": item["action"].lower()}


def _whole(row: Row, sent: Entry) -> Entry:
    """Return the whole of a policy, with what changes in its place; entries that stay are sent as they were read."""
    row = legacy_policy.without_nulls(row)
    target = _target(row)
    policy = legacy_policy.changed(target.get(legacy_policy.PLACE) or {}, sent.get(legacy_policy.PLACE) or {})
    others = {name: value for name, value in target.items() if name not in (legacy_policy.PLACE, "locations")}
    body = {name: value for name, value in {**row, **sent}.items() if name not in ("id", legacy_policy.PLACE)}
    body["policies"] = [{**others, **policy}]
    if "urls" in sent:
        there = {
            (record["value"], record["type"]): item for item in row.get("urls") or () for record in [_record(item)]
        }
        body["urls"] = [{**there.get((item["value"], item["type"]), {}), **item} for item in sent["urls"]]
    return body


def _creation(sent: Entry) -> Entry:
    """Return the body of a new policy, whose one target bears its name."""
    body = {name: value for name, value in sent.items() if name != legacy_policy.PLACE}
    target = {**legacy_policy.changed({}, {}), _NAME: sent[_NAME]}
    return {**body, "policies": [legacy_policy.changed(target, sent.get(legacy_policy.PLACE) or {})]}


def _unspoken(row: Row) -> Entry:
    policy = _policy(row) or {}
    others = legacy_policy.unspoken(policy, ("enabled", "override"))
    found = {f"target.{name}": value for name, value in others.items()}
    others = {name: value for name, value in row.items() if name not in ("id", _NAME, "policies", "urls")}
    return {**found, **legacy_policy.without_nulls(others)}


def _check(entry: Entry) -> str:
    odd = [
        record["value"]
        for record in entry.get("urls") or ()
        if record["type"] == "domain" and not web_places.is_domain(record["value"])
    ]
    told = f"urls: {odd[0]!r} is not a domain; write only the domain, or set type: url" if odd else ""
    return told or validity.check_dates(entry)


def _allowed(entry: Entry | None) -> set[str]:
    """Return the hosts that a policy allows with all that they have."""
    return {
        web_places.host_of(record["value"])
        for record in (entry or {}).get("urls") or ()
        if record["action"] == "allow" and web_places.is_whole_host(record["value"])
    }


def _allows_a_suffix(before: Entry | None, after: Entry | None) -> str:
    broad = sorted(host for host in _allowed(after) - _allowed(before) if broad_domains.is_suffix(host))
    return (
        f"would allow {first_of(broad, 3)}, where anybody can have pages; name the pages that you mean" if broad else ""
    )


def _too_many(before: Sequence[Entry], after: Sequence[Entry]) -> str:
    former, found = (sum(len(entry.get("urls") or ()) for entry in entries) for entries in (before, after))
    if found <= max(MOST_URLS, former):
        return ""
    return f"{found:,} URLs, but all policies of an account together can have at most {MOST_URLS:,}"


def _scope() -> tuple[Field, ...]:
    """Return whom a policy is for, and when: what of a gateway policy means something here."""
    fields = [field for field in legacy_policy.FAMILY.fields() if field.name in _SCOPE]
    return tuple(legacy_policy.placed(field, _policy) for field in fields)


WEB_SECURITY_URL_POLICY = Resource(
    name="web_security_url_policy",
    plural="web_security_url_policies",
    role="url_protection",
    title="web security URL policy",
    summary="Manage web security URL policies",
    key="name",
    doc=(
        "A web security URL policy sets which websites people may open, and which they may not, whatever Web "
        "Security finds there. It applies to browsing, not to links in mail. For those, use managed URLs.",
        "Web Security no longer checks what you allow. Allow as little as possible.",
    ),
    notes=(
        "The API replaces a policy as a whole. Right before it writes, the task reads the policy. It sends back the "
        "settings that you do not name as it read them, and warns if they differ afterwards. If somebody changes "
        "the policy between that read and the write, their change is lost. The API has no way to prevent this.",
        "A policy with several targets is listed as unreadable, and the task does not change it.",
        "It is inferred that all policies can be read at once. No public source shows it.",
        "An account can have at most 5,000 URLs in all policies together.",
    ),
    console=Console("Web Security | Policies", "Create New Policy"),
    fields=(
        Text(
            "name",
            ("Name of the policy. It identifies the policy, so it cannot be changed.",),
            console="Policy Name",
            api=_NAME,
            normalize=spelling.name,
            required=True,
            samples=("Example policy", "Another policy"),
        ),
        Records(
            "urls",
            ("URLs to allow or block. O(urls_mode) sets what happens to entries that you do not name.",),
            console="Domains and URLs",
            owned=True,
            item_key="value",
            beside_key=("type",),
            to_api=_urls_to_api,
            from_api=_urls_from_api,
            default=[],
            clear=[],
            samples=(
                [{"value": "tools.example", "type": "domain", "action": "allow"}],
                [
                    {"value": "games.example", "type": "domain", "action": "block"},
                    {"value": "https://tools.example/login", "type": "url", "action": "allow"},
                ],
            ),
            fields=(
                Text(
                    "value",
                    ("A domain, or an address such as V(https://example.com/page). There are no wildcards.",),
                    console="Domain / URL",
                    normalize=web_places.place,
                    required=True,
                ),
                Choice("type", ("What the value is.",), console="Type", choices=("domain", "url"), required=True),
                Choice(
                    "action",
                    ("Whether to allow or block it.",),
                    console="Action",
                    choices=("allow", "block"),
                    required=True,
                ),
            ),
        ),
        *_scope(),
    ),
    check=_check,
    guards=(
        Guard("allow_suffix", _allows_a_suffix),
        scopes.GUARD,
        validity.GUARD,
    ),
    joint_guards=(JointGuard("too_many_urls", _too_many, overridable=False),),
    list=_operation("get", "getWebPolicies", confidence="inferred"),
    get=_operation("get", "getWebPolicies", confidence="inferred"),
    create=_operation("create", "createWebPolicy", writes=True),
    update=_operation("update", "updateWebPolicy", writes=True),
    delete=_operation("delete", "deleteWebPolicy", writes=True),
    full_update=FullUpdate(_whole, _unspoken, _creation),
)

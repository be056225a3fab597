# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be written about a domain now, for each type, based on the results of earlier tasks.

The order is safe: nothing for a domain that is not verified, and no signature with a key that DNS does not serve. An
existing policy that does what is wanted is used, whatever its name: if two have one scope, either may win.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import (
    Failure,
    Problem,
    at,
    refuse,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import listed, visible
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import mail_flow

TYPES = (
    "pending_domains",
    "anti_spoofing_policies",
    "delivery_routes",
    "delivery_route_policies",
    "internal_domains",
    "dkim_definitions",
    "dkim_policies",
)
"""Types of which an onboarding writes, in the order of work."""
Policies = Mapping[str, Sequence[Entry]]
"""Type of a policy -> the policies of the account, as a site file has them."""
Written = dict[str, Entry]
"""Type -> the entry that may be written about a domain."""


@dataclass(frozen=True)
class Wish:
    """The desired state of one domain.

    Attributes:
        where: its place in the user's file. inbound_type: how its recipients are checked.
        route: name of its delivery route. route_entry: that route, where it is to be made too.
        dkim: the DKIM definition, or None where the domain gets no key.
        names: type of a policy -> the name that the user has written for it, or "".
    """

    where: str
    domain: str
    inbound_type: str
    route: str
    route_entry: Entry | None
    dkim: Entry | None
    names: Mapping[str, str]


@dataclass(frozen=True)
class Found:
    """What the tasks of the role have found.

    Attributes:
        domains: domain -> how far its registration is.
        policies: type -> the policies of the account; None before they were read.
        keys: name of a DKIM definition -> whether DNS serves its record. mx: domain -> its MX records.
        results: type -> the result of the task that has written of it.
    """

    domains: Mapping[str, Entry]
    policies: Policies | None
    keys: Mapping[str, Entry]
    mx: Mapping[str, Entry]
    results: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, results: Mapping[str, Any]) -> Found:
        """Take the results of tasks by their subject; a missing result was not asked for yet.

        Raises:
            Failure: a task could not read what all the others depend on.
        """
        pending, account = (results.get(name) or {} for name in ("pending_domains", "account"))
        if pending and "domains" not in pending:
            raise Failure(f"found.pending_domains tells nothing about the domains: {pending.get('msg', '')}")
        unread = [f"{plural} ({account['unreadable'][plural]})" for plural in account.get("unreadable", {})]
        if unread:
            raise Failure(visible(f"policies could not be read, so none is written: {', '.join(unread)}"))
        keys, mx = (results.get(name) or {} for name in ("dkim", "mx"))
        return cls(
            {told["domain"]: told for told in pending.get("domains", [])},
            account.get("site"),
            {told["name"]: told for told in keys.get("definitions", [])},
            {told["domain"]: told for told in mx.get("domains", [])},
            {plural: results[plural] for plural in TYPES if results.get(plural)},
        )

    def status(self, domain: str) -> str:
        """Return how far a domain is: internal, pending, absent, or "" if it was not read."""
        return str(self.domains.get(domain, {}).get("status") or "")


def may_be_written(wish: Wish, found: Found) -> Written:
    """Return what can be written about a domain.

    Raises:
        Failure: several policies do what is wanted, and the file does not say which one to use.
    """
    first: Written = {"pending_domains": {"domain": wish.domain}}
    if found.status(wish.domain) != "internal" or found.policies is None:
        return first
    written: Written = {
        **first,
        "anti_spoofing_policies": _anti_spoofing(wish, found.policies),
        **({"delivery_routes": wish.route_entry} if wish.route_entry else {}),
        "delivery_route_policies": _delivery(wish, found.policies),
        "internal_domains": {"domain": wish.domain, "inbound_type": wish.inbound_type},
    }
    if wish.dkim is None:
        return written
    written["dkim_definitions"] = wish.dkim
    return {**written, "dkim_policies": _signing(wish, found.policies)} if may_sign(wish, found) else written


def may_sign(wish: Wish, found: Found) -> bool:
    """Whether receivers find the key of a domain: DNS serves its record, or did not answer, but Mimecast found it."""
    told = found.keys.get((wish.dkim or {}).get("name", ""), {})
    return told.get("published") is True or (told.get("published") is None and told.get("validated") is True)


def _anti_spoofing(wish: Wish, policies: Policies) -> Entry:
    """Return the policy by which nobody outside may send as the domain; Mimecast may have made it by itself."""
    name, there = _policy(wish, "anti_spoofing_policies", policies, f"Anti-Spoofing for {wish.domain}")
    ends = {"applies_from": _all_of(wish.domain), "applies_to": {"type": "internal_addresses"}}
    settings = {"action": "apply_exclude_mimecast_ips", "addresses_based_on": "both"}
    return {"name": name, **settings, **({} if there else ends)}


def _delivery(wish: Wish, policies: Policies) -> Entry:
    """Return the policy that hands all mail from outside for the domain to its route."""
    name, there = _policy(wish, "delivery_route_policies", policies, f"Inbound for {wish.domain}")
    ends = {"applies_from": {"type": "everyone"}, "applies_to": _all_of(wish.domain)}
    return {"name": name, "route": wish.route, **({} if there else ends)}


def _signing(wish: Wish, policies: Policies) -> Entry:
    """Return the policy that signs what the domain sends to the outside."""
    name, there = _policy(wish, "dkim_policies", policies, f"DKIM for {wish.domain}")
    ends = {"applies_from": _all_of(wish.domain), "applies_to": {"type": "external_addresses"}}
    return {"name": name, "definition": (wish.dkim or {})["name"], **({} if there else ends)}


def _protects(entry: Entry, domain: str) -> bool:
    if entry.get("action") == "take_no_action":
        return False
    return _is_of(entry, "applies_from", domain) and _is(entry, "applies_to", "internal_addresses")


def _delivers(entry: Entry, domain: str) -> bool:
    return mail_flow.has_outside(entry.get("applies_from")) and _is_of(entry, "applies_to", domain)


def _signs(entry: Entry, domain: str) -> bool:
    return mail_flow.has_outside(entry.get("applies_to")) and _is_of(entry, "applies_from", domain)


_FITS: Mapping[str, Callable[[Entry, str], bool]] = {
    "anti_spoofing_policies": _protects,
    "delivery_route_policies": _delivers,
    "dkim_policies": _signs,
}
_WORDS = {
    "anti_spoofing_policies": "anti_spoofing_policy",
    "delivery_route_policies": "route_policy",
    "dkim_policies": "dkim.policy",
}
"""Type of a policy -> where the user says its name."""


def _policy(wish: Wish, plural: str, policies: Policies, usual: str) -> tuple[str, bool]:
    """Return the name of the policy that is meant, and whether it is there with the right scope.

    Raises:
        Failure: several are, and nobody has said which is meant.
    """
    acting = [entry for entry in policies.get(plural, ()) if _acts_on_all(entry)]
    there = [str(entry["name"]) for entry in acting if _FITS[plural](entry, wish.domain)]
    written = wish.names[plural]
    if written or usual in there or not there:
        name = written or usual
        return name, name in there
    if len(there) > 1:
        told = f"is needed: {len(there)} {plural} are about {wish.domain}: {listed(there)}"
        refuse([Problem(at(wish.where, _WORDS[plural]), told)])
    return there[0], True


def _acts_on_all(entry: Entry) -> bool:
    """Whether a policy acts at any time and wherever mail comes from."""
    dated = entry.get("valid_from") or entry.get("valid_until")
    return mail_flow.acts(entry) and not dated and not mail_flow.is_narrowed(entry, "hostnames")


def _all_of(domain: str) -> Entry:
    return {"type": "email_domain", "domain": domain}


def _is_of(entry: Entry, side: str, domain: str) -> bool:
    return _is(entry, side, "email_domain") and entry[side].get("domain") == domain


def _is(entry: Entry, side: str, kind: str) -> bool:
    scope = entry.get(side)
    return isinstance(scope, Mapping) and scope.get("type") == kind

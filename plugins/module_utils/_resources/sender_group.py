# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Profile groups and their members, the built-in Blocked Senders and Permitted senders among them (CONTRACT 3.6)."""

from __future__ import annotations

from collections.abc import Collection

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import Records
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Members, Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Guard, Inquiry, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Text, check_text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import kind, listed, shown
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import broad_domains
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.directory import is_synchronised
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.groups import (
    BLOCKED,
    BUILTIN,
    PERMITTED,
    group_name,
    group_or_none,
    near_builtin,
)

_PRODUCTS = ("userandgroupmanagement",)
_READ = "Directories | Groups | Read"
_EDIT = "Directories | Groups | Edit"
_SYNC_READ = "Services | Directory Sync | Read"
_SYNC_EDIT = "Services | Directory Sync | Edit"
_COUNTS = {"userCount": "members", "groupCount": "sub-groups", "folderCount": "sub-groups"}


def _to_api(record: Entry) -> Entry:
    """Return a member reference: an address or a domain, never both (CONTRACT 3.6: documented)."""
    member = record["member"]
    item: Entry = {"emailAddress" if "@" in member else "domain": member}
    if record.get("note"):
        item["notes"] = record["note"]
    return item


def _from_api(row: Row) -> Entry:
    """Read a member: a domain has no address, or one equal to the domain (CONTRACT 3.6: observed).

    Raises:
        Unreadable: it has neither, or something else than text in their place.
    """
    address, domain, written = (row.get(name) or "" for name in ("emailAddress", "domain", "notes"))
    written = written or row.get("note") or ""
    for found in (address, domain, written):
        check_text(found)
    member = address if "@" in address else (domain or address)
    if not member:
        raise Unreadable("it has neither an address nor a domain")
    record = {"member": spelling.tolerant(spelling.sender)(member)}
    note = spelling.tolerant(spelling.text)(written)
    return {**record, "note": note} if note else record


def _foreign(row: Row) -> str:
    return "it comes from a directory, change it there" if is_synchronised(row) else ""


def _occupied(row: Row) -> str:
    """Say what keeps a group from being deleted (CONTRACT quirk 31: documented).

    Raises:
        Unreadable: it is not told how much.
    """
    for count in _COUNTS:
        if not isinstance(row.get(count) or 0, int):
            raise Unreadable(f"{count}: expected a whole number, got {kind(row[count])}")
    inside = [f"{row[count]} {what}" for count, what in _COUNTS.items() if row.get(count)]
    return f"it still has {' and '.join(inside)}" if inside else ""


def _emptied(before: Entry | None, after: Entry | None) -> str:
    if before and after and before["name"] in BUILTIN and before.get("members") and after.get("members") == []:
        return f"would take all {len(before['members'])} members out of the built-in group"
    return ""


def _added(before: Entry | None, after: Entry | None) -> list[str]:
    """Return the members that come."""
    there = {record["member"] for record in (before or {}).get("members", [])}
    return sorted({record["member"] for record in (after or {}).get("members", [])} - there)


def _comes_to(name: str, before: Entry | None, after: Entry | None) -> list[str]:
    """Return the members that come to one of the built-in groups."""
    return _added(before, after) if after and after["name"] == name else []


def _free_mail(before: Entry | None, after: Entry | None) -> str:
    broad = [member for member in _comes_to(PERMITTED, before, after) if broad_domains.is_free_mail(member)]
    return f"would permit everybody with an address at {listed(broad)}; name addresses" if broad else ""


def _suffix(before: Entry | None, after: Entry | None) -> str:
    broad = [member for member in _comes_to(PERMITTED, before, after) if broad_domains.is_suffix(member)]
    told = (
        "below which anybody can have a domain, but a member does not cover the domains below it; "
        "name the domains that you mean"
    )
    return f"would permit {listed(broad)}, {told}" if broad else ""


def _wildcard(before: Entry | None, after: Entry | None) -> str:
    found = [member for member in _added(before, after) if "*" in member]
    return f"{listed(found)}: a member cannot contain a wildcard; name the domain, or each address" if found else ""


def _look_alike(before: Entry | None, after: Entry | None) -> str:
    name = after["name"] if after and not before else ""
    near = near_builtin(name)
    return f"{name!a} is not the built-in group {shown(near)}, and nothing uses it" if near else ""


def _own_domain(mine: Collection[str], _everyone: Collection[str], domains: Collection[str]) -> str:
    own = sorted(set(mine) & set(domains))
    if not own:
        return ""
    return (
        f"would permit {listed(own)}, which is your own, so mail that forges a sender of it would skip spam checks too"
    )


def _remark(before: Entry | None, after: Entry) -> str:
    """Say what blocking does that may not be meant."""
    coming = _comes_to(BLOCKED, before, after)
    broad = [member for member in coming if broad_domains.is_free_mail(member)]
    suffixes = [member for member in coming if broad_domains.is_suffix(member)]
    told = [f"blocks everybody with an address at {listed(broad)}"] if broad else []
    told += [f"{listed(suffixes)} covers no domain below it"] if suffixes else []
    near = near_builtin(after["name"])
    told += [f"it is not the built-in group {shown(near)}, and nothing uses it"] if near else []
    return "; ".join(told)


SENDER_GROUP = Resource(
    name="sender_group",
    plural="sender_groups",
    role="sender_groups",
    title="sender group",
    summary="Manage profile groups and their members",
    key="name",
    doc=(
        "A profile group contains email addresses and whole domains. Two groups are built in and act on all mail. "
        "Mail from members of V(Blocked Senders) is rejected. Mail from members of V(Permitted senders) skips spam "
        "and reputation checks (only the envelope sender counts).",
        "A domain matches only itself, not its subdomains, and there are no wildcards. A sender that is both "
        "blocked and permitted is blocked.",
    ),
    notes=(
        "Reading members needs C(Services | Directory Sync | Read), removing them C(Services | Directory Sync | Edit).",
        "Some accounts refuse changes of the built-in groups (C(err_xdk_operation_forbidden_for_address)). The task "
        "then "
        "fails and names the members that were refused.",
        "The task adds new members before it removes others. To change a note, it removes the member and adds it "
        "again, at most ten members at a time. If the API refuses a member, the task adds the removed members "
        "again, and stops.",
    ),
    console=Console("Directories | Groups", "New Folder", "Use Build | Add Email Addresses or Add Email Domains."),
    fields=(
        Text(
            "name",
            (
                "Name of the group. It identifies the group, so it cannot be changed. For the built-in groups, upper "
                "and lower case do not matter.",
            ),
            console="Group",
            api="description",
            normalize=group_name,
            required=True,
            samples=("Partners", "Vendors"),
        ),
        Text(
            "parent",
            ("Name of the parent group. Without it, a new group is at the top level.",),
            console="Parent folder",
            api="parentId",
            normalize=group_or_none,
            reference="sender_group",
            default="",
        ),
        Records(
            "members",
            (
                "Email addresses and domains, each as text or as a mapping with a note. O(members_mode) sets what "
                "happens to members that you do not name.",
            ),
            console="Members",
            owned=True,
            apart=True,
            item_key="member",
            default=[],
            clear=[],
            samples=(
                [{"member": "partner.example", "note": "CHG-1234"}],
                [{"member": "jo@other.example"}, {"member": "partner.example", "note": "CHG-1234"}],
            ),
            fields=(
                Text("member", ("Email address or domain.",), normalize=spelling.sender, required=True),
                Text(
                    "note",
                    ("Reason for the entry, at most 100 characters. If you leave it out, an existing note stays.",),
                    normalize=spelling.at_most(100),
                    clear="",
                ),
            ),
        ),
    ),
    builtin=frozenset(BUILTIN),
    foreign=_foreign,
    occupied=_occupied,
    unlisted_root="parentId",
    guards=(
        Guard("empty_builtin_group", _emptied),
        Guard("near_builtin_name", _look_alike),
        Guard("wildcard_member", _wildcard, overridable=False),
        Guard("permit_free_mail", _free_mail),
        Guard("permit_public_suffix", _suffix),
    ),
    inquiries=(
        Inquiry(
            "permit_own_domain",
            lambda before, after: [member for member in _comes_to(PERMITTED, before, after) if "@" not in member],
            "internal_domains",
            _own_domain,
            "whether one of the permitted domains is your own could not be read",
        ),
    ),
    remark=_remark,
    list=Operation(
        "listGroups",
        "GET",
        "/directory/cloud-gateway/v1/groups",
        rows=("groups",),
        paged=True,
        products=("userandgroupmanagement", "emailsecurityonboarding"),
        permission=_READ,
    ),
    get=Operation(
        "getGroup",
        "GET",
        "/directory/cloud-gateway/v1/groups/{id}",
        products=("userandgroupmanagement", "emailsecurityonboarding"),
        permission=_READ,
    ),
    create=Operation(
        "createGroup", "POST", "/directory/cloud-gateway/v1/groups", writes=True, products=_PRODUCTS, permission=_EDIT
    ),
    update=Operation(
        "legacyUpdateGroups",
        "POST",
        "/api/directory/update-group",
        envelope="legacy",
        writes=True,
        products=_PRODUCTS,
        permission=_SYNC_EDIT,
    ),
    delete=Operation(
        "legacyDeleteGroups",
        "POST",
        "/api/directory/delete-group",
        envelope="legacy",
        writes=True,
        products=_PRODUCTS,
        permission=_EDIT,
    ),
    members=Members(
        field="members",
        list=Operation(
            "legacyGetGroupMembers",
            "POST",
            "/api/directory/get-group-members",
            envelope="legacy",
            rows=("groupMembers",),
            paged=True,
            page_limit=500,
            products=_PRODUCTS,
            permission=_SYNC_READ,
            confidence="observed",
        ),
        add=Operation(
            "legacyAddGroupMembers",
            "POST",
            "/api/directory/add-group-member",
            envelope="legacy",
            writes=True,
            products=_PRODUCTS,
            permission=_EDIT,
            confidence="observed",
        ),
        remove=Operation(
            "legacyRemoveGroupMembers",
            "POST",
            "/api/directory/remove-group-member",
            envelope="legacy",
            writes=True,
            products=_PRODUCTS,
            permission=_SYNC_EDIT,
            confidence="observed",
        ),
        batch=10,
        to_api=_to_api,
        from_api=_from_api,
        benign=frozenset({"err_folder_group_member_already_exists", "err_folder_email_address_not_found"}),
    ),
)

# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attachment Set definitions: which attachments are held, stripped or let through (REFERENCE section 7).

The public API has no call for them. The paths and members are those that the family would have: inferred.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import paths, spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import Records
from ansible_collections.mailops.mimecast.plugins.module_utils._model.maps import Map
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Choice, Flag, Percentage, Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, IdOf, NameOf, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.groups import group_or_none
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.operations import Collection

_SETS = Collection(
    "/policy-management/cloud-gateway/v1/attachment-management/definitions",
    "AttachmentSet",
    "AttachmentSets",
    rows=("definitions",),
    products=("policymanagement",),
    inferred=True,
)
_ACTIONS = ("allow", "block", "link", "hold")


def _archive(name: str, console: str, member: str, what: str) -> Field:
    return Choice(
        name,
        (f"Action for archives that {what}.",),
        console=console,
        api=member,
        choices=_ACTIONS,
        default="allow",
        samples=("hold", "block"),
    )


def _flag(name: str, console: str, member: str, doc: str) -> Field:
    return Flag(
        name,
        (doc,),
        console=console,
        api=member,
        default=False,
        samples=(True, False),
    )


def _decode_group(row: Row, name_of: NameOf) -> Any:
    found = paths.first(row, ("notifyGroup.id", "notifyGroupId"))
    beside = paths.first(row, ("notifyGroup.description",))
    name = name_of("sender_group", str(found), str(beside or "")) if found else ""
    if found and not name:
        raise Unreadable("its group is not there")
    return name


def _encode_group(value: Any, id_of: IdOf) -> Entry:
    return {"notifyGroupId": id_of("sender_group", value) if value else ""}


ATTACHMENT_SET = Resource(
    name="attachment_set",
    plural="attachment_sets",
    role="attachment_sets",
    title="attachment set",
    summary="Manage Attachment Set definitions",
    key="name",
    support="preview",
    doc=(
        "An attachment set sets which attachments are let through, stripped, linked or held. It also detects "
        "pornographic images. It has no effect until an Attachment Management policy uses it.",
        "The lower O(image_hold_probability), the more images are held.",
    ),
    notes=("A set cannot be in the root folder: it needs a O(folder).",),
    console=Console("Gateway | Policies | Definitions | Attachment Sets", "New Attachment Set Definition"),
    fields=(
        Text(
            "name",
            ("Description of the set. It identifies the set, so it cannot be changed.",),
            console="Description",
            api="description",
            normalize=spelling.name,
            required=True,
            samples=("Image control", "Strict"),
        ),
        Text(
            "folder",
            ("Folder of the set.",),
            console="Folder",
            api="folder",
            normalize=spelling.name,
            required=True,
            samples=("Attachment sets", "Archive"),
        ),
        Choice(
            "default_action",
            (
                "V(block) blocks the listed content types and lets the others through. V(allow) lets the listed "
                "ones through and blocks the others.",
            ),
            console="Default Block / Allow",
            api="defaultAction",
            choices=("block", "allow"),
            default="block",
            samples=("allow", "block"),
        ),
        _flag(
            "block_dangerous_file_types",
            "Block dangerous file types",
            "blockDangerousFileTypes",
            "Block file types on Mimecast's list of dangerous types even if they are allowed (with "
            "O(default_action=allow)).",
        ),
        Percentage(
            "image_hold_probability",
            (
                "Hold mail with an image that is pornographic with more than this probability, V(1) to V(100) "
                "percent. V(off) switches the detection off.",
            ),
            console="Pornographic Image Setting: Hold images above n% probability",
            to_api=lambda value, id_of: {"imageHoldProbability": None if value == "off" else value},
            from_api=lambda row, name_of: row.get("imageHoldProbability") or "off",
            default="off",
            clear="off",
            samples=(70, 80),
        ),
        _archive("encrypted_archives", "Encrypted Archives", "encryptedArchives", "are protected by a password"),
        _archive("unreadable_archives", "Unreadable Archives", "unreadableArchives", "cannot be opened"),
        Records(
            "content_types",
            ("Content types, and the action for each.",),
            console="Content Types",
            api="contentTypes",
            owned=True,
            item_key="type",
            default=[],
            clear=[],
            samples=(
                [{"type": "exe", "action": "block"}],
                [{"type": "exe", "action": "block"}, {"type": "zip", "action": "hold"}],
            ),
            fields=(
                Text(
                    "type",
                    ("File extension or media type, such as V(exe) or V(application/zip).",),
                    normalize=lambda value: str(spelling.name(value)).lower().lstrip("."),
                    required=True,
                ),
                Choice(
                    "action",
                    ("Action for this content type.",),
                    choices=_ACTIONS,
                    required=True,
                ),
            ),
        ),
        Map(
            "notify",
            ("Whom to notify when an attachment is blocked or held.",),
            console="Notification options",
            samples=({"sender": True}, {"sender": False, "recipient": True}),
            fields=(
                Text(
                    "group",
                    ("Name of a profile group whose members are notified. Empty: no group.",),
                    console="Notify Group",
                    normalize=group_or_none,
                    reference="sender_group",
                    to_api=_encode_group,
                    from_api=_decode_group,
                    default="",
                    clear="",
                ),
                _flag("sender", "Notify Sender", "notifySender", "Whether to notify the sender."),
                _flag("recipient", "Notify Recipient", "notifyRecipient", "Whether to notify the recipient."),
            ),
        ),
    ),
    builtin=frozenset({"Default Attachment Set"}),
    belongs=lambda row: row.get("description") != "Default Attachment Set",
    **_SETS.operations(),
)

# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects on the wire: a row of an answer in the user's words, and the user's words as the body of a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.paths import merge
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Entry, IdOf, NameOf, Row


def decode(resource: Resource, row: Row, name_of: NameOf) -> Entry:
    """Return an object of the account in the user's words, every readable field that the row tells."""
    entry: Entry = {}
    for field in resource.fields:
        if field.readable() and not field.apart:
            value = field.decode(row, name_of)
            if value is not ABSENT:
                entry[field.name] = value
    return entry


def encode(resource: Resource, values: Mapping[str, Any], id_of: IdOf) -> Entry:
    """Return the body of a request that sets ``values``."""
    body: Entry = {}
    for name, value in values.items():
        merge(body, resource.field(name).encode(value, id_of))
    return body

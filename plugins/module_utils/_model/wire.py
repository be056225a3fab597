# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects on the wire: a row of an answer in the user's words, and the user's words as the body of a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.paths import merge
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Entry, IdOf, NameOf, Row

_SHAPE_ERRORS = (AttributeError, LookupError, TypeError, ValueError)


def decode(resource: Resource, row: Row, name_of: NameOf) -> Entry:
    """Return an object of the account in the user's words, every readable field that the row tells.

    Raises:
        Unreadable: a setting is not of its kind, or one is missing without which no object is.
    """
    entry: Entry = {}
    for field in (*resource.fields, *resource.computed):
        if field.readable() and not field.apart:
            value = _decoded(field, row, name_of)
            # Of what an account has once, nothing may be set yet.
            if field.required and not resource.singleton and value in (ABSENT, ""):
                raise Unreadable(f"{field.name} is missing")
            if value is not ABSENT:
                entry[field.name] = value
    return entry


def _decoded(field: Field, row: Row, name_of: NameOf) -> Any:
    try:
        return field.decode(row, name_of)
    except Unreadable as error:
        raise Unreadable(f"{field.name}: {error}") from None
    except _SHAPE_ERRORS:
        # What a descriptor takes out of a row by its own function may be of any shape.
        raise Unreadable(f"{field.name}: the API returns it in an unknown format") from None


def encode(resource: Resource, values: Mapping[str, Any], id_of: IdOf) -> Entry:
    """Return the body of a request that sets ``values``."""
    body: Entry = {}
    for name, value in values.items():
        merge(body, resource.field(name).encode(value, id_of))
    return body

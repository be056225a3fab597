# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules of the types: one that manages its objects, or one whose entries represent entries of other types."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._definitions.definition import Definition, of_account
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import composite, one_type, wanted
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import module_options


def definition(name: str) -> Definition:
    """Return the module of a type.

    Args:
        name: the name of its descriptor.
    """
    resource = RESOURCES[name]
    return _of_composite(resource) if resource.stands_for else _of_type(resource)


def _of_type(resource: Resource) -> Definition:
    """Return the module that manages one type of object."""
    return of_account(
        module_options(resource),
        lambda params, call: one_type.run(resource, params, MANAGED, call),
        judge=lambda written: wanted.check(resource, written),
        spared=lambda params, call: one_type.spared(resource, params, call),
        resource=resource,
    )


def _of_composite(resource: Resource) -> Definition:
    """Return the module that works out what the entries of a type stand for; those of the types do the work."""
    return of_account(
        module_options(resource),
        lambda params, call: composite.run(resource, params, RESOURCES, call),
        judge=lambda written: composite.check(resource, written, RESOURCES),
        spared=lambda params, call: one_type.spared(resource, params, call),
        resource=resource,
    )

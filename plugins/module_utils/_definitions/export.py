# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module mimecast_export: what an account has, kept as the file of a site."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._definitions.definition import Params, of_account
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._report import export
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.module_utils._run import info
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call


def _exported(params: Params, call: Call) -> Entry:
    """Read an account and keep it as the file of a site."""
    path = export.check_dest(params["dest"])
    read = info.run(params, call.reading, MANAGED, with_code=True)
    return export.keep(read, MANAGED, path, call.check_mode, call.diff)


DEFINITION = of_account({**info.read_options(MANAGED), **export.OPTIONS}, _exported, writes_here=True)

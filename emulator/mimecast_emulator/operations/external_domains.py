# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""External domains, which can only be read: CONTRACT section 3.8.

May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..call import Call, Handler, rest_list
from ..contract import Json
from ..envelopes import Answer
from ..rows import Row

TABLE = "external_domains"


def list_domains(call: Call) -> Answer:
    """All external domains (SCRAPE: documented)."""

    def render(item: tuple[str, Row]) -> Json:
        return {"id": call.account.ids.issue(TABLE, item[0]), **item[1]}

    return rest_list(call, "domains", call.account.tables[TABLE].listed, render)


def get_domain(call: Call) -> Answer:
    """One external domain, without its id as for every single read."""
    return Answer(200, dict(call.account.tables[TABLE][call.path_key(TABLE, "domain_id")]))


HANDLERS: Mapping[str, Handler] = {"listExternalDomains": list_domains, "getExternalDomain": get_domain}

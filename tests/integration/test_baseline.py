# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A baseline and a site that are variables of a host: what they merge into, and what the check says of them."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run

BASELINE: dict[str, Any] = {
    "sender_groups": [{"name": "Blocked Senders", "members": ["worse.example", "bad.example"]}],
    "ip_permits": [{"name": "Scanner", "source_ips": ["192.0.2.0/24"], "enabled": False}],
}
SITE: dict[str, Any] = {
    "sender_groups": [{"name": "Partners"}, {"name": "blocked senders", "members": ["mine.example"]}],
    "ip_permits": [{"name": "Scanner", "source_ips": ["198.51.100.0/24"], "source_ips_mode": "exact"}],
    "users": [{"email": "jo@example.com"}],
}
MISSPELT = {**SITE, "users": [{"email": "jo@example.com"}, {"email": "sam@example.com", "nmae": "Sam"}]}


@pytest.fixture(scope="module")
def run(ansible: Ansible) -> Run:
    """One run for a site on a baseline, one without baseline, and one with a mistake."""
    return ansible.play(
        "baseline.yml",
        {
            "both": {"mimecast_baseline": BASELINE, "mimecast_site": SITE},
            "no baseline": {"mimecast_baseline": {}, "mimecast_site": SITE},
            "misspelt": {"mimecast_baseline": BASELINE, "mimecast_site": MISSPELT},
        },
    )


def test_the_check_counts_the_merged_entries(run: Run) -> None:
    result = run.of("both", "Check")
    assert result.data["changed"] is False
    assert {name: count for name, count in result.data["counts"].items() if count} == {
        "sender_groups": 2,
        "ip_permits": 1,
        "users": 1,
    }


def test_the_check_names_a_mistake_by_its_path_in_the_users_file(run: Run) -> None:
    assert (
        run.of("misspelt", "Check")
        .data["msg"]
        .startswith("mimecast_site.users[1].nmae: unknown key, did you mean 'name'?")
    )
    assert run.code == 2

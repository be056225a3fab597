# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of YAML as people write them: what YAML makes of them is told, with file and line where Ansible knows them.

One host a file, in one run of mailops.mimecast.check for each ansible-core, and one file a call of the hook.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run

ALIASES = "\n".join(
    ["bombs:", "  - &a0 [x, x, x, x, x, x, x, x]"]
    + [f"  - &a{level} [{', '.join([f'*a{level - 1}'] * 8)}]" for level in range(1, 12)]
)
FILES = {
    "unquoted": """\
mimecast_site:
  sender_groups:
    - name: no
      members: [1_000]
  delivery_routes:
    - {name: A, hostname: 1.10, smtp_authentication: {mechanisms: [LOGIN], username: relay, password: 012345}}
  users:
    - {email: jo@example.com, name: 12:30:45, password: 0x1F}
""",
    "day": "mimecast_site: {ip_permits: [{name: P, source_ips: [192.0.2.1], valid_until: 2030-01-31}]}\n",
    "moment": "mimecast_site: {ip_permits: [{name: P, source_ips: [192.0.2.1], valid_until: 2030-01-31 12:00:00}]}\n",
    "ended": "mimecast_site: {ip_permits: [{name: P, source_ips: [192.0.2.1], valid_until: 2020-01-31}]}\n",
    "twice": "mimecast_site:\n  users: [{email: jo@example.com}]\n  mx: []\n  users: []\n",
    "site_twice": "mimecast_site:\n  users: [{email: jo@example.com}]\nmimecast_site:\n  users: []\n",
    "misspelled": "mimecast_baseline: {users: []}\nMimecast_Site: {users: []}\n",
    "nearly": "mimecast_baseline: {users: []}\nmimecast_sites: {users: []}\n",
    "shape": """\
mimecast_site:
  mx:
    - example.com
  delivery_route_policies:
    - name: P
      applies_to:
      type: everyone
  users:
    email: jo@example.com
""",
    "bomb": f"{ALIASES}\nmimecast_site:\n  users: *a11\n",
}
QUOTES = "put it in quotes, or use the filter string in a template"


@pytest.fixture(scope="module")
def checked(ansible: Ansible, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run over a host for each file."""
    folder = tmp_path_factory.mktemp("written")
    (folder / "hosts").write_text("\n".join(FILES), encoding="utf-8")
    (folder / "host_vars").mkdir()
    for name, text in FILES.items():
        (folder / f"host_vars/{name}.yml").write_text(text, encoding="utf-8")
    began = time.monotonic()
    run = ansible.play("mailops.mimecast.check", {}, "-i", str(folder / "hosts"))
    assert time.monotonic() - began < 60
    return run


def lines(run: Run, host: str) -> list[str]:
    """What a host is told, without what could be written instead."""
    return [re.sub(r" \(known: [^)]*\)", "", line) for line in run.message(host).splitlines()]


def places(run: Run, host: str) -> list[str]:
    """File and line of each message of a host."""
    message = str(run.of(host).data["msg"])
    return [
        f"{Path(file).name} {line}"
        for file, line in re.findall(r" \(([^()]*), line (\d+), column \d+\)$", message, re.M)
    ]


def test_text_without_quotes_that_is_something_else_to_yaml_is_refused(checked: Run) -> None:
    assert lines(checked, "unquoted") == [
        f"mimecast_site.sender_groups[0].name: expected text, but YAML read the truth value false; {QUOTES}",
        f"mimecast_site.sender_groups[0].members[0].member: expected text, but YAML read the number 1000; {QUOTES}",
        f"mimecast_site.delivery_routes[0].hostname: expected text, but YAML read the number 1.1; {QUOTES}",
        "mimecast_site.delivery_routes[0].smtp_authentication.password: expected text, but YAML read something "
        f"else; {QUOTES}",
        f"mimecast_site.users[0].name: expected text, but YAML read the number 45045; {QUOTES}",
        f"mimecast_site.users[0].password: expected text, but YAML read something else; {QUOTES}",
    ]
    assert "5349" not in checked.output


def test_a_mistake_is_told_with_its_file_and_line(checked: Run) -> None:
    assert [place.split()[0] for place in places(checked, "unquoted")] == ["unquoted.yml"] * 6
    # Ansible-cores before 2.19 know the place of texts, lists and mappings only.
    assert places(checked, "shape")[0] == "shape.yml 7"
    assert places(checked, "shape")[1:] == ["shape.yml 9", "shape.yml 3"]


def test_a_day_may_stand_without_quotes_and_not_with_a_time(checked: Run) -> None:
    assert checked.of("day").status == "ok"
    assert lines(checked, "moment") == [
        "mimecast_site.ip_permits[0].valid_until: '2030-01-31 12:00:00' has a time of day, and only whole days can be "
        "set; write '2030-01-31'"
    ]


def test_what_has_ended_is_warned_of(checked: Run) -> None:
    assert checked.of("day").data.get("warnings", []) == []
    assert checked.of("ended").data["warnings"] == [
        "mimecast_site.ip_permits[0].valid_until: 2020-01-31 has passed, so it has no effect any more; remove it, or "
        "set state: absent"
    ]


def test_a_key_that_stands_twice_fails_the_check(checked: Run) -> None:
    for host, line, former, key in (("twice", 4, 2, "users"), ("site_twice", 3, 1, "mimecast_site")):
        (told,) = lines(checked, host)
        assert told.endswith(
            f"{host}.yml, line {line}: the key '{key}' is in line {former} too, and only the last one counts"
        )


def test_a_variable_that_is_nearly_the_site_is_told(checked: Run) -> None:
    assert lines(checked, "misspelled") == ["Mimecast_Site: is not read, did you mean 'mimecast_site'?"]
    assert checked.of("nearly").data["warnings"] == [
        "the variable mimecast_sites is not read, did you mean 'mimecast_site'?"
    ]


def test_a_mistake_of_shape_says_what_to_write(checked: Run) -> None:
    assert lines(checked, "shape") == [
        "mimecast_site.delivery_route_policies[0].type: unknown key; indent it under applies_from or applies_to",
        "mimecast_site.users: expected a list, got a mapping; begin each entry with '- ', such as '- {email: "
        "alex@example.com}'",
        "mimecast_site.mx[0]: expected a mapping, got text; write '- {domain: example.com}'",
    ]


def test_aliases_that_no_machine_could_write_out_are_refused(checked: Run) -> None:
    (told,) = lines(checked, "bomb")
    assert told.startswith("mimecast_site: holds more than 1000000 values")

# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory of a service provider: a directory of files, one an account, as hosts in groups by region and tag.

It reads files and knows neither the API nor what a site may hold; a play checks that (mimecast_site_check).
"""

from __future__ import annotations

DOCUMENTATION = r"""
name: mimecast_accounts
short_description: Mimecast accounts from a directory of files
version_added: 1.0.0
author:
  - mailops contributors (@mailops)
description:
  - Makes one inventory host from each account file in a directory. All accounts are in the group
    C(mimecast_accounts). An account with a region is also in the group C(region_<region>). An account with tags is
    also in a group C(tag_<tag>) for each of them.
  - An account file is a YAML mapping. The notes list its keys. An editor can check it with
    C(docs/mimecast_account.schema.json) of the collection. Values and whole files may be encrypted with Ansible Vault.
  - The documented part of the Mimecast API has no operation that lists the accounts of a partner, so the directory is
    the list.
  - The configuration file's name ends in C(mimecast_accounts.yml) or C(mimecast_accounts.yaml).
options:
  plugin:
    description: The name of this plugin.
    type: str
    required: true
    choices: [mailops.mimecast.mimecast_accounts]
  directory:
    description:
      - The directory that holds the account files. It is relative to the configuration file's directory.
      - Files whose names end in V(.yml) are account files. The plugin ignores other files, directories, and names
        that begin with a dot. It reports a V(.yaml) file, so that no account goes missing because of the name of its
        file.
      - Do not put it into a directory that is itself an inventory source. Ansible would read each account file as an
        inventory.
    type: str
    default: accounts
  broken_files:
    description:
      - What to do if a file cannot be used. The reason may be that it cannot be read or decrypted, that it has a
        mistake or a newer layout, or that several files are for the same account.
      - V(skip) leaves out that account, and warns with the name of the file. If several files are for the same
        account, it leaves out all of them. The variable C(mimecast_left_out) of all hosts lists these files,
        including those of other sources of this plugin. The other accounts stay usable.
      - V(fail) refuses the whole directory, and names all such files. Use it in pipelines, and if another system
        (AWX) keeps a copy of the inventory. That system would delete an account that is left out.
    type: str
    choices: [skip, fail]
    default: skip
notes:
  - 'C(schema): version of the layout, 1 (the default).'
  - 'C(name): name of the host; by default the name of the file without V(.yml). Letters, digits, dots, hyphens and
    underscores.'
  - 'C(region), C(tags) (a list), C(description), C(account_code): they become the variables C(mimecast_region),
    C(mimecast_tags), C(mimecast_description) and C(mimecast_account_code).'
  - 'C(base_url), C(client_id), C(client_secret), C(access_token), C(timeout), C(retry_budget), C(page_size),
    C(validate_certs), C(ca_path), C(proxy), C(read_only), C(min_confidence): the connection to the account. They
    become the variables C(mimecast_base_url) and so on.'
  - 'Any key that begins with C(mimecast_), such as C(mimecast_site): a variable of the host.'
  - 'C(vars): other variables of the host.'
  - Each host also gets C(mimecast_account_file), the file's path from the configuration file's directory, and
    C(ansible_connection=local).
  - If the directory is missing, cannot be read or has no account file, the whole source fails. Ansible then warns and
    continues without the source, unless you set E(ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED).
seealso:
  - plugin: ansible.builtin.host_group_vars
    plugin_type: vars
    description: Finds C(group_vars/mimecast_accounts) beside the configuration file, for a C(mimecast_baseline).
"""

EXAMPLES = r"""
# inventory/mimecast_accounts.yml
plugin: mailops.mimecast.mimecast_accounts
directory: ../accounts
broken_files: fail

# accounts/acorn.yml would then be:
#
#   schema: 1
#   region: uk
#   tags: [gold, on-premises]
#   base_url: https://uk-api.services.mimecast.com
#   client_id: abc123
#   client_secret: !vault |
#     $ANSIBLE_VAULT;1.1;AES256
#     ...
#   mimecast_site:
#     ip_permits:
#       - {name: Permitted IP Addresses, source_ips: [192.0.2.10]}
#
# ansible-inventory -i inventory/mimecast_accounts.yml --graph
# ansible-playbook mailops.mimecast.site -i inventory/mimecast_accounts.yml --limit region_uk --check --diff
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin, to_safe_group_name

from ansible_collections.mailops.mimecast.plugins.module_utils._model import wording
from ansible_collections.mailops.mimecast.plugins.plugin_utils._files import Unusable, read_yaml

try:
    from ansible.template import trust_as_template as _trusted
except ImportError:  # before ansible-core 2.19 all variables of an inventory are trusted

    def _trusted(value: str) -> str:
        return value


SCHEMA = 1
SUFFIX = ".yml"
EVERY_ACCOUNT = "mimecast_accounts"
CONNECTION = (
    "base_url",
    "client_id",
    "client_secret",
    "access_token",
    "timeout",
    "retry_budget",
    "page_size",
    "validate_certs",
    "ca_path",
    "proxy",
    "read_only",
    "min_confidence",
)
TEXTS = ("region", "description", "account_code")
KEYS = ("schema", "name", *TEXTS, "tags", *CONNECTION, "vars")
_HOST_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")


@dataclass(frozen=True)
class Account:
    """One account: the host's name and variables, the groups it is in, and the file it comes from."""

    name: str
    file: str
    groups: tuple[str, ...]
    variables: Mapping[str, Any]


def account(document: Any, file: str) -> Account:
    """Return the account that a file describes.

    Args:
        document: the file's content, parsed. file: its path as messages and ``mimecast_account_file`` show it.
    Raises Unusable for the first thing that is wrong.
    """
    if not isinstance(document, Mapping):
        raise Unusable("expected a mapping with the account's name, connection and mimecast_site")
    version = document.get("schema", SCHEMA)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise Unusable(f"schema: expected a whole number from 1 to {SCHEMA}")
    if version > SCHEMA:
        raise Unusable(
            f"schema: the file has version {version} of the layout, this release of the collection reads up to {SCHEMA}"
        )
    for word in document:
        if word not in KEYS and not str(word).startswith("mimecast_"):
            raise Unusable(f"{word}: unknown key{wording.nearest(str(word), [*KEYS, 'mimecast_site'])}")
    name = _name(document.get("name", Path(file).stem))
    texts = {word: _text(word, document[word]) for word in TEXTS if document.get(word) is not None}
    tags = _tags(document.get("tags"))
    groups = [f"region_{texts['region']}"] if "region" in texts else []
    return Account(
        name,
        file,
        tuple(to_safe_group_name(group) for group in (EVERY_ACCOUNT, *groups, *(f"tag_{tag}" for tag in tags))),
        {
            "ansible_connection": _trusted("local"),
            **_variables(document),
            **{f"mimecast_{word}": text for word, text in texts.items()},
            "mimecast_tags": tags,
            "mimecast_account_file": _trusted(file),
        },
    )


def _name(value: Any) -> str:
    # The host's name goes into limits and patterns, where blanks, commas, colons and brackets mean something else.
    if not isinstance(value, str) or not _HOST_NAME.fullmatch(value):
        raise Unusable(
            "name: expected letters, digits, dots, hyphens and underscores, with a letter or digit at each end"
        )
    return str(value)


def _text(word: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Unusable(f"{word}: expected text")
    return value


def _tags(value: Any) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise Unusable("tags: expected a list of texts")
    return [_text(f"tags[{index}]", tag) for index, tag in enumerate(value)]


def _variables(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the variables of the host that the file sets itself."""
    other = document.get("vars", {})
    if not isinstance(other, Mapping):
        raise Unusable("vars: expected a mapping of variable names and values")
    found = {str(name): value for name, value in document.items() if str(name).startswith("mimecast_")}
    short = {f"mimecast_{word}": document[word] for word in CONNECTION if word in document}
    for name in other:
        if str(name) in found or str(name) in short:
            raise Unusable(f"vars.{name}: is set outside of vars too")
    for name in short:
        if name in found:
            raise Unusable(f"{name}: is set as {name.removeprefix('mimecast_')} too")
    return {**{str(name): value for name, value in other.items()}, **found, **short}


def twins(accounts: Iterable[Account]) -> dict[str, str]:
    """Return, for each file that is not the only one for its account, the name, code or client that it shares."""
    found = list(accounts)
    reasons: dict[str, str] = {}
    for what, identities in (
        ("name", [account.name.lower() for account in found]),
        ("account_code", [str(account.variables.get("mimecast_account_code") or "").lower() for account in found]),
        ("client_id", [_client(account) for account in found]),
    ):
        counts = Counter(identity for identity in identities if identity)
        for account, identity in zip(found, identities, strict=True):
            others = [
                other.file
                for other, same in zip(found, identities, strict=True)
                if same == identity and other != account
            ]
            if counts[identity] > 1:
                reasons.setdefault(account.file, f"another file has the same {what}: {', '.join(others)}")
    return reasons


def _client(account: Account) -> str:
    """Return what identifies the API application, if it is plain text: no other says anything yet."""
    value = account.variables.get("mimecast_client_id")
    return value if isinstance(value, str) and "{{" not in value else ""


class InventoryModule(BaseInventoryPlugin):
    """Fills the inventory from a directory of account files."""

    NAME = "mailops.mimecast.mimecast_accounts"

    def verify_file(self, path: str) -> bool:
        """Return whether a file is a configuration of this plugin, by its name."""
        return super().verify_file(path) and path.endswith((f"{EVERY_ACCOUNT}.yml", f"{EVERY_ACCOUNT}.yaml"))

    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:
        """Add the accounts to the inventory: all that can be used, or nothing.

        Raises AnsibleParserError if the directory cannot be used, or a file and ``broken_files`` is ``fail``.
        """
        super().parse(inventory, loader, path, cache)
        self._read_config_data(path)
        home = Path(path).absolute().parent
        directory = home / os.path.expanduser(self.get_option("directory"))
        accounts, broken = _read(loader, directory, home, Path(path).absolute())
        left_out = [{"file": file, "reason": broken[file]} for file in sorted(broken)]
        messages = [f"{entry['file']}: {entry['reason']}" for entry in left_out]
        if messages and self.get_option("broken_files") == "fail":
            raise AnsibleParserError("\n".join(messages))
        for message in messages:
            self.display.warning(f"{message}. This account is left out of the inventory, the others are used.")
        self.inventory.add_group(EVERY_ACCOUNT)
        # Another source of the same inventory may have left out accounts before.
        before = self.inventory.groups["all"].get_vars().get("mimecast_left_out", [])
        self.inventory.set_variable("all", "mimecast_left_out", [*before, *left_out])
        for account in accounts:
            self.inventory.add_host(account.name)
            for group in account.groups:
                self.inventory.add_group(group)
                self.inventory.add_child(group, account.name)
            for name, value in account.variables.items():
                self.inventory.set_variable(account.name, name, value)


def _read(loader: Any, directory: Path, home: Path, config: Path) -> tuple[list[Account], dict[str, str]]:
    """Return the accounts of a directory, and for each file that cannot be used the reason."""
    try:
        files = sorted(path for path in directory.iterdir() if not path.name.startswith(".") and path != config)
    except OSError as error:
        raise AnsibleParserError(f"{directory}: the directory of account files: {error.strerror}") from error
    found: list[Account] = []
    broken: dict[str, str] = {}
    for path in files:
        file = os.path.relpath(path, home)
        try:
            if path.suffix == ".yaml":
                raise Unusable(f"the name of an account file ends in {SUFFIX}, not in .yaml")
            if path.suffix == SUFFIX:
                found.append(account(read_yaml(loader, path), file))
        except Unusable as error:
            broken[file] = str(error)
    if not found and not broken:
        raise AnsibleParserError(f"{directory}: there is no account file (*{SUFFIX}) in the directory")
    broken.update(twins(found))
    return [account for account in found if account.file not in broken], broken

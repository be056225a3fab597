# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The roles of types whose entries stand for entries of others: one task for each of those types.

By hand stay README.md around its table, and meta/main.yml. Where the role of a type is in the play too, that role does
its work from the site, and the task here is left out.
"""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model import composites
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.tests.tooling.generate.role_variables import (
    Variable,
    in_readme,
    limits_of,
    listed_by,
    shared,
    specified,
    with_defaults,
)
from ansible_collections.mailops.mimecast.tests.tooling.generate.roles import ROLES, purpose, title, within
from ansible_collections.mailops.mimecast.tests.tooling.generate.texts import (
    WRITTEN,
    Files,
    in_yaml,
    version_added,
    with_parts,
)

LIMITS = ("accept_risk", "max_deletes")
"""What the task of a type is told by the variables of that type."""


def generated() -> Files:
    """Return the text of every file by its path."""
    files: Files = {}
    for resource in composites.standing(RESOURCES).values():
        files |= _role(resource)
    return files


def types_of(resource: Resource) -> list[Resource]:
    """Return the types that entries stand for and that the API manages, in the order of work."""
    names = resource.stands_for.types if resource.stands_for else ()
    return [managed for name, managed in MANAGED.items() if name in names]


def _role(resource: Resource) -> Files:
    folder, readme = ROLES / resource.role, ROLES / resource.role / "README.md"
    types = types_of(resource)
    groups = [[listed_by(resource), *shared([resource, *types])], *(limits_of(managed, LIMITS) for managed in types)]
    every: list[Variable] = [variable for variables in groups for variable in variables]
    specification = specified(purpose(resource.role), version_added(folder / "meta/argument_specs.yml"), every)
    return {
        folder / "tasks/main.yml": WRITTEN + _FIRST.format(**_words(resource)),
        folder / "tasks/types.yml": WRITTEN + _tasks(resource, types),
        folder / "defaults/main.yml": WRITTEN + "\n".join(map(with_defaults, groups)),
        folder / "meta/argument_specs.yml": WRITTEN + in_yaml(specification),
        readme: with_parts(readme.read_text("utf-8"), in_readme(every)),
    }


def _words(resource: Resource) -> dict[str, str]:
    return {"title": title(resource), "name": resource.name, "plural": resource.plural, "words": within(resource)}


def _tasks(resource: Resource, types: list[Resource]) -> str:
    words = _words(resource)
    texts = [_NOTE]
    for managed in types:
        options = {word: f"mimecast_{managed.plural}_{word}" for word in _known_limits(managed)}
        if managed.support == "preview":
            options |= {
                "apply_via": "mimecast_apply_via",
                "console_done": f"mimecast_{resource.plural}_result.console_done",
            }
        named = {
            **words,
            "type": managed.name,
            "role": managed.role,
            "many": managed.plural,
            "of_type": title(managed),
            "options": "".join(f'    {word}: "{{{{ {name} }}}}"\n' for word, name in options.items()),
        }
        texts.append(_OF_TYPE.format(**named))
        if managed.support == "preview":
            texts.append(_HANDED_OFF.format(**named))
    return "\n".join([*texts, _LAST.format(**words)])


def _known_limits(managed: Resource) -> list[str]:
    return [variable.option for variable in limits_of(managed, LIMITS)]


_FIRST = """\
- name: {title}
  mailops.mimecast.mimecast_{name}:
    entries: "{{{{ mimecast_{plural} }}}}"
    from_site: true
    console_done: "{{{{ mimecast_console_done }}}}"
  register: mimecast_{plural}_result

# One task, so that an account without any of them shows one that is skipped, and not each of those in the file.
- name: {title} type by type
  ansible.builtin.include_tasks: types.yml
  when: mimecast_{plural}_result is not skipped
"""
_NOTE = """\
# Where the role of a type is in the play too, that role has done its part from the site, and the task here is left out.
"""
_OF_TYPE = """\
- name: {of_type} of {words}
  mailops.mimecast.mimecast_{type}:
    entries: "{{{{ __todo }}}}"
    entry_paths: "{{{{ mimecast_{plural}_result.lists.{many}.entry_paths }}}}"
{options}\
  register: mimecast_{plural}_{many}_result
  vars:
    __todo: "{{{{ mimecast_{plural}_result.lists.{many}.entries | default([]) }}}}"
  when: __todo | length > 0 and 'mailops.mimecast.{role}' not in ansible_play_role_names
"""
_HANDED_OFF = """\
- name: {of_type} of {words} to be done by hand
  ansible.builtin.debug:
    msg: "{{{{ __todo | mailops.mimecast.todo }}}}"
  vars:
    __todo: "{{{{ mimecast_{plural}_{many}_result.manual | default([]) }}}}"
  when: __todo | length > 0 and not lookup('mailops.mimecast.summary_is_shown')
"""
_LAST = """\
- name: Policies of {words} to be done by hand
  ansible.builtin.debug:
    msg: "{{{{ __todo | mailops.mimecast.todo }}}}"
  vars:
    __todo: "{{{{ mimecast_{plural}_result.manual | default([]) }}}}"
  when: __todo | length > 0 and not lookup('mailops.mimecast.summary_is_shown')

- name: Show what Mimecast still checks of {words}
  ansible.builtin.debug:
    msg: "{{{{ dict(__sources | map(attribute='name') | zip(__sources | map(attribute='still_checked'))) }}}}"
  vars:
    __sources: "{{{{ mimecast_{plural}_result.sources | default([]) | selectattr('still_checked') }}}}"
  when: __sources | length > 0

- name: Nothing to do
  ansible.builtin.debug:
    msg: >-
      Neither mimecast_{plural} nor mimecast_baseline or mimecast_site of this host says anything about
      {words}.
  when: not (mimecast_{plural}_result.named | default(true))
"""

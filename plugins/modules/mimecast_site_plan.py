#!/usr/bin/python
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mimecast_site_plan
short_description: Compare a whole site with its account
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - 'Plans a whole site in one task and shows the state of every object. It is in sync, drifted, missing, not in the
    file, not verifiable, or for a person to do. The task reads each list of the account once, several lists in
    parallel.'
  - 'It never changes anything: the connection refuses every write before it is sent.'
extends_documentation_fragment:
  - mailops.mimecast.site
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
  - mailops.mimecast.name_servers
  - mailops.mimecast.name_servers.lint
options:
  mail_tests:
    description:
      - What to do if one of the C(mail_tests) of the site fails. V(fail) fails the task, and names the test, the
        expected result, the actual result, and the policy that decides. V(warn) only warns. V(off) runs no mail tests.
    type: str
    choices:
      - fail
      - warn
      - 'off'
    default: fail
  lint:
    description:
      - Whether to run L(lint,https://github.com/mailops/mimecast/blob/main/docs/lint.md) on the account too. Lint also
        reads the types that the site does not name. For each finding of high or medium severity that is not accepted,
        V(warn) warns and V(fail) adds it to RV(amiss).
    type: str
    choices:
      - fail
      - warn
      - 'off'
    default: 'off'
  impact:
    description:
      - Report what applying the site would do to mail. If the plan changes objects that decide about mail, the task
        also reads the other lists that do. By default, it reports if the site has mail tests, which
        read these lists anyway.
    type: bool
  scan_users:
    description:
      - Read every user of the account to find out who holds a role. This costs one request per user, and more than
        an hour for ten thousand users.
    type: bool
    default: false
  apply_via:
    description:
      - 'V(auto) uses the API. If the API does not offer the calls, the task hands over to a person: the result says
        what to do in the Administration Console. V(api) fails instead. V(console) always hands over.'
    type: str
    choices:
      - auto
      - api
      - console
    default: auto
  audit_days:
    description:
      - Number of days for which to read audit events about objects that are not in sync, see C(events).
        Mimecast keeps 60 days; a larger number counts as 60.
      - With V(0), or if everything is in sync, no events are read. If the audit log cannot be read,
        the task warns.
    type: int
    default: 0
  replay_days:
    description:
      - Number of days of mail to read from message tracking. C(replay) then shows what the plan would have done to
        this mail. 0 to 29 days, the newest 10000 messages.
      - Mail that came after the last change of policies also shows how the account reads open rules. If a message
        could not have come through under a reading, that reading is excluded, and the result names the message.
      - With V(0), no mail is read. If mail cannot be read, the task warns.
    type: int
    default: 0
notes:
  - The result is changed if applying the site would change something, or if the site cannot be applied.
  - 'A site and a baseline that name no type at all are refused. With nothing to compare, everything would look in
    sync.'
  - C(audit_days) needs the API product C(auditevents) and the role permission C(Account | Logs | Read). To learn from
    mail, C(replay_days) needs them too.
  - C(replay_days) needs the API product C(cloudgateway) and the role permission C(Gateway | Tracking | Read). Two
    things are inferred. A search for a domain finds all mail to it. Message tracking marks a refusal with the words
    that the module knows.
  - How sure the calls for each type are is in the notes of the type's module. See O(min_confidence).
  - 'How sure its other calls are: observed: C(getAuditEvents) (who changed what), C(searchMessages)
    (messages to replay), C(getMessageInfo) (what is known of one message). See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_site_check
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Compare the account with the file
  mailops.mimecast.mimecast_site_plan:
    site:
      delivery_routes:
        - {name: Exchange on-premises, hostname: mail.example.com}
      sender_groups:
        - {name: Blocked Senders, members: [bad.example], members_mode: exact}
  register: account

- name: Show the objects that differ
  ansible.builtin.debug:
    msg: "{{ account.objects | rejectattr('status', 'equalto', 'in_sync') | map(attribute='name') }}"
"""

RETURN = r"""
---
objects:
  description: One item for every object of the site, and for every object of the account that the site does not name.
  returned: success
  type: list
  elements: dict
  sample:
    - resource: sender_group
      type: sender_groups
      name: Partners
      where: mimecast_site.sender_groups[0]
      status: missing
      operation: create
      fields: [members]
      before: {}
      after: {name: Partners, members: [{member: partner.example}]}
  contains:
    resource:
      description: Type of the object.
      type: str
    type:
      description: Key of its list in the site file.
      type: str
    name:
      description: Natural key of the object.
      type: str
    where:
      description: Its place in your file.
      type: str
    status:
      description:
        - V(in_sync), V(drifted) (it differs), V(missing) (it does not exist), V(extra) (it is not in the file),
          V(unverifiable) (it cannot be read or compared), V(handoff) (a person has to change it).
      type: str
    operation:
      description: What applying the site would do, see RV(plan).
      type: str
    fields:
      description: Settings that differ.
      type: list
      elements: str
    before:
      description: Those settings as they are.
      type: dict
    after:
      description: Those settings in the desired state.
      type: dict
    counts:
      description: For each list, how many items stay as they are.
      type: dict
    moves:
      description: Members that leave another object, and the name of that object.
      type: dict
    partial:
      description: Lists that could be read only in part.
      type: list
      elements: str
    diff:
      description: The difference as text.
      type: dict
    manual:
      description: What a person has to do, with the fingerprint to record.
      type: dict
    reason:
      description: Why it cannot be compared.
      type: str
summary:
  description: How many objects have each status.
  returned: success
  type: dict
  sample: {in_sync: 41, drifted: 0, missing: 1, extra: 0, unverifiable: 0, handoff: 0}
unreadable:
  description: Types that could not be read, and why.
  returned: success
  type: dict
  sample: {ip_permits: 'listPermittedSendersPolicies: refused with app_forbidden'}
problems:
  description: Reasons why the site cannot be applied.
  returned: success
  type: list
  elements: str
  sample: ['mimecast_site.delivery_routes[0].hostname: required']
audited_days:
  description: Number of days of the audit log that were read, 0 if it could not be read.
  returned: when O(audit_days) is not 0 and something is not in sync
  type: int
  sample: 30
events:
  description: Audit events that name an object that is not in sync, oldest first. Empty without O(audit_days).
  returned: success
  type: list
  elements: dict
  sample: [{id: eNoVzl0, time: '2026-11-24T08:12:09+0000', user: kim@example.com, kind: Existing Policy Changed,
    category: policy_logs, object: Inbound to Exchange, text: 'Policy Inbound to Exchange changed'}]
  contains:
    id:
      description: Id of the event.
      type: str
    time:
      description: When it happened.
      type: str
    user:
      description: Who did it.
      type: str
    kind:
      description: What was done, such as V(Existing Policy Changed).
      type: str
    category:
      description: Category of the event.
      type: str
    object:
      description: Which object it names.
      type: str
    text:
      description: Text of the event.
      type: str
replay:
  description: What the plan would have done to the mail of the last days. Empty without O(replay_days).
  returned: success
  type: dict
  sample: {days: 7, messages: 1804, left_out: 96, changed: 2, may_change: 0, since: '2026-11-17T00:00:00+0000'}
  contains:
    days:
      description: Number of days that you set.
      type: int
    unreadable:
      description: Why mail could not be read. Then there are no numbers.
      type: str
    since:
      description: Time since which the mail is complete.
      type: str
    messages:
      description: Number of messages that were checked, as if they came today. A message counts once for each
        recipient.
      type: int
    left_out:
      description: Number of messages that were not checked, because sender and recipient are internal.
      type: int
    changed:
      description: Number of messages that would be treated differently.
      type: int
    may_change:
      description: Number of messages that would be treated differently under some readings of open rules.
      type: int
    changes:
      description:
        - Kinds of such messages, most frequent first, with C(before), C(after), C(certain), C(messages) and a few
          C(examples).
      type: list
      elements: dict
    calibration:
      description:
        - What the mail shows about open rules. C(considered) is the number of messages. C(excluded) names each
          excluded reading and the C(evidence). C(contradictions) are messages that no reading explains. C(conflict)
          are messages that contradict each other. These two exclude nothing.
      type: dict
    mail_rules:
      description: Readings that C(calibration) excludes and the site does not yet, in the format of C(mail_rules) in a
        site file.
      type: list
      elements: dict
    from_site_file:
      description: Types that cannot be read, so the site file was used.
      type: list
      elements: str
    warnings:
      description: What is left out, and why.
      type: list
      elements: str
    limits:
      description: What the result does not cover.
      type: list
      elements: str
plan:
  description: What applying the site would change, in the shape that the other modules return.
  returned: success
  type: list
  elements: dict
  sample:
    - operation: create
      resource: sender_group
      name: Partners
      where: mimecast_site.sender_groups[0]
      fields: [members]
      before: {}
      after: {name: Partners, members: [{member: partner.example}]}
      calls: [createGroup]
manual:
  description: What a person has to do in the Administration Console.
  returned: success
  type: list
  elements: dict
  sample: [{fingerprint: 605ce054a5d5b123, resource: ip_permit, name: Permitted, where: 'mimecast_site.ip_permits[0]',
    steps: ['Log in to the Mimecast Administration Console and open Gateway | Policies | Permitted Senders.']}]
diff:
  description: What applying the site would change as text, one block per object.
  returned: success
  type: list
  elements: dict
  sample: [{before_header: sender group Partners (absent), after_header: sender group Partners (present), before: '',
    after: "name: Partners\nmembers:\n- partner.example\n"}]
lint:
  description: Findings of lint, the worst first.
  returned: success
  type: list
  elements: dict
  sample:
    - id: unused_group
      severity: low
      resource: sender_group
      name: Old partners
      place: ''
      item: ''
      what: no policy uses the group
      why: People add senders to it and expect an effect.
      source: selectcybersecurity.com/best-practice
      remedy: Delete the group. If a policy in the console uses it, accept the finding with that reason.
  contains:
    id: {description: Id of the check., type: str}
    severity: {description: 'V(high), V(medium) or V(low).', type: str}
    resource: {description: Type of the object., type: str}
    name: {description: Name of the object., type: str}
    place: {description: Setting that the finding is about., type: str}
    item: {description: 'Item of a list that the finding is about, or the other object.', type: str}
    what: {description: What was found., type: str}
    why: {description: What is wrong with that., type: str}
    source: {description: Who says so., type: str}
    remedy: {description: What to do., type: str}
    accepted: {description: Reason and last day of the acceptance., type: dict}
impact:
  description: What applying the site does to mail. Empty if the plan changes nothing that affects mail.
  returned: success
  type: dict
  sample:
    lines: ['Mail from bad.example to internal addresses: not refused -> refused']
    changes: []
    permits_something_new: false
    days: ['2026-11-24']
    not_exact: []
  contains:
    lines: {description: One sentence for each kind of mail that is treated differently., type: list, elements: str}
    changes: {description: 'The same as data, each with an example.', type: list, elements: dict}
    permits_something_new: {description: Whether some mail passes that is refused or checked today., type: bool}
    days: {description: The days that were checked., type: list, elements: str}
    not_exact: {description: 'Why the list may be incomplete. Empty if it is complete.', type: list, elements: str}
mail_tests:
  description: One item for every mail test of the site. If a test fails the task, the failure has these items too.
  returned: success
  type: list
  elements: dict
  sample:
    - name: Our partner may write
      where: mimecast_site.mail_tests[0]
      message: {from: ann@partner.example, to: jo@example.com, ip: 192.0.2.10}
      status: holds
      expected: {refused: false}
  contains:
    name: {description: Name of the test., type: str}
    where: {description: Its place in your file., type: str}
    message: {description: The message., type: dict}
    status:
      description: V(holds), V(fails), or V(depends) if not all readings of the rules agree.
      type: str
    expected: {description: Expected result., type: dict}
    got: {description: All possible results., type: dict}
    decided_by: {description: Policies that decide about the unexpected result., type: list, elements: str}
    depends_on: {description: What it depends on., type: list, elements: str}
    why: {description: Why the test does not pass., type: str}
    headline: {description: "The answer for the message in one line, if the test fails.", type: str}
    broken_by:
      description: Differences that break the test. If you fix them, it passes. A policy that only the account has is
        here if it decides about the unexpected result. Where very many objects differ, more may be named than break it.
        Empty if the test fails with all differences fixed too.
      type: list
      elements: dict
      contains:
        resource: {description: Type of the object., type: str}
        name: {description: Name of the object., type: str}
amiss:
  description: One sentence for every mail test that fails. With O(lint=fail), also one for every finding of lint that
    counts.
  returned: success
  type: list
  elements: str
  sample: ["mail test 'Our partner may write': expected refused: false, got true"]
api:
  description: What the run cost.
  returned: always
  type: dict
  contains:
    reads: {description: Requests that read., type: int}
    writes: {description: Requests that changed something., type: int}
    tokens: {description: Tokens that were fetched., type: int}
    seconds_waited: {description: Seconds spent waiting for the API., type: float}
  sample:
    reads: 4
    writes: 1
    tokens: 1
    seconds_waited: 0.0
"""

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import site_plan


def main() -> None:
    """Run the module."""
    _ansible.main(site_plan.DEFINITION)


if __name__ == "__main__":
    main()

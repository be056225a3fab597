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
  - 'Plans a whole site in one task and tells the state of every object: in sync, drifted, missing,
    not in the file, not verifiable, or to be done by a person. Each list of the account is read
    once, lists side by side.'
  - 'It never changes anything: the connection refuses every write before it is sent.'
extends_documentation_fragment:
  - mailops.mimecast.site
  - mailops.mimecast.connection
  - mailops.mimecast.attributes
  - mailops.mimecast.attributes.action_group
  - mailops.mimecast.attributes.manages
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
      - Whether L(lint,https://github.com/mailops/mimecast/blob/main/docs/lint.md) looks at the account as well. That
        reads the types that the site does not name too. V(warn) is a warning for each finding of high or medium
        severity that is not accepted, and V(fail) names it in RV(amiss).
    type: str
    choices:
      - fail
      - warn
      - 'off'
    default: 'off'
  lint_dns:
    description:
      - Whether lint asks DNS for the SPF records that anti-spoofing bypass policies name, and for those that they
        lead to. A record that cannot be read is a warning, and is not looked at.
    type: bool
    default: false
    version_added: 2.0.0
  nameservers:
    description:
      - IP addresses of the DNS servers to query for O(lint_dns). By default, the system's.
    type: list
    elements: str
    version_added: 2.0.0
  nameserver_port:
    description:
      - Port of O(nameservers).
    type: int
    default: 53
    version_added: 2.0.0
  dns_timeout:
    description:
      - Seconds to wait for DNS.
    type: float
    default: 5.0
    version_added: 2.0.0
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
      - Also read, for so many days back, the mail that message tracking shows, and tell what the plan
        would have done to it, see C(replay). 0 to 29 days, the newest 10000 messages.
      - Mail that came after the last change of policies also shows how the account reads rules that are
        open; a reading under which it cannot have happened is excluded, with the messages that show it.
      - With V(0), no mail is read. If mail cannot be read, the task warns.
    type: int
    default: 0
notes:
  - The result is changed when applying the site would change something, or when it could not
    be applied.
  - 'A site and a baseline that name no type at all are refused: nothing compared would look like
    all in sync.'
  - C(audit_days) needs the API product C(auditevents) and the role permission C(Account | Logs
    | Read); to learn from mail C(replay_days) needs them too.
  - C(replay_days) needs the API product C(cloudgateway) and the role permission C(Gateway | Tracking
    | Read). That mail to a domain is found by its name, and by which words tracking tells a refusal, is
    inferred.
  - How sure the calls for each type are is in the notes of the type's module. See O(min_confidence).
  - 'How sure its other calls are: observed: C(getAuditEvents) (who changed what), C(searchMessages)
    (messages to replay), C(getMessageInfo) (what is known of one message). See O(min_confidence).'
seealso:
  - module: mailops.mimecast.mimecast_site_check
  - module: mailops.mimecast.mimecast_info
"""

EXAMPLES = r"""
---
- name: Which objects differ from the file
  mailops.mimecast.mimecast_site_plan:
    site:
      delivery_routes:
        - {name: Exchange on-premises, hostname: mail.example.com}
      sender_groups:
        - {name: Blocked Senders, members: [bad.example], members_mode: exact}
  register: account

- name: Show them
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
        - V(in_sync), V(drifted) (it differs), V(missing) (it is not there), V(extra) (it is there and not in the file),
          V(unverifiable) (it cannot be read or judged), V(handoff) (a person has to do it).
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
      description: Those settings as they are to be.
      type: dict
    counts:
      description: Lists of which items stay as they are, and how many.
      type: dict
    moves:
      description: Members that leave another object, and which.
      type: dict
    partial:
      description: Lists of which only a part could be read.
      type: list
      elements: str
    diff:
      description: The difference as text.
      type: dict
    manual:
      description: What a person has to do, with the fingerprint to record.
      type: dict
    reason:
      description: Why it cannot be judged.
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
  description: What would keep the site from being applied.
  returned: success
  type: list
  elements: str
  sample: ['mimecast_site.delivery_routes[0].hostname: required']
audited_days:
  description: How many days of the audit log were read, 0 where that was refused.
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
      description: How many days were asked for.
      type: int
    unreadable:
      description: Why mail could not be read. Then there is no count, and nothing is known.
      type: str
    since:
      description: From when on the mail is complete.
      type: str
    messages:
      description: How many messages were judged, each for one recipient, as if they came today.
      type: int
    left_out:
      description: How many messages were not judged, because they stayed inside of the account.
      type: int
    changed:
      description: Messages that would meet another fate.
      type: int
    may_change:
      description: Messages that would under some readings of rules that are open.
      type: int
    changes:
      description:
        - Kinds of such messages, the most frequent first, with C(before), C(after), C(certain), C(messages) and a few
          C(examples).
      type: list
      elements: dict
    calibration:
      description:
        - What mail has shown. C(considered) messages were looked at. C(excluded) names each question and reading, and
          the C(evidence). C(contradictions) are messages that no reading explains, C(conflict) are messages that
          contradict each other; they exclude nothing.
      type: dict
    mail_rules:
      description: What C(calibration) excludes and the site does not yet, as C(mail_rules) of a site file has it.
      type: list
      elements: dict
    from_site_file:
      description: Types that cannot be read, and were taken from the site file.
      type: list
      elements: str
    warnings:
      description: What was left out, and why.
      type: list
      elements: str
    limits:
      description: What is not told.
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
  description: What applying the site would change as text, one block an object.
  returned: success
  type: list
  elements: dict
  sample: [{before_header: sender group Partners (absent), after_header: sender group Partners (present), before: '',
    after: "name: Partners\nmembers:\n- partner.example\n"}]
lint:
  description: What lint has found, the worst first.
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
      why: Whoever puts a sender into it believes that something happens to its mail.
      source: selectcybersecurity.com/best-practice
      remedy: Delete the group, or accept it with the policy of the console that uses it as the reason.
  contains:
    id: {description: Id of the check., type: str}
    severity: {description: 'V(high), V(medium) or V(low).', type: str}
    resource: {description: Type of the object., type: str}
    name: {description: Name of the object., type: str}
    place: {description: The setting that it is about., type: str}
    item: {description: 'What of a list it is about, or the other object.', type: str}
    what: {description: What was found., type: str}
    why: {description: What is wrong with that., type: str}
    source: {description: Who says so., type: str}
    remedy: {description: What to do., type: str}
    accepted: {description: The reason and the last day of its acceptance., type: dict}
impact:
  description: What applying the site does to mail, where the plan changes what decides about it; else empty.
  returned: success
  type: dict
  sample:
    lines: ['Mail from bad.example to internal addresses: not refused -> refused']
    changes: []
    permits_something_new: false
    days: ['2026-11-24']
    not_exact: []
  contains:
    lines: {description: One sentence for each kind of mail of which something else becomes., type: list, elements: str}
    changes: {description: 'The same as data, each with an example.', type: list, elements: dict}
    permits_something_new: {description: Whether some mail passes that was stopped or checked before., type: bool}
    days: {description: The days that were checked., type: list, elements: str}
    not_exact: {description: 'Why there may be more than is told, if there may.', type: list, elements: str}
mail_tests:
  description: One item for every mail test of the site. Where one that has to hold does not, they come
    with the failure too.
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
    expected: {description: What has to hold., type: dict}
    got: {description: Every value that is possible of what is expected., type: dict}
    decided_by: {description: Policies that decide what is not as expected., type: list, elements: str}
    depends_on: {description: What it depends on., type: list, elements: str}
    why: {description: What is not as expected., type: str}
    headline: {description: "The answer for the message in one line, if the test fails.", type: str}
amiss:
  description: One sentence for every mail test that has to hold and does not, and with O(lint=fail) for every finding
    of lint that is worth it.
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

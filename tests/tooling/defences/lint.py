# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences of lint: each check finds its fault, none raises a false alarm, only what is meant is accepted."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Mutation, in_utils

MISSED, FALSE, COVERED = (
    "A fault that lint passes over",
    "A false alarm of lint",
    "An acceptance that covers too much",
)
CHECKS = "tests/unit/lint/test_checks.py"
ACCEPTANCES, LOOK_ALIKES = "tests/unit/lint/test_acceptances.py", "tests/unit/lint/test_look_alikes.py"


def _missed(where: str, what: str, old: str, new: str) -> Mutation:
    """Return a check that is blind; ``where`` is its file and function."""
    test = "test_a_fault_is_found_and_nothing_else"
    return Mutation(MISSED, where, what, test, (in_utils(_file(where), old, new),), tests=CHECKS)


def _false(where: str, what: str, old: str, new: str) -> Mutation:
    """Return a check that tells what is harmless."""
    test = "test_what_is_harmless_is_not_told"
    return Mutation(FALSE, where, what, test, (in_utils(_file(where), old, new),), tests=CHECKS)


def _file(where: str) -> str:
    return f"_mail/lint/{where.partition('.')[0]}.py"


MUTATIONS = (
    _missed(
        "permits._everyone",
        "a permit without networks permits nobody",
        'if not entry.get("source_ips") and (scope',
        "if False and (scope",
    ),
    _missed("permits._everyone", "permits are judged one by one", "    if whole:\n", "    if False:\n"),
    _missed(
        "permits._wide",
        "permits may be wide",
        "source_ranges.REFUSED, account)\n    if told",
        '{}, account)\n    if ""',
    ),
    _missed("permits._broad", "permits may be broad", "_more_than(source_ranges.TOLD, account)", '""'),
    _missed("permits._own_domain", "own domains may be permitted", "account.own_in(_all_of(sender))", "()"),
    _missed("permits._free_mail", "free mail may be permitted", "is_free_mail(domain)", "is_suffix(domain)"),
    _missed("permits._look_alike", "look-alikes may be permitted", "        if like:\n", "        if False:\n"),
    _missed(
        "permits._header_only",
        "a permit of the header does what it says",
        '== "message_from" and sender_of',
        "== 0 and sender_of",
    ),
    _missed("blocks._own_domain", "own domains may be blocked", "if member in account.own:", "if False:"),
    _missed(
        "blocks._own_domain",
        "a policy may block an own domain",
        "for own in account.own_in(pattern):",
        "for own in ():",
    ),
    _missed("blocks._free_mail", "free mail may be blocked", "broad_domains.is_free_mail(member)", "False"),
    _missed(
        "blocks._Blocked.by",
        "a block of the domain does not beat a permit",
        "(sender, domain_part(sender))",
        "(sender,)",
    ),
    _missed("blocks._Blocked", "policies block nobody", 'self._policies.get(name, "")', '""'),
    _missed(
        "blocks._blocked_servers",
        "servers are never blocked",
        "if permitted and networks.covers(",
        "if False and networks.covers(",
    ),
    _missed("groups._wildcards", "members may have wildcards", 'if "*" in member:', "if False:"),
    _missed("groups._empty", "a policy for nobody is one", 'group.get("members") == []', "False"),
    _missed("groups._unused", "every group is used", "if outside and used", "if False and used"),
    _missed(
        "domains._protecting",
        "a policy for some servers protects",
        'if not mail_flow.is_narrowed(entry, "hostnames")',
        "if True",
    ),
    _missed(
        "account.Account.acting",
        "what is not in its dates acts",
        "return bool(begin <= self.day <= end)",
        "return True",
    ),
    _missed("account.Account.acting", "what is switched off acts", "if mail_flow.acts(entry) and", "if"),
    _missed(
        "domains._half_protected",
        "one of the two addresses is enough",
        "        if told and not any(",
        "        if False and not any(",
    ),
    _missed("domains._open", "a bypass may be open", "            if told:\n", "            if False:\n"),
    _missed("domains._brings", "a route for one sender is one for all", "mail_flow.has_outside(sender) and ", ""),
    _missed(
        "domains._without_route",
        "a domain needs no route",
        "any(_brings(account, entry, domain) for entry in acting)",
        "True",
    ),
    _missed("domains._orphaned", "policies of former domains are none", "if not domain or", "if True or"),
    _missed("domains._foreign_recipients", "every recipient is your own", "if not recipient or", "if True or"),
    _missed("spf._is_shared", "no service is shared", "return below or", "return False and"),
    _missed(
        "spf._reached",
        "records are not followed",
        "            waiting += targets(record)",
        "            waiting += []",
    ),
    _missed("spf._everybody", "+all is passed over", '{"all", "+all"}', '{"?all"}'),
    _missed("spf._too_many_terms", "records may have any number of terms", "if count > MOST_TERMS:", "if count > 99:"),
    _missed("spf._asks", "only includes are terms", "_is_mechanism(plain, word) for", "False for"),
    _missed("spf._no_record", "every domain has a record", "and not records[domain]", "and False"),
    _missed(
        "scopes._everything_routed",
        "all mail may take one route",
        "if all(map(mail_flow.is_everyone, ends))",
        "if False",
    ),
    _missed(
        "scopes._inbound", "an inbound policy may be from outside alone", "(OUTSIDE, INSIDE)", "(OUTSIDE, OUTSIDE)"
    ),
    _missed("scopes._late_header", "greylisting knows the header", '== "message_from"', '== "both"'),
    _missed(
        "scopes._on_defaults", "default policies may name servers", "if not _is_default(", "if True or not _is_default("
    ),
    _missed("pairs._is_spare", "the same twice is no fault", "return alike and", "return False and"),
    _missed("pairs._is_hidden", "an override hides nothing", "or not other.overrides:", "or other:"),
    _missed("pairs._tied", "ties are no fault", "if first.overrides == second.overrides and", "if False and"),
    _missed("lifetimes._expired", "what has ended has not", "if last < account.day:", "if False:"),
    _missed("lifetimes._expiring", "nothing ends soon", "if account.day <= last", "if account.day < last"),
    _missed("lifetimes._missing", "every name leads somewhere", "and meant not in there[target]", "and False"),
    _false("permits._wide", "private networks count", "source_ranges.TOLD, account", "{4: 17, 6: 32}, account"),
    _false(
        "account.Account.permitted_senders",
        "a permit of one server is one of a name",
        "if sender and not mail_flow.is_narrowed(entry):",
        "if sender:",
    ),
    _false(
        "permits._all_of",
        "one address is its whole domain",
        'patterns.whole_domain(sender) if "@" in sender else sender',
        "domain_part(sender)",
    ),
    _false(
        "blocks._blocked_servers",
        "what is spared is blocked",
        "for entry in () if spared else account.permits():",
        "for entry in account.permits():",
    ),
    _false(
        "blocks._blocked_servers",
        "servers that are blocked in part are blocked",
        "networks.covers(blocked, permitted)",
        "any(networks.meeting([blocked, permitted]))",
    ),
    _false(
        "groups._empty",
        "a group of groups is empty",
        "for entry in account.all_of(_GROUP)} | _BUILTIN",
        "for entry in ()} | _BUILTIN",
    ),
    _false(
        "domains._may_have_all_of",
        "who has an attribute is known",
        'scope.get("type") == "address_attribute_value"',
        "False",
    ),
    _false("domains._orphaned", "what is being registered is another's", "domain in coming or", ""),
    _false(
        "pairs._Policy.meets",
        "what names servers is tied with what names none",
        "if bool(self.servers) != bool(other.servers) or",
        "if",
    ),
    _false(
        "pairs._is_hidden",
        "servers do not make a policy more specific",
        "return policy.covers(other) and other.covers(policy) and",
        "return other.covers(policy) and",
    ),
    _false(
        "pairs._is_hidden",
        "what overrides for a while hides for ever",
        "other.covers(policy) and other.outlasts(policy)\n\n\ndef _duplicates",
        "other.covers(policy)\n\n\ndef _duplicates",
    ),
    _false("lifetimes._expiring", "what is parked ends", " and mail_flow.acts(entry):", ":"),
    Mutation(
        FALSE,
        "account.Account.knows_members",
        "a group whose members are not known has none",
        "test_a_group_whose_members_a_directory_keeps_may_have_everybody_in_it",
        (in_utils("_mail/lint/account.py", 'return "members" in self.groups.get(group, {})', "return True"),),
        tests=CHECKS,
    ),
    Mutation(
        FALSE,
        "checks.Check.is_made",
        "what is known in part is taken for the whole",
        "test_of_a_part_of_an_account_only_what_it_says_is_a_fault",
        (in_utils("_mail/lint/checks.py", "return account.whole.issuperset(self.whole) and", "return"),),
        tests=CHECKS,
    ),
    Mutation(
        FALSE,
        "pairs._Policy.covers",
        "what ends first makes superfluous what lasts",
        "test_a_route_of_the_same_effect_is_a_duplicate_only_as_long_as_it_lasts",
        (
            in_utils(
                "_mail/lint/pairs.py",
                "return alike and other.covers(policy) and other.outlasts(policy)",
                "return alike and other.covers(policy)",
            ),
        ),
        tests=CHECKS,
    ),
    Mutation(
        FALSE,
        "look_alikes._is_near",
        "short names are near each other",
        "test_other_names_are_left_alone",
        (in_utils("_mail/lint/look_alikes.py", "_SHORTEST = 5", "_SHORTEST = 2"),),
        tests=LOOK_ALIKES,
    ),
    Mutation(
        MISSED,
        "look_alikes._reading",
        "letters in punycode are not read",
        "test_a_name_that_a_reader_takes_for_an_own_one_is_seen",
        (in_utils("_mail/lint/look_alikes.py", "as_read(_in_letters(label))", "as_read(label)"),),
        tests=LOOK_ALIKES,
    ),
    Mutation(
        MISSED,
        "look_alikes._pieces",
        "a slip makes another name",
        "test_one_slip_in_a_name_of_five_letters_is_seen_and_the_name_itself_is_not",
        (
            in_utils(
                "_mail/lint/look_alikes.py",
                "        yield reading[:index] + reading[index + 1 :]",
                "        yield reading",
            ),
        ),
        tests=LOOK_ALIKES,
    ),
    Mutation(
        FALSE,
        "pairs._pairs",
        "which of two is told depends on their order",
        "test_a_fault_is_found_in_an_account_that_is_read_backwards",
        (in_utils("_mail/lint/pairs.py", "sorted(entries, key=_in_order)", "entries"),),
        tests=CHECKS,
    ),
    Mutation(
        COVERED,
        "findings.Acceptance.fits",
        "a record accepts every item of an object",
        "test_a_record_is_about_one_item_of_one_object",
        (in_utils("_mail/lint/findings.py", "part.name.casefold(), part.item.casefold())", "part.name.casefold())"),),
        tests=ACCEPTANCES,
    ),
    Mutation(
        COVERED,
        "acceptances.accepted",
        "a record counts for ever",
        "test_a_record_that_has_ended_accepts_nothing_and_is_told",
        (
            in_utils(
                "_mail/lint/acceptances.py", "for record in records if record.until >= day)", "for record in records)"
            ),
        ),
        tests=ACCEPTANCES,
    ),
    Mutation(
        COVERED,
        "acceptances.stale",
        "nobody is told of a record that accepts nothing",
        "test_a_record_about_something_else_accepts_nothing_and_is_told",
        (in_utils("_mail/lint/acceptances.py", "if not any(record.fits(finding) for finding in found):", "if False:"),),
        tests=ACCEPTANCES,
    ),
    Mutation(
        COVERED,
        "lint.unknown_ids",
        "a record may name what is no finding",
        "test_a_record_for_what_is_no_finding_is_refused_with_the_nearest_word",
        (in_utils("_mail/lint/lint.py", '        if record["id"].strip() not in known\n', "        if False\n"),),
        tests=ACCEPTANCES,
    ),
    Mutation(
        COVERED,
        "_run/site.check",
        "a site may accept what is no finding",
        "test_a_site_that_accepts_what_is_no_finding_is_refused_when_it_is_checked",
        (in_utils("_run/site.py", "        problems += lint.unknown_ids(baseline, site)", "        problems += []"),),
        tests=ACCEPTANCES,
    ),
)

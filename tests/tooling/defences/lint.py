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
        "a permit without networks counts as one for nobody",
        'if not entry.get("source_ips") and (scope',
        "if False and (scope",
    ),
    _missed("permits._everyone", "each permit is checked separately", "    if whole:\n", "    if False:\n"),
    _missed(
        "permits._wide",
        "wide permits are accepted",
        "source_ranges.REFUSED, account)\n    if told",
        '{}, account)\n    if ""',
    ),
    _missed("permits._broad", "broad permits are accepted", "_more_than(source_ranges.TOLD, account)", '""'),
    _missed("permits._own_domain", "permits of your own domains are accepted", "account.own_in(_all_of(sender))", "()"),
    _missed(
        "permits._free_mail", "permits of free-mail domains are accepted", "is_free_mail(domain)", "is_suffix(domain)"
    ),
    _missed(
        "permits._look_alike", "permits of look-alike domains are accepted", "        if like:\n", "        if False:\n"
    ),
    _missed(
        "permits._header_only",
        "a permit that matches only the header counts as effective",
        '== "message_from" and sender_of',
        "== 0 and sender_of",
    ),
    _missed("blocks._own_domain", "blocks of your own domains are accepted", "if member in account.own:", "if False:"),
    _missed(
        "blocks._own_domain",
        "a policy that blocks your own domain is accepted",
        "for own in account.own_in(pattern):",
        "for own in ():",
    ),
    _missed(
        "blocks._free_mail", "blocks of free-mail domains are accepted", "broad_domains.is_free_mail(member)", "False"
    ),
    _missed(
        "blocks._Blocked.by",
        "a block of the domain is not compared with permits",
        "(sender, domain_part(sender))",
        "(sender,)",
    ),
    _missed("blocks._Blocked", "blocking policies are ignored", 'self._policies.get(name, "")', '""'),
    _missed(
        "blocks._blocked_servers",
        "blocks of servers are ignored",
        "if permitted and networks.covers(",
        "if False and networks.covers(",
    ),
    _missed("groups._wildcards", "wildcards in members are accepted", 'if "*" in member:', "if False:"),
    _missed("groups._empty", "a policy for an empty group counts as effective", 'group.get("members") == []', "False"),
    _missed("groups._unused", "every group counts as used", "if outside and used", "if False and used"),
    _missed(
        "domains._protecting",
        "a policy for some servers counts as protection",
        'if not mail_flow.is_narrowed(entry, "hostnames")',
        "if True",
    ),
    _missed(
        "account.Account.acting",
        "a policy outside its dates counts as acting",
        "return bool(begin <= self.day <= end)",
        "return True",
    ),
    _missed("account.Account.acting", "a disabled policy counts as acting", "if mail_flow.acts(entry) and", "if"),
    _missed(
        "domains._half_protected",
        "protection of one of the two addresses is enough",
        "        if told and not any(",
        "        if False and not any(",
    ),
    _missed("domains._open", "an open bypass is accepted", "            if told:\n", "            if False:\n"),
    _missed(
        "domains._brings", "a route for one sender counts as one for all", "mail_flow.has_outside(sender) and ", ""
    ),
    _missed(
        "domains._without_route",
        "a domain without a route is accepted",
        "any(_brings(account, entry, domain) for entry in acting)",
        "True",
    ),
    _missed("domains._orphaned", "policies for former domains are ignored", "if not domain or", "if True or"),
    _missed("domains._foreign_recipients", "every recipient counts as yours", "if not recipient or", "if True or"),
    _missed("spf._is_shared", "shared services are not recognised", "return below or", "return False and"),
    _missed(
        "spf._reached",
        "included records are not read",
        "            waiting += targets(record)",
        "            waiting += []",
    ),
    _missed("spf._everybody", "+all is ignored", '{"all", "+all"}', '{"?all"}'),
    _missed("spf._too_many_terms", "any number of terms is accepted", "if count > MOST_TERMS:", "if count > 99:"),
    _missed("spf._asks", "only includes count as terms", "_is_mechanism(plain, word) for", "False for"),
    _missed("spf._no_record", "a missing record is ignored", "and not records[domain]", "and False"),
    _missed(
        "scopes._everything_routed",
        "one route for all mail is accepted",
        "if all(map(mail_flow.is_everyone, ends))",
        "if False",
    ),
    _missed(
        "scopes._inbound",
        "an inbound policy only for mail from outside is accepted",
        "(OUTSIDE, INSIDE)",
        "(OUTSIDE, OUTSIDE)",
    ),
    _missed("scopes._late_header", "greylisting counts as comparing the header", '== "message_from"', '== "both"'),
    _missed(
        "scopes._on_defaults",
        "default policies with servers are accepted",
        "if not _is_default(",
        "if True or not _is_default(",
    ),
    _missed("pairs._is_spare", "duplicates are accepted", "return alike and", "return False and"),
    _missed("pairs._is_hidden", "policies hidden by an override are not found", "or not other.overrides:", "or other:"),
    _missed("pairs._tied", "ties are accepted", "if first.overrides == second.overrides and", "if False and"),
    _missed("lifetimes._expired", "ended policies count as current", "if last < account.day:", "if False:"),
    _missed(
        "lifetimes._expiring",
        "there is no warning about policies that end soon",
        "if account.day <= last",
        "if account.day < last",
    ),
    _missed(
        "lifetimes._missing", "names that lead nowhere are accepted", "and meant not in there[target]", "and False"
    ),
    _false("permits._wide", "private networks count as wide", "source_ranges.TOLD, account", "{4: 17, 6: 32}, account"),
    _false(
        "account.Account.permitted_senders",
        "a permit of one server counts as a permit of a name",
        "if sender and not mail_flow.is_narrowed(entry):",
        "if sender:",
    ),
    _false(
        "permits._all_of",
        "one address counts as its whole domain",
        'patterns.whole_domain(sender) if "@" in sender else sender',
        "domain_part(sender)",
    ),
    _false(
        "blocks._blocked_servers",
        "exceptions from a block are ignored",
        "for entry in () if spared else account.permits():",
        "for entry in account.permits():",
    ),
    _false(
        "blocks._blocked_servers",
        "partly blocked networks count as blocked",
        "networks.covers(blocked, permitted)",
        "any(networks.meeting([blocked, permitted]))",
    ),
    _false(
        "groups._empty",
        "a group that only has sub-groups counts as empty",
        "for entry in account.all_of(_GROUP)} | _BUILTIN",
        "for entry in ()} | _BUILTIN",
    ),
    _false(
        "domains._may_have_all_of",
        "users with an attribute count as known",
        'scope.get("type") == "address_attribute_value"',
        "False",
    ),
    _false("domains._orphaned", "a domain in registration counts as somebody else's", "domain in coming or", ""),
    _false(
        "pairs._Policy.meets",
        "a policy with servers counts as tied with one without",
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
        "a temporary override counts as permanent",
        "other.covers(policy) and other.outlasts(policy)\n\n\ndef _duplicates",
        "other.covers(policy)\n\n\ndef _duplicates",
    ),
    _false(
        "lifetimes._expiring", "a policy that does not act counts as ending soon", " and mail_flow.acts(entry):", ":"
    ),
    Mutation(
        FALSE,
        "account.Account.knows_members",
        "a group with unknown members counts as empty",
        "test_a_group_whose_members_a_directory_keeps_may_have_everybody_in_it",
        (in_utils("_mail/lint/account.py", 'return "members" in self.groups.get(group, {})', "return True"),),
        tests=CHECKS,
    ),
    Mutation(
        FALSE,
        "checks.Check.is_made",
        "a partly known list counts as complete",
        "test_of_a_part_of_an_account_only_what_it_says_is_a_fault",
        (in_utils("_mail/lint/checks.py", "return account.whole.issuperset(self.whole) and", "return"),),
        tests=CHECKS,
    ),
    Mutation(
        FALSE,
        "pairs._Policy.covers",
        "a policy that ends first counts as making a longer one superfluous",
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
        "short names count as similar",
        "test_other_names_are_left_alone",
        (in_utils("_mail/lint/look_alikes.py", "_SHORTEST = 5", "_SHORTEST = 2"),),
        tests=LOOK_ALIKES,
    ),
    Mutation(
        MISSED,
        "look_alikes._reading",
        "punycode is not decoded",
        "test_a_name_that_a_reader_takes_for_an_own_one_is_seen",
        (in_utils("_mail/lint/look_alikes.py", "as_read(_in_letters(label))", "as_read(label)"),),
        tests=LOOK_ALIKES,
    ),
    Mutation(
        MISSED,
        "look_alikes._pieces",
        "a typing error makes another name",
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
        "which of two findings is reported depends on their order",
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
        "a record never expires",
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
        "there is no warning about a record that accepts nothing",
        "test_a_record_about_something_else_accepts_nothing_and_is_told",
        (in_utils("_mail/lint/acceptances.py", "if not any(record.fits(finding) for finding in found):", "if False:"),),
        tests=ACCEPTANCES,
    ),
    Mutation(
        COVERED,
        "lint.unknown_ids",
        "a record may name an unknown finding",
        "test_a_record_for_what_is_no_finding_is_refused_with_the_nearest_word",
        (in_utils("_mail/lint/lint.py", '        if record["id"].strip() not in known\n', "        if False\n"),),
        tests=ACCEPTANCES,
    ),
    Mutation(
        COVERED,
        "_run/site.check",
        "a site may accept an unknown finding",
        "test_a_site_that_accepts_what_is_no_finding_is_refused_when_it_is_checked",
        (in_utils("_run/site.py", "        problems += lint.unknown_ids(baseline, site)", "        problems += []"),),
        tests=ACCEPTANCES,
    ),
)

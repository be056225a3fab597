# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defences that judge a request by what it does to mail."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.defences.mutations import Mutation, in_utils

JUDGED = "tests/unit/test_effects.py"
EFFECTS = "tests/contract/test_effects.py"

MUTATIONS = (
    Mutation(
        "Judged by spelling, not by effect",
        "networks._public",
        "IPv4 addresses inside IPv6 are ignored",
        "test_every_public_address_is_the_whole_internet_however_it_is_written",
        (in_utils("_model/networks.py", "    ipv4 |= netaddr.IPSet(cidr.ipv4() for cidr in inside)\n", ""),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling, not by effect",
        "networks._public",
        "private networks count as the internet",
        "test_private_networks_are_not_the_internet",
        (in_utils("_model/networks.py", "return ipv4 - netaddr.IPSet(_NOT_PUBLIC), covered", "return ipv4, covered"),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling, not by effect",
        "planner.plan, refusals.together",
        "each permit is checked separately",
        "test_permits_of_one_file_are_judged_together_at_the_one_that_is_too_much",
        (in_utils("_plan/planner.py", " + refusals.together(scope, changes)\n", "\n"),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling, not by effect",
        "planner.plan_unread, refusals.together",
        "the entries of a hand-off are checked separately",
        "test_a_hand_off_is_judged_as_what_the_api_is_asked_for",
        (in_utils("_plan/planner.py", "    problems += refusals.together(scope, judged)\n", ""),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling, not by effect",
        "source_ranges.grown_over",
        "a permit that becomes narrower is refused",
        "test_an_existing_wide_permit_causes_a_warning_and_may_only_become_narrower",
        (
            in_utils(
                "_resources/_families/source_ranges.py",
                "if found[version] > max(limit, former[version]):",
                "if found[version] > limit:",
            ),
        ),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling, not by effect",
        "_resources/ip_permit._rather_wide",
        "there is no warning about a wide permit",
        "test_a_permit_of_the_limit_is_warned_of_and_a_narrow_one_is_not",
        (in_utils("_resources/ip_permit.py", "    joint_remark=_rather_wide,\n", ""),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling, not by effect",
        "look_alikes.as_read",
        "invisible letters make names differ",
        "test_a_name_that_a_reader_takes_for_a_built_in_group_is_not_created",
        (in_utils("_model/look_alikes.py", "if unicodedata.category(character) not in _UNSEEN", "if character"),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling, not by effect",
        "look_alikes.as_read",
        "look-alike letters of other scripts make names differ",
        "test_a_name_that_a_reader_takes_for_a_built_in_group_is_not_created",
        (in_utils("_model/look_alikes.py", ".casefold().translate(_LATIN)", ".casefold()"),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling, not by effect",
        "groups._is_near",
        "a typing error makes another name",
        "test_a_name_that_a_reader_takes_for_a_built_in_group_is_not_created",
        (
            in_utils(
                "_resources/_families/groups.py", "return len(words) == len(others) and all(", "return False and all("
            ),
        ),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling, not by effect",
        "_resources/sender_group._free_mail",
        "free-mail domains are permitted",
        "test_free_mail_domains_are_permitted_only_on_purpose_and_blocked_with_a_warning",
        (in_utils("_resources/sender_group.py", '        Guard("permit_free_mail", _free_mail),\n', ""),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling, not by effect",
        "_resources/sender_group._suffix",
        "public suffixes are permitted",
        "test_free_mail_domains_are_permitted_only_on_purpose_and_blocked_with_a_warning",
        (in_utils("_resources/sender_group.py", '        Guard("permit_public_suffix", _suffix),\n', ""),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling, not by effect",
        "_resources/sender_group._own_domain",
        "your own domain is permitted",
        "test_an_own_domain_is_permitted_only_on_purpose_and_checked_only_if_one_is_added",
        (in_utils("_resources/sender_group.py", "own = sorted(set(mine) & set(domains))", "own: list[str] = []"),),
        EFFECTS,
    ),
    Mutation(
        "Judged by spelling, not by effect",
        "mail_hosts._address",
        "an IPv4 address inside IPv6 hides where a route leads",
        "test_a_route_to_where_no_mail_server_can_be_is_refused",
        (
            in_utils(
                "_resources/_families/mail_hosts.py",
                'return getattr(address, "ipv4_mapped", None) or address',
                "return address",
            ),
        ),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling, not by effect",
        "_resources/delivery_route._mimecast",
        "a route leads back to Mimecast",
        "test_a_route_back_to_mimecast_needs_a_word",
        (in_utils("_resources/delivery_route.py", 'return told if mail_hosts.is_mimecast(host) else ""', 'return ""'),),
        JUDGED,
    ),
    Mutation(
        "Judged by spelling, not by effect",
        "_resources/delivery_route_policy._routes_everything",
        "all mail is handed to a new route",
        "test_a_route_for_all_mail_is_created_only_on_purpose",
        (
            in_utils(
                "_resources/delivery_route_policy.py",
                "    if not (after and _takes_all(after)):",
                "    if after or not (after and _takes_all(after)):",
            ),
        ),
        JUDGED,
    ),
    Mutation(
        "Administrators locked out",
        "roles.last_manager",
        "users of one file are checked separately",
        "test_all_super_administrators_of_a_file_are_judged_together",
        (in_utils("_resources/_families/roles.py", "if user not in going}", "if user not in mine}"),),
        EFFECTS,
    ),
    Mutation(
        "Administrators locked out",
        "inquiries.Facts",
        "a disabled administrator counts as active",
        "test_all_super_administrators_of_a_file_are_judged_together",
        (in_utils("_run/inquiries.py", "if user not in disabled}, complete)", "}, complete)"),),
        EFFECTS,
    ),
    Mutation(
        "Administrators locked out",
        "_resources/user._going",
        "a purge is not checked",
        "test_the_last_super_administrator_keeps_signing_in_whatever_word_is_given",
        (
            in_utils(
                "_resources/user.py",
                'if after is None or after.get("disabled") is True else []',
                'if after and after.get("disabled") is True else []',
            ),
        ),
        EFFECTS,
    ),
    Mutation(
        "Administrators locked out",
        "_resources/user._going",
        "the run reads users who do not change",
        "test_the_role_of_a_user_is_asked_for_only_when_a_user_can_sign_in_no_more",
        (
            in_utils(
                "_resources/user.py", 'if after is None or after.get("disabled") is True else []', "if True else []"
            ),
        ),
        EFFECTS,
    ),
    Mutation(
        "Administrators locked out",
        "inquiries.Facts.read",
        "a failed read counts as a missing permission",
        "test_a_missing_permission_to_read_a_role_is_a_warning_and_a_failed_read_is_an_error",
        (in_utils("_run/inquiries.py", "                    raise\n", "                    pass\n"),),
        EFFECTS,
    ),
    Mutation(
        "Administrators locked out",
        "_resources/role_member._all_disabled",
        "a role is left to disabled users",
        "test_a_role_is_not_left_to_those_who_cannot_sign_in",
        (in_utils("_resources/role_member.py", "    if not set(mine) <= set(disabled):\n", "    if mine:\n"),),
        EFFECTS,
    ),
    Mutation(
        "Administrators locked out",
        "lists.left_behind",
        "a role that users leave for another is not checked",
        "test_moving_to_another_role_is_judged_by_the_members_who_remain",
        (in_utils("_plan/planner.py", "left = lists.left_behind(scope, changes)", "left: list[Change] = []"),),
        EFFECTS,
    ),
    Mutation(
        "Administrators locked out",
        "lists.gaining_first",
        "the only user who manages roles leaves before the next one comes",
        "test_the_next_user_gets_a_managing_role_before_the_last_one_loses_it",
        (
            in_utils(
                "_plan/lists.py", "    return sorted(changes, key=rank) if origins", "    return list(changes) if rank"
            ),
        ),
        EFFECTS,
    ),
    Mutation(
        "Administrators locked out",
        "members.MemberReader._with_origins",
        "a role with unreadable holders counts as one that nobody leaves",
        "test_if_a_holder_of_a_role_cannot_be_read_nobody_is_disabled_or_moved",
        (in_utils("_api/members.py", "            self.read_surely(", "            self.read_into("),),
        EFFECTS,
    ),
    Mutation(
        "The most dangerous setting is not seen",
        "_resources/ip_permit.IP_PERMIT",
        "a policy without source addresses is ignored",
        "test_a_permit_for_everybody_is_listed_and_warned_of",
        (
            in_utils(
                "_resources/ip_permit.py",
                'belongs=lambda row: row.get("description") != _DEFAULT',
                'belongs=lambda row: bool(row.get("sourceIPs"))',
            ),
        ),
        EFFECTS,
    ),
    Mutation(
        "The most dangerous setting is not seen",
        "site_plan._Account._extra",
        "drift does not warn about it",
        "test_a_permit_for_everybody_is_listed_and_warned_of",
        (in_utils("_run/site_plan.py", "                if alarm:\n", "                if False:\n"),),
        EFFECTS,
    ),
    Mutation(
        "The most dangerous setting is not seen",
        "_resources/ip_permit._permits",
        "a disabled policy is refused as if it were enabled",
        "test_a_permit_for_everybody_is_switched_off_deleted_or_purged",
        (in_utils("_resources/ip_permit.py", 'return entry.get("enabled", True) is not False and', "return"),),
        EFFECTS,
    ),
    Mutation(
        "The most dangerous setting is not seen",
        "planner._of_changes",
        "there is no warning about a permit for everybody in the file",
        "test_a_permit_for_everybody_is_exported_with_a_remark_and_shows_no_change",
        (
            in_utils(
                "_plan/planner.py",
                "for message in (resource.alarm(change.entry), remark) if message]",
                "for message in (remark,) if message]",
            ),
        ),
        EFFECTS,
    ),
    Mutation(
        "An unknown value is called in sync",
        "scalars.word_of",
        "an unknown value counts as the default",
        "test_an_unknown_value_is_shown_unchanged_and_never_in_sync",
        (
            in_utils(
                "_model/scalars.py",
                "return words.get(str(found).lower(), found) if",
                "return words.get(str(found).lower(), missing) if",
            ),
        ),
        JUDGED,
    ),
    Mutation(
        "An unknown value is called in sync",
        "planner._unknown_words",
        "it is overwritten without a warning",
        "test_a_policy_of_an_unknown_option_is_shown_as_it_is_and_not_in_sync",
        (in_utils("_plan/planner.py", "for found in resource.field(name).unknown_words(value)]", "for found in ()]"),),
        EFFECTS,
    ),
)

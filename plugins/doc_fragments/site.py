# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of every module that takes a whole site."""

from __future__ import annotations


class ModuleDocFragment:
    """A site and its baseline, written by make docs-generate from the descriptors of the resources."""

    DOCUMENTATION = r"""
---
options:
  site:
    description:
      - 'The site: everything that is particular to one account.'
    type: dict
    suboptions:
      sender_groups:
        description:
          - Manage profile groups and their members.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Name of the group. It identifies the group, so it cannot be changed. The built-in
                groups are found whatever the case.
              - Required to create the object.
            type: str
          parent:
            description:
              - Name of the group that it stands in. Without one, a new group stands at the top.
            type: str
          members:
            description:
              - Email addresses and domains, each as text or as a mapping with a note. C(members_mode)
                says what happens to the members that are not named.
            type: list
            elements: raw
          state:
            description:
              - Whether the sender group is to be there.
            type: str
            choices:
              - present
              - absent
          id:
            description:
              - 'Picks one sender group where several have the same C(name). Leave it out otherwise:
                ids are not stable.'
            type: str
          members_mode:
            description:
              - What C(members) says about the items that it does not name. V(add) leaves them
                alone, V(remove) takes the named ones away, V(exact) takes away every other.
            type: str
            choices:
              - add
              - remove
              - exact
      delivery_routes:
        description:
          - Manage delivery routes.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Description of the route. It identifies the route, so it cannot be changed.
              - Required to create the object.
            type: str
          hostname:
            description:
              - Fully qualified name or IP address of the mail server, reachable from the internet.
              - Required to create the object.
            type: str
          port:
            description:
              - TCP port of the mail server. A new route gets 25 where nothing is said.
            type: int
          alternate_route:
            description:
              - Name of the route to use when this one fails. An empty string takes it away.
            type: str
          smtp_authentication:
            description:
              - Sign in to the mail server before delivering. An empty mapping takes it away.
              - When any part of it changes, all of it is sent, the password included where it
                is in the file.
            type: dict
            suboptions:
              mechanisms:
                description:
                  - Mechanisms, tried in this order, such as V(LOGIN) and V(PLAIN).
                  - Required where C(smtp_authentication) is set for the first time.
                type: list
                elements: str
              username:
                description:
                  - Name to sign in with.
                  - Required where C(smtp_authentication) is set for the first time.
                type: str
              password:
                description:
                  - Password to sign in with. Mimecast never gives it back, see C(update_password).
                  - Required where C(smtp_authentication) is set for the first time.
                type: str
              domain:
                description:
                  - Domain to sign in to.
                type: str
          state:
            description:
              - Whether the delivery route is to be there.
            type: str
            choices:
              - present
              - absent
          id:
            description:
              - 'Picks one delivery route where several have the same C(name). Leave it out otherwise:
                ids are not stable.'
            type: str
          update_password:
            description:
              - The password cannot be read back. V(on_create) sends it only with a new object,
                V(always) sends it on every run, which is then always changed.
            type: str
            choices:
              - on_create
              - always
      delivery_route_policies:
        description:
          - Manage delivery route policies.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Narrative of the policy. It identifies the policy, so it cannot be changed.
              - Required to create the object.
            type: str
          route:
            description:
              - Name of the delivery route that the mail takes.
              - Required to create the object.
            type: str
          applies_from:
            description:
              - Sender side of the mail this policy applies to. The more specific scope wins where
                several policies fit.
              - Required to create the object.
            type: dict
            suboptions:
              type:
                description:
                  - Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), V(individual_email_address)
                    needs C(email), V(address_attribute_value) needs C(attribute).
                  - Required where C(applies_from) is given.
                type: str
                choices:
                  - everyone
                  - internal_addresses
                  - external_addresses
                  - email_domain
                  - profile_group
                  - address_attribute_value
                  - individual_email_address
              domain:
                description:
                  - Domain, exactly; sub-domains are not included.
                type: str
              group:
                description:
                  - Name of a profile group.
                type: str
              email:
                description:
                  - Email address.
                type: str
              attribute:
                description:
                  - Address attribute.
                type: dict
                suboptions:
                  id:
                    description:
                      - Id of the attribute.
                      - Required where C(attribute) is given.
                    type: str
                  value:
                    description:
                      - Value that the attribute must have.
                      - Required where C(attribute) is given.
                    type: str
          applies_to:
            description:
              - Recipient side of the mail this policy applies to. The more specific scope wins
                where several policies fit.
              - Required to create the object.
            type: dict
            suboptions:
              type:
                description:
                  - Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), V(individual_email_address)
                    needs C(email), V(address_attribute_value) needs C(attribute).
                  - Required where C(applies_to) is given.
                type: str
                choices:
                  - everyone
                  - internal_addresses
                  - external_addresses
                  - email_domain
                  - profile_group
                  - address_attribute_value
                  - individual_email_address
              domain:
                description:
                  - Domain, exactly; sub-domains are not included.
                type: str
              group:
                description:
                  - Name of a profile group.
                type: str
              email:
                description:
                  - Email address.
                type: str
              attribute:
                description:
                  - Address attribute.
                type: dict
                suboptions:
                  id:
                    description:
                      - Id of the attribute.
                      - Required where C(attribute) is given.
                    type: str
                  value:
                    description:
                      - Value that the attribute must have.
                      - Required where C(attribute) is given.
                    type: str
          addresses_based_on:
            description:
              - 'Which sender address is compared: V(return_address) is the envelope from, V(message_from)
                the header from, V(both) either.'
            type: str
            choices:
              - return_address
              - message_from
              - both
          enabled:
            description:
              - Whether the policy acts. A disabled one keeps its settings.
            type: bool
          override:
            description:
              - Considered before policies of the same type that do not override.
            type: bool
          bidirectional:
            description:
              - Applies with both ends swapped too.
            type: bool
          valid_from:
            description:
              - First day (V(YYYY-MM-DD)) on which the policy acts. An empty string means from
                ever.
            type: str
          valid_until:
            description:
              - Last day (V(YYYY-MM-DD)) on which the policy acts. An empty string means for ever.
            type: str
          source_ips:
            description:
              - 'Only mail from these addresses: networks in CIDR notation, single addresses,
                ranges (V(192.0.2.1-192.0.2.30)) and globs (V(192.0.2.*)). They are compared by
                the addresses that they cover together, and sent in CIDR notation.'
              - C(source_ips_mode=add) makes sure that the addresses are covered and C(source_ips_mode=exact)
                that no other is. C(source_ips_mode=remove) takes out every network that lies
                in the named ones; where only a part of a network is named, the task is refused,
                because the rest would have to be guessed.
            type: list
            elements: str
          state:
            description:
              - Whether the delivery route policy is to be there.
            type: str
            choices:
              - present
              - absent
          id:
            description:
              - 'Picks one delivery route policy where several have the same C(name). Leave it
                out otherwise: ids are not stable.'
            type: str
          source_ips_mode:
            description:
              - What C(source_ips) says about the items that it does not name. V(add) leaves them
                alone, V(remove) takes the named ones away, V(exact) takes away every other.
            type: str
            choices:
              - add
              - remove
              - exact
      ip_permits:
        description:
          - Manage Permitted Senders policies for source IP ranges.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Narrative of the policy. It identifies the policy, so it cannot be changed.
              - Required to create the object.
            type: str
          applies_from:
            description:
              - Sender side of the mail this policy applies to. The more specific scope wins where
                several policies fit.
            type: dict
            suboptions:
              type:
                description:
                  - Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), V(individual_email_address)
                    needs C(email), V(address_attribute_value) needs C(attribute).
                  - Required where C(applies_from) is given.
                type: str
                choices:
                  - everyone
                  - internal_addresses
                  - external_addresses
                  - email_domain
                  - profile_group
                  - address_attribute_value
                  - individual_email_address
              domain:
                description:
                  - Domain, exactly; sub-domains are not included.
                type: str
              group:
                description:
                  - Name of a profile group.
                type: str
              email:
                description:
                  - Email address.
                type: str
              attribute:
                description:
                  - Address attribute.
                type: dict
                suboptions:
                  id:
                    description:
                      - Id of the attribute.
                      - Required where C(attribute) is given.
                    type: str
                  value:
                    description:
                      - Value that the attribute must have.
                      - Required where C(attribute) is given.
                    type: str
          applies_to:
            description:
              - Recipient side of the mail this policy applies to. The more specific scope wins
                where several policies fit.
            type: dict
            suboptions:
              type:
                description:
                  - Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), V(individual_email_address)
                    needs C(email), V(address_attribute_value) needs C(attribute).
                  - Required where C(applies_to) is given.
                type: str
                choices:
                  - everyone
                  - internal_addresses
                  - external_addresses
                  - email_domain
                  - profile_group
                  - address_attribute_value
                  - individual_email_address
              domain:
                description:
                  - Domain, exactly; sub-domains are not included.
                type: str
              group:
                description:
                  - Name of a profile group.
                type: str
              email:
                description:
                  - Email address.
                type: str
              attribute:
                description:
                  - Address attribute.
                type: dict
                suboptions:
                  id:
                    description:
                      - Id of the attribute.
                      - Required where C(attribute) is given.
                    type: str
                  value:
                    description:
                      - Value that the attribute must have.
                      - Required where C(attribute) is given.
                    type: str
          addresses_based_on:
            description:
              - 'Which sender address is compared: V(return_address) is the envelope from, V(message_from)
                the header from, V(both) either.'
            type: str
            choices:
              - return_address
              - message_from
              - both
          enabled:
            description:
              - Whether the policy acts. A disabled one keeps its settings.
            type: bool
          override:
            description:
              - Considered before policies of the same type that do not override.
            type: bool
          bidirectional:
            description:
              - Applies with both ends swapped too.
            type: bool
          valid_from:
            description:
              - First day (V(YYYY-MM-DD)) on which the policy acts. An empty string means from
                ever.
            type: str
          valid_until:
            description:
              - Last day (V(YYYY-MM-DD)) on which the policy acts. An empty string means for ever.
            type: str
          source_ips:
            description:
              - 'Only mail from these addresses: networks in CIDR notation, single addresses,
                ranges (V(192.0.2.1-192.0.2.30)) and globs (V(192.0.2.*)). They are compared by
                the addresses that they cover together, and sent in CIDR notation.'
              - C(source_ips_mode=add) makes sure that the addresses are covered and C(source_ips_mode=exact)
                that no other is. C(source_ips_mode=remove) takes out every network that lies
                in the named ones; where only a part of a network is named, the task is refused,
                because the rest would have to be guessed.
            type: list
            elements: str
          action:
            description:
              - What the policy does with the sender.
            type: str
            choices:
              - permit_sender
              - take_no_action
          state:
            description:
              - Whether the IP permit is to be there.
            type: str
            choices:
              - present
              - absent
          id:
            description:
              - 'Picks one IP permit where several have the same C(name). Leave it out otherwise:
                ids are not stable.'
            type: str
          source_ips_mode:
            description:
              - What C(source_ips) says about the items that it does not name. V(add) leaves them
                alone, V(remove) takes the named ones away, V(exact) takes away every other.
            type: str
            choices:
              - add
              - remove
              - exact
      users:
        description:
          - Manage internal users that no directory synchronises.
        type: list
        elements: dict
        suboptions:
          email:
            description:
              - Email address. It identifies the user, so it cannot be changed.
              - Required to create the object.
            type: str
          name:
            description:
              - Display name.
            type: str
          disabled:
            description:
              - Whether the user is kept from signing in.
            type: bool
          password:
            description:
              - Cloud password. Mimecast never gives it back, see C(update_password).
            type: str
          force_password_change:
            description:
              - 'Sent together with C(password): whether the user has to choose another at the
                next sign-in.'
            type: bool
          state:
            description:
              - Whether the user is to be there.
              - 'The API cannot delete a user, so V(absent) sets C(disabled: true) unless C(purge_address=true).'
            type: str
            choices:
              - present
              - absent
          update_password:
            description:
              - The password cannot be read back. V(on_create) sends it only with a new object,
                V(always) sends it on every run, which is then always changed.
            type: str
            choices:
              - on_create
              - always
          purge_address:
            description:
              - 'With C(state=absent): also put the address on the purge list, which removes it
                and its data. This cannot be undone once Mimecast has purged it.'
            type: bool
      role_members:
        description:
          - Manage who holds an administrator role.
        type: list
        elements: dict
        suboptions:
          role:
            description:
              - Name of the role, as the console shows it. Roles themselves are made in the console.
              - Required to create the object.
            type: str
          members:
            description:
              - Email addresses of the users who hold the role.
            type: list
            elements: raw
          members_mode:
            description:
              - What C(members) says about the items that it does not name. V(add) leaves them
                alone, V(remove) takes the named ones away, V(exact) takes away every other.
            type: str
            choices:
              - add
              - remove
              - exact
      attachment_sets:
        description:
          - Manage Attachment Set definitions.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Description of the set. It identifies the set, so it cannot be changed.
              - Required to create the object.
            type: str
          folder:
            description:
              - Folder that the set stands in.
              - Required to create the object.
            type: str
          default_action:
            description:
              - V(block) blocks the content types that are named and lets the others through,
                V(allow) lets the named ones through and blocks the others.
            type: str
            choices:
              - block
              - allow
          block_dangerous_file_types:
            description:
              - Block what is on Mimecast's list of dangerous types even where it is allowed,
                (with C(default_action=allow)).
            type: bool
          image_hold_probability:
            description:
              - Hold mail with an image that is pornographic with more than this probability,
                V(1) to V(100) percent. V(off) ends the detection.
            type: raw
          encrypted_archives:
            description:
              - What happens to archives that are protected by a password.
            type: str
            choices:
              - allow
              - block
              - link
              - hold
          unreadable_archives:
            description:
              - What happens to archives that cannot be opened.
            type: str
            choices:
              - allow
              - block
              - link
              - hold
          content_types:
            description:
              - Content types and what happens to them.
            type: list
            elements: raw
          notify:
            description:
              - Who is told when an attachment is blocked or held.
            type: dict
            suboptions:
              group:
                description:
                  - Name of a profile group whose members are told. An empty string means none.
                type: str
              sender:
                description:
                  - Whether the sender is told.
                type: bool
              recipient:
                description:
                  - Whether the recipient is told.
                type: bool
          state:
            description:
              - Whether the attachment set is to be there.
            type: str
            choices:
              - present
              - absent
          id:
            description:
              - 'Picks one attachment set where several have the same C(name). Leave it out otherwise:
                ids are not stable.'
            type: str
          content_types_mode:
            description:
              - What C(content_types) says about the items that it does not name. V(add) leaves
                them alone, V(remove) takes the named ones away, V(exact) takes away every other.
            type: str
            choices:
              - add
              - remove
              - exact
      mx:
        description:
          - Look after MX records.
        type: list
        elements: dict
        suboptions:
          domain:
            description:
              - Domain that receives mail.
              - Required to create the object.
            type: str
      console_done:
        description:
          - What was done by hand in the Administration Console.
        type: list
        elements: dict
        suboptions:
          fingerprint:
            description:
              - Fingerprint that the hand-off named.
            type: str
            required: true
          by:
            description:
              - Who did it.
            type: str
            required: true
          at:
            description:
              - When it was done.
            type: str
            required: true
          note:
            description:
              - Anything worth keeping, such as a ticket.
            type: str
  baseline:
    description:
      - What all accounts have in common. Entries of one natural key become one, the site wins.
    type: dict
    suboptions:
      sender_groups:
        description:
          - Manage profile groups and their members.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Name of the group. It identifies the group, so it cannot be changed. The built-in
                groups are found whatever the case.
              - Required to create the object.
            type: str
          parent:
            description:
              - Name of the group that it stands in. Without one, a new group stands at the top.
            type: str
          members:
            description:
              - Email addresses and domains, each as text or as a mapping with a note. C(members_mode)
                says what happens to the members that are not named.
            type: list
            elements: raw
          state:
            description:
              - Whether the sender group is to be there.
            type: str
            choices:
              - present
              - absent
          id:
            description:
              - 'Picks one sender group where several have the same C(name). Leave it out otherwise:
                ids are not stable.'
            type: str
          members_mode:
            description:
              - What C(members) says about the items that it does not name. V(add) leaves them
                alone, V(remove) takes the named ones away, V(exact) takes away every other.
            type: str
            choices:
              - add
              - remove
              - exact
      delivery_routes:
        description:
          - Manage delivery routes.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Description of the route. It identifies the route, so it cannot be changed.
              - Required to create the object.
            type: str
          hostname:
            description:
              - Fully qualified name or IP address of the mail server, reachable from the internet.
              - Required to create the object.
            type: str
          port:
            description:
              - TCP port of the mail server. A new route gets 25 where nothing is said.
            type: int
          alternate_route:
            description:
              - Name of the route to use when this one fails. An empty string takes it away.
            type: str
          smtp_authentication:
            description:
              - Sign in to the mail server before delivering. An empty mapping takes it away.
              - When any part of it changes, all of it is sent, the password included where it
                is in the file.
            type: dict
            suboptions:
              mechanisms:
                description:
                  - Mechanisms, tried in this order, such as V(LOGIN) and V(PLAIN).
                  - Required where C(smtp_authentication) is set for the first time.
                type: list
                elements: str
              username:
                description:
                  - Name to sign in with.
                  - Required where C(smtp_authentication) is set for the first time.
                type: str
              password:
                description:
                  - Password to sign in with. Mimecast never gives it back, see C(update_password).
                  - Required where C(smtp_authentication) is set for the first time.
                type: str
              domain:
                description:
                  - Domain to sign in to.
                type: str
          state:
            description:
              - Whether the delivery route is to be there.
            type: str
            choices:
              - present
              - absent
          id:
            description:
              - 'Picks one delivery route where several have the same C(name). Leave it out otherwise:
                ids are not stable.'
            type: str
          update_password:
            description:
              - The password cannot be read back. V(on_create) sends it only with a new object,
                V(always) sends it on every run, which is then always changed.
            type: str
            choices:
              - on_create
              - always
      delivery_route_policies:
        description:
          - Manage delivery route policies.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Narrative of the policy. It identifies the policy, so it cannot be changed.
              - Required to create the object.
            type: str
          route:
            description:
              - Name of the delivery route that the mail takes.
              - Required to create the object.
            type: str
          applies_from:
            description:
              - Sender side of the mail this policy applies to. The more specific scope wins where
                several policies fit.
              - Required to create the object.
            type: dict
            suboptions:
              type:
                description:
                  - Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), V(individual_email_address)
                    needs C(email), V(address_attribute_value) needs C(attribute).
                  - Required where C(applies_from) is given.
                type: str
                choices:
                  - everyone
                  - internal_addresses
                  - external_addresses
                  - email_domain
                  - profile_group
                  - address_attribute_value
                  - individual_email_address
              domain:
                description:
                  - Domain, exactly; sub-domains are not included.
                type: str
              group:
                description:
                  - Name of a profile group.
                type: str
              email:
                description:
                  - Email address.
                type: str
              attribute:
                description:
                  - Address attribute.
                type: dict
                suboptions:
                  id:
                    description:
                      - Id of the attribute.
                      - Required where C(attribute) is given.
                    type: str
                  value:
                    description:
                      - Value that the attribute must have.
                      - Required where C(attribute) is given.
                    type: str
          applies_to:
            description:
              - Recipient side of the mail this policy applies to. The more specific scope wins
                where several policies fit.
              - Required to create the object.
            type: dict
            suboptions:
              type:
                description:
                  - Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), V(individual_email_address)
                    needs C(email), V(address_attribute_value) needs C(attribute).
                  - Required where C(applies_to) is given.
                type: str
                choices:
                  - everyone
                  - internal_addresses
                  - external_addresses
                  - email_domain
                  - profile_group
                  - address_attribute_value
                  - individual_email_address
              domain:
                description:
                  - Domain, exactly; sub-domains are not included.
                type: str
              group:
                description:
                  - Name of a profile group.
                type: str
              email:
                description:
                  - Email address.
                type: str
              attribute:
                description:
                  - Address attribute.
                type: dict
                suboptions:
                  id:
                    description:
                      - Id of the attribute.
                      - Required where C(attribute) is given.
                    type: str
                  value:
                    description:
                      - Value that the attribute must have.
                      - Required where C(attribute) is given.
                    type: str
          addresses_based_on:
            description:
              - 'Which sender address is compared: V(return_address) is the envelope from, V(message_from)
                the header from, V(both) either.'
            type: str
            choices:
              - return_address
              - message_from
              - both
          enabled:
            description:
              - Whether the policy acts. A disabled one keeps its settings.
            type: bool
          override:
            description:
              - Considered before policies of the same type that do not override.
            type: bool
          bidirectional:
            description:
              - Applies with both ends swapped too.
            type: bool
          valid_from:
            description:
              - First day (V(YYYY-MM-DD)) on which the policy acts. An empty string means from
                ever.
            type: str
          valid_until:
            description:
              - Last day (V(YYYY-MM-DD)) on which the policy acts. An empty string means for ever.
            type: str
          source_ips:
            description:
              - 'Only mail from these addresses: networks in CIDR notation, single addresses,
                ranges (V(192.0.2.1-192.0.2.30)) and globs (V(192.0.2.*)). They are compared by
                the addresses that they cover together, and sent in CIDR notation.'
              - C(source_ips_mode=add) makes sure that the addresses are covered and C(source_ips_mode=exact)
                that no other is. C(source_ips_mode=remove) takes out every network that lies
                in the named ones; where only a part of a network is named, the task is refused,
                because the rest would have to be guessed.
            type: list
            elements: str
          state:
            description:
              - Whether the delivery route policy is to be there.
            type: str
            choices:
              - present
              - absent
          id:
            description:
              - 'Picks one delivery route policy where several have the same C(name). Leave it
                out otherwise: ids are not stable.'
            type: str
          source_ips_mode:
            description:
              - What C(source_ips) says about the items that it does not name. V(add) leaves them
                alone, V(remove) takes the named ones away, V(exact) takes away every other.
            type: str
            choices:
              - add
              - remove
              - exact
      ip_permits:
        description:
          - Manage Permitted Senders policies for source IP ranges.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Narrative of the policy. It identifies the policy, so it cannot be changed.
              - Required to create the object.
            type: str
          applies_from:
            description:
              - Sender side of the mail this policy applies to. The more specific scope wins where
                several policies fit.
            type: dict
            suboptions:
              type:
                description:
                  - Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), V(individual_email_address)
                    needs C(email), V(address_attribute_value) needs C(attribute).
                  - Required where C(applies_from) is given.
                type: str
                choices:
                  - everyone
                  - internal_addresses
                  - external_addresses
                  - email_domain
                  - profile_group
                  - address_attribute_value
                  - individual_email_address
              domain:
                description:
                  - Domain, exactly; sub-domains are not included.
                type: str
              group:
                description:
                  - Name of a profile group.
                type: str
              email:
                description:
                  - Email address.
                type: str
              attribute:
                description:
                  - Address attribute.
                type: dict
                suboptions:
                  id:
                    description:
                      - Id of the attribute.
                      - Required where C(attribute) is given.
                    type: str
                  value:
                    description:
                      - Value that the attribute must have.
                      - Required where C(attribute) is given.
                    type: str
          applies_to:
            description:
              - Recipient side of the mail this policy applies to. The more specific scope wins
                where several policies fit.
            type: dict
            suboptions:
              type:
                description:
                  - Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), V(individual_email_address)
                    needs C(email), V(address_attribute_value) needs C(attribute).
                  - Required where C(applies_to) is given.
                type: str
                choices:
                  - everyone
                  - internal_addresses
                  - external_addresses
                  - email_domain
                  - profile_group
                  - address_attribute_value
                  - individual_email_address
              domain:
                description:
                  - Domain, exactly; sub-domains are not included.
                type: str
              group:
                description:
                  - Name of a profile group.
                type: str
              email:
                description:
                  - Email address.
                type: str
              attribute:
                description:
                  - Address attribute.
                type: dict
                suboptions:
                  id:
                    description:
                      - Id of the attribute.
                      - Required where C(attribute) is given.
                    type: str
                  value:
                    description:
                      - Value that the attribute must have.
                      - Required where C(attribute) is given.
                    type: str
          addresses_based_on:
            description:
              - 'Which sender address is compared: V(return_address) is the envelope from, V(message_from)
                the header from, V(both) either.'
            type: str
            choices:
              - return_address
              - message_from
              - both
          enabled:
            description:
              - Whether the policy acts. A disabled one keeps its settings.
            type: bool
          override:
            description:
              - Considered before policies of the same type that do not override.
            type: bool
          bidirectional:
            description:
              - Applies with both ends swapped too.
            type: bool
          valid_from:
            description:
              - First day (V(YYYY-MM-DD)) on which the policy acts. An empty string means from
                ever.
            type: str
          valid_until:
            description:
              - Last day (V(YYYY-MM-DD)) on which the policy acts. An empty string means for ever.
            type: str
          source_ips:
            description:
              - 'Only mail from these addresses: networks in CIDR notation, single addresses,
                ranges (V(192.0.2.1-192.0.2.30)) and globs (V(192.0.2.*)). They are compared by
                the addresses that they cover together, and sent in CIDR notation.'
              - C(source_ips_mode=add) makes sure that the addresses are covered and C(source_ips_mode=exact)
                that no other is. C(source_ips_mode=remove) takes out every network that lies
                in the named ones; where only a part of a network is named, the task is refused,
                because the rest would have to be guessed.
            type: list
            elements: str
          action:
            description:
              - What the policy does with the sender.
            type: str
            choices:
              - permit_sender
              - take_no_action
          state:
            description:
              - Whether the IP permit is to be there.
            type: str
            choices:
              - present
              - absent
          id:
            description:
              - 'Picks one IP permit where several have the same C(name). Leave it out otherwise:
                ids are not stable.'
            type: str
          source_ips_mode:
            description:
              - What C(source_ips) says about the items that it does not name. V(add) leaves them
                alone, V(remove) takes the named ones away, V(exact) takes away every other.
            type: str
            choices:
              - add
              - remove
              - exact
      users:
        description:
          - Manage internal users that no directory synchronises.
        type: list
        elements: dict
        suboptions:
          email:
            description:
              - Email address. It identifies the user, so it cannot be changed.
              - Required to create the object.
            type: str
          name:
            description:
              - Display name.
            type: str
          disabled:
            description:
              - Whether the user is kept from signing in.
            type: bool
          password:
            description:
              - Cloud password. Mimecast never gives it back, see C(update_password).
            type: str
          force_password_change:
            description:
              - 'Sent together with C(password): whether the user has to choose another at the
                next sign-in.'
            type: bool
          state:
            description:
              - Whether the user is to be there.
              - 'The API cannot delete a user, so V(absent) sets C(disabled: true) unless C(purge_address=true).'
            type: str
            choices:
              - present
              - absent
          update_password:
            description:
              - The password cannot be read back. V(on_create) sends it only with a new object,
                V(always) sends it on every run, which is then always changed.
            type: str
            choices:
              - on_create
              - always
          purge_address:
            description:
              - 'With C(state=absent): also put the address on the purge list, which removes it
                and its data. This cannot be undone once Mimecast has purged it.'
            type: bool
      role_members:
        description:
          - Manage who holds an administrator role.
        type: list
        elements: dict
        suboptions:
          role:
            description:
              - Name of the role, as the console shows it. Roles themselves are made in the console.
              - Required to create the object.
            type: str
          members:
            description:
              - Email addresses of the users who hold the role.
            type: list
            elements: raw
          members_mode:
            description:
              - What C(members) says about the items that it does not name. V(add) leaves them
                alone, V(remove) takes the named ones away, V(exact) takes away every other.
            type: str
            choices:
              - add
              - remove
              - exact
      attachment_sets:
        description:
          - Manage Attachment Set definitions.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Description of the set. It identifies the set, so it cannot be changed.
              - Required to create the object.
            type: str
          folder:
            description:
              - Folder that the set stands in.
              - Required to create the object.
            type: str
          default_action:
            description:
              - V(block) blocks the content types that are named and lets the others through,
                V(allow) lets the named ones through and blocks the others.
            type: str
            choices:
              - block
              - allow
          block_dangerous_file_types:
            description:
              - Block what is on Mimecast's list of dangerous types even where it is allowed,
                (with C(default_action=allow)).
            type: bool
          image_hold_probability:
            description:
              - Hold mail with an image that is pornographic with more than this probability,
                V(1) to V(100) percent. V(off) ends the detection.
            type: raw
          encrypted_archives:
            description:
              - What happens to archives that are protected by a password.
            type: str
            choices:
              - allow
              - block
              - link
              - hold
          unreadable_archives:
            description:
              - What happens to archives that cannot be opened.
            type: str
            choices:
              - allow
              - block
              - link
              - hold
          content_types:
            description:
              - Content types and what happens to them.
            type: list
            elements: raw
          notify:
            description:
              - Who is told when an attachment is blocked or held.
            type: dict
            suboptions:
              group:
                description:
                  - Name of a profile group whose members are told. An empty string means none.
                type: str
              sender:
                description:
                  - Whether the sender is told.
                type: bool
              recipient:
                description:
                  - Whether the recipient is told.
                type: bool
          state:
            description:
              - Whether the attachment set is to be there.
            type: str
            choices:
              - present
              - absent
          id:
            description:
              - 'Picks one attachment set where several have the same C(name). Leave it out otherwise:
                ids are not stable.'
            type: str
          content_types_mode:
            description:
              - What C(content_types) says about the items that it does not name. V(add) leaves
                them alone, V(remove) takes the named ones away, V(exact) takes away every other.
            type: str
            choices:
              - add
              - remove
              - exact
      mx:
        description:
          - Look after MX records.
        type: list
        elements: dict
        suboptions:
          domain:
            description:
              - Domain that receives mail.
              - Required to create the object.
            type: str
      console_done:
        description:
          - What was done by hand in the Administration Console.
        type: list
        elements: dict
        suboptions:
          fingerprint:
            description:
              - Fingerprint that the hand-off named.
            type: str
            required: true
          by:
            description:
              - Who did it.
            type: str
            required: true
          at:
            description:
              - When it was done.
            type: str
            required: true
          note:
            description:
              - Anything worth keeping, such as a ticket.
            type: str
"""

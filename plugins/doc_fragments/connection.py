# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options and requirements of every module that talks to an account."""

from __future__ import annotations


class ModuleDocFragment:
    """How to reach an account."""

    DOCUMENTATION = r"""
options:
  base_url:
    description:
      - Address of the Mimecast API. It must be V(https), or V(http) to a numeric loopback address for the emulator.
      - Where it is not set, the host's variable C(mimecast_base_url) is used, and then E(MIMECAST_BASE_URL).
    type: str
    default: https://api.services.mimecast.com
  client_id:
    description:
      - Client ID of the API application.
      - Where it is not set, the host's variable C(mimecast_client_id) is used, and then E(MIMECAST_CLIENT_ID).
    type: str
  client_secret:
    description:
      - Client secret of the API application. Keep it in Ansible Vault or in the environment.
      - Where it is not set, the host's variable C(mimecast_client_secret) is used, and then E(MIMECAST_CLIENT_SECRET).
    type: str
  account_code:
    description:
      - Mimecast's code of the account that is meant, such as V(CUKA12). Where it is set, the first request of a run
        asks which account the credentials reach. Nothing else is read, and nothing changed, where that is another.
      - Where it is not set, the host's variable C(mimecast_account_code) is used, and then E(MIMECAST_ACCOUNT_CODE).
    type: str
  access_token:
    description:
      - A token that was fetched before, instead of O(client_id) and O(client_secret). It is not renewed.
      - Where it is not set, the host's variable C(mimecast_access_token) is used, and then E(MIMECAST_ACCESS_TOKEN).
    type: str
  timeout:
    description:
      - Seconds to wait for one answer.
      - Where it is not set, the host's variable C(mimecast_timeout) is used, and then E(MIMECAST_TIMEOUT).
    type: float
    default: 30.0
  retry_budget:
    description:
      - Seconds that a task may spend waiting because the API limits the rate, is overloaded, or breaks off reads.
      - Half of what is left of it, at most 30 seconds, may be spent waiting until what was written shows.
      - Writes are repeated only when the API says that it did not take them (rate limit).
      - Where it is not set, the host's variable C(mimecast_retry_budget) is used, and then E(MIMECAST_RETRY_BUDGET).
    type: float
    default: 120.0
  page_size:
    description:
      - Rows to ask for in one page of a list. V(0) means as many as the API gives.
      - Where it is not set, the host's variable C(mimecast_page_size) is used, and then E(MIMECAST_PAGE_SIZE).
    type: int
    default: 0
  validate_certs:
    description:
      - Whether the certificate of the API is verified. Never switch this off for a real account.
      - Where it is not set, the host's variable C(mimecast_validate_certs) is used, and then
        E(MIMECAST_VALIDATE_CERTS).
    type: bool
    default: true
  ca_path:
    description:
      - File with the certificate authorities to trust, instead of those of the system.
      - Where it is not set, the host's variable C(mimecast_ca_path) is used, and then E(MIMECAST_CA_PATH).
    type: path
  proxy:
    description:
      - URL of the proxy to go through.
      - Where it is not set, the host's variable C(mimecast_proxy) is used, and then E(MIMECAST_PROXY).
    type: str
  read_only:
    description:
      - Refuse every change before it is sent, whatever the task asks for.
      - Where it is not set, the host's variable C(mimecast_read_only) is used, and then E(MIMECAST_READ_ONLY).
    type: bool
    default: false
requirements:
  - requests
  - idna (comes with requests)
  - netaddr >= 1.3
"""

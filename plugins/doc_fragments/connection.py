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
      - If you do not set it, the host variable C(mimecast_base_url) is used, then E(MIMECAST_BASE_URL).
    type: str
    default: https://api.services.mimecast.com
  client_id:
    description:
      - Client ID of the API application.
      - If you do not set it, the host variable C(mimecast_client_id) is used, then E(MIMECAST_CLIENT_ID).
    type: str
  client_secret:
    description:
      - Client secret of the API application. Keep it in Ansible Vault or in the environment.
      - If you do not set it, the host variable C(mimecast_client_secret) is used, then E(MIMECAST_CLIENT_SECRET).
    type: str
  account_code:
    description:
      - Mimecast's code of the account that you mean, such as V(CUKA12). If you set it, the first request of a run asks
        which account the credentials reach. If it is a different one, nothing else is read and nothing is changed.
      - If you do not set it, the host variable C(mimecast_account_code) is used, then E(MIMECAST_ACCOUNT_CODE).
    type: str
  access_token:
    description:
      - An access token that you already have, instead of O(client_id) and O(client_secret). It is not renewed.
      - If you do not set it, the host variable C(mimecast_access_token) is used, then E(MIMECAST_ACCESS_TOKEN).
    type: str
  timeout:
    description:
      - Seconds to wait for one answer.
      - If you do not set it, the host variable C(mimecast_timeout) is used, then E(MIMECAST_TIMEOUT).
    type: float
    default: 30.0
  retry_budget:
    description:
      - Maximum number of seconds a task may spend waiting for rate limits, an overloaded API, or interrupted reads.
      - To wait until the API shows a change, a task may use up to half of the rest, at most 30 seconds.
      - Writes are only retried if the API says that it did not accept them (rate limit).
      - If you do not set it, the host variable C(mimecast_retry_budget) is used, then E(MIMECAST_RETRY_BUDGET).
    type: float
    default: 120.0
  page_size:
    description:
      - Rows to request per page of a list. V(0) means as many as the API gives.
      - If you do not set it, the host variable C(mimecast_page_size) is used, then E(MIMECAST_PAGE_SIZE).
    type: int
    default: 0
  validate_certs:
    description:
      - Whether the certificate of the API is verified. Never switch this off for a real account.
      - If you do not set it, the host variable C(mimecast_validate_certs) is used, then E(MIMECAST_VALIDATE_CERTS).
    type: bool
    default: true
  ca_path:
    description:
      - File with the certificate authorities to trust, instead of the system's.
      - If you do not set it, the host variable C(mimecast_ca_path) is used, then E(MIMECAST_CA_PATH).
    type: path
  proxy:
    description:
      - URL of the proxy to use.
      - If you do not set it, the host variable C(mimecast_proxy) is used, then E(MIMECAST_PROXY).
    type: str
  read_only:
    description:
      - Refuse every change before it is sent, whatever the task asks for.
      - If you do not set it, the host variable C(mimecast_read_only) is used, then E(MIMECAST_READ_ONLY).
    type: bool
    default: false
  min_confidence:
    description:
      - How sure a call of the API must be. A call that is less sure is not sent, not even in check mode.
      - V(documented) calls are in Mimecast's reference or in a client made from it. V(observed) calls were seen in
        answers of the live service or in other people's public code. V(inferred) calls are in no source.
      - The notes of each module say how sure its calls are. The call that fetches an access token is always sent.
      - If you do not set it, the host variable C(mimecast_min_confidence) is used, then E(MIMECAST_MIN_CONFIDENCE).
    type: str
    choices: [documented, observed, inferred]
    default: inferred
requirements:
  - requests
  - idna (comes with requests)
  - netaddr >= 1.3
"""

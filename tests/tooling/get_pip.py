# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for the get-pip script that ansible-test downloads: pip of the asked version, from the package index alone.

Run by the interpreter of a virtual environment that has no pip yet, with pip's own arguments (`pip==25.2 --no-wheel`).
It may know nothing but the standard library, and that uv is in PATH: it is several times as fast as ensurepip.
"""

from __future__ import annotations

import subprocess
import sys

# Options of the get-pip script, not of an installer.
FOREIGN = {"--no-setuptools", "--no-wheel"}

install = ["uv", "pip", "install", "--quiet", "--system-certs", "--python", sys.executable]
subprocess.run([*install, *(argument for argument in sys.argv[1:] if argument not in FOREIGN)], check=True)

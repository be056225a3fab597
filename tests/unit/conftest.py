# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the emulator of the checkout importable where it is not installed, in programs that tests start too.

`make setup` installs it. `ansible-test units` cannot: its requirements file may not name a folder of the checkout.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

EMULATOR = str(Path(__file__).resolve().parents[2] / "emulator")

if importlib.util.find_spec("mimecast_emulator") is None:
    sys.path.append(EMULATOR)
    os.environ["PYTHONPATH"] = os.pathsep.join([*filter(None, [os.environ.get("PYTHONPATH")]), EMULATOR])

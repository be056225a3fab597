# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fault campaign: a random account, a random site file and random faults from one seed, and a judge of the outcome.

What a seed stands for is made by ``scenarios`` (``accounts``, ``sites``, ``values``, ``unwise``, ``faults``), run by
``trial`` against a world (``worlds``, ``ways``, ``second_writer``) and judged by ``judge`` and ``judge_composition``.

The judge reads the tables of the emulator (``view``) and works out what they have to hold (``goals``). It does
not know the planner, the runner, the normalisers or the decoders of the collection: an error there must not be able to
excuse itself. Of the descriptors it takes the names of fields and their samples alone.
"""

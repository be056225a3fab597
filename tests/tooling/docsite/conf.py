# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of Sphinx for the documentation site, which tests/tooling/build_docs.py builds.

It knows the sources that the builder puts together, not where they come from.
"""

from __future__ import annotations

import os

project = "mailops.mimecast"
author = "mailops contributors"
project_copyright = "2026 mailops contributors"
version = release = os.environ["MIMECAST_DOCS_VERSION"]
html_title = f"mailops.mimecast {version}"

extensions = ["myst_parser", "sphinx.ext.intersphinx", "sphinx_antsibull_ext"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}

# Everything a page needs is in the site: nothing is fetched from another host when it is read.
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_use_index = False
html_copy_source = False
html_show_sourcelink = False
pygments_style = "sas"
pygments_dark_style = "lightbulb"

# Headings become targets, so that a link to one that is not there is a warning, and a warning fails the build.
myst_heading_anchors = 4
nitpicky = True
# What the pages of the modules refer to in Ansible's own documentation; the builder writes this list of targets.
intersphinx_mapping = {"ansible": ("https://docs.ansible.com/projects/ansible/latest/", "ansible.inv")}
# Examples that hold placeholders are shown as they are.
suppress_warnings = ["misc.highlighting_failure"]

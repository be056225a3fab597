# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Domains in which anybody can have an address or a domain of their own.

The tables hold what is well known and are not complete; a public suffix list would be a library more at run time.
"""

from __future__ import annotations

_FREE_MAIL = frozenset(
    [
        "126.com",
        "163.com",
        "aol.com",
        "att.net",
        "bigpond.com",
        "bluewin.ch",
        "btinternet.com",
        "comcast.net",
        "cox.net",
        "daum.net",
        "duck.com",
        "fastmail.com",
        "fastmail.fm",
        "free.fr",
        "freenet.de",
        "googlemail.com",
        "gmail.com",
        "hanmail.net",
        "hey.com",
        "hushmail.com",
        "icloud.com",
        "inbox.lv",
        "inbox.ru",
        "interia.pl",
        "laposte.net",
        "libero.it",
        "list.ru",
        "mac.com",
        "mail.com",
        "mail.de",
        "mail.ru",
        "mailbox.org",
        "mailfence.com",
        "me.com",
        "msn.com",
        "naver.com",
        "ntlworld.com",
        "o2.pl",
        "onet.pl",
        "optonline.net",
        "optusnet.com.au",
        "orange.fr",
        "passport.com",
        "pm.me",
        "posteo.de",
        "proton.me",
        "protonmail.ch",
        "protonmail.com",
        "qq.com",
        "rambler.ru",
        "rediffmail.com",
        "rocketmail.com",
        "sbcglobal.net",
        "seznam.cz",
        "sfr.fr",
        "shaw.ca",
        "sina.com",
        "sky.com",
        "sohu.com",
        "t-online.de",
        "talktalk.net",
        "telenet.be",
        "terra.com.br",
        "tiscali.it",
        "tuta.com",
        "tuta.io",
        "tutanota.com",
        "tutanota.de",
        "ukr.net",
        "uol.com.br",
        "verizon.net",
        "virgilio.it",
        "virginmedia.com",
        "wanadoo.fr",
        "web.de",
        "wp.pl",
        "xtra.co.nz",
        "yeah.net",
        "ymail.com",
        "zoho.com",
        "zohomail.com",
    ]
)
_FREE_MAIL_ANYWHERE = frozenset({"gmx", "hotmail", "live", "outlook", "yahoo", "yandex"})
"""Names of services that have a domain in many countries."""

_SUFFIXES = frozenset(
    [
        "amazonaws.com",
        "appspot.com",
        "azurewebsites.net",
        "blogspot.com",
        "br.com",
        "cloudfront.net",
        "cn.com",
        "co.com",
        "de.com",
        "eu.com",
        "gb.net",
        "github.io",
        "gitlab.io",
        "go.id",
        "go.jp",
        "go.kr",
        "go.th",
        "gr.com",
        "gv.at",
        "herokuapp.com",
        "hu.net",
        "in.net",
        "jp.net",
        "jpn.com",
        "me.uk",
        "ne.jp",
        "ne.kr",
        "netlify.app",
        "onmicrosoft.com",
        "or.at",
        "or.id",
        "or.jp",
        "or.kr",
        "pages.dev",
        "re.kr",
        "ru.com",
        "sa.com",
        "se.net",
        "sharepoint.com",
        "uk.com",
        "uk.net",
        "us.com",
        "us.org",
        "vercel.app",
        "web.app",
        "web.za",
        "workers.dev",
        "za.com",
    ]
)
_SECOND_LEVELS = frozenset(
    ["ac", "co", "com", "edu", "gob", "gouv", "gov", "ltd", "mil", "net", "nhs", "nom", "org", "plc", "police", "sch"]
)
"""What stands in front of a country's letters where domains are registered one level further down."""


def is_free_mail(domain: str) -> bool:
    """Whether anybody can get an address in a domain."""
    first, _dot, rest = domain.partition(".")
    return domain in _FREE_MAIL or (first in _FREE_MAIL_ANYWHERE and (is_suffix(rest) or "." not in rest))


def is_suffix(domain: str) -> bool:
    """Whether domains of many owners are registered right below a domain."""
    first, _dot, rest = domain.partition(".")
    return domain in _SUFFIXES or (first in _SECOND_LEVELS and len(rest) == 2)

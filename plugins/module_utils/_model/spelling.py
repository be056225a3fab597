# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One spelling for every value: addresses, domains, text, dates, numbers. Networks have a file of their own.

Every function is pure and idempotent and is applied to both sides of a comparison: to what the user wrote and to what
the API answered. A value that cannot be right is refused with ``Malformed``, whose message says what would be right.
This file knows nothing of Ansible, HTTP or Mimecast's resources.
"""

from __future__ import annotations

import datetime
import ipaddress
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import kind, nearest, shown

try:
    import idna

    HAS_IDNA = True
except ImportError:  # the sanity tests import this file without the run-time requirements
    HAS_IDNA = False

Normalizer = Callable[[Any], Any]

_LABEL = re.compile(r"^(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")
_LOCAL_PART = re.compile(r"^[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]{1,64}\Z")
_ETERNAL_YEARS = ("1900", "2100")
_TRUE = frozenset({"true", "yes", "on", "1", "y", "t"})
_FALSE = frozenset({"false", "no", "off", "0", "n", "f"})


class Malformed(ValueError):
    """A value that no spelling rule accepts; the message says what would be right."""


def tolerant(normalizer: Normalizer) -> Normalizer:
    """Return ``normalizer`` for values that are already in an account: what it refuses stays as it is."""

    def read(value: Any) -> Any:
        try:
            return normalizer(value)
        except Malformed:
            return value

    return read


def text(value: Any) -> str:
    """Return one line of text: composed Unicode, runs of white space folded, ends trimmed.

    Raises:
        Malformed: ``value`` is a list or a mapping, or holds control characters.
    """
    if isinstance(value, (list, tuple, dict, set)):
        raise Malformed(f"expected text, got {kind(value)}")
    written = str(value)
    folded = " ".join((written if written.isascii() else unicodedata.normalize("NFC", written)).split())
    if not folded.isprintable() and any(unicodedata.category(character) in ("Cc", "Cs") for character in folded):
        raise Malformed(f"{shown(value)} holds control characters")
    return folded


def name(value: Any) -> str:
    """Return text that is not empty."""
    result = text(value)
    if not result:
        raise Malformed("must not be empty")
    return result


def secret(value: Any) -> str:
    """Return a secret exactly as it was written.

    Raises:
        Malformed: it is not text; the message does not hold the value.
    """
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise Malformed("expected text (quote it)")
    return str(value)


def boolean(value: Any) -> bool:
    """Return a truth value from a bool or from one of Ansible's words for one."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise Malformed(f"expected true or false, got {shown(value)}")


def integer(lowest: int, highest: int) -> Normalizer:
    """Return a normaliser for whole numbers from ``lowest`` to ``highest``."""

    def normalize(value: Any) -> int:
        if isinstance(value, bool) or not re.fullmatch(r"[+-]?\d+", str(value).strip()):
            raise Malformed(f"expected a whole number from {lowest} to {highest}, got {shown(value)}")
        number = int(str(value).strip())
        if not lowest <= number <= highest:
            raise Malformed(f"{number} is out of range, expected {lowest} to {highest}")
        return number

    return normalize


def percentage_or_off(value: Any) -> int | str:
    """Return a percentage from 1 to 100, or ``"off"`` (YAML reads a bare ``off`` as false)."""
    if value is False or str(value).strip().lower() in ("off", "false", "no"):
        return "off"
    try:
        number = integer(1, 100)(value)
    except Malformed as error:
        raise Malformed(f"{shown(value)} is not a percentage, expected 1 to 100 or 'off'") from error
    return int(number)


def choice(*words: str) -> Normalizer:
    """Return a normaliser for one of ``words``, whatever its case."""

    def normalize(value: Any) -> str:
        word = str(value).strip().lower()
        if word not in words:
            raise Malformed(f"{shown(value)} is not one of {', '.join(words)}{nearest(word, words)}")
        return word

    return normalize


def domain(value: Any) -> str:
    """Return a domain in lower case A-labels (IDNA 2008, UTS 46), without a trailing dot.

    Raises:
        Malformed: not a domain name of at least two labels.
    """
    written = text(value).rstrip(".")
    if written.startswith("@"):
        raise Malformed(f"{shown(value)} is not a domain, leave out the '@': '{written[1:]}'")
    if "*" in written:
        raise Malformed(f"{shown(value)} contains a wildcard, which a domain entry cannot have; name each domain")
    if len(written) > 253:  # no spelling of a name is longer than its A-labels, and old idna takes long over long ones
        raise Malformed(f"{shown(value)} is not a domain, expected a name such as 'example.com'")
    try:
        ascii_form = idna.encode(written, uts46=True).decode("ascii") if not written.isascii() else written.lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise Malformed(f"{shown(value)} is not a domain that can be registered") from error
    labels = ascii_form.split(".")
    if len(labels) < 2 or len(ascii_form) > 253 or not all(_LABEL.match(label) for label in labels):
        raise Malformed(f"{shown(value)} is not a domain, expected a name such as 'example.com'")
    if labels[-1].isdigit():
        raise Malformed(f"{shown(value)} is not a domain (an IP address goes into source_ips or hostname)")
    return ascii_form


def address(value: Any) -> str:
    """Return an email address in lower case with its domain in A-labels.

    Raises:
        Malformed: not ``local@domain``.
    """
    written = text(value)
    local, at, right = written.rpartition("@")
    if not at or not _LOCAL_PART.match(local) or ".." in local or local[0] == "." or local[-1] == ".":
        raise Malformed(f"{shown(value)} is not an email address, expected 'name@example.com'")
    if not local.isascii():
        raise Malformed(
            f"{shown(value)} has characters beyond ASCII before the '@'; no source shows that Mimecast accepts them"
        )
    return f"{local.lower()}@{domain(right)}"


NO_SENDER = "<>"
"""How the empty return address of a bounce is written."""


def return_address(value: Any) -> str:
    """Return the address of an envelope to which bounces go, or ``<>`` of a bounce."""
    return NO_SENDER if text(value) == NO_SENDER else address(value)


def sender(value: Any) -> str:
    """Return an email address or a whole domain: what a profile group holds."""
    written = text(value)
    return address(written) if "@" in written.lstrip("@") else domain(written)


def phone_number(value: Any) -> str:
    """Return an international phone number as + and its digits.

    Raises:
        Malformed: it does not begin with +, or is no number.
    """
    written = text(value)
    number = re.sub(r"[ ().-]", "", written)
    if not re.fullmatch(r"\+[0-9]{5,20}", number):
        raise Malformed(f"{shown(written)} is not an international phone number, expected + and the country code first")
    return number


def hostname(value: Any) -> str:
    """Return an IP address in its shortest form, or a fully qualified host name."""
    written = text(value)
    try:
        return str(ipaddress.ip_address(written.strip("[]")))
    except ValueError:
        pass
    if re.fullmatch(r"[\d.]+", written) or ":" in written:
        raise Malformed(f"{shown(value)} is not an IP address or host name; a port goes into 'port'")
    return domain(written)


def date(value: Any) -> str:
    """Return a day as ``YYYY-MM-DD``; an empty string, or the API's stand-ins for "for ever", is the empty string.

    The stand-ins are dates in 1900 and 2100 (CONTRACT R7: observed).

    Raises:
        Malformed: not a date that exists.
    """
    if isinstance(value, datetime.datetime):
        value = value.date()
    written = value.isoformat() if isinstance(value, datetime.date) else text(value)
    if not written or written[:4] in _ETERNAL_YEARS:
        return ""
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?", written)
    try:
        if not match:
            raise ValueError
        return datetime.date.fromisoformat(match.group(1)).isoformat()
    except ValueError as error:
        raise Malformed(f"{shown(value)} is not a date, expected 'YYYY-MM-DD'") from error


def at_most(limit: int) -> Normalizer:
    """Return a normaliser for text of at most ``limit`` characters."""

    def normalize(value: Any) -> str:
        result = text(value)
        if len(result) > limit:
            raise Malformed(f"{len(result)} characters long, at most {limit} are possible")
        return result

    return normalize


def folded(name: str) -> str:
    """Return a name without what looks alike: capitals, white space, marks that nobody sees, compatible forms."""
    composed = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in composed if not sign.isspace() and unicodedata.category(sign) != "Cf")


def is_rewritten(written: str, kept: str) -> bool:
    """Whether ``kept`` may be what a service has made of a name: in another case, with other spaces, cut off."""
    return bool(folded(kept)) and folded(written).startswith(folded(kept))


def one_of_ignoring_case(*spellings: str) -> Normalizer:
    """Return a normaliser for names of which ``spellings`` are known whatever their case; others stay as written."""
    known = {spelling.lower(): spelling for spelling in spellings}

    def normalize(value: Any) -> str:
        written = name(value)
        return known.get(written.lower(), written)

    return normalize

# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A name server on loopback that answers MX and TXT questions from tables, so that nobody's tests ask the real DNS.

Needs dnspython, the extra ``dns`` of this package. May not know about the API or the rest of the emulator.
"""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Collection, Mapping, Sequence
from types import TracebackType
from typing import Any

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

Records = Sequence[Mapping[str, Any]]
TTL_SECONDS = 60
STOP_SECONDS = 10.0
POLL_SECONDS = 0.02
PIECE = 255  # characters


class NameServer:
    """Answers on 127.0.0.1 over UDP, on a free port, for as long as the ``with`` block lasts.

    Attributes:
        port: where it listens. records: domain -> its MX records, ``{"hostname": text, "priority": number}`` each
        (priority 10 where it is left out); a domain with ``[]`` exists without MX record, any other does not exist.
        texts: name -> the values of its TXT records, each sent in pieces of at most 255 characters.
        fail: domains answered with SERVFAIL. silent: domains never answered. All four may be changed at any time.
    """

    def __init__(
        self,
        records: Mapping[str, Records],
        fail: Collection[str] = (),
        silent: Collection[str] = (),
        texts: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.records = dict(records)
        self.texts = dict(texts or {})
        self.fail = set(fail)
        self.silent = set(silent)
        self._server = _Server(self)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(POLL_SECONDS,), name="mimecast-nameserver", daemon=True
        )

    def __enter__(self) -> NameServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(STOP_SECONDS)


class _Server(socketserver.UDPServer):
    def __init__(self, owner: NameServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.owner = owner


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        packet, socket = self.request
        owner = self.server.owner
        try:
            reply = answer(dns.message.from_wire(packet), owner)
        except dns.exception.DNSException:
            return  # not a DNS question: a name server says nothing to it
        if reply is not None:
            socket.sendto(reply.to_wire(), self.client_address)


def answer(question: dns.message.Message, owner: NameServer) -> dns.message.Message | None:
    """Return the reply to a question, or None to send no reply.

    Raises dns.exception.DNSException for a table that holds what is no domain name.
    """
    if not question.question:
        return None
    asked = question.question[0]
    if _known(asked.name, owner.silent) is not None:
        return None
    reply = dns.message.make_response(question)
    reply.flags |= dns.flags.AA
    name, text_name = _known(asked.name, owner.records), _known(asked.name, owner.texts)
    if _known(asked.name, owner.fail) is not None:
        reply.set_rcode(dns.rcode.SERVFAIL)
    elif name is None and text_name is None:
        reply.set_rcode(dns.rcode.NXDOMAIN)
    elif asked.rdtype == dns.rdatatype.MX and name is not None:
        found = owner.records[name]
        _serve(reply, asked, [f"{record.get('priority', 10)} {_absolute(record['hostname'])}" for record in found])
    elif asked.rdtype == dns.rdatatype.TXT and text_name is not None:
        _serve(reply, asked, [_in_pieces(text) for text in owner.texts.get(text_name, ())])
    return reply


def _serve(reply: dns.message.Message, asked: dns.rrset.RRset, lines: Sequence[str]) -> None:
    """Put records into a reply; none where there are none."""
    if lines:
        reply.answer.append(
            dns.rrset.from_text_list(asked.name, TTL_SECONDS, dns.rdataclass.IN, asked.rdtype, list(lines))
        )


def _in_pieces(text: str) -> str:
    """Return a text as a zone file has it: in pieces, because one holds 255 characters at most (RFC 1035)."""
    return " ".join(f'"{text[start : start + PIECE]}"' for start in range(0, len(text), PIECE))


def _known(asked: dns.name.Name, names: Collection[str]) -> str | None:
    """Return the spelling among ``names`` of the name asked for: letter case, a final dot and IDNA do not matter."""
    return next((name for name in names if dns.name.from_text(name) == asked), None)


def _absolute(hostname: str) -> dns.name.Name:
    return dns.name.from_text(hostname)

"""The batch endpoint: several calls in one multipart body, answered each on
its own.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from email import message_from_bytes
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

from workspace.errors import Refusal
from workspace.wire import Answer

MOST_CALLS = 100


@dataclass(frozen=True)
class Call:
    """One call of a batch."""

    id: str
    verb: str
    path: str
    query: dict[str, list[str]]
    body: bytes
    token: str


def parse(content_type: str, body: bytes) -> list[Call]:
    """Read the calls of a batch. Raises Refusal for a body that is none, or
    more than 100 calls.
    """
    whole = message_from_bytes(
        b"Content-Type: "
        + content_type.encode("latin-1", "replace")
        + b"\r\n\r\n"
        + body
    )
    if not whole.is_multipart():
        raise Refusal(
            400,
            "Failed to parse batch request, error: 0 items in batch.",
            "badRequest",
        )
    calls = []
    for part in whole.walk():
        if (
            part.is_multipart()
            and part.get_content_type() != "application/http"
        ):
            continue
        raw = part.get_payload(decode=True)
        if part.get_content_type() != "application/http" or not isinstance(
            raw, bytes
        ):
            raise Refusal(
                400,
                "Failed to parse batch request, error: a part is not application/http.",
                "badRequest",
            )
        head, _, inner = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
        line, _, headers = head.partition(b"\n")
        words = line.decode("latin-1").split(" ")
        if len(words) < 2:
            raise Refusal(
                400,
                "Failed to parse batch request, error: a part has no request line.",
                "badRequest",
            )
        try:
            where = urlsplit(words[1])
        except ValueError:
            raise Refusal(
                400,
                "Failed to parse batch request, error: a part names no address.",
                "badRequest",
            ) from None
        query: dict[str, list[str]] = {}
        for name, value in parse_qsl(where.query, keep_blank_values=True):
            query.setdefault(name, []).append(value)
        token = message_from_bytes(headers + b"\n\n").get("Authorization", "")
        calls.append(
            Call(
                part.get("Content-ID", ""),
                words[0],
                where.path,
                query,
                inner,
                token,
            )
        )
    if not 1 <= len(calls) <= MOST_CALLS:
        raise Refusal(
            400,
            f"The batch request contains {len(calls)} calls; the limit is {MOST_CALLS}.",
            "badRequest",
        )
    return calls


def compose(calls: list[Call], answers: list[Answer]) -> tuple[str, bytes]:
    """The answers as one multipart body, each under its call's Content-ID: the
    boundary and the body.
    """
    boundary, out = f"batch_{secrets.token_urlsafe(16)}", []
    for call, answer in zip(calls, answers, strict=True):
        name = (
            f"<response-{call.id[1:-1]}>"
            if call.id.startswith("<")
            else f"response-{call.id}"
        )
        phrase = (
            HTTPStatus(answer.code).phrase
            if answer.code in HTTPStatus._value2member_map_
            else ""
        )
        more = "".join(f"{k}: {v}\r\n" for k, v in answer.headers.items())
        kind = f"Content-Type: {answer.type}\r\n" if answer.type else ""
        head = (
            f"--{boundary}\r\nContent-Type: application/http\r\nContent-ID: {name}\r\n\r\n"
            f"HTTP/1.1 {answer.code} {phrase}\r\n{kind}{more}Content-Length: {len(answer.body)}\r\n\r\n"
        )
        out.append(head.encode() + answer.body + b"\r\n")
    return boundary, b"".join(out) + f"--{boundary}--".encode()

"""One API call, from its HTTP request to its HTTP answer: routed, signed in,
read, done, checked and printed.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from workspace import discovery
from workspace import fields as masks
from workspace.admin import Admin
from workspace.errors import Refusal, not_here
from workspace.identity import Caller, Identities
from workspace.store import Store
from workspace.weather import Fault, Weather

Body = dict[str, Any]
Handler = Callable[..., Any]
JSON = "application/json; charset=UTF-8"
_log = logging.getLogger(__name__)
# What SQLite calls a file that cannot be read any more.
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
MOST_BODY = 64 * 2**20


@dataclass
class Answer:
    """An HTTP answer; ``lost`` says what happens to it on its way, if
    anything: timeout, drop or truncated.
    """

    code: int
    body: bytes = b""
    type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    lost: str = ""

    @classmethod
    def of(
        cls, code: int, value: Any, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """An answer with a JSON body."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return cls(
            code, text.encode("utf-8", "replace"), headers=dict(headers or {})
        )


class Wire:
    """The table of methods, and what every call goes through."""

    def __init__(
        self,
        store: Store,
        identities: Identities,
        admin: Admin,
        weather: Weather,
        methods: dict[str, Handler],
    ) -> None:
        self.store = store
        self.identities = identities
        self.admin = admin
        self.weather = weather
        self.methods = methods
        self.calls: list[Body] = []

    def answer(
        self,
        verb: str,
        path: str,
        query: Mapping[str, list[str]],
        body: bytes,
        token: str,
    ) -> Answer:
        """Answer one API call."""
        drive = path.startswith("/drive/")
        try:
            method, parameters = self._method(verb, path)
            with self.store.lock:
                return self._weathered(
                    method, parameters, verb, query, body, token
                )
        except Refusal as refusal:
            return refused(refusal, drive)

    def _method(
        self, verb: str, path: str
    ) -> tuple[discovery.Method, dict[str, str]]:
        found = discovery.route(verb, path)
        if found is None:
            if path.startswith("/upload/"):
                raise not_here("uploads of media")
            raise Refusal(
                404,
                f"The requested URL {path} was not found on this server.",
                "notFound",
            )
        if found[0].id not in self.methods:
            raise not_here(f"the method {found[0].id}")
        return found

    def _weathered(
        self,
        method: discovery.Method,
        parameters: Mapping[str, str],
        verb: str,
        query: Mapping[str, list[str]],
        body: bytes,
        token: str,
    ) -> Answer:
        """Do the call, unless a fault comes first; lose its answer, if one
        comes after.
        """
        noted: Body = {
            "method": method.id,
            "bytes": len(body),
            "time": self.store.now().timestamp(),
        }
        self.calls.append(noted)
        fault = self.weather.next_fault(method.id)
        if fault is None or fault.applied:
            answer = self._done(
                method, parameters, verb, query, body, token, noted
            )
        if fault is not None:
            noted["fault"] = fault.kind
            answer = _spoilt(
                fault,
                method.api.startswith("drive"),
                answer if fault.applied else None,
            )
        noted["code"] = answer.code
        return answer

    def _done(
        self,
        method: discovery.Method,
        parameters: Mapping[str, str],
        verb: str,
        query: Mapping[str, list[str]],
        body: bytes,
        token: str,
        noted: Body,
    ) -> Answer:
        drive = method.api.startswith("drive")
        try:
            who = self.identities.caller(token, method)
            noted["who"] = who.address
            project = who.client or "local"
            self.admin.check_service(method.api, project)
            self.weather.spend(
                method.id, verb, who.address, project, self.store.now()
            )
            ignored: list[str] = []
            asked = discovery.check_query(method, query, ignored)
            for name, usual in _USUAL.items():
                if asked.get(name, usual[0]) not in usual:
                    raise not_here(f"{method.id} with {name}={asked[name]}")
            arguments: Body = {
                n: discovery.path_value(method, n, unquote(v))
                for n, v in parameters.items()
            }
            if method.request:
                arguments["body"] = discovery.accepted(
                    method.api, method.request, _json(body), ignored
                )
            if ignored:
                noted["ignored"] = ignored
            mask = (
                masks.parse(asked["fields"]) if asked.get("fields") else None
            )
            if mask is not None and method.response:
                discovery.check_mask(method.api, method.response, mask)
            done = self._asked(method, who, asked, arguments, noted)
            if isinstance(done, bytes):
                return Answer(
                    200,
                    done,
                    asked.get("mimeType", "application/octet-stream"),
                )
            if not method.response or done is None:
                return Answer(204, type="")
            answer = self._printed(method, done, noted)
        except Refusal as refusal:
            return refused(refusal, drive)
        if mask is not None:
            answer = masks.apply(mask, answer)
        elif drive:
            answer = _drive_default(answer)
        return Answer.of(200, answer)

    def _asked(
        self,
        method: discovery.Method,
        who: Caller,
        query: Body,
        arguments: Body,
        noted: Body,
    ) -> Any:
        """What the service answers. A mistake of its own is a 500, is logged,
        and is noted with the call.
        """
        try:
            return self.methods[method.id](who, query=query, **arguments)
        except Refusal:
            raise
        except Exception as error:
            if getattr(error, "sqlite_errorname", "") in _DAMAGED:
                raise _damaged(self.store.path) from error
            raise _broken(method.id, error, noted) from error

    def _printed(
        self, method: discovery.Method, done: Any, noted: Body
    ) -> Any:
        assert method.response
        try:
            return discovery.printed(method.api, method.response, done)
        except ValueError as error:
            raise _broken(method.id, error, noted) from error


def _damaged(path: str) -> Refusal:
    """To ask again would not help."""
    what = (
        f"The local workspace's file {path} is damaged. Put back a copy of it."
    )
    return Refusal(400, what, "failedPrecondition")


def _broken(method: str, error: Exception, noted: Body) -> Refusal:
    _log.error("%s: %r", method, error, exc_info=error)
    noted["error"] = repr(error)
    return Refusal(500, "Internal error encountered.", "internalError")


def refused(refusal: Refusal, drive: bool = False) -> Answer:
    """A refusal as an HTTP answer."""
    headers = (
        {}
        if refusal.retry_after is None
        else {"Retry-After": str(refusal.retry_after)}
    )
    return Answer.of(refusal.code, refusal.body(drive), headers)


def _spoilt(fault: Fault, drive: bool, done: Answer | None) -> Answer:
    """What a fault makes of an answer (None: the call was not done)."""
    if fault.kind == "html":
        page = b"<!DOCTYPE html><html lang=en><title>Error 502 (Server Error)!!1</title><p>That's an error.</html>"
        return Answer(200, page, "text/html; charset=UTF-8")
    if fault.kind == "truncated":
        assert done is not None
        return Answer(
            done.code,
            done.body[: max(1, len(done.body) // 2)],
            done.type,
            done.headers,
            "truncated",
        )
    if fault.kind in ("timeout", "drop"):
        return Answer(504 if fault.kind == "timeout" else 499, lost=fault.kind)
    return refused(fault.refusal, drive)


def _json(body: bytes) -> Body:
    if len(body) > MOST_BODY:
        raise Refusal(
            413, "Request payload size exceeds the limit.", "uploadTooLarge"
        )
    try:
        read = json.loads(body or b"{}", parse_constant=_no_constant)
        if b"\\u" in body:
            json.dumps(read, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as wrong:
        why = (
            _broken_at(wrong)
            if isinstance(wrong, json.JSONDecodeError)
            else "Unexpected token."
        )
        message = f"Invalid JSON payload received. {why}"
        raise Refusal(400, message, "parseError") from None
    if not isinstance(read, dict):
        raise Refusal(
            400,
            "Invalid JSON payload received. Expected an object.",
            "parseError",
        )
    return read


_BROKEN = (
    ("Expecting ':'", "Expected : between key:value pair."),
    ("Unterminated string", "Closing quote expected in string."),
    ("Invalid control", "Closing quote expected in string."),
    ("Invalid \\", "Invalid escape sequence."),
    ("Extra data", "Parsing terminated before end of input."),
)
# So much of the text is shown on either side of where it breaks.
_AROUND = 20


def _broken_at(wrong: json.JSONDecodeError) -> str:
    """What is wrong with a text that is no JSON, and where, as protobuf's
    parser (json_stream_parser.cc) says it.
    """
    text, at = wrong.doc, wrong.pos
    why = next(
        (w for sign, w in _BROKEN if wrong.msg.startswith(sign)),
        "Expected a value.",
    )
    if wrong.msg.startswith("Expecting ','"):
        why = (
            "Expected , or ] after array value."
            if _in_array(text[:at])
            else "Expected , or } after key:value pair."
        )
    elif wrong.msg.startswith("Expecting property"):
        named = text[at : at + 1].isalpha()
        why = (
            "Expected : between key:value pair."
            if named
            else "Expected an object key or }."
        )
    elif why == "Expected a value." and at < len(text):
        why = "Unexpected token."
    if at >= len(text.rstrip()):
        why = f"Unexpected end of string. {why}"
    start = max(0, at - _AROUND)
    return f"{why}\n{text[start : at + _AROUND]}\n{' ' * (at - start)}^"


def _in_array(text: str) -> bool:
    """Whether the innermost of what is open at the end of a text is an
    array.
    """
    open_ = []
    for mark in re.findall(
        r"[\[\]{}]", re.sub(r'"(?:[^"\\]|\\.)*"', "", text)
    ):
        if mark in "[{":
            open_.append(mark)
        elif open_:
            open_.pop()
    return open_[-1:] == ["["]


def _no_constant(name: str) -> None:
    """NaN and Infinity are no JSON, though Python reads them."""
    raise ValueError(f"Unexpected token {name}")


# Parameters that are accepted only with these values. Others are refused with
# 501.
_USUAL: Mapping[str, tuple[Any, ...]] = {
    "useDomainAdminAccess": (False,),
    "spaces": ("drive",),
    "space": ("drive",),
    "includeLabels": ("",),
    "keepRevisionForever": (False,),
    "moveToNewOwnersRoot": (False,),
    "includeCorpusRemovals": (False,),
    "uploadType": ("",),
    "commentsViewMode": (
        "COMMENTS_VIEW_MODE_OMITTED",
        "COMMENTS_VIEW_MODE_UNSPECIFIED",
        "OMITTED",
    ),
}

# What Drive answers of a resource when no ``fields`` are asked for.
_DEFAULTS: Mapping[str, tuple[str, ...]] = {
    "drive#file": ("kind", "id", "name", "mimeType", "driveId", "teamDriveId"),
    "drive#permission": ("kind", "id", "type", "role", "view"),
    "drive#drive": ("kind", "id", "name"),
}


def _drive_default(answer: Any) -> Any:
    if isinstance(answer, list):
        return [_drive_default(each) for each in answer]
    if not isinstance(answer, dict):
        return answer
    kept = _DEFAULTS.get(answer.get("kind", ""))
    return {
        k: _drive_default(v)
        for k, v in answer.items()
        if kept is None or k in kept
    }

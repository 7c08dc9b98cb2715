"""Google's refusals, with its codes, status names and bodies."""

from __future__ import annotations

import json
from typing import Any

STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}


_REASONS = {
    400: "badRequest",
    401: "authError",
    403: "forbidden",
    404: "notFound",
}
_USAGE = ("rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded")


class Refusal(Exception):
    """A request that Google would refuse.

    ``reason`` is Drive's camel-case word for it, ``location`` the parameter
    that Drive names with it, ``details`` what the newer APIs add,
    ``retry_after`` the seconds of a Retry-After header, where there is one.
    """

    def __init__(
        self,
        code: int,
        message: str,
        reason: str = "",
        details: list[dict[str, Any]] | None = None,
        retry_after: int | None = None,
        status: str = "",
        location: str = "",
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.reason = reason or _REASONS.get(code, "backendError")
        self.details = details or []
        self.retry_after = retry_after
        self.location = location
        self.status = status or STATUS.get(code, "UNKNOWN")

    def body(self, drive: bool) -> dict[str, Any]:
        """The JSON body; Drive's names domain and reason, the newer APIs' a
        status.
        """
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if drive:
            one = {
                "message": self.message,
                "domain": "usageLimits" if self.reason in _USAGE else "global",
            }
            where = (
                {"locationType": "parameter", "location": self.location}
                if self.location
                else {"locationType": "header", "location": "Authorization"}
                if self.code == 401
                else {}
            )
            error["errors"] = [one | {"reason": self.reason} | where]
        if not drive or self.code in (401, 501):
            error["status"] = self.status
        if self.details and not drive:
            error["details"] = self.details
        return {"error": error}


def invalid(message: str) -> Refusal:
    """A 400 INVALID_ARGUMENT."""
    return Refusal(400, message)


def bad_field(path: str, message: str) -> Refusal:
    """A 400 INVALID_ARGUMENT that names the field, as Google's servers do for
    JSON that is not of the schema.
    """
    violation = {"description": message} | ({"field": path} if path else {})
    details = {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        "fieldViolations": [violation],
    }
    return Refusal(400, message, details=[details])


def not_here(what: str) -> Refusal:
    """A 501 that names what this workspace does not do, so that nothing is
    ever acknowledged without effect.
    """
    return Refusal(
        501, f"This local workspace does not do {what}.", "notImplemented"
    )


def in_proto(value: Any) -> str:
    """A JSON value as Google's messages print it: as protobuf's text format
    prints a google.protobuf.Value.
    """
    return "\n".join(_lines(value)) + "\n"


def _lines(value: Any) -> list[str]:
    if isinstance(value, list):
        inner = [_block("values", _lines(each)) for each in value]
        return _block("list_value", [line for one in inner for line in one])
    if isinstance(value, dict):
        fields: list[str] = []
        for key, each in value.items():
            entry = [f"key: {json.dumps(key)}"]
            entry += _block("value", _lines(each))
            fields += _block("fields", entry)
        return _block("struct_value", fields)
    if value is None:
        return ["null_value: NULL_VALUE"]
    kind = {bool: "bool_value", str: "string_value"}.get(
        type(value), "number_value"
    )
    return [f"{kind}: {json.dumps(value)}"]


def _block(name: str, lines: list[str]) -> list[str]:
    return [f"{name} {{", *(f"  {line}" for line in lines), "}"]

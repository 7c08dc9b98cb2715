"""Google's refusals, with its codes, status names and bodies."""

from __future__ import annotations

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


class Refusal(Exception):
    """A request that Google would refuse; ``reason`` is Drive's camel-case word for it."""

    def __init__(self, code: int, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.reason = reason or {400: "badRequest", 401: "authError", 403: "forbidden", 404: "notFound"}.get(
            code, "backendError"
        )

    def body(self, drive: bool) -> dict[str, Any]:
        """The JSON body; Drive's names domain and reason, the newer APIs' a status."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if drive:
            error["errors"] = [{"message": self.message, "domain": "global", "reason": self.reason}]
        if not drive or self.code in (401, 501):
            error["status"] = STATUS.get(self.code, "UNKNOWN")
        return {"error": error}


def invalid(message: str) -> Refusal:
    """A 400 INVALID_ARGUMENT."""
    return Refusal(400, message)


def not_here(what: str) -> Refusal:
    """A 501 that names what this workspace does not do, so that nothing is ever acknowledged without effect."""
    return Refusal(501, f"This local workspace does not do {what}.", "notImplemented")

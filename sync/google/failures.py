"""Why a call to Google failed, and what that means."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sync.errors import GoogleError, SyncError, TryLater
from sync.google.refusals import TOKEN, meaning_of

_BUSY = {429, 500, 502, 503, 504}
_RATE = {"userRateLimitExceeded", "rateLimitExceeded"}
# Enough for today: trying again within minutes is of no use.
_ENOUGH = {"dailyLimitExceeded", "sharingRateLimitExceeded"}


class Garbled(OSError):
    """An answer that is not Google's: a page of something on the way, or cut
    off; the call may have been applied.
    """


@dataclass(frozen=True)
class Failure:
    """A call that failed: its code (0: never answered), Google's reason and
    words.

    ``wait`` is what Retry-After says, in seconds; 0 for nothing.
    """

    code: int
    reason: str
    message: str
    wait: float = 0.0

    @property
    def slowed(self) -> bool:
        """Whether it was refused for its rate, and so not applied."""
        return self.code == 429 or (self.code == 403 and self.reason in _RATE)

    @property
    def lost(self) -> bool:
        """Whether it may have been applied all the same."""
        return self.code in _BUSY or self.code == 0

    def refusal(self, doing: str) -> SyncError:
        """The error to raise: TryLater for a daily limit, else GoogleError."""
        meaning = meaning_of(self.code, self.reason, self.message)
        if self.code == 403 and self.reason in _ENOUGH:
            words = meaning.words if meaning else ""
            return TryLater(
                f"Google refused while {doing}: {self.message}", words
            )
        return GoogleError(
            doing, self.code, self.message, meaning, self.reason
        )


def failure_of(error: Exception) -> Failure | None:
    """How a call failed; None for an error that is not Google's."""
    from google.auth.exceptions import GoogleAuthError, RefreshError
    from googleapiclient.errors import HttpError
    from gspread.exceptions import APIError

    if isinstance(error, HttpError):
        reason, wait = _reason(error.content), _retry_after(error.resp)
        return Failure(error.status_code, reason, error.reason or "", wait)
    if isinstance(error, APIError):
        answer, words = error.response, error.error.get("message", "")
        reason, wait = _reason(answer.content), _retry_after(answer.headers)
        return Failure(answer.status_code, reason, words, wait)
    if isinstance(error, RefreshError) and error.retryable:
        return Failure(0, "", "the token could not be renewed")
    if isinstance(error, Garbled):
        return Failure(0, "", str(error))
    if _is_of_the_network(error):
        return Failure(0, "", type(error).__name__)
    if isinstance(error, GoogleAuthError):
        return Failure(401, TOKEN, _error_text(error))
    return None


def _is_of_the_network(error: Exception) -> bool:
    from http.client import HTTPException

    from google.auth.exceptions import TransportError
    from httplib2.error import HttpLib2Error
    from requests.exceptions import RequestException

    lost = (RequestException, HttpLib2Error, TransportError, HTTPException)
    return isinstance(error, (*lost, UnicodeDecodeError, OSError))


def _error_text(error: Exception) -> str:
    """What the token endpoint said, in one line: its error and description,
    without anything else that came with them.
    """
    text = str(error.args[-1] if error.args else error)
    found = (
        error.args[-1]
        if error.args and isinstance(error.args[-1], dict)
        else None
    )
    if found is None:
        try:
            found = json.loads(text)
        except ValueError:
            return " ".join(
                str(error.args[0] if error.args else error).split()
            )[:300]
    inner = found.get("error", "") if isinstance(found, dict) else ""
    if isinstance(inner, dict):
        return f"{inner.get('status', '')}: {inner.get('message', '')}"[:500]
    return f"{inner}: {found.get('error_description', '')}".strip(": ")[:300]


def _reason(content: bytes) -> str:
    """Drive's reason of a refusal, or the one in the details of the other
    services.
    """
    try:
        error = json.loads(content)["error"]
        reasons = [
            each.get("reason", "")
            for part in ("errors", "details")
            for each in error.get(part, [])
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    return str(next(filter(None, reasons), ""))


def _retry_after(headers: Any) -> float:
    try:
        return float(headers.get("retry-after", 0))
    except (TypeError, ValueError):
        return 0.0

"""Every call to Google passes here: counted by kind, repeated only where that is safe, named when it fails."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

from sync.errors import GoogleError, TryLater

KINDS = ("forms.read", "forms.write", "drive.read", "drive.write", "sheets.read", "sheets.write")
_BUSY = {429, 500, 502, 503, 504}
_RATE = {"userRateLimitExceeded", "rateLimitExceeded"}
T = TypeVar("T")


class Garbled(OSError):
    """An answer that is not Google's: a page of something on the way, or cut off; the call may have been applied."""


class Pace:
    """Counts calls (attempts) and repeats what may be repeated, waiting longer each time.

    A call that was refused for its rate was not applied and is always repeated. One that failed on the way may
    have been applied: it is repeated only if ``again`` says that doing it twice does no harm.
    """

    def __init__(self, attempts: int = 6, sleep: Callable[[float], None] = time.sleep) -> None:
        self.calls: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
        self.attempts = attempts
        self.sleep = sleep

    def call(self, kind: str, doing: str, do: Callable[[], T], again: bool) -> T:
        """Make one call. Raises GoogleError for a refusal and TryLater when Google stays busy."""
        for attempt in range(self.attempts):
            self.calls[kind] += 1
            try:
                return _whole(do())
            except Exception as error:
                code, reason, said, wait = _read(error)
                if code is None:
                    raise
                slowed = code == 429 or (code == 403 and reason in _RATE)
                if not slowed and not (again and (code in _BUSY or code == 0)):
                    if code in _BUSY or code == 0:
                        raise TryLater(_later(doing, said)) from error
                    raise GoogleError(doing, code, said) from error
                if attempt + 1 == self.attempts:
                    raise TryLater(_later(doing, said)) from error
                self.sleep(wait or min(2**attempt + random.random(), 64))  # noqa: S311  (jitter)
        raise AssertionError("unreachable")


def _whole(answer: T) -> T:
    """An answer, if it is one: googleapiclient hands on what is no JSON as text."""
    if isinstance(answer, str) and answer:
        raise Garbled("what came was no answer of Google's")
    return answer


def _later(doing: str, said: str) -> str:
    return f"Google did not answer while {doing}: {said}. Nothing is lost; run the same command again in a few minutes."


def _read(error: Exception) -> tuple[int | None, str, str, float]:
    """A failed call's code (0: never answered; None: not Google's), reason, words and Retry-After."""
    from http.client import HTTPException

    from google.auth.exceptions import RefreshError, TransportError
    from googleapiclient.errors import HttpError
    from gspread.exceptions import APIError
    from httplib2.error import HttpLib2Error
    from requests.exceptions import RequestException

    if isinstance(error, HttpError):
        return error.status_code, _reason(error.content), error.reason or "", _wait(error.resp)
    if isinstance(error, APIError):
        return (
            error.response.status_code,
            _reason(error.response.content),
            error.error.get("message", ""),
            _wait(error.response.headers),
        )
    if isinstance(error, RefreshError):
        return 401, "", "the credentials have run out or were revoked. Renew them, and run the same command again", 0.0
    if isinstance(error, Garbled):
        return 0, "", str(error), 0.0
    if isinstance(error, (RequestException, HttpLib2Error, TransportError, HTTPException, UnicodeDecodeError, OSError)):
        return 0, "", type(error).__name__, 0.0
    return None, "", "", 0.0


def _reason(content: bytes) -> str:
    try:
        errors: list[dict[str, Any]] = json.loads(content)["error"].get("errors", [])
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    return str(errors[0].get("reason", "")) if errors else ""


def _wait(headers: Any) -> float:
    try:
        return float(headers.get("retry-after", 0))
    except (TypeError, ValueError):
        return 0.0

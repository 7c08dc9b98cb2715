"""Calls that fail and are repeated, without Google."""

from __future__ import annotations

import json
from typing import Any

import requests
from gspread.exceptions import APIError

from sync.google.calls import Pace
from tests.support.program import Skipping, fresh_ledger


def refusal(code: int, reason: str = "", **headers: str) -> APIError:
    response = requests.Response()
    response.status_code = code
    body = {
        "error": {
            "code": code,
            "message": "said so",
            "errors": [{"reason": reason}],
        }
    }
    response._content = json.dumps(body).encode()
    response.headers.update(headers)
    return APIError(response)


DONE = {"done": True}


class Calls:
    """A call that fails in a given way a few times, and then answers."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.clock = Skipping()
        self.pace = Pace(fresh_ledger(), clock=self.clock)

    @property
    def waited(self) -> float:
        return self.clock.skipped

    def do(self, _: int) -> dict[str, bool]:
        if self.failures:
            raise self.failures.pop(0)
        return DONE

    def call(self, again: bool) -> Any:
        return self.pace.call("sheets.read", "reading a sheet", self.do, again)

"""What is repeated, what is not, and what a person is told."""

from __future__ import annotations

import json
from http.client import BadStatusLine, IncompleteRead
from typing import Any

import pytest
import requests
from gspread.exceptions import APIError

from sync.errors import GoogleError, TryLater
from sync.google.pace import Pace


def refusal(code: int, reason: str = "", **headers: str) -> APIError:
    response = requests.Response()
    response.status_code = code
    body = {"error": {"code": code, "message": "said so", "errors": [{"reason": reason}]}}
    response._content = json.dumps(body).encode()
    response.headers.update(headers)
    return APIError(response)


DONE = {"done": True}
CUT = [
    requests.ConnectionError("cut"),
    IncompleteRead(b'{"fi', 19),
    BadStatusLine("<html>"),
    UnicodeDecodeError("utf-8", b"\xe9t\xe9", 0, 1, "a page in another encoding"),
]


class Calls:
    """A call that fails in a given way a few times, and then answers."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.waited: list[float] = []
        self.pace = Pace(attempts=4, sleep=self.waited.append)

    def do(self) -> dict[str, bool]:
        if self.failures:
            raise self.failures.pop(0)
        return DONE

    def call(self, again: bool) -> Any:
        return self.pace.call("sheets.read", "reading a sheet", self.do, again)


@pytest.mark.parametrize("failure", [refusal(503), refusal(500), refusal(429), *CUT])
def test_what_may_be_repeated_is(failure: Exception) -> None:
    calls = Calls(failure, failure)
    assert calls.call(again=True) == DONE
    assert calls.pace.calls["sheets.read"] == 3
    assert len(calls.waited) == 2


@pytest.mark.parametrize("failure", [refusal(503), *CUT])
def test_a_write_that_may_have_been_applied_is_never_repeated(failure: Exception) -> None:
    calls = Calls(failure)
    with pytest.raises(TryLater, match="Nothing is lost; run the same command again"):
        calls.call(again=False)
    assert calls.pace.calls["sheets.read"] == 1


@pytest.mark.parametrize(
    "failure", [refusal(429), refusal(403, "userRateLimitExceeded"), refusal(403, "rateLimitExceeded")]
)
def test_a_call_refused_for_its_rate_was_not_applied(failure: Exception) -> None:
    assert Calls(failure).call(again=False) == DONE


@pytest.mark.parametrize("failure", [refusal(403, "storageQuotaExceeded"), refusal(403), refusal(404), refusal(400)])
def test_a_refusal_is_told_at_once(failure: Exception) -> None:
    calls = Calls(failure)
    with pytest.raises(GoogleError, match=r"while reading a sheet .*: said so"):
        calls.call(again=True)
    assert calls.waited == []


def test_retry_after_is_honoured() -> None:
    calls = Calls(refusal(429, **{"retry-after": "7"}))
    calls.call(again=False)
    assert calls.waited == [7.0]


def test_it_gives_up_in_the_end() -> None:
    calls = Calls(*[refusal(503)] * 9)
    with pytest.raises(TryLater):
        calls.call(again=True)
    assert calls.pace.calls["sheets.read"] == 4


def test_a_page_in_place_of_an_answer_is_no_answer() -> None:
    """googleapiclient hands on what is no JSON, or cut off, as text: it is asked for again, or said to be unknown."""
    answers = iter(["<!DOCTYPE html>", '{"half": ', {"whole": True}])
    assert Pace(sleep=lambda _: None).call("forms.read", "reading", lambda: next(answers), again=True) == {
        "whole": True
    }
    with pytest.raises(TryLater, match="what came was no answer of Google"):
        Pace(sleep=lambda _: None).call("forms.write", "writing", lambda: "<!DOCTYPE html>", again=False)

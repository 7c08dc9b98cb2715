"""What is repeated, what is not, and what a person is told."""

from __future__ import annotations

import json
import random
from collections import Counter
from http.client import BadStatusLine, IncompleteRead
from typing import Any

import pytest
import requests
from gspread.exceptions import APIError

from sync.errors import GoogleError, TryLater
from sync.google.calls import PATIENCE, Identity, Pace
from sync.state.quota_ledger import MINUTE
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
CUT = [
    requests.ConnectionError("cut"),
    IncompleteRead(b'{"fi', 19),
    BadStatusLine("<html>"),
    UnicodeDecodeError(
        "utf-8", b"\xe9t\xe9", 0, 1, "a page in another encoding"
    ),
]


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


@pytest.mark.parametrize(
    "failure", [refusal(503), refusal(500), refusal(429), *CUT]
)
def test_what_may_be_repeated_is(failure: Exception) -> None:
    calls = Calls(failure, failure)
    assert calls.call(again=True) == DONE
    assert calls.pace.calls["sheets.read"] == 3
    assert 3 <= calls.waited <= 5, "a second or two, then two or three"


@pytest.mark.parametrize("failure", [refusal(503), *CUT])
def test_a_write_that_may_have_been_applied_is_never_repeated(
    failure: Exception,
) -> None:
    calls = Calls(failure)
    with pytest.raises(
        TryLater, match="Nothing is lost; run the same command again"
    ):
        calls.call(again=False)
    assert calls.pace.calls["sheets.read"] == 1


@pytest.mark.parametrize(
    "failure",
    [
        refusal(429),
        refusal(403, "userRateLimitExceeded"),
        refusal(403, "rateLimitExceeded"),
    ],
)
def test_a_call_refused_for_its_rate_was_not_applied(
    failure: Exception,
) -> None:
    assert Calls(failure).call(again=False) == DONE


@pytest.mark.parametrize(
    "failure",
    [
        refusal(403, "storageQuotaExceeded"),
        refusal(403),
        refusal(404),
        refusal(400),
    ],
)
def test_a_refusal_is_reported_at_once(failure: Exception) -> None:
    calls = Calls(failure)
    with pytest.raises(
        GoogleError, match=r"while reading a sheet .*: said so"
    ):
        calls.call(again=True)
    assert calls.waited == 0


def test_retry_after_is_honoured() -> None:
    calls = Calls(refusal(429, **{"retry-after": "7"}))
    calls.call(again=False)
    assert calls.waited == 7


def test_it_gives_up_in_the_end() -> None:
    calls = Calls(*[refusal(503)] * 99)
    with pytest.raises(TryLater):
        calls.call(again=True)
    assert PATIENCE / 2 < calls.waited <= PATIENCE
    assert calls.pace.calls["sheets.read"] < 12


def test_a_page_in_place_of_an_answer_is_no_answer() -> None:
    """googleapiclient hands on what is no JSON, or cut off, as text: it is
    asked for again, or said to be unknown.
    """
    answers = iter(
        ["<!DOCTYPE html>", '{"half": ', {"whole": True}, "<!DOCTYPE html>"]
    )
    pace = Calls().pace
    assert pace.call(
        "forms.read", "reading", lambda _: next(answers), again=True
    ) == {"whole": True}
    with pytest.raises(TryLater, match="what came was no answer of Google"):
        pace.call(
            "forms.write", "writing", lambda _: next(answers), again=False
        )


# -- quotas -------------------------------------------------------------------


def test_no_minute_holds_more_calls_than_google_allows() -> None:
    """However calls come: in a burst, after a pause, by one identity or
    several of one project.
    """
    clock, chance = Skipping(), random.Random(3)
    ledger = fresh_ledger()
    identities = [Identity(f"robot-{n}", "ours") for n in range(6)]
    pace = Pace(ledger, identities, clock)
    made: list[tuple[float, int]] = []
    for _ in range(1500):
        clock.skipped += chance.choice([0, 0, 0, 0.2, 3])
        pace.call(
            "sheets.read",
            "reading",
            lambda place: made.append((clock.now(), place)),
            again=True,
            among=6,
        )
    for begin, _ in made[::7]:
        minute = [who for at, who in made if begin <= at < begin + 60]
        assert len(minute) <= 300, "of one project"
        assert max(Counter(minute).values()) <= 60, "of one identity"


def test_no_call_waits_for_longer_than_it_must() -> None:
    clock = Skipping()
    pace = Pace(
        fresh_ledger(),
        [Identity(f"robot-{n}", "ours") for n in range(5)],
        clock,
    )
    begun = clock.now()
    for _ in range(3001):
        pace.call(
            "sheets.read", "reading", lambda _: None, again=True, among=5
        )
    assert 3000 / ((clock.now() - begun) / 60) > 0.98 * 300


def test_the_next_run_knows_what_the_last_one_spent() -> None:
    ledger = fresh_ledger()
    for spent in (0.0, 60.0):
        clock = Skipping()
        pace = Pace(ledger, clock=clock)
        for _ in range(60):
            pace.call("sheets.write", "writing", lambda _: None, again=False)
        assert spent <= clock.skipped <= spent + 1


def test_a_clock_that_was_put_back_holds_nobody_for_longer_than_a_minute() -> (
    None
):
    ledger = fresh_ledger()
    for now in (10_000.0, 5_000.0):
        assert [
            ledger.take([("b", 2)], now) for _ in range(3)
        ] == pytest.approx([0, 0, MINUTE])


def test_a_call_counts_from_its_end() -> None:
    """Google may have counted it at any moment until then."""
    clock = Skipping()
    pace = Pace(fresh_ledger(), clock=clock)

    def slow(_: int) -> None:
        clock.skipped += 50

    pace.call("sheets.write", "writing", slow, again=False)
    for _ in range(59):
        pace.call("sheets.write", "writing", lambda _: None, again=False)
    begun = clock.now()
    pace.call("sheets.write", "writing", lambda _: None, again=False)
    assert clock.now() - begun == pytest.approx(MINUTE, abs=1)

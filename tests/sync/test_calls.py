"""What is repeated, what is not, and what a person is told."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from sync.errors import GoogleError, TryLater
from sync.google.calls import PATIENCE, Identity, Pace
from sync.state.quota_ledger import MINUTE
from tests.support.program import Skipping, fresh_ledger
from tests.support.repeated_calls import DONE, Calls, refusal


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
    with pytest.raises(TryLater, match="the reply was not from Google"):
        pace.call(
            "forms.write", "writing", lambda _: next(answers), again=False
        )


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

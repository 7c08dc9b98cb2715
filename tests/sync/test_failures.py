"""Which failures may be repeated."""

from __future__ import annotations

from http.client import BadStatusLine, IncompleteRead

import pytest
import requests

from sync.errors import TryLater
from tests.support.repeated_calls import DONE, Calls, refusal

CUT = [
    requests.ConnectionError("cut"),
    IncompleteRead(b'{"fi', 19),
    BadStatusLine("<html>"),
    UnicodeDecodeError(
        "utf-8", b"\xe9t\xe9", 0, 1, "a page in another encoding"
    ),
]


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
        TryLater, match="Run the same command again in a few minutes"
    ):
        calls.call(again=False)
    assert calls.pace.calls["sheets.read"] == 1

"""Several calls in one multipart body, each answered on its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace.errors import Refusal
from workspace.multipart import MOST_CALLS, compose, parse
from workspace.wire import Answer

TYPE = 'multipart/mixed; boundary="edge"'
PATHS = st.text("abc", min_size=1, max_size=9).map(lambda text: f"/{text}")


def batch(*calls: str) -> bytes:
    parts = [
        f"--edge\r\nContent-Type: application/http\r\nContent-ID: <c{n}>\r\n\r\n{call}\r\n"
        for n, call in enumerate(calls)
    ]
    return ("".join(parts) + "--edge--").encode()


@given(st.lists(PATHS, min_size=1, max_size=5))
def test_calls_come_out_as_they_went_in(paths: list[str]) -> None:
    written = [
        f"POST {path}?a=1&a=2&b= HTTP/1.1\r\nAuthorization: Bearer t{n}\r\n\r\n{{}}"
        for n, path in enumerate(paths)
    ]
    calls = parse(TYPE, batch(*written))
    assert [call.path for call in calls] == paths
    for n, call in enumerate(calls):
        assert (call.verb, call.id) == ("POST", f"<c{n}>")
        assert call.query == {"a": ["1", "2"], "b": [""]}
        assert call.token == f"Bearer t{n}"
        assert call.body.strip() == b"{}"


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("text/plain", b"GET /", "0 items in batch"),
        (
            TYPE,
            b"--edge\r\nContent-Type: text/plain\r\n\r\nx\r\n--edge--",
            "not",
        ),
        (TYPE, batch("nothing"), "no request line"),
        (TYPE, batch("GET http://[ HTTP/1.1"), "names no address"),
        (TYPE, batch(*["GET / HTTP/1.1"] * (MOST_CALLS + 1)), "101 calls"),
    ],
)
def test_what_is_no_batch_is_refused(
    kind: str, body: bytes, words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        parse(kind, body)


def test_each_answer_has_the_id_of_its_call_and_its_length() -> None:
    calls = parse(TYPE, batch("GET /a HTTP/1.1", "GET /b HTTP/1.1"))
    answers = [Answer(200, b'{"a": 1}'), Answer(404, b"")]
    boundary, body = compose(calls, answers)
    text = body.decode()
    assert text.count(f"--{boundary}\r\n") == 2
    assert text.endswith(f"--{boundary}--")
    assert text.index("<response-c0>") < text.index("HTTP/1.1 200 OK")
    assert "HTTP/1.1 404 Not Found" in text
    assert "Content-Length: 8" in text

"""Where two services differ: the cases of the contract run against both.

One is this workspace. The other is live Google, or another workspace at a
URL. What the cases make there lies in one folder, which is put into the trash
afterwards.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from workspace.contract import Account, Case, NeedsAnother, Unusable
from workspace.contract.account import FOLDER, Send

_HOSTS = {
    "v4": "https://sheets.googleapis.com",
    "v1": "https://forms.googleapis.com",
    "drive": "https://www.googleapis.com",
}
SCOPES = (
    "https://www.googleapis.com/auth/drive",
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/forms.body",
    "https://www.googleapis.com/auth/forms.responses.readonly",
)
_LONGEST = 120.0
# A minute's quota is full again within so many waits of so many seconds.
_TIMES, _WAIT = 8, 15.0
_WIDEST = 400


@dataclass(frozen=True)
class Difference:
    """What a case sees here and there; ``place`` counts its pairs from 1."""

    case: Case
    place: int
    here: Any
    there: Any


@dataclass(frozen=True)
class Comparison:
    """How many cases ran, which took two people where there was one, where
    the two services differ, and whether it was stopped before its end.
    """

    ran: int
    passed_over: tuple[Case, ...]
    differences: tuple[Difference, ...]
    stopped: bool = False


def _sender(session: requests.Session, base: str = "") -> Send:
    """Calls through a session: to a workspace at ``base``, or to Google."""

    def send(
        verb: str, path: str, query: Mapping[str, Any], body: Any
    ) -> tuple[int, Any]:
        host = base or _HOSTS[path.split("/")[1]]
        plain = {
            k: str(v).lower() if isinstance(v, bool) else v
            for k, v in query.items()
        }
        sent: dict[str, Any] = (
            {"data": body, "headers": {"Content-Type": "application/json"}}
            if isinstance(body, str)
            else {"json": body}
        )
        try:
            answer = session.request(
                verb, host + path, params=plain, timeout=_LONGEST, **sent
            )
        except requests.RequestException:
            raise
        except Exception as error:  # what google-auth raises without a token
            raise requests.RequestException(type(error).__name__) from None
        try:
            return answer.status_code, answer.json()
        except ValueError:
            return answer.status_code, answer.text

    return send


def patient(send: Send, sleep: Callable[[float], None] = time.sleep) -> Send:
    """Calls that wait and are sent again where the service is asked too often
    or fails for a moment: Google allows sixty reads a minute.
    """

    def sent(
        verb: str, path: str, query: Mapping[str, Any], body: Any
    ) -> tuple[int, Any]:
        for _ in range(_TIMES):
            code, answer = send(verb, path, query, body)
            if code not in (429, 503):
                break
            sleep(_WAIT)
        return code, answer

    return sent


@contextmanager
def local(url: str) -> Iterator[Account]:
    """Two people's accounts at a workspace; the second is the first's
    ``other``.
    """
    with requests.Session() as one, requests.Session() as two:
        one.headers["Authorization"] = "Bearer admin@compare.example"
        two.headers["Authorization"] = "Bearer other@compare.example"
        other = Account(_sender(two, url), address="other@compare.example")
        with _folder(_sender(one, url), other) as account:
            yield account


@contextmanager
def google(credentials: str, second: str = "") -> Iterator[Account]:
    """Accounts at live Google, by files of credentials: a service account's
    key, or a person's consent as ``sync login`` keeps it. Empty: the
    machine's own.
    """
    other = None
    if second:
        there = patient(_sender(_authorized(second)))
        other = Account(there, address=_address(there))
    with _folder(patient(_sender(_authorized(credentials))), other) as account:
        yield account


def _authorized(file: str) -> requests.Session:
    from google.auth.exceptions import GoogleAuthError
    from google.auth.transport.requests import AuthorizedSession

    try:
        found = _credentials(file)
    except (GoogleAuthError, KeyError, OSError, ValueError) as error:
        raise Unusable(
            f"The credentials cannot be used ({type(error).__name__}). Name a service account's key or a person's consent with --credentials."
        ) from None
    made: Any = AuthorizedSession
    session: requests.Session = made(found)
    return session


def _credentials(file: str) -> Any:
    """Credentials of a file, or the machine's own."""
    import google.auth
    from google.oauth2 import credentials, service_account

    if not file:
        return google.auth.default(scopes=SCOPES)[0]
    info = json.loads(Path(file).read_text(encoding="utf-8"))
    person: Any = credentials.Credentials
    robot: Any = service_account.Credentials
    if info["type"] == "service_account":
        return robot.from_service_account_info(info, scopes=SCOPES)
    return person.from_authorized_user_info(info, scopes=SCOPES)


def _address(send: Send) -> str:
    code, about = send("GET", "/drive/v3/about", {"fields": "user"}, None)
    try:
        return str(about["user"]["emailAddress"])
    except (KeyError, TypeError):
        raise Unusable(
            f"Drive did not say who calls: {code}. Look at the address and at the credentials' scopes."
        ) from None


@contextmanager
def _folder(send: Send, other: Account | None) -> Iterator[Account]:
    """An account with a folder of its own. At the end everything that was made
    goes into the trash. Raises Unusable where that fails.
    """
    folder = Account(send).file(FOLDER, NAME)
    account = Account(send, folder, other)
    try:
        account.address = _address(send)
        yield account
    finally:
        left = [
            each
            for each in (folder, *account.elsewhere)
            if not _trashed(send, each)
        ]
        if left:
            raise Unusable(
                f"What was made there could not be trashed. Look in Drive for “{NAME}” and trash it."
            )


NAME = "Comparison (can be deleted)"


def _trashed(send: Send, file: str) -> bool:
    try:
        path = f"/drive/v3/files/{file}"
        return send("PATCH", path, {}, {"trashed": True})[0] == 200
    except requests.RequestException:
        return False


def seen(case: Case, account: Account) -> list[Any]:
    """What a case sees at a service, pair by pair; what ended it comes last.
    Raises NeedsAnother.
    """
    found: list[Any] = []
    try:
        found.extend(pair[0] for pair in case.run(account))
    except NeedsAnother:
        raise
    except (
        Exception
    ) as error:  # a service that answers otherwise breaks a case
        found.append(f"stopped: {error!r}")
    return found


def compared(
    cases: Iterable[Case], here: Account, there: Account
) -> Comparison:
    """Run each case at both services."""
    ran, passed_over = 0, list[Case]()
    differences: list[Difference] = []
    stopped = False
    for case in cases:
        try:
            other = seen(case, there)
            differences += between(case, seen(case, here), other)
            ran += 1
        except NeedsAnother:
            passed_over.append(case)
        except KeyboardInterrupt:
            stopped = True
            break
    return Comparison(ran, tuple(passed_over), tuple(differences), stopped)


def between(
    case: Case, here: list[Any], there: list[Any]
) -> Iterator[Difference]:
    """Where what a case saw here is not what it saw there."""
    nothing = "nothing: the case ended before"
    for place in range(max(len(here), len(there))):
        ours = here[place] if place < len(here) else nothing
        theirs = there[place] if place < len(there) else nothing
        if ours != theirs:
            yield Difference(case, place + 1, ours, theirs)


def lines(found: Comparison) -> Iterator[str]:
    """A comparison, for people: each difference with its law and source."""
    last = None
    for each in found.differences:
        if each.case is not last:
            last = each.case
            yield f"{last.name}: {last.law}"
            yield f"    {last.source}"
        yield f"    {each.place}. here:  {_short(each.here)}"
        yield f"       there: {_short(each.there)}"
    for case in found.passed_over:
        yield f"{case.name}: passed over, since it takes two people. Name the other one's credentials with --second."
    if found.stopped:
        yield "Stopped before the end."
    wrong = len({each.case.name for each in found.differences})
    yield f"{found.ran} cases ran; {wrong} of them differ."


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"

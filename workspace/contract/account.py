"""Somebody's calls to a service, and the files that a case makes there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Body = dict[str, Any]
# (verb, path, query, body) -> (status code, answer).
Send = Callable[[str, str, Mapping[str, Any], Any], tuple[int, Any]]
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FORM = "application/vnd.google-apps.form"
FOLDER = "application/vnd.google-apps.folder"


class Unusable(Exception):
    """A service that no case can be run against; says why, and what to do."""


class NeedsAnother(Exception):
    """A case takes two people, and there is one."""


@dataclass(frozen=True)
class Answer:
    """What came back: the status code, and JSON or text."""

    code: int
    body: Any

    def at(self, *path: str | int) -> Any:
        """A part of the answer; None where there is none."""
        found = self.body
        for step in path:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return None
        return found

    @property
    def refusal(self) -> str:
        """``400 Why.``; empty for a call that was done."""
        if self.code < 400:
            return ""
        return f"{self.code} {self.at('error', 'message')}"


class Account:
    """Somebody at a service. What a case makes lies in ``folder``."""

    def __init__(
        self,
        send: Send,
        folder: str = "",
        other: Account | None = None,
        address: str = "",
    ) -> None:
        self.send = send
        self.folder = folder
        self.address = address
        # Files that a case made outside of the folder.
        self.elsewhere: list[str] = []
        self._other = other

    @property
    def other(self) -> Account:
        """Another person. Raises NeedsAnother where there is none."""
        if self._other is None:
            raise NeedsAnother
        return self._other

    def call(
        self, verb: str, path: str, body: Any = None, **query: Any
    ) -> Answer:
        """One call; ``body`` is sent as JSON, or as it is where it is text."""
        return Answer(*self.send(verb, path, query, body))

    def file(self, mime: str, name: str = "A file", **more: Any) -> str:
        """A new file in the folder; its id."""
        parents = {"parents": [self.folder]} if self.folder else {}
        body = {"name": name, "mimeType": mime, **parents, **more}
        made = self.call("POST", "/drive/v3/files", body)
        if made.code != 200 or not made.at("id"):
            raise Unusable(
                f"Drive made no file: {made.refusal or made.code}. Look at the address and at the credentials."
            )
        return str(made.at("id"))

    def sheet(self, rows: Sequence[Sequence[Any]] = ()) -> Sheet:
        """A new spreadsheet of one tab, *Sheet1*, with values typed into it
        from A1 on.
        """
        made = Sheet(self, self.file(SPREADSHEET))
        if rows:
            made.put("A1", rows)
        return made

    def form(self) -> str:
        """A new form; its id."""
        return self.file(FORM)


class Sheet:
    """A spreadsheet of a case."""

    def __init__(self, account: Account, id_: str) -> None:
        self.account = account
        self.id = id_

    def by(self, account: Account) -> Sheet:
        """The same spreadsheet in another person's hands."""
        return Sheet(account, self.id)

    def call(
        self, verb: str, path: str = "", body: Any = None, **query: Any
    ) -> Answer:
        """A call on the spreadsheet."""
        return self.account.call(
            verb, f"/v4/spreadsheets/{self.id}{path}", body, **query
        )

    def batch(self, *requests: Body) -> Answer:
        """spreadsheets.batchUpdate."""
        return self.call("POST", ":batchUpdate", {"requests": list(requests)})

    def put(
        self,
        where: str,
        rows: Sequence[Sequence[Any]],
        option: str = "USER_ENTERED",
        **query: Any,
    ) -> Answer:
        """values.update."""
        return self.call(
            "PUT",
            f"/values/{where}",
            {"values": rows},
            valueInputOption=option,
            **query,
        )

    def append(
        self, where: str, rows: Sequence[Sequence[Any]], **query: Any
    ) -> Answer:
        """values.append, RAW."""
        return self.call(
            "POST",
            f"/values/{where}:append",
            {"values": rows},
            valueInputOption="RAW",
            **query,
        )

    def read(self, where: str, **query: Any) -> Answer:
        """values.get."""
        return self.call("GET", f"/values/{where}", **query)

    def shown(self, where: str) -> Any:
        """What the cells of a range show; None where they are empty."""
        return self.read(where).at("values")

    def typed(self, text: str, where: str = "A1") -> Any:
        """What a cell shows after a text was typed into it; a refusal's
        sentence where that is refused.
        """
        return (
            self.put(where, [[text]]).refusal
            or ((self.shown(where) or [[""]])[0][0])
        )

    def cell(self, where: str) -> Any:
        """A cell with all that it has."""
        return self.call("GET", ranges=where, includeGridData=True).at(
            "sheets", 0, "data", 0, "rowData", 0, "values", 0
        )

    def tab(self, index: int = 0) -> Any:
        """A tab as spreadsheets.get shows it."""
        return self.call("GET").at("sheets", index)

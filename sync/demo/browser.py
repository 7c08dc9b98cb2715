"""Filling in a form's page as a browser would: open the link, choose, press
Next, press Submit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import requests

from sync.errors import SyncError

Fields = list[tuple[str, str]]


class _Page(HTMLParser):
    """The form of a page: where it is sent, its fields with their values, the
    names one can fill in.
    """

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.fields: Fields = []
        self.names: set[str] = set()
        self.text: list[str] = []
        self._inside = False
        self._select = ""

    def handle_starttag(
        self, tag: str, attrs: Sequence[tuple[str, str | None]]
    ) -> None:
        """Note forms, inputs, selects and their options."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = "formResponse" in given.get("action", "")
            self.action = given["action"] if self._inside else self.action
        elif not self._inside:
            return
        elif tag == "input" and given.get("name"):
            self._input(given)
        elif tag == "select":
            self._select = given.get("name", "")
            self.names.add(self._select)
        elif tag == "option" and "selected" in given and given.get("value"):
            self.fields.append((self._select, given["value"]))
        elif tag == "textarea":
            self.names.add(given.get("name", ""))

    def _input(self, given: Mapping[str, str]) -> None:
        name, kind = given["name"], given.get("type", "text")
        if kind != "hidden":
            self.names.add(name)
        if kind in ("radio", "checkbox"):
            if "checked" in given:
                self.fields.append((name, given.get("value", "on")))
        elif given.get("value") or kind == "hidden":
            self.fields.append((name, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """Note where the form ends."""
        if tag == "form":
            self._inside = False

    def handle_data(self, data: str) -> None:
        """Collect what the page says."""
        if data.strip():
            self.text.append(data.strip())


class Browser:
    """One person's browser at a workspace."""

    def __init__(self, address: str) -> None:
        self.home = "{0.scheme}://{0.netloc}".format(urlsplit(address))
        self.session = requests.Session()
        self.session.trust_env = (
            False  # a workspace is on this machine: no proxy leads to it
        )

    def close(self) -> None:
        """Close the window."""
        self.session.close()

    def sign_in(self, who: str) -> None:
        """Become somebody; an empty address signs out."""
        self.session.cookies.clear()
        answer = self.session.post(
            f"{self.home}/signin",
            data={"who": who, "back": "/"},
            allow_redirects=False,
            timeout=30,
        )
        answer.raise_for_status()

    def fill(self, link: str, wanted: Mapping[str, Sequence[str]]) -> str:
        """Fill in a form from its link to its confirmation, page by page;
        returns what the last page says.

        Raises SyncError with the page's own words if it does not let the
        answer through.
        """
        answer = self.session.get(link, timeout=30)
        for _ in range(20):
            page = _Page()
            page.feed(answer.text)
            if not page.action or answer.status_code >= 400:
                page_text = " ".join(page.text)
                if answer.status_code >= 400:
                    raise SyncError(
                        f"the form's page refused: {page_text[:300]}"
                    )
                return page_text
            fields = [
                (n, v)
                for n, v in page.fields
                if n not in wanted or n not in page.names
            ]
            fields += [
                (n, v) for n in wanted if n in page.names for v in wanted[n]
            ]
            fields.append(("next", "1"))
            answer = self.session.post(
                urljoin(self.home, page.action), data=fields, timeout=30
            )
        raise SyncError(
            f"{link}: the form's pages do not end. Check where its options go."
        )

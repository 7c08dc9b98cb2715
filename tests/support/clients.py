"""The client libraries that people use, unmodified, at a workspace's address
instead of Google's.
"""

from __future__ import annotations

from typing import Any

import google.auth.credentials
import gspread
import httplib2
import requests
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from requests.adapters import HTTPAdapter

from workspace.space import Workspace


def token(who: str) -> google.auth.credentials.Credentials:
    """Credentials whose token is an address."""
    made: google.auth.credentials.Credentials = Credentials(token=who)  # type: ignore[no-untyped-call]
    return made


class _At(HTTPAdapter):
    """Sends what is meant for Google to a workspace."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base

    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """Send a request to the same path of another host."""
        assert request.url
        request.url = self.base + "/" + request.url.split("/", 3)[3]
        return super().send(request, *args, **kwargs)


def gspread_client(
    space: Workspace, who: str | google.auth.credentials.Credentials
) -> gspread.Client:
    """gspread: its session gets an adapter for Google's hosts."""
    from google.auth.transport.requests import AuthorizedSession

    session = AuthorizedSession(token(who) if isinstance(who, str) else who)  # type: ignore[no-untyped-call]
    for host in (
        "https://sheets.googleapis.com",
        "https://www.googleapis.com",
    ):
        session.mount(host, _At(space.url))
    return gspread.Client(auth=session.credentials, session=session)


class _Http(httplib2.Http):  # type: ignore[misc]
    """httplib2, at a workspace."""

    def __deepcopy__(self, _: Any) -> Any:
        """google-auth copies it to ask, in a thread of its own, where a
        service account may be used; here nobody answers.
        """
        raise TypeError("not to be copied")

    def __init__(self, base: str) -> None:
        super().__init__(timeout=30)
        self.base = base

    def request(self, uri: str, *args: Any, **kwargs: Any) -> Any:
        """Send a request to the same path of another host."""
        return super().request(
            self.base + "/" + uri.split("/", 3)[3], *args, **kwargs
        )


def service(
    space: Workspace,
    name: str,
    version: str,
    who: str | google.auth.credentials.Credentials,
) -> Any:
    """A googleapiclient service: the bundled discovery document, an http of
    its own.
    """
    from google_auth_httplib2 import AuthorizedHttp

    http = AuthorizedHttp(
        token(who) if isinstance(who, str) else who, http=_Http(space.url)
    )
    return build(name, version, http=http)


def pygsheets_client(space: Workspace, who: str) -> tuple[Any, Any]:
    """pygsheets, and the http that it was given, to be closed."""
    from pygsheets.client import Client

    http = _Http(space.url)
    return Client(token(who), http=http), http

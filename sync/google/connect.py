"""Credentials and an endpoint become authorised clients. This is the part that dies first: it stands alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sync.errors import ConfigurationError
from sync.google.pace import Pace

if TYPE_CHECKING:
    from sync.google.drive import Drive
    from sync.google.forms import Forms
    from sync.google.sheets import Sheets

SCOPES = (
    "https://www.googleapis.com/auth/drive.file",
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/forms.body",
    "https://www.googleapis.com/auth/forms.responses.readonly",
)
TIMEOUT = 200


@dataclass
class Google:
    """The three services for one identity. ``base`` is another address to talk to, or empty for Google's own."""

    credentials: Any
    base: str
    pace: Pace
    _open: list[Any] = field(default_factory=list)

    def close(self) -> None:
        """Close every connection."""
        for each in self._open:
            each.close()

    @cached_property
    def drive(self) -> Drive:
        """Drive."""
        from sync.google.drive import Drive

        return Drive(self.service("drive", "v3"), self.pace)

    @cached_property
    def forms(self) -> Forms:
        """Forms."""
        from sync.google.forms import Forms

        return Forms(self.service("forms", "v1"), self.pace)

    @cached_property
    def sheets(self) -> Sheets:
        """Sheets."""
        from sync.google.sheets import Sheets

        sheets = Sheets(self.credentials, self.base, self.pace)
        self._open.append(sheets)
        return sheets

    def service(self, name: str, version: str) -> Any:
        """A googleapiclient service from the discovery document that ships with the library; no call is made."""
        import json

        import httplib2
        from google_auth_httplib2 import AuthorizedHttp
        from googleapiclient.discovery import build_from_document
        from googleapiclient.discovery_cache import get_static_doc

        document = json.loads(get_static_doc(name, version))
        if self.base:
            document["rootUrl"] = self.base + "/"
            document["baseUrl"] = self.base + "/" + document["servicePath"]
            document.pop("mtlsRootUrl", None)
        http = httplib2.Http(timeout=TIMEOUT)
        self._open.append(http)
        return build_from_document(document, http=AuthorizedHttp(self.credentials, http=http))


def connect(credentials: str, folder: Path, pace: Pace) -> Google:
    """Connect to Google as ``[google] credentials`` says: application default, or a service account's file."""
    import google.auth
    from google.auth.exceptions import DefaultCredentialsError
    from google.oauth2 import service_account

    if credentials == "application-default":
        try:
            found, _ = google.auth.default(scopes=SCOPES)
        except DefaultCredentialsError as error:
            raise ConfigurationError(
                "No Google credentials were found on this machine. Name a service account's file in program.toml, "
                '[google] credentials = "service-account.json", or set up application default credentials.'
            ) from error
        return Google(found, "", pace)
    path = folder / credentials
    try:
        loaded = service_account.Credentials.from_service_account_file(str(path), scopes=SCOPES)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"{path} is not a service account's key file. Check [google] credentials in program.toml."
        ) from error
    return Google(loaded, "", pace)


def connect_local(base: str, identity: str, pace: Pace) -> Google:
    """Connect to a local workspace, where an identity's address is its token."""
    from google.oauth2.credentials import Credentials

    return Google(Credentials(token=identity), base, pace)  # type: ignore[no-untyped-call]

"""Who the tool is for Google, and where its token is kept."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.errors import ConfigurationError
from sync.google.calls import Identity, Pace

NO_CLIENT = (
    "A person's consent needs an OAuth client of the kind Desktop app. Make one in the Google Cloud console (Google Auth"
    ' Platform, Clients), put its file beside program.toml, and write [google] client = "client.json".'
)
_SCOPE = "https://www.googleapis.com/auth/"
TOKENS = "https://oauth2.googleapis.com/token"
MACHINE, LOGIN = "application-default", "login"
CLOUD = "https://www.googleapis.com/auth/cloud-platform"
# What is asked for; None: what the credentials themselves have.
Scopes = Sequence[str] | None
MakePace = Callable[[Sequence[Identity]], Pace]


@dataclass(frozen=True)
class Account:
    """The accounts that the tool uses, as ``[google]`` declares them.

    Paths are relative to ``home``, the program's own folder. ``credentials``
    names the identities. ``client`` is the file of the OAuth client for a
    person's consent. ``impersonate`` is the service account that the
    identities act as; it needs no key. ``act_as`` is the person of the domain
    that they act for. ``folder`` is a Drive folder made for the program by
    somebody else; empty for none.
    """

    home: Path
    credentials: tuple[str, ...] = (MACHINE,)
    client: str = ""
    impersonate: str = ""
    act_as: str = ""
    folder: str = ""

    @property
    def scopes(self) -> tuple[str, ...]:
        """The fewest OAuth scopes that work, as full addresses.

        ``drive.file`` is enough for files that the tool makes itself. A second
        identity did not make the files of the first, so it needs
        ``spreadsheets``. A folder that somebody else made needs ``drive``.
        """
        names = (
            ["drive"]
            if self.folder
            else ["drive.file", "spreadsheets"]
            if len(self.credentials) > 1
            else ["drive.file"]
        )
        return tuple(_SCOPE + name for name in names)


def json_of(path: Path, what: str) -> dict[str, Any]:
    """The object in a JSON file, {} for any other value.

    Raises ConfigurationError, which names the file, if it cannot be read.
    """
    try:
        info = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be read ({error.strerror}). It should be {what}: check [google] in program.toml. (Without a file,"
            f' credentials are "{LOGIN}" or "{MACHINE}".)'
        ) from error
    except ValueError as error:
        raise ConfigurationError(
            f"{path} is not {what}: it is no JSON. Check [google] in program.toml."
        ) from error
    return info if isinstance(info, dict) else {}


def token_path(account: Account) -> Path:
    """Where a person's token is kept, by the OAuth client that it is for."""
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    name = hashlib.sha256(
        str((account.home / account.client).resolve()).encode()
    ).hexdigest()[:12]
    return home / "making-time" / f"login-{name}.json"

"""A person's consent in a browser, and the token that comes of it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sync.errors import ConfigurationError, TryLater
from sync.google.accounts import (
    CLOUD,
    LOGIN,
    NO_CLIENT,
    Account,
    MakePace,
    json_of,
    token_path,
)
from sync.google.calls import Identity
from sync.google.clients import Google

# Seconds that somebody has to consent.
PATIENCE = 300
_THANKS = "Thank you. You may close this page and go back to the terminal."
_HERE = "Your browser opens and asks for consent. If it does not, open this address in it:\n"
_ELSEWHERE = """\
There is no browser on this machine. On a computer that has one, connect in a terminal with
    ssh -L {port}:localhost:{port} THIS-MACHINE
and, while that is open, open the address below in its browser. Or run `sync login` on that computer instead, and copy
    {path}
from there to the same place here.
"""


def login(
    account: Account, browser: bool, make_pace: MakePace, base: str = ""
) -> str:
    """Ask a person for consent in a browser, and keep the token in a file that
    only they can read. Returns their address.

    Without a ``browser`` on this machine, the terminal shows how to use one
    elsewhere. Raises ConfigurationError without a usable OAuth client, and if
    a box was left unticked. Raises TryLater if nobody consented.
    """
    if not account.client:
        raise ConfigurationError(NO_CLIENT)
    # To act as a service account takes a wider consent than the service
    # account's own.
    asked = (
        [*account.scopes, CLOUD] if account.impersonate else [*account.scopes]
    )
    kept = token_path(account)
    made = _consent(_client(account), asked, browser, kept)
    if missing := set(asked) - set(made.granted_scopes or asked):
        names = ", ".join(
            sorted(scope.rpartition("/")[2] for scope in missing)
        )
        raise ConfigurationError(
            f"Consent was given, but not for everything: {names} is missing."
            " Run `sync login` again, and leave every box ticked."
        )
    google = Google([made], base, make_pace([Identity(LOGIN)]))
    try:
        address = google.drive.whoami()
    finally:
        google.close()
    token = json.loads(made.to_json())
    _keep(kept, {**token, "type": "authorized_user", "account": address})
    return address


def _client(account: Account) -> dict[str, Any]:
    """The OAuth client of the kind Desktop app, from its file."""
    path = account.home / account.client
    info = json_of(path, "the file of an OAuth client")
    if "installed" not in info:
        raise ConfigurationError(
            f"{path} is not the file of an OAuth client of the kind Desktop app. Make that one: Google Cloud console, Google Auth"
            " Platform, Clients. Its secret is shown once, so download the file there and then."
        )
    return info


def _consent(
    client: Mapping[str, Any], asked: Sequence[str], browser: bool, kept: Path
) -> Any:
    """A person's credentials, once they have consented in a browser."""
    from google_auth_oauthlib.flow import InstalledAppFlow

    # Fewer scopes than asked for are reported in our own words.
    os.environ.setdefault("OAUTHLIB_RELAX_TOKEN_SCOPE", "1")
    port = _free_port()
    words = _HERE if browser else _ELSEWHERE.format(port=port, path=kept)
    try:
        return InstalledAppFlow.from_client_config(
            client, asked
        ).run_local_server(
            port=port,
            bind_addr="127.0.0.1",
            open_browser=browser,
            timeout_seconds=PATIENCE,
            access_type="offline",
            prompt="consent",
            authorization_prompt_message=words + "{url}",
            success_message=_THANKS,
        )
    except Exception as error:
        raise TryLater(
            f"Nobody consented in the browser ({type(error).__name__}).",
            "Run `sync login` again, and choose Allow. If the page says"
            " Access blocked, the account counts as under 18, or the domain has not let this app in: the first is changed in the"
            " Admin console under Account, Account settings, Age-based access; the second under Security, Access and data control,"
            " API controls, Manage app access, with the OAuth client's id.",
        ) from error


def _keep(path: Path, token: Mapping[str, Any]) -> None:
    """Write a token where only its owner can read it, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(
        os.open(partial, flags, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(token, file)
    partial.replace(path)


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

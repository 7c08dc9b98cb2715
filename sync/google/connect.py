"""Credentials and an endpoint become authorised clients. This is the part that dies
first: it stands alone.

A program's identities are service accounts by their key files, what the machine is
(application default credentials, workload identity), or a person who consented with
``sync login``; any of them may act as another by impersonation, or as a person of a
domain by delegation.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.errors import ConfigurationError, TryLater
from sync.google.calls import Identity, Pace
from sync.google.clients import Google

_SCOPE = "https://www.googleapis.com/auth/"
_TOKENS = "https://oauth2.googleapis.com/token"
MACHINE, LOGIN = "application-default", "login"
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
_NO_CLIENT = (
    "A person's consent needs an OAuth client of the kind Desktop app. Make one in the Google Cloud console (Google Auth"
    ' Platform, Clients), put its file beside program.toml, and write [google] client = "client.json".'
)
CLOUD = "https://www.googleapis.com/auth/cloud-platform"
# What is asked for; None: what the credentials themselves have.
Scopes = Sequence[str] | None
MakePace = Callable[[Sequence[Identity]], Pace]


@dataclass(frozen=True)
class Account:
    """Who the tool is, as ``[google]`` says; paths are of ``home``, the program's own
    folder.

    ``credentials`` are the identities; ``client`` is the OAuth client's file for a
    person's consent; ``impersonate`` the service account that they act as, without a
    key of its own; ``act_as`` the person of the domain that they act for; ``folder``
    the folder of Drive's that somebody made for the program, if they did.
    """

    home: Path
    credentials: tuple[str, ...] = (MACHINE,)
    client: str = ""
    impersonate: str = ""
    act_as: str = ""
    folder: str = ""

    @property
    def scopes(self) -> tuple[str, ...]:
        """The least that works.

        ``drive.file`` reaches the files that the tool makes, with all of Forms and
        Sheets for them; a second identity did not make the first one's, so it needs
        ``spreadsheets``; nor did the tool make a folder that it is given, so that takes
        ``drive``.
        """
        names = (
            ["drive"]
            if self.folder
            else ["drive.file", "spreadsheets"]
            if len(self.credentials) > 1
            else ["drive.file"]
        )
        return tuple(_SCOPE + name for name in names)


def connect(account: Account, make_pace: MakePace, base: str = "") -> Google:
    """Connect to Google, or to another address. Raises ConfigurationError for
    credentials that cannot be used.
    """
    found = [_acting(account, *_loaded(account, name)) for name in account.credentials]
    return Google(
        [each for each, _ in found], base, make_pace([who for _, who in found])
    )


def connect_local(base: str, names: Sequence[str], make_pace: MakePace) -> Google:
    """Connect to a local workspace, where an identity's address is its token."""
    from google.oauth2.credentials import Credentials

    identities = [Identity(name, "local") for name in names]
    credentials = [Credentials(token=name) for name in names]  # type: ignore[no-untyped-call]
    return Google(credentials, base, make_pace(identities))


# -- credentials -----------------------------------------------------------------------


def _loaded(account: Account, name: str) -> tuple[Any, Identity]:
    # Who only impersonates keeps the scopes that its consent has: narrower ones would
    # not let it.
    scopes = None if account.impersonate else account.scopes
    if name == MACHINE:
        return _machine(scopes)
    if name == LOGIN:
        return _logged_in(account)
    path = account.home / name
    info = _json(path, "a key file")
    kinds: dict[
        str, Callable[[Path, Mapping[str, Any], Scopes], tuple[Any, Identity]]
    ] = {
        "service_account": _key,
        "authorized_user": _user,
        "external_account": _workload,
        "impersonated_service_account": _impersonated,
    }
    if info.get("type") not in kinds:
        if "installed" in info or "web" in info:
            raise ConfigurationError(
                f"{path} is the file of an OAuth client, not of an identity. Write [google] client = {name!r} and"
                f' credentials = "{LOGIN}" in program.toml, and run `sync login`.'
            )
        raise ConfigurationError(
            f"{path} is not a key file of Google's (its type is {str(info.get('type', 'missing'))[:40]!r}). Check [google]"
            " credentials in program.toml."
        )
    try:
        return kinds[info["type"]](path, info, scopes)
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(
            f"{path} cannot be used: something is missing from it or was changed. Download it again, and check [google]"
            " credentials in program.toml."
        ) from error


def _json(path: Path, what: str) -> dict[str, Any]:
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


def _machine(scopes: Scopes) -> tuple[Any, Identity]:
    import google.auth
    from google.auth.exceptions import DefaultCredentialsError

    named = os.environ.get("GOOGLE_APPLICATION_CREDENTIALS", "")
    if named and not Path(named).exists():
        raise ConfigurationError(
            f"GOOGLE_APPLICATION_CREDENTIALS names {named}, and there is no such file. Correct it in the environment that this"
            " program starts in; or name the file in program.toml, [google] credentials."
        )
    try:
        found, project = google.auth.default(scopes=scopes)
    except DefaultCredentialsError as error:
        raise ConfigurationError(
            (
                f"{named}, which GOOGLE_APPLICATION_CREDENTIALS names, cannot be used. "
                if named
                else ""
            )
            + "No Google credentials were found on this machine. Name a service account's file in program.toml, "
            f'[google] credentials = "key.json"; or run `sync login` with credentials = "{LOGIN}"; or set up '
            "application default credentials."
        ) from error
    address = str(getattr(found, "service_account_email", ""))
    # On a machine of Google's the address is known only after the first call: "default"
    # until then.
    return found, Identity(address if "@" in address else MACHINE, project or "")


def _key(_: Path, info: Mapping[str, Any], scopes: Scopes) -> tuple[Any, Identity]:
    from google.oauth2 import service_account

    loaded = service_account.Credentials.from_service_account_info(info, scopes=scopes)  # type: ignore[no-untyped-call]
    return loaded, Identity(
        loaded.service_account_email.lower(), loaded.project_id or ""
    )


def _user(path: Path, info: Mapping[str, Any], scopes: Scopes) -> tuple[Any, Identity]:
    from google.oauth2.credentials import Credentials

    loaded = Credentials(  # type: ignore[no-untyped-call]
        None,
        info["refresh_token"],
        token_uri=info.get("token_uri") or _TOKENS,
        client_id=info["client_id"],
        client_secret=info["client_secret"],
        scopes=scopes,
        quota_project_id=info.get("quota_project_id"),
    )
    return loaded, Identity(
        str(info.get("account") or path.name), str(info.get("quota_project_id", ""))
    )


def _workload(
    path: Path, info: Mapping[str, Any], scopes: Scopes
) -> tuple[Any, Identity]:
    from google.auth import identity_pool

    loaded = identity_pool.Credentials.from_info(info, scopes=scopes)  # type: ignore[no-untyped-call]
    return loaded, Identity(str(loaded.service_account_email or path.name).lower())


def _impersonated(
    path: Path, info: Mapping[str, Any], scopes: Scopes
) -> tuple[Any, Identity]:
    from google.auth import impersonated_credentials

    loaded = (
        impersonated_credentials.Credentials.from_impersonated_service_account_info(  # type: ignore[no-untyped-call]
            info, scopes=scopes
        )
    )
    return loaded, Identity(str(loaded.service_account_email or path.name).lower())


def _acting(account: Account, loaded: Any, who: Identity) -> tuple[Any, Identity]:
    """The credentials as whom they act: a service account that they impersonate, a
    person they are delegated for.
    """
    if account.impersonate:
        from google.auth import impersonated_credentials

        loaded = impersonated_credentials.Credentials(  # type: ignore[no-untyped-call]
            loaded,
            account.impersonate,
            list(account.scopes),
            subject=account.act_as or None,
        )
        who = Identity(account.impersonate.lower(), who.project)
    elif account.act_as:
        if not hasattr(loaded, "with_subject"):
            raise ConfigurationError(
                "act_as needs a service account's key file, or impersonate. Check [google] in program.toml."
            )
        loaded = loaded.with_subject(account.act_as)
    return loaded, Identity(
        account.act_as.lower(), who.project
    ) if account.act_as else who


# -- a person's consent ----------------------------------------------------------------


def login(account: Account, browser: bool, make_pace: MakePace, base: str = "") -> str:
    """Ask a person for consent in a browser, and keep the token where only they can
    read it; gives their address.

    Without a ``browser`` here it is said how it is done with one elsewhere. Raises
    ConfigurationError without an OAuth client, TryLater if nobody consented.
    """
    if not account.client:
        raise ConfigurationError(_NO_CLIENT)
    # To act as a service account takes a wider consent than the service account's own.
    asked = [*account.scopes, CLOUD] if account.impersonate else [*account.scopes]
    kept = token_path(account)
    made = _consent(_client(account), asked, browser, kept)
    if missing := set(asked) - set(made.granted_scopes or asked):
        names = ", ".join(sorted(scope.rpartition("/")[2] for scope in missing))
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
    info = _json(path, "the file of an OAuth client")
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
        return InstalledAppFlow.from_client_config(client, asked).run_local_server(
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
    with os.fdopen(os.open(partial, flags, 0o600), "w", encoding="utf-8") as file:
        json.dump(token, file)
    partial.replace(path)


def token_path(account: Account) -> Path:
    """Where a person's token is kept: in their configuration folder, by the OAuth
    client that it is for.
    """
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    name = hashlib.sha256(
        str((account.home / account.client).resolve()).encode()
    ).hexdigest()[:12]
    return home / "making-time" / f"login-{name}.json"


def _logged_in(account: Account) -> tuple[Any, Identity]:
    if not account.client:
        raise ConfigurationError(_NO_CLIENT)
    path = token_path(account)
    if not path.exists():
        raise ConfigurationError(
            f"Nobody has logged in for this program on this machine ({path} is not there). Run `sync login`."
        )
    return _user(
        path,
        _json(path, "the token that `sync login` keeps"),
        None if account.impersonate else account.scopes,
    )


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""Credentials and an endpoint become authorised clients. This part breaks
first when Google changes, so it is a module of its own.

A program's identities are service accounts by their key files, what the
machine is (application default credentials, workload identity), or a person
who consented with ``sync login``; any of them may act as another by
impersonation, or as a person of a domain by delegation.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sync.errors import ConfigurationError
from sync.google.accounts import (
    LOGIN,
    MACHINE,
    NO_CLIENT,
    TOKENS,
    Account,
    MakePace,
    Scopes,
    json_of,
    token_path,
)
from sync.google.calls import Identity
from sync.google.clients import Google


def connect(account: Account, make_pace: MakePace, base: str = "") -> Google:
    """Connect to Google, or to another address. Raises ConfigurationError for
    credentials that cannot be used.
    """
    found = [
        _acting(account, *_loaded(account, name))
        for name in account.credentials
    ]
    return Google(
        [each for each, _ in found], base, make_pace([who for _, who in found])
    )


def connect_local(
    base: str, names: Sequence[str], make_pace: MakePace
) -> Google:
    """Connect to a local workspace, where an identity's address is its token."""
    from google.oauth2.credentials import Credentials

    identities = [Identity(name, "local") for name in names]
    credentials = [Credentials(token=name) for name in names]  # type: ignore[no-untyped-call]
    return Google(credentials, base, make_pace(identities))


# -- credentials --------------------------------------------------------------


def _loaded(account: Account, name: str) -> tuple[Any, Identity]:
    # Who only impersonates keeps the scopes that its consent has: narrower
    # ones would not let it.
    scopes = None if account.impersonate else account.scopes
    if name == MACHINE:
        return _machine(scopes)
    if name == LOGIN:
        return _logged_in(account)
    path = account.home / name
    info = json_of(path, "a key file")
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
    # On a machine of Google's the address is known only after the first call:
    # "default" until then.
    return found, Identity(
        address if "@" in address else MACHINE, project or ""
    )


def _key(
    _: Path, info: Mapping[str, Any], scopes: Scopes
) -> tuple[Any, Identity]:
    from google.oauth2 import service_account

    loaded = service_account.Credentials.from_service_account_info(
        info, scopes=scopes
    )  # type: ignore[no-untyped-call]
    return loaded, Identity(
        loaded.service_account_email.lower(), loaded.project_id or ""
    )


def _user(
    path: Path, info: Mapping[str, Any], scopes: Scopes
) -> tuple[Any, Identity]:
    from google.oauth2.credentials import Credentials

    loaded = Credentials(  # type: ignore[no-untyped-call]
        None,
        info["refresh_token"],
        token_uri=info.get("token_uri") or TOKENS,
        client_id=info["client_id"],
        client_secret=info["client_secret"],
        scopes=scopes,
        quota_project_id=info.get("quota_project_id"),
    )
    return loaded, Identity(
        str(info.get("account") or path.name),
        str(info.get("quota_project_id", "")),
    )


def _workload(
    path: Path, info: Mapping[str, Any], scopes: Scopes
) -> tuple[Any, Identity]:
    from google.auth import identity_pool

    loaded = identity_pool.Credentials.from_info(info, scopes=scopes)  # type: ignore[no-untyped-call]
    return loaded, Identity(
        str(loaded.service_account_email or path.name).lower()
    )


def _impersonated(
    path: Path, info: Mapping[str, Any], scopes: Scopes
) -> tuple[Any, Identity]:
    from google.auth import impersonated_credentials

    loaded = impersonated_credentials.Credentials.from_impersonated_service_account_info(  # type: ignore[no-untyped-call]
        info, scopes=scopes
    )
    return loaded, Identity(
        str(loaded.service_account_email or path.name).lower()
    )


def _acting(
    account: Account, loaded: Any, who: Identity
) -> tuple[Any, Identity]:
    """The credentials of the account that they act as: an impersonated service
    account, or a person by delegation. Else the same credentials.
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


# -- a person's consent -------------------------------------------------------


def _logged_in(account: Account) -> tuple[Any, Identity]:
    if not account.client:
        raise ConfigurationError(NO_CLIENT)
    path = token_path(account)
    if not path.exists():
        raise ConfigurationError(
            f"Nobody has logged in for this program on this machine ({path} is not there). Run `sync login`."
        )
    return _user(
        path,
        json_of(path, "the token that `sync login` keeps"),
        None if account.impersonate else account.scopes,
    )

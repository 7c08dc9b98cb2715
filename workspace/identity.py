"""Who calls: bearer tokens, the token endpoint behind google-auth's flows, a
person's consent, and scopes.

A token is one that the token endpoint gave, for a service account, a person's
consent or a refresh; or, the short way for tests and demos, simply an address:
the token ``ana@school.example`` is Ana, with every scope. Service accounts,
OAuth clients and domain-wide delegations are registered under ``/_internal``.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from workspace.discovery import Method, known_scopes
from workspace.errors import Refusal, not_here
from workspace.store import Store, stamp

DRIVE_FILE = "https://www.googleapis.com/auth/drive.file"
# Scopes that reach files of a kind that there is none of here.
_ELSEWHERE = frozenset(
    f"https://www.googleapis.com/auth/drive.{name}"
    for name in (
        "appdata",
        "apps.readonly",
        "meet.readonly",
        "photos.readonly",
        "scripts",
    )
)
SERVICE = ".gserviceaccount.com"
LIFE = timedelta(hours=1)
TESTING_LIFE = timedelta(days=7)
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"

_UNSIGNED = (
    "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid "
    "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
_UNKNOWN = (
    "Request had invalid authentication credentials."
    + _UNSIGNED.partition("credential.")[2]
)
_INFO = {
    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
    "domain": "googleapis.com",
}

Answer = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class Caller:
    """Whoever makes a call. ``client`` is the OAuth client; ``limited``
    callers see only what that client made.
    """

    address: str
    client: str = ""
    limited: bool = False

    @property
    def service(self) -> bool:
        """Whether this is a service account: it owns no storage."""
        return self.address.endswith(SERVICE)


class Identities:
    """The accounts, OAuth clients, delegations and tokens of a store."""

    def __init__(self, store: Store, url: Callable[[], str]) -> None:
        self.store = store
        self.url = url

    # -- calls ----------------------------------------------------------------

    def caller(self, token: str, method: Method) -> Caller:
        """Who a token is for one method. Raises Refusal for no token, an
        unknown one, or too few scopes.
        """
        if not token:
            raise Refusal(
                401,
                _UNSIGNED,
                "required",
                [_INFO | {"reason": "CREDENTIALS_MISSING"}],
            )
        if "@" in token:
            return Caller(token.lower())
        row = self._token(token, "access")
        if row is None:
            raise Refusal(
                401,
                _UNKNOWN,
                "authError",
                [_INFO | {"reason": "ACCESS_TOKEN_EXPIRED"}],
            )
        address, client, scopes = row
        granted = method.scopes & frozenset(scopes.split())
        if method.scopes and not granted:
            message = "Request had insufficient authentication scopes."
            details = [_INFO | {"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]
            raise Refusal(403, message, "insufficientPermissions", details)
        if granted <= _ELSEWHERE:
            raise not_here(f"the scope {' '.join(sorted(granted))}")
        return Caller(address, client, granted - _ELSEWHERE == {DRIVE_FILE})

    def holder(self, token: str) -> tuple[str, frozenset[str]]:
        """Whose an access token is, and its scopes; an address stands for
        itself, with every scope. Raises Refusal.
        """
        if "@" in token:
            return token.lower(), known_scopes()
        row = self._token(token, "access")
        if row is None:
            raise Refusal(401, _UNKNOWN, "authError")
        return row[0], frozenset(row[2].split())

    def has_account(self, address: str) -> bool:
        """Whether there is a service account of this address."""
        return bool(
            self.store.db.execute(
                "SELECT 1 FROM accounts WHERE address = ?", (address.lower(),)
            ).fetchone()
        )

    def system_key(self, address: str) -> tuple[str, Callable[[bytes], bytes]]:
        """The key of a service account that only this workspace has: its id,
        and what signs with it.
        """
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import padding, rsa

        kept = self.store.meta(f"key {address}")
        if kept is None:
            made = rsa.generate_private_key(
                public_exponent=65537, key_size=2048
            )
            kept = made.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ).decode()
            self.store.set_meta(f"key {address}", kept)
        key = serialization.load_pem_private_key(kept.encode(), None)
        assert isinstance(key, rsa.RSAPrivateKey)
        return hashlib.sha256(kept.encode()).hexdigest()[
            :40
        ], lambda m: key.sign(m, padding.PKCS1v15(), hashes.SHA256())

    def _token(self, token: str, kind: str) -> tuple[str, str, str] | None:
        found: tuple[str, str, str] | None = self.store.db.execute(
            "SELECT address, client, scopes FROM tokens WHERE token = ? AND kind = ? AND (expires = '' OR expires > ?)",
            (token, kind, stamp(self.store.now())),
        ).fetchone()
        return found

    def _give(
        self,
        kind: str,
        address: str,
        client: str,
        scopes: str,
        life: timedelta | None,
        more: str = "",
    ) -> str:
        token = {"access": "ya29.", "refresh": "1//", "code": "4/"}[
            kind
        ] + secrets.token_urlsafe(32)
        expires = stamp(self.store.now() + life) if life else ""
        with self.store.writing() as db:
            db.execute(
                "INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?)",
                (token, kind, address, client, scopes, expires, more),
            )
        return token

    # -- what an admin registers ----------------------------------------------

    def add_service_account(self, address: str) -> dict[str, Any]:
        """Make a service account; gives its JSON key file, whose private half
        is kept nowhere else.
        """
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import rsa

        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM,
            serialization.PublicFormat.SubjectPublicKeyInfo,
        )
        number, key_id = (
            str(secrets.randbelow(10**21)).zfill(21),
            secrets.token_hex(20),
        )
        with self.store.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO accounts VALUES (?, ?, ?)",
                (address.lower(), number, public.decode()),
            )
        return {
            "type": "service_account",
            "project_id": address.partition("@")[2].partition(".")[0],
            "private_key_id": key_id,
            "private_key": private,
            "client_email": address,
            "client_id": number,
            "auth_uri": f"{self.url()}/o/oauth2/auth",
            "token_uri": f"{self.url()}/token",
            "universe_domain": "googleapis.com",
        }

    def add_client(self, name: str, testing: bool = False) -> dict[str, Any]:
        """Make an OAuth client of the desktop kind; gives its client secrets
        file.

        A client whose consent screen is in testing gets refresh tokens that
        live seven days.
        """
        client_id, secret = (
            f"{secrets.randbelow(10**12)}.apps.googleusercontent.com",
            secrets.token_urlsafe(24),
        )
        with self.store.writing() as db:
            db.execute(
                "INSERT INTO clients VALUES (?, ?, ?, ?)",
                (client_id, secret, name, int(testing)),
            )
        return {
            "installed": {
                "client_id": client_id,
                "client_secret": secret,
                "project_id": "local-project",
                "auth_uri": f"{self.url()}/o/oauth2/auth",
                "token_uri": f"{self.url()}/token",
                "redirect_uris": ["http://localhost"],
            }
        }

    def delegate(self, account: str, scopes: Iterable[str]) -> None:
        """Let a service account act for the people of a domain, for these
        scopes (domain-wide delegation).
        """
        with self.store.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO delegations VALUES (?, ?)",
                (account.lower(), " ".join(scopes)),
            )

    # -- consent --------------------------------------------------------------

    def asked(self, query: Mapping[str, str]) -> str:
        """The name of the program that asks for consent. Raises Refusal for a
        request that Google would not show.
        """
        row = self.store.db.execute(
            "SELECT name FROM clients WHERE id = ?",
            (query.get("client_id", ""),),
        ).fetchone()
        if row is None:
            raise Refusal(
                401,
                "Error 401: invalid_client. The OAuth client was not found.",
            )
        try:
            where = urlsplit(query.get("redirect_uri", ""))
        except ValueError:
            raise Refusal(400, "Error 400: redirect_uri_mismatch") from None
        if where.scheme != "http" or where.hostname not in (
            "localhost",
            "127.0.0.1",
            "::1",
        ):
            raise Refusal(400, "Error 400: redirect_uri_mismatch")
        if query.get("response_type") != "code" or not query.get("scope"):
            raise Refusal(
                400,
                "Error 400: invalid_request. Required parameter is missing: response_type or scope",
            )
        if unknown := set(query["scope"].split()) - known_scopes():
            raise Refusal(
                400,
                f"Error 400: invalid_scope. Some requested scopes were invalid: {sorted(unknown)}",
            )
        return str(row[0])

    def consent(self, who: str, query: Mapping[str, str]) -> str:
        """Somebody allows it: an authorization code, good for ten minutes and
        one exchange.
        """
        more = {
            name: query.get(name, "")
            for name in (
                "redirect_uri",
                "code_challenge",
                "code_challenge_method",
            )
        }
        return self._give(
            "code",
            who,
            query["client_id"],
            query["scope"],
            timedelta(minutes=10),
            json.dumps(more),
        )

    # -- the token endpoint ---------------------------------------------------

    def exchange(self, form: Mapping[str, str]) -> Answer:
        """POST /token: a service account's assertion, an authorization code,
        or a refresh token, for an access token.
        """
        grant = form.get("grant_type", "")
        with self.store.lock:
            if grant == JWT_BEARER:
                return self._assertion(form.get("assertion", ""))
            if grant in ("authorization_code", "refresh_token"):
                client = self.store.db.execute(
                    "SELECT id, secret, testing FROM clients WHERE id = ?",
                    (form.get("client_id", ""),),
                ).fetchone()
                if client is None or not _same(
                    client[1], form.get("client_secret", "")
                ):
                    return _no(
                        "invalid_client",
                        "The OAuth client was not found.",
                        401,
                    )
                if grant == "authorization_code":
                    return self._code(form, bool(client[2]))
                return self._refresh(form)
        return _no("unsupported_grant_type", f"Invalid grant_type: {grant}")

    def revoke(self, token: str) -> Answer:
        """POST /revoke: the grant behind a token ends, with every token of it."""
        row = self.store.db.execute(
            "SELECT address, client FROM tokens WHERE token = ?", (token,)
        ).fetchone()
        if row is None:
            return _no("invalid_token", "Token expired or revoked")
        with self.store.writing() as db:
            db.execute(
                "DELETE FROM tokens WHERE address = ? AND client = ?", row
            )
        return 200, {}

    def _signed_here(
        self, address: str, message: bytes, signature: bytes
    ) -> bool:
        if self.store.meta(f"key {address.lower()}") is None:
            return False
        return (
            self.system_key(address.lower())[1](message) == signature
        )  # this padding has no chance in it

    def access_token(self, address: str, scopes: str) -> dict[str, Any]:
        """An access token for a service account, or for a principal of
        elsewhere.
        """
        row = self.store.db.execute(
            "SELECT number FROM accounts WHERE address = ?", (address,)
        ).fetchone()
        return self._answer(address, row[0] if row else "", scopes)

    def _answer(
        self, address: str, client: str, scopes: str
    ) -> dict[str, Any]:
        token = self._give("access", address, client, scopes, LIFE)
        seconds = int(LIFE.total_seconds()) - 1
        return {
            "access_token": token,
            "expires_in": seconds,
            "scope": scopes,
            "token_type": "Bearer",
        }

    def _code(self, form: Mapping[str, str], testing: bool) -> Answer:
        code = form.get("code", "")
        row = self.store.db.execute(
            "SELECT address, client, scopes, more FROM tokens WHERE token = ? AND kind = 'code' AND expires > ?",
            (code, stamp(self.store.now())),
        ).fetchone()
        if row is None or row[1] != form["client_id"]:
            return _no("invalid_grant", "Malformed auth code.")
        address, client, scopes, more = row
        asked = json.loads(more)
        if form.get("redirect_uri", "") != asked["redirect_uri"]:
            return _no("redirect_uri_mismatch", "Bad Request")
        if asked["code_challenge"]:
            verifier = form.get("code_verifier", "")
            digest = (
                base64.urlsafe_b64encode(
                    hashlib.sha256(verifier.encode()).digest()
                )
                .decode()
                .rstrip("=")
            )
            if asked["code_challenge"] != (
                digest
                if asked["code_challenge_method"] == "S256"
                else verifier
            ):
                return _no("invalid_grant", "Invalid code verifier.")
        with self.store.writing() as db:
            db.execute("DELETE FROM tokens WHERE token = ?", (code,))
        refresh = self._give(
            "refresh",
            address,
            client,
            scopes,
            TESTING_LIFE if testing else None,
        )
        return 200, self._answer(address, client, scopes) | {
            "refresh_token": refresh
        }

    def _refresh(self, form: Mapping[str, str]) -> Answer:
        row = self._token(form.get("refresh_token", ""), "refresh")
        if row is None or row[1] != form["client_id"]:
            return _no("invalid_grant", "Token has been expired or revoked.")
        address, client, scopes = row
        if set(form.get("scope", "").split()) - set(scopes.split()):
            return _no(
                "invalid_scope", "Some requested scopes were not granted."
            )
        return 200, self._answer(address, client, form.get("scope") or scopes)

    def _assertion(self, assertion: str) -> Answer:
        """A service account's signed claim, checked by the real clock: the
        client signs by its own.
        """
        try:
            head, claim, signature = assertion.split(".")
            claims, signed = json.loads(_decoded(claim)), _decoded(signature)
            issued, ends = (
                float(claims.get("iat", 0)),
                float(claims.get("exp", 0)),
            )
        except (ValueError, TypeError, AttributeError, RecursionError):
            return _no("invalid_request", "Bad Request")
        account = self.store.db.execute(
            "SELECT number, public FROM accounts WHERE address = ?",
            (str(claims.get("iss", "")).lower(),),
        ).fetchone()
        if account is None:
            return _no("invalid_grant", "Invalid grant: account not found")
        message = f"{head}.{claim}".encode()
        if not _signed(account[1], message, signed) and not self._signed_here(
            str(claims["iss"]), message, signed
        ):
            return _no("invalid_grant", "Invalid JWT Signature.")
        if claims.get("aud") not in (
            f"{self.url()}/token",
            "https://oauth2.googleapis.com/token",
        ):
            return _no("invalid_grant", "Invalid JWT: Failed audience check.")
        now = time.time()
        if not (issued - 300 <= now <= ends + 300 and ends - issued <= 3600):
            return _no(
                "invalid_grant",
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
                "Check your iat and exp values in the JWT claim.",
            )
        issuer, scopes = (
            str(claims["iss"]).lower(),
            str(claims.get("scope", "")),
        )
        if not scopes or not set(scopes.split()) <= known_scopes():
            return _no(
                "invalid_scope",
                "Invalid OAuth scope or ID token audience provided.",
            )
        subject = str(claims.get("sub", issuer)).lower()
        if subject != issuer:
            row = self.store.db.execute(
                "SELECT scopes FROM delegations WHERE account = ?", (issuer,)
            ).fetchone()
            consumer = subject.endswith(("@gmail.com", "@googlemail.com"))
            if (
                row is None
                or consumer
                or set(scopes.split()) - set(row[0].split())
            ):
                return _no(
                    "unauthorized_client",
                    "Client is unauthorized to retrieve access tokens using this method, or client not authorized for "
                    "any of the scopes requested.",
                    401,
                )
        return 200, self._answer(subject, account[0], scopes)


def _same(kept: str, given: str) -> bool:
    return secrets.compare_digest(
        kept.encode(), given.encode("utf-8", "replace")
    )


def _no(error: str, description: str, code: int = 400) -> Answer:
    return code, {"error": error, "error_description": description}


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _signed(public: str, message: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    key = serialization.load_pem_public_key(public.encode())
    assert isinstance(key, rsa.RSAPublicKey)
    try:
        key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True

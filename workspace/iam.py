"""IAM and STS, as far as google-auth asks them: a token for another service
account, its signature, and a token for a token.

Who may act as whom, and which tokens of elsewhere are believed, is registered
under ``/_internal``.
"""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

from workspace.errors import Refusal
from workspace.identity import Answer, Identities

# The scopes that reach IAM.
SCOPES = frozenset(
    f"https://www.googleapis.com/auth/{name}"
    for name in ("iam", "cloud-platform")
)
_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
_ACCESS = "urn:ietf:params:oauth:token-type:access_token"


class Iam:
    """The two services beside the three: who may act as which service account."""

    def __init__(self, identities: Identities) -> None:
        self.identities = identities
        self.store = identities.store

    # -- what an admin registers ----------------------------------------------

    def grant(self, account: str, members: list[str]) -> None:
        """Let some act as a service account (the role Service Account Token
        Creator); without a key of its own.
        """
        self.store.set_meta(
            f"iam.creators {account.lower()}",
            json.dumps([m.lower() for m in members]),
        )

    def add_pool(self, audience: str, tokens: dict[str, str]) -> None:
        """Make a workload identity provider that believes some tokens, each of
        a principal.
        """
        self.store.set_meta(f"iam.pool {audience}", json.dumps(tokens))

    # -- what is asked --------------------------------------------------------

    def generate_access_token(
        self, token: str, account: str, body: dict[str, Any]
    ) -> Answer:
        """POST ...:generateAccessToken: a service account's token for whoever
        may act as it.
        """
        self._may(token, account, "getAccessToken")
        scopes = body.get("scope") or []
        if not scopes:
            raise Refusal(400, "The scope field is required.")
        given = self.identities.access_token(account.lower(), " ".join(scopes))
        ends = self.store.now() + timedelta(seconds=given["expires_in"])
        return 200, {
            "accessToken": given["access_token"],
            "expireTime": ends.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }

    def sign_jwt(
        self, token: str, account: str, body: dict[str, Any]
    ) -> Answer:
        """POST ...:signJwt: a claim signed with a key that only Google has."""
        self._may(token, account, "signJwt")
        key_id, sign = self.identities.system_key(account.lower())
        head = _encoded(
            json.dumps({"alg": "RS256", "typ": "JWT", "kid": key_id}).encode()
        )
        text = f"{head}.{_encoded(str(body.get('payload', '')).encode())}"
        return 200, {
            "keyId": key_id,
            "signedJwt": f"{text}.{_encoded(sign(text.encode()))}",
        }

    def exchange(self, form: dict[str, str]) -> Answer:
        """POST /sts/v1/token: a token of elsewhere for a federated one."""
        if form.get("grant_type") != _EXCHANGE:
            return 400, {
                "error": "unsupported_grant_type",
                "error_description": "Invalid grant_type",
            }
        pool = self.store.meta(f"iam.pool {form.get('audience', '')}")
        if pool is None:
            description = (
                'The target service indicated by the "audience" parameters is invalid. This might either be because the '
                "pool or provider is disabled or deleted or because it doesn't exist."
            )
            return 400, {
                "error": "invalid_target",
                "error_description": description,
            }
        principal = json.loads(pool).get(form.get("subject_token", ""))
        if principal is None:
            return 400, {
                "error": "invalid_grant",
                "error_description": "Error connecting to the given credential's issuer, or the ID Token is not valid.",
            }
        given = self.identities.access_token(principal, form.get("scope", ""))
        return 200, given | {"issued_token_type": _ACCESS}

    def _may(self, token: str, account: str, deed: str) -> None:
        caller, scopes = self.identities.holder(token)
        if not SCOPES & scopes:
            raise Refusal(
                403,
                "Request had insufficient authentication scopes.",
                "insufficientPermissions",
            )
        if not self.identities.has_account(account):
            raise Refusal(
                404, f"Not found; Gaia id not found for email {account}"
            )
        if caller not in json.loads(
            self.store.meta(f"iam.creators {account.lower()}") or "[]"
        ):
            message = f"Permission 'iam.serviceAccounts.{deed}' denied on resource (or it may not exist)."
            raise Refusal(403, message)


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")

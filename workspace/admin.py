"""What administrators have decided: which APIs are off, how far people may
share, whose storage is full, who may act as whom.
"""

from __future__ import annotations

import json
from typing import Any

from workspace.errors import Refusal
from workspace.identity import Caller
from workspace.store import Store

Body = dict[str, Any]
# The services, as consoles and refusals name them.
_TITLES = {
    "sheets": "Google Sheets API",
    "forms": "Google Forms API",
    "drive": "Google Drive API",
}
_USUAL: Body = {
    "off": [],
    "share": "anywhere",
    "full": [],
    "quota_project": True,
    "unknown": [],
    "new_forms": "bare",
}
_FULL = "The user's Drive storage quota has been exceeded."


class Admin:
    """The decisions that hold in a workspace; ``decide`` changes them."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @property
    def decided(self) -> Body:
        """What holds now."""
        kept: Body = json.loads(self.store.meta("admin") or "{}")
        return _USUAL | kept

    def decide(self, body: Body) -> Body:
        """Change some decisions.

        ``off``: names of services that are off (sheets, forms, drive);
        ``share``: ``domain`` (no sharing outside of the owner's domain) or
        ``anywhere``; ``full``: whose storage is full; ``quota_project``: false
        where the caller may not use the project; ``unknown``: addresses that
        are no account of Google's; ``new_forms``: what a form that Drive makes
        comes with: ``furnished`` with a question and signed-in addresses, and
        without an address until it is published, or ``bare``.
        """
        if unknown := set(body) - set(_USUAL):
            raise Refusal(
                400,
                f"Unknown decisions: {', '.join(sorted(unknown))}. "
                f"Known ones: {', '.join(_USUAL)}.",
            )
        decided = self.decided | body
        self.store.set_meta("admin", json.dumps(decided))
        return decided

    def check_service(self, api: str, project: str) -> None:
        """Raises Refusal where the service is off in the caller's project, or
        the caller may not use that project.
        """
        decided, name = self.decided, api.partition(".")[0]
        if name in decided["off"]:
            raise service_disabled(
                f"{name}.googleapis.com", _TITLES[name], project
            )
        if not decided["quota_project"]:
            message = (
                f"Caller does not have required permission to use project {project}. Grant the caller the "
                "roles/serviceusage.serviceUsageConsumer role, or a custom role with the serviceusage.services.use permission, "
                f"by visiting https://console.developers.google.com/iam-admin/iam/project?project={project} and then retry."
            )
            raise Refusal(
                403,
                message,
                "forbidden",
                [
                    _info(
                        "USER_PROJECT_DENIED",
                        f"{name}.googleapis.com",
                        project,
                    )
                ],
            )

    def check_room(self, who: Caller) -> None:
        """Raises Refusal where the storage of whoever makes a file is full."""
        if who.address in self.decided["full"]:
            raise Refusal(403, _FULL, "storageQuotaExceeded")

    def check_sharing(
        self, owner: str, kind: str, address: str, view: str
    ) -> None:
        """Raises Refusal for sharing that the owner's domain does not allow,
        or with an address that is nobody's.
        """
        decided = self.decided
        if address in decided["unknown"]:
            message = (
                f'Bad Request. User message: "You are trying to invite {address}. Since there is no Google account associated with '
                'this email address, you must check the "Notify people" box to invite this recipient."'
            )
            raise Refusal(400, message, "invalidSharingRequest")
        outside = (
            kind == "anyone"
            or address.rpartition("@")[2] != owner.rpartition("@")[2]
        )
        if decided["share"] == "domain" and outside:
            if view:
                raise Refusal(
                    403,
                    "An attempt was made to publish outside of organization which isn't permitted.",
                    "publishOutNotPermitted",
                )
            raise Refusal(
                403,
                "Sharing outside of the organization isn't permitted.",
                "shareOutNotPermitted",
            )


def service_disabled(service: str, title: str, project: str) -> Refusal:
    """The refusal of a service that is off in a project."""
    where = f"https://console.developers.google.com/apis/api/{service}/overview?project={project}"
    message = (
        f"{title} has not been used in project {project} before or it is disabled. Enable it by visiting {where} then retry. "
        "If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry."
    )
    return Refusal(
        403,
        message,
        "accessNotConfigured",
        [_info("SERVICE_DISABLED", service, project)],
    )


def _info(reason: str, service: str, project: str) -> Body:
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": {"service": service, "consumer": f"projects/{project}"},
    }

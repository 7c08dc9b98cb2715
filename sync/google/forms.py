"""Forms: change them in batches, publish them, and read new responses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from sync.google.calls import Pace


class Forms:
    """Forms v1 through google-api-python-client."""

    def __init__(self, service: Any, pace: Pace) -> None:
        self.service = service
        self.pace = pace

    def get(self, form_id: str) -> dict[str, Any]:
        """A form with its items, settings and publish state."""
        request = self.service.forms().get(formId=form_id)
        answer: dict[str, Any] = self.pace.call(
            "forms.read",
            f"reading the form {form_id}",
            _execute(request),
            again=True,
        )
        return answer

    def update(
        self, form_id: str, requests: list[dict[str, Any]], revision: str
    ) -> None:
        """Send a batch that holds only if the form is still at ``revision``:
        so it is never applied twice.
        """
        body = {
            "requests": requests,
            "writeControl": {"requiredRevisionId": revision},
        }
        request = self.service.forms().batchUpdate(formId=form_id, body=body)
        self.pace.call(
            "forms.write", "mending the form", _execute(request), again=False
        )

    def publish(self, form_id: str, accepting: bool = True) -> None:
        """Publish a form and let it take answers, or no more; who may answer
        is a matter of permissions.
        """
        state = {"isPublished": True, "isAcceptingResponses": accepting}
        body = {
            "publishSettings": {"publishState": state},
            "updateMask": "publishState",
        }
        request = self.service.forms().setPublishSettings(
            formId=form_id, body=body
        )
        self.pace.call(
            "forms.write", "publishing the form", _execute(request), again=True
        )

    def responses(
        self, form_id: str, since: datetime | None
    ) -> Iterator[list[dict[str, Any]]]:
        """Every response sent at or after a moment (None: all of them), a
        call's worth at a time, in no promised order.
        """
        more: dict[str, Any] = {}
        if since is not None:
            text = (
                since.astimezone(UTC)
                .isoformat(timespec="microseconds")
                .replace("+00:00", "Z")
            )
            more["filter"] = f"timestamp >= {text}"
        while True:
            request = (
                self.service.forms()
                .responses()
                .list(formId=form_id, pageSize=5000, **more)
            )
            answer = self.pace.call(
                "forms.responses",
                "reading answers",
                _execute(request),
                again=True,
            )
            yield answer.get("responses", [])
            if "nextPageToken" not in answer:
                return
            more["pageToken"] = answer["nextPageToken"]


def _execute(request: Any) -> Callable[[int], Any]:
    return lambda _: request.execute()

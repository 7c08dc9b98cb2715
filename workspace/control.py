"""``/_internal``: what tests, demos and benchmarks may change in a workspace
outside of Google's APIs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from fnmatch import fnmatch
from typing import Any

from workspace.errors import Refusal, invalid
from workspace.space import Workspace
from workspace.weather import Fault

Body = dict[str, Any]
LAGS = ("drive", "names")


class Control:
    """The control paths of a workspace; only ``about`` is open without
    ``--control``.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._doors: Mapping[tuple[str, str], Callable[[Body], Any]] = {
            ("POST", "reset"): self._reset,
            ("POST", "faults"): self._faults,
            ("POST", "quotas"): self._quotas,
            ("POST", "latency"): self._latency,
            ("POST", "lag"): self._lag,
            ("POST", "clock"): self._clock,
            ("GET", "clock"): lambda _: {
                "now": workspace.store.now().isoformat()
            },
            ("GET", "calls"): self._calls,
            ("POST", "service-accounts"): lambda body: (
                workspace.identities.add_service_account(body["email"])
            ),
            ("POST", "clients"): lambda body: workspace.identities.add_client(
                body["name"], bool(body.get("testing"))
            ),
            ("POST", "delegations"): lambda body: (
                workspace.identities.delegate(body["email"], body["scopes"])
            ),
            ("POST", "admin"): workspace.access.admin.decide,
            ("POST", "token-creators"): lambda body: workspace.iam.grant(
                body["email"], body["members"]
            ),
            ("POST", "pools"): lambda body: workspace.iam.add_pool(
                body["audience"], body["tokens"]
            ),
            ("POST", "groups"): self._group,
        }

    def answer(self, verb: str, path: str, body: bytes) -> tuple[int, Any]:
        """Answer one request: a status code and JSON."""
        if path == "about":
            return 200, {
                "making-time-workspace": 1,
                "data": self.workspace.store.path,
            }
        if not self.workspace.control:
            return 403, {
                "error": "start the workspace with --control to use this"
            }
        try:
            given = json.loads(body or b"{}")
            parts = path.split("/")
            with self.workspace.store.lock:
                if (
                    parts[0] == "forms"
                    and parts[2:3] == ["responses"]
                    and verb == "POST"
                    and len(parts) == 3
                ):
                    return 200, self.workspace.forms.responses.add(
                        parts[1], given
                    )
                if (
                    parts[0] == "forms"
                    and parts[2:] == ["settings"]
                    and verb == "POST"
                ):
                    return 200, self.workspace.forms.shelf.page_settings(
                        parts[1], given
                    )
                if (
                    parts[0] == "forms"
                    and parts[2:3] == ["responses"]
                    and verb == "DELETE"
                    and len(parts) == 4
                ):
                    self.workspace.forms.responses.delete(parts[1], parts[3])
                    return 200, {}
                if (verb, path) not in self._doors:
                    return 404, {
                        "error": f"there is no {verb} /_internal/{path}"
                    }
                reply = self._doors[verb, path](given)
                return 200, {} if reply is None else reply
        except Refusal as refusal:
            return refusal.code, {"error": refusal.message}
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            return 400, {"error": f"not understood: {wrong!r}"}

    def _reset(self, _: Body) -> None:
        self.workspace.reset()

    def _faults(self, body: Body) -> None:
        """Add faults: one, or a list under ``faults``; ``{"faults": []}``
        takes all away.
        """
        given = body.get("faults", [body])
        for each in given:
            if not any(
                fnmatch(method, str(each.get("method", "*")))
                for method in self.workspace.wire.methods
            ):
                raise invalid(f"No method here is called {each['method']}.")
        self.workspace.weather.faults = (
            []
            if given == []
            else self.workspace.weather.faults + [Fault.read(f) for f in given]
        )

    def _quotas(self, body: Body) -> None:
        """Enforce Google's quotas (``{}``), or own numbers, or none (``{"on":
        false}``).
        """
        if body.get("on") is False:
            self.workspace.weather.limits = {}
        else:
            self.workspace.weather.enforce(body.get("limits"))

    def _latency(self, body: Body) -> None:
        self.workspace.weather.latency = float(body["seconds"])

    def _lag(self, body: Body) -> None:
        if set(body) - set(LAGS):
            raise invalid(f"The lags are {', '.join(LAGS)}, in seconds.")
        for name, seconds in body.items():
            self.workspace.store.set_meta(f"lag.{name}", str(float(seconds)))

    def _clock(self, body: Body) -> None:
        self.workspace.store.set_now(datetime.fromisoformat(body["now"]))

    def _calls(self, _: Body) -> list[Body]:
        """Every call since the last time this was asked."""
        calls, self.workspace.wire.calls = self.workspace.wire.calls, []
        return calls

    def _group(self, body: Body) -> None:
        with self.workspace.store.writing() as db:
            db.execute(
                "DELETE FROM groups WHERE address = ?",
                (body["email"].lower(),),
            )
            db.executemany(
                "INSERT INTO groups VALUES (?, ?)",
                [(body["email"].lower(), m.lower()) for m in body["members"]],
            )

"""The live checks, tried in the workspace."""

from __future__ import annotations

from sync.admin.finding import Finding
from sync.admin.live_checks import live_checks
from tests.support.program import ADMIN
from tests.support.scene import Scene

OTHER = "second@making-time.example"


def tried(scene: Scene, *identities: str) -> list[Finding]:
    """The live checks, with two identities unless others are named."""
    return list(
        live_checks(
            scene.program.settings,
            scene.program.google(*(identities or (ADMIN, OTHER))),
            "",
        )
    )

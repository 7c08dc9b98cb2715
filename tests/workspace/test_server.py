"""A file is served by one process."""

from __future__ import annotations

import subprocess
import sys

from tests.support.served_files import ROOT
from workspace.space import Workspace


def test_another_process_is_shown_that_the_file_is_served(
    space: Workspace,
) -> None:
    command = [sys.executable, "-m", "workspace", "--data", space.store.path]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, timeout=30
    )
    assert (
        done.returncode,
        "is served by another process" in done.stderr,
    ) == (1, True)

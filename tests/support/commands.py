"""The command as a person and a scheduler meet it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.support.command import command


def sync(
    *arguments: str | Path, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return command(*arguments, cwd=cwd, env=environment)


def demo(folder: Path, *more: str) -> dict[str, Any]:
    """What ``sync demo`` prints with --json."""
    done = sync(
        "demo", "--dir", folder, "--as-of", "2026-11-23", "--json", *more
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == "", "no bars and no prompts without a terminal"
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed

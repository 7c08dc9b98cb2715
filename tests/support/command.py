"""The command, run in this process as a shell would run it: a process of its
own costs more than most of what it does.

Some tests start real processes all the same: both names of the program, the
files of ``sync automate``, the docs.
"""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

import cli

SYNC = Path(sys.executable).with_name("sync")


def command(
    *arguments: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] = {},
) -> CompletedProcess[str]:
    """What a command printed, and the code that it ended with; there is no
    terminal and nobody at the keyboard.
    """
    out, err, code = io.StringIO(), io.StringIO(), 0
    words = [str(SYNC), *map(str, arguments)]
    root, logger = logging.getLogger(), logging.getLogger("sync")
    # Where a shell finds the program by its name.
    path = f"{SYNC.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    before = logger.handlers, logger.level, logger.propagate
    handlers, root.handlers = (
        root.handlers,
        [],
    )  # pytest's own would take what is printed
    with (
        patch.object(sys, "argv", words),
        patch.object(sys, "stdin", io.StringIO()),
        patch.dict(os.environ, {"TERM": "dumb", "PATH": path, **env}),
        chdir(cwd or Path.cwd()),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            cli.main()
        except SystemExit as ended:
            code = (
                ended.code
                if isinstance(ended.code, int)
                else int(ended.code is not None)
            )
        finally:
            logger.handlers, logger.level, logger.propagate = before
            root.handlers = handlers
    return CompletedProcess(words, code, out.getvalue(), err.getvalue())


def sync(folder: Path, *arguments: str) -> CompletedProcess[str]:
    """The same in a program's folder, with a home of its own beside it."""
    env = {
        "OAUTHLIB_INSECURE_TRANSPORT": "1",
        "XDG_CONFIG_HOME": str(folder.parent / "config"),
    }
    return command(*arguments, cwd=folder, env=env)

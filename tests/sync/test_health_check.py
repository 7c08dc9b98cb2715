"""A health check is called after each run."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.support.command import sync
from tests.support.program import write_program

pytestmark = pytest.mark.whole


@pytest.fixture
def heard() -> Iterator[tuple[str, list[str]]]:
    """A health-check service, and what it was told."""
    paths: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Listening) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/ping/1", paths
        server.shutdown()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "http://é.example/",
        "http://" + "a" * 70 + ".example/",
        "http://[::1/",
        "https://x:y/",
    ],
)
def test_no_health_check_ends_a_run_otherwise(url: str) -> None:
    from sync.run.health_check import reported

    with reported(url) as outcome:
        outcome.well = True
    with pytest.raises(ZeroDivisionError), reported(url):
        raise ZeroDivisionError


def test_a_health_check_hears_how_each_run_ended(
    heard: tuple[str, list[str]], tmp_path: Path
) -> None:
    url, paths = heard
    write_program(tmp_path / "p")
    config = tmp_path / "p" / "program.toml"
    config.write_text(
        f'health_check = "{url}"\n' + config.read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    assert sync(tmp_path / "p", "run").returncode == 6
    assert sync(tmp_path / "p", "provision").returncode == 0
    assert paths == ["/ping/1/fail"]
    assert sync(tmp_path / "p", "run").returncode == 0
    assert sync(tmp_path / "p", "run", "--dry-run").returncode == 0
    assert paths == ["/ping/1/fail", "/ping/1"]
    config.write_text(
        config.read_text(encoding="utf-8").replace(url, "http://127.0.0.1:9/"),
        encoding="utf-8",
    )
    silent = sync(tmp_path / "p", "run")
    assert (
        silent.returncode,
        "The health check could not be reached" in silent.stderr,
    ) == (0, True), silent.stderr
    config.write_text(
        config.read_text(encoding="utf-8").replace(
            "http://127.0.0.1:9/", "ping me"
        ),
        encoding="utf-8",
    )
    assert (
        "write an address that begins with https://"
        in sync(tmp_path / "p", "run").stderr
    )

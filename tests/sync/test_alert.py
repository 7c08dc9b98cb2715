"""When no run has succeeded for a day, somebody who opens no terminal gets a
mail; one a day, whatever fails.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync.errors import TryLater
from sync.program import lockfile
from sync.program.settings import load
from sync.reports import alert
from sync.reports.mail import by_smtp
from sync.run.health_check import RunEnd
from sync.state.shards import WHOLE
from sync.state.store import opened
from tests.support.command import SYNC, sync
from tests.support.postbox import Postbox, postbox
from tests.support.program import write_program

pytestmark = pytest.mark.whole


ADMIN = "it@westbrook.example"


DAY = ("--as-of", "2026-11-23")


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as (box, part):
        box.part = part
        yield box


@pytest.fixture
def folder(tmp_path: Path, box: Postbox) -> Path:
    """A program that is provisioned, and whose alerts go to the box."""
    home = tmp_path / "program"
    write_program(home)
    file = home / "program.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        f'{text}\n[letter]\nsmtp = "{box.part.smtp}"\nsender = "{box.part.sender}"\n'
        f'\n[alert]\nto = ["{ADMIN}"]\n',
        encoding="utf-8",
    )
    assert sync(home, "provision").returncode == 0
    return home


def remembered(folder: Path) -> dict[str, str]:
    return dict(json.loads((folder / "alert.json").read_text("utf-8")))


def hours_ago(folder: Path, **hours: int) -> None:
    """What is remembered is of so many hours ago."""
    now = datetime.now(UTC)
    then = {
        k: (now - timedelta(hours=n)).isoformat() for k, n in hours.items()
    }
    (folder / "alert.json").write_text(
        json.dumps(remembered(folder) | then), encoding="utf-8"
    )


def broken(folder: Path) -> None:
    (folder / "state.sqlite").write_bytes(b"no database" * 900)


def test_a_mail_a_day_from_the_second_day_on(
    folder: Path, box: Postbox
) -> None:
    assert sync(folder, "run", *DAY).returncode == 0
    broken(folder)
    assert sync(folder, "run", *DAY).returncode == 6
    assert box.letters == [], "it ran well a moment ago"
    hours_ago(folder, well=25)
    failed = sync(folder, "run", *DAY)
    assert (failed.returncode, "damaged" in failed.stderr) == (6, True)
    (mail,) = box.letters
    text = mail.get_content()
    assert mail["To"] == ADMIN
    assert "The last run: The state" in text
    assert "making-time doctor" in text
    assert str(folder) in text
    sync(folder, "run", *DAY)
    assert len(box.letters) == 1, "one a day"
    hours_ago(folder, well=49, sent=24)
    sync(folder, "run", *DAY)
    assert len(box.letters) == 2
    (folder / "state.sqlite").unlink()
    assert sync(folder, "run", *DAY).returncode == 0
    assert set(remembered(folder)) == {"well"}
    assert (folder / "alert.json").stat().st_mode & 0o077 == 0


def test_a_program_that_something_holds_is_no_success(
    folder: Path, box: Postbox
) -> None:
    """Nor is it told to a health check; a day of it is one too many."""
    sync(folder, "run", *DAY)
    hours_ago(folder, well=25, fails=2)
    with opened(load(folder / "program.toml").state):
        for _ in range(2):
            assert sync(folder, "run", *DAY).returncode == 7
    (mail,) = box.letters
    assert "Another command is at work" in mail.get_content()


def test_what_failed_is_named(folder: Path, box: Postbox) -> None:
    sync(folder, "run", *DAY)
    hours_ago(folder, well=25)
    lock = lockfile.load(folder / "program.lock.toml")
    lock.sheets["WES"].id = "x" * 44
    lock.save(folder / "program.lock.toml")
    sync(folder, "run", "--full", *DAY)
    (mail,) = box.letters
    assert "cannot be opened any more" in mail.get_content()


@pytest.mark.parametrize(
    "text", ["", "[1]", '{"well": "2026-01-01T00:00:00"}', '{"well": 3}']
)
def test_a_file_that_says_nothing_is_begun_anew(
    folder: Path, box: Postbox, text: str
) -> None:
    sync(folder, "run", *DAY)
    (folder / "alert.json").write_text(text, encoding="utf-8")
    broken(folder)
    assert sync(folder, "run", *DAY).returncode == 6
    assert set(remembered(folder)) == {"well", "fails"}
    assert box.letters == []


def test_a_moment_to_come_is_none(folder: Path, box: Postbox) -> None:
    sync(folder, "run", *DAY)
    hours_ago(folder, well=25, sent=-90)
    broken(folder)
    sync(folder, "run", *DAY)
    assert len(box.letters) == 1


def test_nobody_gets_a_second_one_where_it_is_not_known_whether_it_went(
    folder: Path, box: Postbox
) -> None:
    """Of two addresses one is refused: the other has its mail."""
    file = folder / "program.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace(f'["{ADMIN}"]', f'["{ADMIN}", "gone@westbrook.example"]'),
        encoding="utf-8",
    )
    box.refused = "gone@westbrook.example"
    sync(folder, "run", *DAY)
    hours_ago(folder, well=25)
    broken(folder)
    for _ in range(3):
        assert sync(folder, "run", *DAY).returncode == 6
    assert len(box.letters) == 1


def test_a_mistyped_day_alerts_nobody(folder: Path, box: Postbox) -> None:
    sync(folder, "run", *DAY)
    hours_ago(folder, well=25)
    assert sync(folder, "run", "--as-of", "rubbish").returncode == 2
    assert box.letters == []


def test_looking_and_one_district_alone_alert_nobody(
    folder: Path, box: Postbox
) -> None:
    sync(folder, "run", *DAY)
    hours_ago(folder, well=25)
    broken(folder)
    for more in (("--dry-run",), ("--only", "WES")):
        assert sync(folder, "run", *DAY, *more).returncode == 6
    assert box.letters == []


def test_the_first_run_that_fails_begins_the_day(
    folder: Path, box: Postbox
) -> None:
    broken(folder)
    sync(folder, "run", *DAY)
    assert set(remembered(folder)) == {"well", "fails"}
    assert box.letters == []


def test_a_mail_server_that_fails_changes_no_end(
    folder: Path, box: Postbox
) -> None:
    sync(folder, "run", *DAY)
    hours_ago(folder, well=25)
    broken(folder)
    box.answer = "451 later"
    failed = sync(folder, "run", *DAY)
    assert failed.returncode == 6
    assert "The alert could not be sent" in failed.stderr
    assert set(remembered(folder)) == {"well", "fails"}


def test_doctor_says_whether_an_alert_could_go(
    folder: Path, box: Postbox
) -> None:
    def mail() -> str:
        said = sync(folder, "doctor").stdout.splitlines()
        return next((line for line in said if " mail: " in line), "")

    assert "takes letters" in mail()
    assert box.letters == []
    file = folder / "program.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(box.part.smtp, "127.0.0.1:9"), "utf-8")
    assert "note   mail: The mail server 127.0.0.1 does not take" in mail()
    file.write_text(text.replace("smtp =", "user = 'x' #"), encoding="utf-8")
    assert "Write smtp and sender under [letter]" in mail()
    assert sync(folder, "run", *DAY).returncode == 0


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("districts.csv", "weekly", "weakly"),
        ("program.toml", "2026-27", "2026-28"),
        ("program.lock.toml", "form = ", "form = = "),
    ],
)
def test_a_mistake_in_a_file_is_mailed_too(
    folder: Path, box: Postbox, name: str, old: str, new: str
) -> None:
    sync(folder, "run", *DAY)
    hours_ago(folder, well=25)
    file = folder / name
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert sync(folder, "run", *DAY).returncode == 6
    assert len(box.letters) == 1
    assert name in box.letters[0].get_content()


def test_while_google_is_busy_it_waits_an_hour(
    folder: Path, box: Postbox
) -> None:
    """After a weekend without runs one busy moment is no reason."""
    watch = alert.Watch.read(folder / "program.toml")
    sync(folder, "run", *DAY)
    hours_ago(folder, well=60)

    def busy() -> None:
        send = by_smtp(watch.letter, "")
        with (
            pytest.raises(TryLater),
            alert.watched(watch, WHOLE, RunEnd(), send),
        ):
            raise TryLater("Google is busy.", "Later.")

    busy()
    busy()
    assert box.letters == []
    hours_ago(folder, fails=2)
    busy()
    assert len(box.letters) == 1


@pytest.mark.long
def test_on_a_full_disk_it_goes_once(folder: Path, box: Postbox) -> None:
    """What is remembered is written in its own place."""
    sync(folder, "run", *DAY)
    hours_ago(folder, well=25, fails=2)
    script = (
        "mount -t tmpfs -o size=1m tmpfs full && cp *.toml *.csv *.json full/"
        " && head -c 4000000 /dev/zero > full/filler; cd full;"
        ' "$@"; "$@"; true'
    )
    (folder / "full").mkdir()
    command = [str(SYNC), "run", *DAY, "--config", "program.toml"]
    ended = subprocess.run(
        ["/usr/bin/unshare", "-rm", "sh", "-c", script, "sh", *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "No space left" in ended.stderr or "is full" in ended.stderr
    assert len(box.letters) == 1, ended.stderr

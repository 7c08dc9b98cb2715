"""Next year's roster, from who stays."""

from __future__ import annotations

import pytest

from sync.program import lockfile
from tests.support.next_year import JUNE, at, roll, says_who_stays
from tests.support.program import Program

pytestmark = pytest.mark.whole


def test_what_was_late_is_added_until_next_year_is_provisioned(
    program: Program,
) -> None:
    says_who_stays(program)
    first = roll(program, JUNE)
    assert first.unanswered == ["WES-3 Mei Novak & Omar Patel"]
    file = first.folder / "rosters" / "WES.csv"
    before = file.read_text(encoding="utf-8")
    assert roll(program, JUNE).carried == {}
    assert file.read_text(encoding="utf-8") == before
    program.type("pairs", 4, "stays", "yes")
    second = roll(program, JUNE)
    assert (second.made, second.unanswered) == (False, [])
    assert second.carried == {"WES": ["WES-3 Mei Novak & Omar Patel"]}
    assert file.read_text(encoding="utf-8").startswith(before)
    lock = first.folder / "program.lock.toml"
    held = lockfile.load(lock)
    assert 3 not in held.retired["WES"]
    held.retired["WES"] = (*held.retired["WES"], 3)  # it was killed there
    held.save(lock)
    assert roll(program, JUNE).carried == {}
    assert 3 not in lockfile.load(lock).retired["WES"]
    following = at(program, first.folder)
    following.provision()
    result, _ = following.run(accept=True)
    assert [p.pair.number for p in result.standings[0].pairs] == [1, 3]
    program.type("pairs", 3, "stays", "yes")
    assert roll(program, JUNE).carried == {}, "it is provisioned"


def test_what_people_changed_in_the_new_roster_stays(
    program: Program,
) -> None:
    """A name that was corrected, and a beginner who got a mentor there."""
    program.type("pairs", 2, "stays", "with another mentor")
    program.type("pairs", 3, "stays", "yes")
    program.run()
    done = roll(program, JUNE)
    file = done.folder / "rosters" / "WES.csv"
    text = file.read_text(encoding="utf-8")
    changed = text.replace("Grace Okafor", "Grace O. Okafor").replace(
        '"","Sam Lee"', '"Ola Berg","Sam Lee"'
    )
    assert changed.count("Ola Berg") == 1
    file.write_text(changed, encoding="utf-8")
    assert roll(program, JUNE).carried == {}
    assert file.read_text(encoding="utf-8") == changed

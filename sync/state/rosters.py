"""The pairs of each district that a run last accepted."""

from __future__ import annotations

from collections.abc import Iterable

from sync.core.people import Pair
from sync.state.database import Database
from sync.state.notes import Notes
from sync.state.rows import PAIR, pair_of, pair_row, texts

_COLUMNS = ", ".join(PAIR)


class Rosters:
    """The pairs of *Pairs* that a run last accepted, by district, number."""

    def __init__(self, db: Database, notes: Notes) -> None:
        self.db = db
        self.notes = notes

    def pairs(self, district: str) -> dict[int, Pair]:
        """The pairs of a district, by number."""
        sql = f"SELECT {_COLUMNS} FROM roster WHERE district = ?"  # noqa: S608
        pairs = map(pair_of, self.db.rows(sql, (district,)))
        return {pair.number: pair for pair in pairs}

    def addresses(self) -> dict[str, set[str]]:
        """Every address on a roster, with the districts whose rosters name it."""
        districts: dict[str, set[str]] = {}
        for district, mentor, mentee in self.db.rows(
            "SELECT district, mentor_addresses, mentee_addresses FROM roster"
        ):
            for address in (*texts(mentor), *texts(mentee)):
                districts.setdefault(address, set()).add(district)
        return districts

    def keep(self, district: str, pairs: Iterable[Pair]) -> None:
        """Keep the pairs that are accepted now.

        If their addresses have changed, every answer's district is looked up
        again.
        """
        now, before = {p.number: p for p in pairs}, self.pairs(district)
        if before == now:
            return
        if _addresses(before.values()) != _addresses(now.values()):
            self.notes.routes = ""
        self.db.run("DELETE FROM roster WHERE district = ?", (district,))
        marks = ", ".join("?" * len(PAIR))
        sql = f"INSERT INTO roster ({_COLUMNS}) VALUES ({marks})"  # noqa: S608
        self.db.many(sql, [pair_row(pair) for pair in now.values()])


def _addresses(pairs: Iterable[Pair]) -> set[tuple[str, ...]]:
    return {(*p.mentor.addresses, *p.mentee.addresses) for p in pairs}

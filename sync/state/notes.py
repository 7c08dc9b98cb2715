"""The small facts that the state keeps, each under its name and of its type."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sync.state.database import Database

# The counter of changes to the figures of the program's own sheet.
_COUNTED = "counted"


class Notes:
    """The small facts: how far was read, what was written for which day."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def _text(self, name: str) -> str:
        rows = self.db.rows("SELECT value FROM meta WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else ""

    def _keep(self, name: str, value: str) -> None:
        self.db.run(
            "INSERT INTO meta VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )

    # -- the program and its forms --------------------------------------------

    @property
    def form(self) -> str:
        """The id of the form whose answers are kept; empty for none yet."""
        return self._text("form")

    @form.setter
    def form(self, form: str) -> None:
        self._keep("form", form)

    @property
    def watermark(self) -> datetime | None:
        """When the newest known answer was sent."""
        text = self._text("watermark")
        return datetime.fromisoformat(text) if text else None

    @watermark.setter
    def watermark(self, moment: datetime) -> None:
        self._keep("watermark", moment.isoformat())

    def listed_on(self, form: str = "") -> date | None:
        """The day on which all of a form was last read; without a name, of the
        log.
        """
        return _day(self._text(_listed(form)))

    def keep_listed_on(self, day: date | None, form: str = "") -> None:
        """All of a form was read on a day; None: it is to be read again."""
        self._keep(_listed(form), day.isoformat() if day else "")

    @property
    def routes(self) -> str:
        """The keys of the districts to which answers were last put by their
        senders.
        """
        return self._text("routes")

    @routes.setter
    def routes(self, keys: str) -> None:
        self._keep("routes", keys)

    @property
    def wordings(self) -> dict[str, str]:
        """What the live form says of each wording that is not known."""
        return dict(json.loads(self._text("wordings") or "{}"))

    @wordings.setter
    def wordings(self, found: Mapping[str, str]) -> None:
        self._keep("wordings", json.dumps(found))

    @property
    def form_words(self) -> str:
        """The wordings with which answers were last read."""
        return self._text("form_words")

    @form_words.setter
    def form_words(self, text: str) -> None:
        self._keep("form_words", text)

    @property
    def forms_seen(self) -> set[str]:
        """The forms whose marks were seen, each as name and id."""
        return set(self._text("forms_seen").split())

    @forms_seen.setter
    def forms_seen(self, forms: Iterable[str]) -> None:
        self._keep("forms_seen", " ".join(sorted(forms)))

    # -- Drive ----------------------------------------------------------------

    @property
    def changes_token(self) -> tuple[str, str]:
        """Whose feed of changes was read last, and the token to go on from."""
        whose, _, token = self._text("changes_token").rpartition(" ")
        return whose, token

    @changes_token.setter
    def changes_token(self, value: tuple[str, str]) -> None:
        self._keep("changes_token", " ".join(value))

    @property
    def trashed(self) -> set[str]:
        """The districts whose sheets lie in the trash."""
        return set(self._text("trashed").split())

    @trashed.setter
    def trashed(self, keys: Iterable[str]) -> None:
        self._keep("trashed", " ".join(sorted(keys)))

    @property
    def trash_seen(self) -> float:
        """When the trash was last looked into (seconds since 1970); 0 for
        never.
        """
        return float(self._text("looked_into_the_trash") or 0)

    @trash_seen.setter
    def trash_seen(self, moment: float) -> None:
        self._keep("looked_into_the_trash", str(moment))

    # -- runs -----------------------------------------------------------------

    @property
    def ran(self) -> str:
        """When the last run that wrote ended, as ISO text; empty for never."""
        return self._text("ran")

    @ran.setter
    def ran(self, moment: str) -> None:
        self._keep("ran", moment)

    @property
    def failed(self) -> str:
        """The keys of the districts that failed, as a run last kept them."""
        return self._text("failed")

    @failed.setter
    def failed(self, keys: str) -> None:
        self._keep("failed", keys)

    # -- letters --------------------------------------------------------------

    def letter(self, district: str) -> dict[str, Any]:
        """What is kept of a district's last letter; empty for none."""
        kept: dict[str, Any] = json.loads(
            self._text(f"letter {district}") or "{}"
        )
        return kept

    def keep_letter(self, district: str, letter: Mapping[str, Any]) -> None:
        """Keep what a district's last letter said, and whether it went."""
        self._keep(f"letter {district}", json.dumps(letter))

    # -- the program's own sheets ---------------------------------------------

    def program_sheet(self, name: str) -> str:
        """What one of the program's own sheets holds, as JSON; empty if not
        certain.
        """
        return self._text(f"holds {name}")

    def keep_program_sheet(self, name: str, book: str) -> None:
        """Keep what one of the program's own sheets holds; empty: it is not
        certain.
        """
        self._keep(f"holds {name}", book)

    @property
    def program_sheets_day(self) -> date | None:
        """The day for which the program's own sheets were last written."""
        return _day(self._text("program stamped"))

    @program_sheets_day.setter
    def program_sheets_day(self, day: date | None) -> None:
        self._keep("program stamped", day.isoformat() if day else "")

    @property
    def program_sheets_read(self) -> date | None:
        """The day on which the program's own sheets were last read back."""
        return _day(self._text("program looked at"))

    @program_sheets_read.setter
    def program_sheets_read(self, day: date) -> None:
        self._keep("program looked at", day.isoformat())

    @property
    def shared_ways(self) -> tuple[str, ...]:
        """The texts of *Ways districts made time* that stand in every *Start
        here*.
        """
        return tuple(json.loads(self._text("shared ways") or "[]"))

    @shared_ways.setter
    def shared_ways(self, texts: Iterable[str]) -> None:
        self._keep("shared ways", json.dumps(list(texts)))

    @property
    def counted(self) -> str:
        """A mark that changes whenever what the program's own sheet counts
        changes.
        """
        return self._text(_COUNTED)

    def recount(self) -> None:
        """Note that the figures of the program's own sheet have changed."""
        self.db.run(
            f"INSERT INTO meta VALUES ('{_COUNTED}', '1') ON CONFLICT (name) DO UPDATE"  # noqa: S608
            " SET value = CAST(CAST(meta.value AS INTEGER) + 1 AS TEXT)"
        )

    @property
    def shown(self) -> str:
        """The mark of ``counted`` that the program's own sheet shows."""
        return self._text("figures shown")

    @shown.setter
    def shown(self, mark: str) -> None:
        self._keep("figures shown", mark)


def _listed(form: str) -> str:
    return f"listed {form}".rstrip()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

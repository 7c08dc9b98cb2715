"""``program.lock.toml``: the id of everything provisioned, so that nothing is
ever made twice.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from forms import form_shapes
from sync.core.mark import Mark, mark_of
from sync.errors import ConfigurationError, NotMade, Refused
from sync.google.sheets import Spreadsheet

# The edition of the declared tabs. Raise it when a change adds or moves
# columns of any tab.
EDITION = 8
_HEAD = "# Written by `sync provision`. Keep it with program.toml: it says which files are the program's.\n"


@dataclass
class Sheet:
    """A spreadsheet: its id, its address, and for how many pair numbers (the
    program's: districts) it was printed.
    """

    id: str
    url: str = ""
    pairs: int = 0


@dataclass
class Form:
    """A form: its id, and the address at which people fill it in."""

    id: str = ""
    uri: str = ""


@dataclass
class PurgedMentee:
    """One purged mentee, as numbers and ids alone.

    ``numbers`` are those of their pairs, ``answers`` the ids of answers that
    are passed over. ``others`` holds answers of other pairs that named them:
    by id, the codes that are left. ``done``: everything is removed.
    """

    district: str
    numbers: tuple[int, ...]
    done: bool = False
    answers: list[str] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """The entry as TOML."""

        answers = ", ".join(map(_quoted, self.answers))
        others = ", ".join(
            f"{_quoted(k)} = {_quoted(v)}" for k, v in self.others.items()
        )
        return [
            f"district = {_quoted(self.district)}",
            f"numbers = {list(self.numbers)}",
            f"done = {str(self.done).lower()}",
            f"answers = [{answers}]",
            f"others = {{{others}}}",
        ]


@dataclass
class Lock:
    """What has been provisioned so far, for which school year, and the
    addresses of the tool's identities.

    The identity that made it comes first. ``drive`` is the shared drive that
    the folder lies in. ``form`` is the meeting log, ``forms`` holds the
    further ones by name; ``program`` is the program's own sheet, ``waiting``
    the one of the answers that no district is known of. ``retired`` holds, by
    district, the pair numbers of earlier years that are never given again;
    ``gone`` what was purged. ``closed``: the year is over, and nothing of it
    is opened again. ``edition`` is that of the sheets as they were last
    printed or mended, ``form_edition`` that of the forms: they keep their
    pages until the next school year.
    """

    year: str = ""
    folder: str = ""
    form: str = ""
    responder_uri: str = ""
    identities: tuple[str, ...] = ()
    forms: dict[str, Form] = field(default_factory=dict)
    program: Sheet | None = None
    waiting: Sheet | None = None
    sheets: dict[str, Sheet] = field(default_factory=dict)
    retired: dict[str, tuple[int, ...]] = field(default_factory=dict)
    gone: list[PurgedMentee] = field(default_factory=list)
    closed: bool = False
    edition: int = 0
    drive: str = ""
    form_edition: int = form_shapes.EDITION

    def mark(self, key: str) -> Mark:
        """The mark that a sheet carries: a district's by its key, the
        program's own by their names.
        """
        return mark_of(self.folder, self.year, key)

    def spreadsheet(self, key: str) -> Spreadsheet:
        """A sheet that was made, with its mark."""
        own = {"program": self.program, "waiting": self.waiting}
        sheet = own.get(key) or self.sheets[key]
        return Spreadsheet(sheet.id, self.mark(key))

    @property
    def is_of_before(self) -> bool:
        """Whether an earlier edition of this program printed the sheets."""
        return self.edition < EDITION

    def check_made(self) -> None:
        """Raises NotMade before the program was provisioned."""
        if not self.form:
            raise NotMade(
                "Nothing is provisioned yet.", "Run `sync provision` first."
            )

    def check_edition(self) -> None:
        """Raises ConfigurationError where the sheets are as an earlier version
        of the program made them.
        """
        if (
            self.edition < EDITION and not self.closed
        ):  # what is closed is only read
            raise ConfigurationError(
                "The sheets were made by an earlier version of this program. Run `sync provision` once: it adds what is new, and"
                " changes nothing that people wrote."
            )

    @property
    def purged(self) -> set[str]:
        """The ids of answers that are passed over."""
        return {i for each in self.gone for i in each.answers}

    @property
    def remaining_codes(self) -> dict[str, str]:
        """By answer id, the pair codes that are left after a purge."""
        return {
            i: text for each in self.gone for i, text in each.others.items()
        }

    def purged_numbers(self, key: str) -> set[int]:
        """A district's numbers that went with a mentee, and are not given
        again.
        """
        return {
            n
            for each in self.gone
            if each.district == key
            for n in each.numbers
        }

    def check_year(self, year: str) -> None:
        """Raises Refused where the files are of another school year: a new
        year has files of its own.
        """
        if self.year and self.year != year:
            raise Refused(
                f"The form and the sheets that program.lock.toml names are of {self.year}, and program.toml says {year}. Write"
                f" {self.year} again; for a new year run `sync rollover`, which makes a folder and sheets of its own."
            )

    @property
    def identity(self) -> str:
        """The address of the identity that made the files; empty for none."""
        return self.identities[0] if self.identities else ""

    def save(self, path: Path) -> None:
        """Write the file whole, or not at all."""
        lines = [_HEAD, "version = 1"]
        lines += [
            f"{n} = {_quoted(getattr(self, n))}"
            for n in ("year", "folder", "drive", "form", "responder_uri")
        ]
        lines.append(
            f"identities = [{', '.join(map(_quoted, self.identities))}]"
        )
        lines += [
            f"closed = {str(self.closed).lower()}",
            f"edition = {self.edition}",
            f"form_edition = {self.form_edition}",
        ]
        if self.retired:
            lines += [
                "",
                "[retired]",
                *(
                    f"{key} = {list(some)}"
                    for key, some in sorted(self.retired.items())
                ),
            ]
        for each in self.gone:
            lines += ["", "[[gone]]", *each.lines()]
        for name, form in sorted(self.forms.items()):
            lines += [
                "",
                f"[forms.{name}]",
                f"id = {_quoted(form.id)}",
                f"uri = {_quoted(form.uri)}",
            ]
        for name, sheet in (
            ("program", self.program),
            ("waiting", self.waiting),
        ):
            lines += ["", f"[{name}]", *_sheet_lines(sheet)] if sheet else []
        for key, sheet in sorted(self.sheets.items()):
            lines += ["", f"[sheets.{key}]", *_sheet_lines(sheet)]
        partial = path.with_suffix(".partial")
        partial.write_text("\n".join(lines) + "\n", encoding="utf-8")
        partial.replace(path)


def _sheet_lines(sheet: Sheet) -> list[str]:
    return [
        f"id = {_quoted(sheet.id)}",
        f"url = {_quoted(sheet.url)}",
        f"pairs = {sheet.pairs}",
    ]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def load(path: Path) -> Lock:
    """Read the file; an absent one gives an empty lock.

    Raises ConfigurationError for a damaged or newer one.
    """
    if not path.exists():
        return Lock()
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        raw.pop("version", None)
        if raw.get("form"):  # made before there were editions of the forms
            raw.setdefault("form_edition", 1)
        newer = raw.get("form_edition", 0) > form_shapes.EDITION
        if raw.get("edition", 0) > EDITION or newer:
            raise ConfigurationError(
                f"{path} was written by a newer Making Time. Update this one; nothing was done."
            )
        return Lock(
            sheets={
                key: Sheet(**sheet)
                for key, sheet in raw.pop("sheets", {}).items()
            },
            forms={
                name: Form(**form)
                for name, form in raw.pop("forms", {}).items()
            },
            program=Sheet(**raw.pop("program")) if "program" in raw else None,
            waiting=Sheet(**raw.pop("waiting")) if "waiting" in raw else None,
            identities=tuple(raw.pop("identities", ()))
            or (raw.pop("identity", ""),),
            retired={
                key: tuple(map(int, some))
                for key, some in raw.pop("retired", {}).items()
            },
            gone=[
                # Earlier versions noted when each answer was sent, too.
                PurgedMentee(
                    **each
                    | {
                        "numbers": tuple(each["numbers"]),
                        "answers": list(each.get("answers", ())),
                    }
                )
                for each in raw.pop("gone", [])
            ],
            **raw,
        )
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be read: {error.strerror}. Make it readable to whoever runs this."
        ) from error
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise ConfigurationError(
            f"{path}: {error}. Restore the file from a backup; without it the tool cannot know which files are its own."
        ) from error

"""program.toml as it is declared, part by part."""

from __future__ import annotations

import re
from typing import Literal
from zoneinfo import available_timezones

from pydantic import (
    Field,
    field_validator,
)
from pydantic_core import PydanticCustomError

from sync.core.people import ADDRESS
from sync.core.presets import PRESETS
from sync.program.file_part import Names, Part
from sync.program.form_part import FormPart
from sync.state.database import POSTGRES
from templates.layout import WORDS

# The locales of Google Sheets whose formulas part their arguments with commas,
# as this program writes them: where the comma is the decimal sign, Google
# takes semicolons alone.
LOCALES = (
    "en_US",
    "en_AU",
    "en_CA",
    "en_GB",
    "en_IE",
    "en_IN",
    "es_MX",
    "ja_JP",
    "ko_KR",
    "zh_CN",
    "zh_TW",
)

# Those of them that write February 3 as 3/2.
DAY_FIRST = frozenset({"en_AU", "en_GB", "en_IE", "en_IN", "es_MX"})


class ProgramPart(Part):
    """``[program]``."""

    name: str = Field(min_length=1, max_length=100)
    year: str
    time_zone: str = "America/New_York"
    locale: str = "en_US"

    @property
    def day_first(self) -> bool:
        """Whether February 3 is written as 3/2, in files and cells."""
        return self.locale in DAY_FIRST

    @field_validator("name", mode="before")
    @classmethod
    def _name(cls, text: object) -> object:
        """On one line, as Google shows the names of files."""
        return " ".join(text.split()) if isinstance(text, str) else text

    @field_validator("locale")
    @classmethod
    def _locale(cls, name: str) -> str:
        if name not in LOCALES:
            raise ValueError(
                "in this locale Google Sheets refuses formulas with commas, as this program writes them. Write en_US, or en_GB"
                f" for days as 31/12/2026. There are {', '.join(LOCALES)}"
            )
        return name

    @field_validator("year")
    @classmethod
    def _year(cls, text: str) -> str:
        if re.fullmatch(r"\d{4}", text):  # it begins in January
            return text
        if not re.fullmatch(r"\d{4}-\d{2}", text) or (
            int(text[:4]) + 1
        ) % 100 != int(text[5:]):
            raise ValueError(
                "write the school year as 2026-27, or as 2027 where it begins in January"
            )
        return text

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("not a time zone; America/New_York is one")
        return name


class GooglePart(Part):
    """``[google]``: where the program is, which identities the tool uses, and
    after how many hours a sheet is read although Drive reports no change.
    """

    endpoint: Literal["google", "local"] = "google"
    credentials: Names = ("application-default",)
    client: str = ""
    impersonate: str = ""
    act_as: str = ""
    folder: str = ""
    unseen_hours: float = Field(6, ge=1, le=168)
    data: str = "workspace.sqlite"
    identity: Names = ("program@making-time.example",)

    @field_validator("folder")
    @classmethod
    def _folder(cls, text: str) -> str:
        """An id, or the address that the browser shows."""
        found = re.search(r"/folders/([\w-]+)", text)
        given = found.group(1) if found else text
        if not re.fullmatch(r"[\w-]*", given):
            raise ValueError(
                "write the folder's id: the end of its address in the browser"
            )
        return given

    @field_validator("act_as", "impersonate")
    @classmethod
    def _address(cls, address: str) -> str:
        if address and not ADDRESS.fullmatch(address):
            raise ValueError("write an e-mail address")
        return address


class DefaultsPart(Part):
    """``[defaults]``: what districts start with."""

    preset: str = "weekly"
    pairs: int = Field(60, ge=1, le=500)
    country: str = Field("US", pattern=r"^[A-Z]{2}$")
    subdivision: str = Field("MA", pattern=r"^[A-Z0-9]{0,3}$")

    @field_validator("preset")
    @classmethod
    def _preset(cls, name: str) -> str:
        if name not in PRESETS:
            raise ValueError(
                f"there is no preset {name!r}; use one of {', '.join(PRESETS)}"
            )
        return name


# A name or an IPv4 address, or an IPv6 address in brackets; and a port.
_SERVER = re.compile(r"(?:([\w.\-]+)|\[([\da-fA-F:.]+)\])(?::(\d{1,5}))?")


class LetterPart(Part):
    """``[letter]``: how the weekly letter goes out; the password is in the
    environment, SYNC_SMTP_PASSWORD.
    """

    smtp: str = ""
    user: str = ""
    sender: str = ""
    statements: bool = False

    @property
    def host(self) -> str:
        """The mail server's name or address."""
        return _SERVER.sub(r"\1\2", self.smtp)

    @property
    def port(self) -> int:
        """Its port: 587 where none is named."""
        found = _SERVER.fullmatch(self.smtp)
        return int(found[3] or 587) if found else 587

    @field_validator("smtp")
    @classmethod
    def _smtp(cls, server: str) -> str:
        if server and not _SERVER.fullmatch(server):
            raise ValueError(
                "write a server and its port: smtp.school.example:587"
            )
        return server

    @field_validator("sender")
    @classmethod
    def _sender(cls, address: str) -> str:
        if address and not ADDRESS.fullmatch(address):
            raise ValueError("write an e-mail address")
        return address


class WordsPart(Part):
    """``[words]``: words of the field, of which templates/words.toml has the
    usual ones.
    """

    mentee: str = Field(
        WORDS["mentee"], min_length=1, max_length=40, pattern=r"^[^\W\d].*$"
    )

    @field_validator("mentee", mode="before")
    @classmethod
    def _mentee(cls, text: object) -> object:
        return " ".join(text.split()) if isinstance(text, str) else text


class RecordsPart(Part):
    """``[records]``: who signs the record of somebody's meetings, in the order
    of the lines; some states want the principal's.
    """

    signatures: Names = ("Mentee", "Mentor")


class AlertPart(Part):
    """``[alert]``: who gets a mail when no run has succeeded for so many
    hours; it goes out as ``[letter]`` says.
    """

    to: Names = ()
    hours: int = Field(default=24, ge=1, le=168)

    @field_validator("to")
    @classmethod
    def _to(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for each in given:
            if not ADDRESS.fullmatch(each):
                raise ValueError("write e-mail addresses")
        return given


class RetentionPart(Part):
    """``[retention]``: how many years records are kept after the school year.

    While ``hold`` is true nothing is removed: a request or a dispute is
    pending, which ``reason`` names.
    """

    years: int = Field(default=1, ge=0, le=20)
    hold: bool = False
    reason: str = Field(default="", max_length=200)


class ProgramFile(Part):
    """The whole of ``program.toml``."""

    version: Literal[1] = 1
    state: str = "state.sqlite"
    health_check: str = ""
    program: ProgramPart
    google: GooglePart = GooglePart()
    form: FormPart = FormPart()
    defaults: DefaultsPart = DefaultsPart()
    letter: LetterPart = LetterPart()
    alert: AlertPart = AlertPart()
    records: RecordsPart = RecordsPart()
    words: WordsPart = WordsPart()
    retention: RetentionPart = RetentionPart()

    @field_validator("state")
    @classmethod
    def _state(cls, place: str) -> str:
        # Not shown: it may have a password in it.
        nearly = re.search(
            r"://|^postgres\w*:|\b(?:host|user|password|dbname)\s*=|@", place
        )
        if nearly and not place.startswith(POSTGRES):
            raise PydanticCustomError(
                "state",
                "an address here begins with postgresql://, as in postgresql://user@host/database",
            )
        if not place or any(not c.isprintable() for c in place):
            raise PydanticCustomError(
                "state",
                "write a file's name or a postgresql:// address, on one line",
            )
        return place

    @field_validator("health_check")
    @classmethod
    def _health_check(cls, url: str) -> str:
        if url and not re.fullmatch(r"https?://\S+", url):
            raise ValueError("write an address that begins with https://")
        return url


PARTS: dict[str, type[Part]] = {
    "program": ProgramPart,
    "google": GooglePart,
    "form": FormPart,
    "defaults": DefaultsPart,
    "letter": LetterPart,
    "alert": AlertPart,
    "records": RecordsPart,
    "words": WordsPart,
    "retention": RetentionPart,
}

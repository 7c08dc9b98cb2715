"""A program's folder to fill in: program.toml, districts.csv, rosters and
calendars.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sync.core.presets import PRESETS
from sync.errors import Refused
from sync.program import private_files
from sync.program.districts_file import DISTRICT_COLUMNS

_PROGRAM = """\
# Making Time: one mentoring program. Lines that begin with # are explanations or defaults.

version = 1
# state = "state.sqlite"   # what the last run saw; a postgresql:// address where several machines share it
# health_check = ""          # an address, as of healthchecks.io, that each run fetches when it has ended

[program]
name = "{name}"
year = "{year}"                      # the school year, as in 2026-27; 2027 where it begins in January
time_zone = "{time_zone}"
# locale = "en_US"                     # how sheets, files and cells write days and numbers: en_GB for 31/12/2026

[google]
{endpoint}                   # to try everything on this machine, without Google
# credentials = "application-default"  # or a service account's key file, beside this file, or a list of several; or "login"
# client = ""                          # for "login": the file of an OAuth client of the kind Desktop app, then `sync login`
# act_as = ""                          # a person of the domain that the service account acts for (domain-wide delegation)
# impersonate = ""                     # a service account to act as, without its key
# folder = ""                          # the id of a Drive folder to work in; empty: one is made
# unseen_hours = 6                     # a sheet that nobody has seen for so long is read, whatever Drive says was changed

[form]
# email = "verified"       # verified: mentors sign in | typed: they type their address | none
# responders = ["anyone"]  # anyone with the link, signed in where email is verified; or "domain:school.example", "group:mentors@school.example", "user:..."
# coordinators_mentor = false    # true: some coordinators are mentors themselves, and the form says so
# coordinators_evaluate = false  # true: some coordinators evaluate teachers, and the form says so
# introduction = ""              # your own first lines of the form, instead
# strict = false           # true: an answer from an address that is not on the roster waits for the coordinator
# file = ""                # your own wording: a copy of forms/meeting_log.toml of the source, beside this file
# planning = ""            # the same for planning.toml, such as your school's times of day
# feedback = ""            # and for feedback.toml, such as your themes

[letter]
# smtp = "smtp.school.example:587"   # the mail server of `sync letter`; its password is in the environment, SYNC_SMTP_PASSWORD
# user = ""                          # who signs in there
# sender = ""                        # whose letter it is; replies go there
# statements = false                 # true: `sync letter --statements` mails everybody their own hours, once a month

[alert]
# to = ["it@school.example"]         # who gets a mail, by the server above, when no run has succeeded for so long
# hours = 24

[words]
# mentee = "mentee"                  # your word for a new teacher: "beginning teacher", "intern"

[records]
# signatures = ["Mentee", "Mentor"]  # who signs the records that `sync handout --log` prints

[defaults]
preset = "{preset}"          # what a district asks for, to begin with: {presets}
# pairs = 60               # how many numbers the blank Pairs tab is printed with
# country = "US"           # whose public holidays Calendar is printed with
# subdivision = "MA"

[retention]
# years = 1                # so many years after the last day of school `sync close --yes` may delete the records; `sync close` shows the day
# hold = false             # true while a request or a dispute is pending: nothing is removed
# reason = ""              # which one, as a refusal shows it
"""
_DISTRICTS = """\
{columns}
{row}
"""
_README = """\
Rosters and calendars, one file for each district, named by its key: rosters/WES.csv, calendars/WES.csv.
They are optional, and read once, when `sync provision` makes the district's sheet.

rosters/WES.csv       Mentor,Mentee,Mentor e-mail,Mentee e-mail,School,Starts,Regular day
calendars/WES.csv     What,From,To,Name,Minutes
                      (What: no school, early release, faculty meeting, PD day, orientation, training, whole group, testing, semester)
"""


@dataclass(frozen=True)
class Beginning:
    """What a new program begins with, but for what is to be filled in later;
    ``local``: in the local workspace, without Google.
    """

    first: date
    last: date
    name: str = "Our mentoring program"
    time_zone: str = "America/New_York"
    key: str = "WES"
    district: str = "Westbrook"
    coordinator: str = "coordinator@westbrook.example"
    schools: tuple[str, ...] = ("Hill School", "River School")
    preset: str = "weekly"
    local: bool = False

    @property
    def year(self) -> str:
        """The school year, as program.toml writes it."""
        first, last = self.first.year, self.last.year
        return f"{first}" if first == last else f"{first}-{last % 100:02d}"


def usual(today: date) -> Beginning:
    """A school year from August to June: the coming one from May on."""
    start = today.year if today.month >= 5 else today.year - 1
    return Beginning(date(start, 8, 31), date(start + 1, 6, 18))


def check_free(folder: Path) -> None:
    """Raises Refused for a folder that has a program."""
    if (folder / "program.toml").exists():
        raise Refused(
            f"{folder / 'program.toml'} is there already. Edit it, or give another folder with --dir."
        )


def init(folder: Path, begin: Beginning) -> list[Path]:
    """Write the commented files of a new program; returns their paths.

    Raises Refused for a folder that has one.
    """
    check_free(folder)
    row = (
        begin.key,
        begin.district,
        begin.coordinator,
        begin.first,
        begin.last,
        begin.preset,
        ";".join(begin.schools),
    )
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(row)
    endpoint = 'endpoint = "local"'
    files = {
        "program.toml": _PROGRAM.format(
            name=begin.name.replace("\\", "\\\\").replace('"', '\\"'),
            year=begin.year,
            time_zone=begin.time_zone,
            endpoint=endpoint if begin.local else f"# {endpoint}",
            preset=begin.preset,
            presets=", ".join(PRESETS),
        ),
        "districts.csv": _DISTRICTS.format(
            columns=",".join(DISTRICT_COLUMNS), row=line.getvalue()
        ),
        "rosters/README.txt": _README,
    }
    made = []
    for name, text in files.items():
        path = folder / name
        private_files.folder(path.parent)
        private_files.write(path, text)
        made.append(path)
    private_files.folder(folder / "calendars")
    return made

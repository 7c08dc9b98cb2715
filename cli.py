"""The ``sync`` command: parse, call one verb, print, exit code."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from datetime import date

    from sync.admin.finding import Finding
    from sync.admin.plan import Plan
    from sync.admin.rollover import Rolled
    from sync.google.clients import Google
    from sync.google.connect import MakePace
    from sync.program.opened import Program
    from sync.program.settings import Settings
    from sync.records.purge import Purged
    from sync.reports.letter import Letters
    from sync.run.one_run import RunResult
    from sync.state.shards import Shard
    from sync.state.store import State

app = typer.Typer(
    name="sync",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
roster_app = typer.Typer(help="Pairs from files.", no_args_is_help=True)
calendar_app = typer.Typer(help="School calendars from files.", no_args_is_help=True)
workspace_app = typer.Typer(
    help="The local workspace: Sheets, Forms and Drive on this machine.",
    no_args_is_help=True,
)
app.add_typer(roster_app, name="roster")
app.add_typer(calendar_app, name="calendar")
app.add_typer(workspace_app, name="workspace")

Config = Annotated[
    Path,
    typer.Option(
        "--config", envvar="SYNC_CONFIG", help="The program's file.", show_default=True
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of",
        help="Judge as of this day (2026-11-23) instead of today.",
        metavar="DATE",
    ),
]
HERE = Path("program.toml")
# Seconds that a command waits for another to end.
PATIENCE = 10


class LogFormat(StrEnum):
    """How standard error speaks."""

    TEXT = "text"
    JSON = "json"


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"making-time {version('making-time')}")
        raise typer.Exit


@app.callback()
def about(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Mentors log meetings in a Google Form; a Google Sheet shows who may need a word."""


# -- the verbs -------------------------------------------------------------------------


@app.command()
def init(
    folder: Annotated[
        Path, typer.Option("--dir", help="Where to make the program's folder.")
    ] = Path(),
) -> None:
    """Make a commented program.toml, districts.csv and rosters/ to fill in."""
    from datetime import datetime, timezone

    from sync.admin.init import init as make

    for path in make(folder, datetime.now(timezone.utc).date()):  # noqa: UP017
        _out(f"made {path}")
    _out(
        f"Next: fill in {folder / 'program.toml'} and {folder / 'districts.csv'}, rosters and calendars if you have them; then,"
    )
    _out(f"in {folder.resolve()}, run `sync doctor`, `sync plan` and `sync provision`.")


@app.command()
def doctor(
    config: Config = HERE,
    live: Annotated[
        bool,
        typer.Option(
            "--live-checks",
            help="Try what is assumed of Google, in a folder that goes into the trash.",
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Check everything that could stop a run, and say how to mend it.

    A probe is made in Drive and moved to the trash.
    """
    from sync.admin.doctor import NOT_YET, examine
    from sync.admin.finding import Grade

    found = []
    with _progress() as say:
        for finding in examine(config, _served, _command(), live):
            found.append(finding)
            say(finding.check)
            if not json:
                _tell_finding(finding)
    wrong = [finding for finding in found if finding.grade is Grade.WRONG]
    if json:
        _json(
            {
                "version": 1,
                "well": not wrong,
                "checks": [finding.as_json for finding in found],
            }
        )
    elif not wrong:
        _out("\nNothing stands in the way of a run.")
    elif [finding.said for finding in wrong] == [NOT_YET]:
        _out(
            "\nEverything is ready. Next: `sync plan` says what would be made, `sync provision` makes it."
        )
    else:
        _out(
            f"\n{len(wrong)} {'thing stands' if len(wrong) == 1 else 'things stand'} in the way of a run."
        )
    if wrong:
        raise typer.Exit(6)


@app.command()
def plan(
    config: Config = HERE,
    detailed: Annotated[
        bool,
        typer.Option(
            "--detailed-exitcode",
            help="End with 3 if something would be done, with 0 if not.",
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Say what provision would make, mend, share or refuse; nothing is written."""
    from sync.admin.provision import plan as look

    with _program(config) as (settings, google, state), _progress(google) as say:
        found = look(settings, google, state, say)
    if json:
        _json(found.as_json())
    else:
        _tell_plan(found, "would ")
        if found.changes and not found.refused:
            _out(f"To do just this: sync provision --expect {found.fingerprint}")
    if found.refused:
        raise typer.Exit(8)
    if detailed and found.changes:
        raise typer.Exit(3)


@app.command()
def provision(
    config: Config = HERE,
    expect: Annotated[
        str,
        typer.Option(
            help="Do nothing unless it is what a plan of this fingerprint said.",
            metavar="FINGERPRINT",
        ),
    ] = "",
    notify: Annotated[
        bool,
        typer.Option(
            "--notify", help="Let Google mail those to whom something is newly opened."
        ),
    ] = False,
) -> None:
    """Make the forms and sheets, mend what people broke, share them. Safe to repeat."""
    from sync.admin.provision import provision as make

    with _program(config) as (settings, google, state), _progress(google) as say:
        done = make(settings, google, state, say, expect, notify)
    _tell_plan(done)
    _out(f"form    {done.lock.responder_uri}")
    for name, form in done.lock.forms.items():
        _out(f"{name:7} {form.uri}")
    for name, book in (("all", done.lock.program), ("admin", done.lock.waiting)):
        if book:
            _out(f"{name:7} {book.url}")
    for key, sheet in sorted(done.lock.sheets.items()):
        _out(f"{key:7} {sheet.url}")
    if settings.file.google.endpoint == "local":
        _out(
            "These addresses are open while `sync workspace serve` runs in the program's folder."
        )


@app.command()
def login(
    config: Config = HERE,
    browser: Annotated[
        bool,
        typer.Option(
            help="Open a browser here; --no-browser says how to use one elsewhere."
        ),
    ] = True,
) -> None:
    """Let the tool act as you, for a program without a service account."""
    from sync.google.connect import login as ask
    from sync.google.connect import token_path
    from sync.program.opened import account_of

    with _ready(config) as (settings, _, make_pace, base):
        address = ask(account_of(settings), browser and _has_browser(), make_pace, base)
    _out(
        f"Logged in as {address}. The token is kept in {token_path(account_of(settings))}, readable by you alone."
    )
    _out(
        "If the consent screen of your project is External and in Testing, Google ends it after seven days: then publish"
    )
    _out(
        "the app, or make it Internal (Google Cloud console, APIs & Services, OAuth consent screen)."
    )


def _has_browser() -> bool:
    import webbrowser

    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return bool(
        os.environ.get("DISPLAY")
        or os.environ.get("WAYLAND_DISPLAY")
        or sys.platform in ("darwin", "win32")
    )


@roster_app.command("add")
def roster_add(
    file: Annotated[
        Path, typer.Argument(help="A CSV file with the headers of the Pairs tab.")
    ],
    district: Annotated[
        str, typer.Option(help="The district's key; else the file's name says it.")
    ] = "",
    config: Config = HERE,
) -> None:
    """Put new pairs onto free rows of a district's Pairs tab. Safe to repeat."""
    from sync.admin.add_pairs import add

    with _program(config) as (settings, google, state):
        from sync.run.one_run import today_in

        added = add(settings, google, state, file, today_in(settings), district)
    for code in added.codes:
        _out(f"added {code}")
    for pair in added.known:
        _out(f"there already: {pair}")


@calendar_app.command("add")
def calendar_add(
    file: Annotated[
        Path,
        typer.Argument(
            help="A calendar (.ics), or a CSV file with the headers of the Calendar tab."
        ),
    ],
    district: Annotated[
        str, typer.Option(help="The district's key; else the file's name says it.")
    ] = "",
    config: Config = HERE,
) -> None:
    """Put a school calendar's days into a district's Calendar tab. Safe to repeat.

    What stands there already is left alone.
    """
    from sync.admin.add_calendar import add

    with _program(config) as (settings, google, state):
        added = add(settings, google, state, file, district)
    for row in added.rows:
        _out(f"added  {row}")
    for row in added.known:
        _out(f"there already: {row}")
    for name in added.passed:
        _err(f"passed over: {name}. Add it by hand if it matters to pairs.")
    if added.rows:
        _out("Look through Calendar once: what is not meant can be cleared there.")


@app.command()
def run(
    config: Config = HERE,
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of",
            help="Judge and write the sheets as of this day (2026-11-23).",
            metavar="DATE",
        ),
    ] = "",
    only: Annotated[
        str, typer.Option(help="One district's key.", metavar="DISTRICT")
    ] = "",
    full: Annotated[
        bool,
        typer.Option(
            "--full", help="Read every sheet, whatever Drive says was touched."
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Write nothing to the sheets; say what would change, row by row.",
        ),
    ] = False,
    accept: Annotated[
        bool,
        typer.Option(
            "--accept", help="Believe a Pairs tab that lost many pairs at once."
        ),
    ] = False,
    shard: Annotated[
        str,
        typer.Option(
            help="Run for one share of the districts: 0/4 to 3/4 on four machines.",
            metavar="I/N",
        ),
    ] = "",
    log_format: Annotated[
        LogFormat,
        typer.Option(help="What standard error says: words, or a JSON object a line."),
    ] = LogFormat.TEXT,
    log_file: Annotated[
        str,
        typer.Option(
            help="Write a JSON object a line into this file instead of standard error; it is kept below 1 MB, with two"
            " older ones beside it.",
            metavar="FILE",
        ),
    ] = "",
    json: Json = False,
) -> None:
    """Read what is new, judge every pair, and write the districts' sheets."""
    from sync.run.as_json import run_json
    from sync.run.health_check import told
    from sync.state.shards import shard_in

    if log_format is LogFormat.JSON or log_file:
        from sync.run.json_log import as_json

        as_json(Path(log_file) if log_file else None)
    share = shard_in(shard, os.environ)
    with _program(config, share) as (settings, google, state), _progress(google) as say:
        from sync.run.one_run import run as do

        attended = sys.stderr.isatty()
        with told("" if dry_run else settings.file.health_check) as outcome:
            result = do(
                settings,
                google,
                state,
                _day(as_of, settings),
                only,
                full,
                write=not dry_run,
                say=say,
                attended=attended,
                accept=accept,
                differ=dry_run,
                shard=share,
                keep=False,
            )
            outcome.well = not (
                result.failed or result.guarded or result.gone or result.notices
            )
    if json:
        _json(run_json(result, google.pace.calls))
    else:
        _tell_run(settings, result, google.pace.calls)
    _finish(result)


@app.command()
def status(
    config: Config = HERE,
    as_of: AsOf = "",
    district: Annotated[str, typer.Option(help="One district's key.")] = "",
    json: Json = False,
) -> None:
    """Show where every pair stands today, writing nothing to the sheets."""
    from sync.run.as_json import status_json

    with _looked(config, as_of, district) as (program, result):
        settings = program.settings
    if json:
        _json(status_json(result))
    else:
        _tell_status(settings, result)
    _finish(result)


@app.command()
def explain(
    code: Annotated[str, typer.Argument(help="A pair's code, such as WES-12.")],
    config: Config = HERE,
    as_of: AsOf = "",
) -> None:
    """Say what one pair's status rests on, and what did not count. Writes nothing."""
    from sync.core.explain import explain as words

    with _program(config) as (settings, google, state), _progress(google) as say:
        from sync.run.one_run import pair_of
        from sync.run.one_run import run as do

        key, number = pair_of(settings, code)
        result = do(
            settings, google, state, _day(as_of, settings), key, write=False, say=say
        )
    (standing,) = result.standings
    pair = next((p for p in standing.pairs if p.pair.number == number), None)
    if pair is None:
        from sync.errors import ConfigurationError

        raise ConfigurationError(
            f"{key}-{number}: nobody stands beside this number in {standing.district.name}'s Pairs."
        )
    for line in words(standing, pair):
        _out(line)
    _finish(result)


@app.command()
def report(
    config: Config = HERE,
    as_of: AsOf = "",
    pay: Annotated[
        bool, typer.Option("--pay", help="Minutes by mentor, over all their pairs.")
    ] = False,
    hours: Annotated[
        bool,
        typer.Option(
            "--hours", help="Minutes by mentee, over all their pairs, for a ledger."
        ),
    ] = False,
    cover: Annotated[
        bool,
        typer.Option("--cover", help="Planned observations whose cover is to arrange."),
    ] = False,
    annual: Annotated[
        bool,
        typer.Option(
            "--annual",
            help="With --out: also what the state asks for at the end of a year.",
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Write the page, its figures and every table into this folder."
        ),
    ] = None,
    district: Annotated[str, typer.Option(help="One district's key.")] = "",
) -> None:
    """Print one table as CSV, or write all tables and pages into a folder.

    Nothing is written to the sheets.
    """
    from sync.program.annual_questions import asking_of
    from sync.reports.annual_report import write as write_annual
    from sync.reports.tables import REPORTS, text_of, write_all
    from sync.run.other_forms import opinions

    asked = [
        name
        for name, wanted in (("pay", pay), ("hours", hours), ("cover", cover))
        if wanted
    ]
    if (len(asked) != 1) is (out is None) or (annual and out is None):
        raise typer.BadParameter(
            f"name one of {', '.join(f'--{n}' for n in REPORTS)}, or a folder with --out"
        )
    with _looked(config, as_of, district) as (opened, result):
        settings, said = opened.settings, opinions(opened)
    if out is None:
        print(text_of(asked[0], result.standings), end="")
    else:
        from sync.reports.pages import write as write_pages

        program = settings.file.program
        made = [
            *write_pages(out, result.standings, program.name, program.year),
            *write_all(out, result.standings),
        ]
        if annual:
            made += write_annual(
                out, result.standings, asking_of(settings), said, program.year
            )
        for path in made:
            _out(f"made {path}")
    _finish(result)


@app.command()
def links(
    config: Config = HERE,
    qr: Annotated[
        Path | None,
        typer.Option(
            help="Write each link as a QR code (SVG) into this folder.", metavar="DIR"
        ),
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option(help="Write the table into this file instead of printing it."),
    ] = None,
    district: Annotated[str, typer.Option(help="One district's key.")] = "",
) -> None:
    """Print each pair's own links to the forms, as CSV or as QR codes."""
    from sync.reports.link_list import Doors, qr_codes, table

    with _looked(config, "", district) as (program, result):
        doors = Doors(program)
    if qr is not None:
        for path in qr_codes(qr, result.standings, doors):
            _out(f"made {path}")
    text = table(result.standings, doors)
    if csv is not None:
        csv.write_text(text, encoding="utf-8-sig")
        _out(f"made {csv}")
    elif qr is None:
        print(text, end="")
    _finish(result)


@app.command()
def handout(
    config: Config = HERE,
    out: Annotated[Path, typer.Option(help="The folder to write them into.")] = Path(
        "handouts"
    ),
    district: Annotated[str, typer.Option(help="One district's key.")] = "",
) -> None:
    """Make a page for each pair to print: rules, a blank schedule, their links."""
    from sync.reports.handout import write
    from sync.reports.link_list import Doors

    with _looked(config, "", district) as (program, result):
        doors = Doors(program)
    for path in write(out, result.standings, doors, program.settings.file.program.year):
        _out(f"made {path}")
    _finish(result)


@app.command()
def letter(
    config: Config = HERE,
    as_of: AsOf = "",
    out: Annotated[
        Path | None,
        typer.Option(
            help="Write the letters into this folder (.eml) instead of sending them; they count as sent."
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Print the letters; nothing is sent or noted."),
    ] = False,
    district: Annotated[str, typer.Option(help="One district's key.")] = "",
) -> None:
    """Mail coordinators what is new, at most once a week.

    Nothing is sent where nothing is new.
    """
    from sync.program.settings import load
    from sync.reports.letter import by_smtp, into, preview, write_letters

    part = load(config).file.letter
    if not (dry_run or out or (part.smtp and part.sender)):
        from sync.errors import ConfigurationError

        raise ConfigurationError(
            f"{config}: [letter] says no mail server and sender. Add smtp and sender there, or write the letters into a folder"
            " with --out."
        )
    with _looked(config, as_of, district) as (program, result):
        if dry_run:
            for standing in result.standings:
                _out(preview(program, standing, part.sender) + "\n")
            return
        send = (
            into(out)
            if out
            else by_smtp(part, os.environ.get("SYNC_SMTP_PASSWORD", ""))
        )
        done = write_letters(
            program, result.standings, send, part.sender or "making-time@localhost"
        )
    _tell_letters(done)
    _finish(result)
    if done.failed or done.uncertain:
        raise typer.Exit(4)


@app.command()
def export(
    code: Annotated[str, typer.Argument(help="A pair's code, such as WES-12.")],
    config: Config = HERE,
) -> None:
    """Print everything that is kept of a pair's mentee as one JSON object.

    It covers all their pairs of the year, whoever the mentor was.
    """
    from sync.records.export import export as collected

    with _program(config) as (settings, google, state):
        from sync.run.one_run import today_in

        told = collected(settings, google, state, code, today_in(settings))
    _json(told)


@app.command()
def purge(
    code: Annotated[str, typer.Argument(help="A pair's code, such as WES-12.")],
    config: Config = HERE,
    yes: Annotated[
        bool,
        typer.Option(
            "--yes", help="Do it; without this it is only said what would be done."
        ),
    ] = False,
) -> None:
    """Take everything of a pair's mentee out of the sheets and the state for good.

    Their numbers are not given again.
    """
    from sync.records.purge import purge as take_away

    with _program(config) as (settings, google, state), _progress(google) as say:
        from sync.run.one_run import today_in

        done = take_away(settings, google, state, code, today_in(settings), yes, say)
    _tell_purged(done)


@app.command()
def rollover(
    year: Annotated[
        str,
        typer.Argument(help="The next school year, such as 2027-28.", metavar="YEAR"),
    ],
    folder: Annotated[
        Path | None,
        typer.Option(
            "--dir",
            help="The new program's folder; else one beside this one, named by the year.",
        ),
    ] = None,
    config: Config = HERE,
) -> None:
    """Make next year's folder with the pairs that stay; close this year's sheets.

    Sheets are closed when the year is over.
    """
    from sync.admin.rollover import rollover as roll

    with _program(config) as (settings, google, state), _progress(google) as say:
        from sync.run.one_run import today_in

        done = roll(settings, google, state, year, folder, today_in(settings), say)
    _tell_rollover(done)


@app.command()
def automate(
    kind: Annotated[
        str,
        typer.Argument(
            help="cron, systemd, launchd, windows, github, cloud-run or kubernetes.",
            metavar="KIND",
        ),
    ],
    config: Config = HERE,
    folder: Annotated[
        Path,
        typer.Option(
            "--dir", help="Where to write the files.", show_default="automate"
        ),
    ] = Path("automate"),
    image: Annotated[
        str, typer.Option(help="The container's image, for cloud-run and kubernetes.")
    ] = "",
    shards: Annotated[
        int,
        typer.Option(
            min=1, max=100, help="Into how many shares the districts are divided there."
        ),
    ] = 1,
) -> None:
    """Write the files that run the program on a schedule.

    Each file says at its head how it is installed.
    """
    from sync.admin.automate import MACHINES, Job, Kind, write
    from sync.program.settings import load

    try:
        wanted = Kind(kind)
    except ValueError:
        raise typer.BadParameter(
            f"{kind!r} is not known; use one of {', '.join(Kind)}"
        ) from None
    made = write(wanted, Job.of(load(config), _command(), image, shards), folder)
    for path in made:
        _out(f"made {path}")
    _out(f"The first lines of {made[0].name} say how it is installed.")
    if MACHINES.get(wanted, sys.platform) != sys.platform:
        _out(
            f"The paths in it are of this machine. Run `sync automate {wanted}` on the one that it is for."
        )


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Option("--dir", help="Where to make the demo program.")
    ] = Path("demo"),
    districts: Annotated[
        int, typer.Option(min=1, max=12, help="How many districts.")
    ] = 3,
    seed: Annotated[int, typer.Option(help="Another seed tells another story.")] = 1,
    as_of: AsOf = "",
    serve: Annotated[
        bool, typer.Option("--serve", help="Leave the pages open afterwards.")
    ] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port of the pages; 0 picks one.")
    ] = 0,
    json: Json = False,
) -> None:
    """Show the whole story on this machine, without any account.

    It makes a program, logs ten weeks, judges, and judges again.
    """
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sync import demo as story
    from sync.run.as_json import run_json, status_json

    day = _date(as_of) if as_of else datetime.now(ZoneInfo(story.ZONE)).date()
    told = story.prepare(folder, seed, day, districts)
    from workspace.server import serving

    with serving(
        told.settings.data_path, port, control=True, seed=f"demo {seed}"
    ) as space:
        with _progress() as say:
            story.move_clock(space.url, story.morning_before(told))
            with _program(told.settings.path) as (settings, google, state):
                from sync.admin.provision import provision as make
                from sync.program.opened import Program
                from sync.run.one_run import run as do

                lock = make(settings, google, state, say).lock
            sent = story.send_answers(told, space.url, say)
            story.move_clock(space.url, story.afternoon(day))
            with _program(told.settings.path) as (settings, google, state):
                first = do(settings, google, state, day, say=say)
                first_calls = dict(google.pace.calls)
            with _program(told.settings.path) as (settings, google, state):
                second = do(settings, google, state, day, say=say)
                second_calls = dict(google.pace.calls)
                places = story.hand_out(
                    Program(settings, google, state), first.standings
                )
        if datetime.now(ZoneInfo(story.ZONE)).date() == day:
            story.move_clock(space.url, datetime.now(ZoneInfo(story.ZONE)))
        if json:
            _json(
                {
                    "version": 1,
                    "config": str(told.settings.path),
                    "form_url": lock.responder_uri,
                    "forms": {name: form.uri for name, form in lock.forms.items()},
                    "program_sheet": lock.program.url if lock.program else "",
                    "waiting_sheet": lock.waiting.url if lock.waiting else "",
                    "sheets": {key: s.url for key, s in lock.sheets.items()},
                    "files": {name: str(path) for name, path in places.items()},
                    "run": run_json(first, first_calls),
                    "second_run": run_json(second, second_calls),
                    "status": status_json(first),
                }
            )
        else:
            _tell_demo(told.settings, sent, first, second, second_calls)
            _out(f"To open: {', '.join(str(path) for path in places.values())};")
            _out(
                f"forms and sheets with `making-time workspace serve --data {told.settings.data_path}`"
            )
        if serve:
            command = Path(sys.argv[0]).resolve()
            _serve_until_stopped(
                space.url,
                f"In another terminal: {command} run --config {folder / 'program.toml'}",
            )


@workspace_app.command("serve")
def workspace_serve(
    port: Annotated[
        int,
        typer.Option(
            min=0,
            max=65535,
            help="The port; 0 takes the one of last time, or picks one.",
        ),
    ] = 0,
    data: Annotated[Path, typer.Option(help="The file that holds everything.")] = Path(
        "workspace.sqlite"
    ),
    control: Annotated[
        bool,
        typer.Option(
            "--control", help="Open /_internal to tests: clock, faults, quotas, reset."
        ),
    ] = False,
    quotas: Annotated[
        bool, typer.Option("--quotas", help="Enforce Google's quotas.")
    ] = False,
    latency: Annotated[
        float,
        typer.Option(min=0, max=60, help="Answer every call this many seconds later."),
    ] = 0.0,
) -> None:
    """Serve the local workspace until Ctrl-C."""
    from workspace.server import AlreadyServed, serving

    try:
        with serving(
            data.resolve(), port, control, quotas=quotas, latency=latency
        ) as space:
            _serve_until_stopped(space.url, "")
    except AlreadyServed:
        from sync.errors import Busy

        raise Busy(
            f"{data} is served already. Use that one, or end it first."
        ) from None


# -- printing --------------------------------------------------------------------------


def _out(text: str) -> None:
    print(text)


def _err(text: str) -> None:
    if _machine_reads():
        import logging

        logging.getLogger("sync").warning(text)
    else:
        print(text, file=sys.stderr)


def _machine_reads() -> bool:
    """Whether standard error is a log for machines."""
    return "logging" in sys.modules and bool(
        sys.modules["logging"].getLogger("sync").handlers
    )


def _json(value: Any) -> None:
    import json

    print(json.dumps(value, indent=2, ensure_ascii=False))


def _tell_finding(finding: Finding) -> None:
    from sync.admin.finding import Grade

    said = f"{finding.said} → {finding.remedy}" if finding.remedy else finding.said
    mark = "WRONG" if finding.grade is Grade.WRONG else finding.grade.value
    _out(f"{mark:6} {finding.check}: {said}")


def _tell_plan(plan: Plan, would: str = "") -> None:
    from sync.admin.plan import Deed

    done = (
        {Deed.MAKE: "make", Deed.MEND: "mend", Deed.SHARE: "share"}
        if would
        else {Deed.MAKE: "made", Deed.MEND: "mended", Deed.SHARE: "shared"}
    )
    for deed, word in done.items():
        for what in plan.of(deed):
            _out(
                f"{would}{word:7} {what.replace(': opened to', ': open to') if would else what}"
            )
    for what in plan.of(Deed.NOTICE):
        _err(f"notice: {what}")
    for why in plan.refused:
        _err(f"would refuse: {why}")
    if not plan.changes and not plan.refused:
        _out(
            f"Everything is as declared; nothing {'would be' if would else 'was'} written."
        )


def _tell_rollover(done: Rolled) -> None:
    for pairs in done.carried.values():
        for pair in pairs:
            _out(f"stays   {pair}")
    for what in done.closed:
        _out(f"closed  {what}")
    for pair in done.unsaid:
        _err(f"not carried over, as Stays next year says nothing: {pair}")
    for notice in done.notices:
        _err(f"notice: {notice}")
    _out(f"{done.folder} is {'made' if done.made else 'there already'}.")
    if done.made:
        _out(
            "Look through its districts.csv (first and last day) and rosters, run `sync provision` there, and let the schedule name"
        )
        _out("it: `sync automate`.")
    if done.opens:
        _out(
            f"This year's sheets stay open until {done.opens:%B} {done.opens.day}; run the same command after that to close them."
        )


def _tell_letters(done: Letters) -> None:
    for keys, words in (
        (done.sent, "sent"),
        (done.nothing, "nothing to say"),
        (done.this_week, "had one this week"),
        (done.nobody, "no coordinator is named in districts.csv"),
    ):
        for key in keys:
            _out(f"{key:7} {words}")
    for key, day in done.uncertain.items():
        _err(
            f"{key}: the letter of {day} may have gone out, and may not: it is not sent again. The next one goes a week after it."
        )
    for key, error in done.failed.items():
        _err(f"{key}: {error}")


def _tell_purged(purged: Purged) -> None:
    from sync.core.words import many

    records, done = purged.records, purged.done
    did = "removed" if done else "would be removed:"
    for _, row in records.rows.get("pairs", ()):
        _out(f"{did} {row['mentee']}, with {row['mentor']}")
    for tab, word in (
        ("observations", "planned observation"),
        ("follow_up", "follow-up"),
        ("corrections", "correction"),
    ):
        if records.rows.get(tab):
            _out(f"{did} {many(len(records.rows[tab]), word)}")
    if records.planned:
        _out(f"{did} {many(len(records.planned), 'cell')} of Schedule")
    if purged.answers:
        _out(
            f"{did} {many(len(purged.answers), 'answer')} to the forms, from every tab"
        )
    if records.named:
        _out(
            f"{did} their number from {many(len(records.named), 'answer')} of other pairs"
        )
    for place in purged.named_in:
        _err(
            f"{place} still names them, and a sheet that is made anew is printed from it: delete that line."
        )
    if not purged.done:
        _out(
            "Nothing was removed. Say --yes to do it; `sync export` first, if somebody wants to keep it."
        )
        return
    if purged.answers:
        _out(
            "The sheet passes over these answers from now on, but Google lets only a person delete them. Open the form and the"
        )
        _out("planning form, Responses, Individual, and delete those sent on")
        for sent in sorted(purged.answers):
            _out(f"  {sent}")
    _out(
        "The sheet's version history (File, Version history) and files that were saved elsewhere still hold what they held."
    )


def _tell_run(settings: Settings, result: RunResult, calls: dict[str, int]) -> None:
    from sync.core.words import many

    day = f"{result.day:%A, %B} {result.day.day}, {result.day.year}"
    if not result.told and not result.failed:
        _out("No district falls to this share.")
        return
    said = [
        many(n, word)
        for n, word in (
            (result.heard["planning"], "plan"),
            (result.heard["feedback"], "opinion"),
        )
        if n
    ]
    _out(
        f"{', '.join([many(len(result.new), 'new answer'), f'{result.counted} counted', *said])}. As of {day}:"
    )
    for key, told in result.told.items():
        mark = "written" if key in result.changed else "nothing to write"
        if result.differences.get(key):
            mark = "would be written"
        _out(f"  {told['name']}: {told['headline']} [{mark}]")
        for question in told["questions"]:
            _out(f"    ? {question}")
        for line in result.differences.get(key, ()):
            _out(f"    {line}")
    _tell_rest(settings, result)
    spent = ", ".join(f"{n} {kind}" for kind, n in calls.items() if n)
    _out(f"Calls to Google: {spent}.")


def _tell_rest(settings: Settings, result: RunResult) -> None:
    from sync.run.meeting_log import sentence

    for answer in result.unplaced:
        _err(
            f"waits: {sentence(answer, settings)}. Ask for it again with the pair's own link, or add the district."
        )
    for problem in result.unreadable:
        _err(f"waits: {problem}")
    for notice in result.notices:
        _err(f"notice: {notice}")


def _tell_status(settings: Settings, result: RunResult) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from templates.status_rows import headline, held_of_expected

    colors = {
        "Reach out": "bold red",
        "Check in": "yellow",
        "Reached out": "blue",
        "On track": "green",
    }
    console = Console(width=None if sys.stdout.isatty() else 150, highlight=False)
    for standing in result.standings:
        day = standing.day
        title = Text(f"\n{standing.district.name}", style="bold") + Text(
            f" as of {day:%A, %B} {day.day}: {headline(standing)}", style="not bold"
        )
        console.print(title)
        table = Table(
            box=None,
            pad_edge=False,
            padding=(0, 2, 0, 0),
            show_header=True,
            header_style="dim",
        )
        narrow = console.width < 110
        columns = [
            ("Status", 11),
            ("Pair", 24),
            ("Held", 7),
            ("Why", 30),
            ("Next step", 24),
        ]
        for name, least in (
            [*columns[:2], ("Why, and the next step", 30)] if narrow else columns
        ):
            table.add_column(name, min_width=least, overflow="fold")
        for p in standing.pairs:
            held = held_of_expected(p).replace(" / ", "/")
            flags = dict.fromkeys(f"{f.name.capitalize()}." for f in p.further)
            steps = list(
                dict.fromkeys(filter(None, [p.next, *(f.next for f in p.further)]))
            )
            why, step = " ".join([p.why, *flags]), steps[0] if steps else ""
            cells = (
                [held, Text(why), Text(step)]
                if not narrow
                else [Text(f"{why} → {step}" if step else why)]
            )
            table.add_row(
                Text(p.status.value, style=colors.get(p.status.value, "")),
                Text(p.pair.label),
                *cells,
            )
        console.print(
            table
            if standing.pairs
            else Text("  No pairs yet: fill in Pairs, or `sync roster add`.")
        )
        for question in standing.questions:
            console.print(Text(f"  ? {question}"))
    _tell_rest(settings, result)


def _tell_demo(
    settings: Settings,
    sent: int,
    first: RunResult,
    second: RunResult,
    calls: dict[str, int],
) -> None:
    _out(
        f"Made a program of {len(first.standings)} districts in {settings.folder}, and sent {sent} answers through the forms' pages."
    )
    _out(f"First run: {len(first.new)} new answers, {first.counted} counted.")
    _tell_status(settings, first)
    wrote = ", ".join(sorted(second.changed)) or "nothing to write"
    _out(
        f"\nSecond run: {wrote} ({sum(calls.values())} calls, {calls['sheets.write']} of them writes)."
    )


def _serve_until_stopped(url: str, hint: str) -> None:
    import threading

    _err(f"The local workspace is open at {url} - stop it with Ctrl-C.")
    if hint:
        _err(hint)
    threading.Event().wait()


def _finish(result: RunResult) -> None:
    for key, error in result.failed.items():
        _err(f"{key}: {error}")
    if result.guarded:
        whose = ", ".join(sorted(result.guarded))
        _err(
            f"{whose}: Pairs lost many pairs at once, so what it said before still holds. Undo it in the sheet, or, if it"
            " is meant, run `sync run --accept`."
        )
    if result.gone:
        _err(result.gone)
    if result.failed or result.notices:
        raise typer.Exit(4)
    if result.guarded or result.gone:
        raise typer.Exit(8)


@contextmanager
def _progress(google: Google | None = None) -> Iterator[Callable[..., None]]:
    """Say what is being done, on standard error, if somebody is looking: how far, calls
    spent and left, time to go.
    """
    if not sys.stderr.isatty() or _machine_reads():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    bar = (
        BarColumn(24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[calls]}"),
        TimeRemainingColumn(compact=True),
    )
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        *bar,
        console=Console(stderr=True),
        transient=True,
    ) as shown:
        task = shown.add_task("starting", total=None, calls="")

        def say(text: str, done: int = 0, of: int = 0) -> None:
            calls = (
                f"{google.pace.calls.total()} calls, {of - done} to go"
                if google and of
                else ""
            )
            shown.update(
                task, description=text, completed=done, total=of or None, calls=calls
            )

        yield say


# -- beginning and ending --------------------------------------------------------------


@contextmanager
def _ready(
    config: Path, shard: Shard | None = None
) -> Iterator[tuple[Settings, State, MakePace, str]]:
    """A program's settings and state, under its lock, how its calls are paced, and the
    address of a local workspace.

    For Google the address is empty.
    """
    from contextlib import ExitStack, closing
    from functools import partial

    from sync.google.calls import Pace
    from sync.program.settings import load
    from sync.state.shards import WHOLE

    settings = load(config)
    with ExitStack() as stack:
        state = stack.enter_context(_when_free(settings, shard or WHOLE))
        ledger = stack.enter_context(closing(state.ledger()))
        base = stack.enter_context(_served(settings))
        try:
            yield settings, state, partial(Pace, ledger), base
        except KeyboardInterrupt:
            _err("Stopped. Nothing is half done; run the same command again to finish.")
            raise typer.Exit(130) from None


@contextmanager
def _looked(
    config: Path, as_of: str, district: str
) -> Iterator[tuple[Program, RunResult]]:
    """A program, and how everything of it (or of one district) stands; nothing is
    written to the sheets.
    """
    with _program(config) as (settings, google, state), _progress(google) as say:
        from sync.program.opened import Program
        from sync.run.one_run import run as do

        result = do(
            settings,
            google,
            state,
            _day(as_of, settings),
            district,
            write=False,
            say=say,
        )
        yield Program(settings, google, state), result


def _command() -> Path:
    """This program by its whole path, as a schedule must call it."""
    called = Path(sys.argv[0]).resolve()
    return called.with_suffix(".exe") if called.with_suffix(".exe").exists() else called


@contextmanager
def _served(settings: Settings) -> Iterator[str]:
    """The address of a program's local workspace, served for as long as needed; empty
    for Google's own.
    """
    if settings.file.google.endpoint == "google":
        yield ""
        return
    from workspace.server import reachable

    with reachable(settings.data_path) as base:
        yield base


@contextmanager
def _program(
    config: Path, shard: Shard | None = None
) -> Iterator[tuple[Settings, Google, State]]:
    """A program's settings, clients and state, under its lock."""
    from contextlib import closing

    from sync.program.opened import clients

    with (
        _ready(config, shard) as (settings, state, make_pace, base),
        closing(clients(settings, make_pace, base)) as google,
    ):
        yield settings, google, state


@contextmanager
def _when_free(settings: Settings, shard: Shard) -> Iterator[State]:
    """The state, held alone; another command that holds it is waited for, since most
    take seconds.
    """
    import time
    from contextlib import ExitStack

    from sync.errors import Busy
    from sync.state.store import opened

    ends = time.monotonic() + PATIENCE
    while True:
        stack = ExitStack()
        try:
            state = stack.enter_context(opened(settings.state, shard))
        except Busy:
            if time.monotonic() > ends:
                raise
            time.sleep(0.5)
        else:
            break
    with stack:
        yield state


def _day(text: str, settings: Settings) -> date:
    from sync.run.one_run import today_in

    return _date(text) if text else today_in(settings)


def _date(text: str) -> date:
    from datetime import date

    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not 2000 <= day.year < 2100:
        raise typer.BadParameter(f"{text!r} is not a date; write it as 2026-11-23")
    return day


def main() -> None:
    """Run the command; a known error ends with its message and code, a bug with a log
    to send.
    """
    # google-api-core's own calendar; which versions of Python are right is said in
    # pyproject.toml.
    warnings.filterwarnings(
        "ignore", "You are using a (non-supported )?Python version", FutureWarning
    )
    try:
        app(standalone_mode=True)
    except KeyboardInterrupt:
        _err("\nStopped. Run the same command again to finish.")
        sys.exit(130)
    except Exception as error:
        from forms.definition import FormFileError
        from sync.errors import SyncError

        if isinstance(error, SyncError):
            _err(f"sync: {error}")
            sys.exit(error.exit_code)
        if isinstance(error, FormFileError):
            _err(f"sync: {error}")
            sys.exit(6)
        _err(
            f"sync: something went wrong that should not have: {type(error).__name__}. A log to send is at {_bug_log(error)}"
        )
        sys.exit(3)


def _bug_log(error: Exception) -> Path:
    """Write a traceback where it can be found, without the values of variables."""
    import platform
    import tempfile
    import traceback
    from importlib.metadata import version

    text = "".join(traceback.format_exception(error))
    head = f"making-time {version('making-time')}, Python {platform.python_version()}, {platform.platform()}\n\n"
    descriptor, name = tempfile.mkstemp(prefix="making-time-", suffix=".log")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(head + text)
    return Path(name)


if __name__ == "__main__":
    main()

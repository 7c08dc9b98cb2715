"""The ``sync`` command: parse, call one verb, print, exit code."""

from __future__ import annotations

import os
import sys
import warnings
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from sync.terminal import called, opening, say
from sync.terminal.opening import looked_at, opened
from sync.terminal.progress import progress

if TYPE_CHECKING:
    from sync.core.judge import DistrictStanding
    from sync.run.result import RunResult

app = typer.Typer(
    name="sync",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
roster_app = typer.Typer(help="Pairs from files.", no_args_is_help=True)
calendar_app = typer.Typer(
    help="School calendars from files.", no_args_is_help=True
)
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
        "--config",
        envvar="SYNC_CONFIG",
        help="The program's file.",
        show_default=True,
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
District = Annotated[
    str,
    typer.Option(
        "--district", "--only", help="One district's key.", metavar="KEY"
    ),
]
FileOfDistrict = Annotated[
    str, typer.Option(help="The district's key, unless the file is so named.")
]
Code = Annotated[str, typer.Argument(help="A pair's code, such as WES-12.")]
HERE = Path("program.toml")


class LogFormat(StrEnum):
    """The format of the log on standard error: text or JSON lines."""

    TEXT = "text"
    JSON = "json"


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        say.out(f"making-time {version('making-time')}")
        raise typer.Exit


@app.callback()
def about(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help="Print the version.",
        ),
    ] = False,
) -> None:
    """Mentors log meetings in a Google Form; a Google Sheet shows who may need
    help.
    """


def password() -> str:
    """The mail password, from SYNC_SMTP_PASSWORD; empty if it is not set."""
    return os.environ.get("SYNC_SMTP_PASSWORD", "")


def _finish(result: RunResult) -> None:
    """Print what failed in a run, and exit unless its code is 0."""
    from sync.terminal.run_words import show_failures

    if code := show_failures(result):
        raise typer.Exit(code)


# -- setting up ---------------------------------------------------------------


@app.command()
def init(
    folder: Annotated[
        Path, typer.Option("--dir", help="Where to make the program's folder.")
    ] = Path(),
) -> None:
    """Make a commented program.toml, districts.csv and rosters/ to fill in.

    At a terminal it asks for what they begin with.
    """
    from datetime import datetime, timezone

    from sync.admin import init as files
    from sync.terminal import asking

    files.check_free(folder)
    begin = files.usual(datetime.now(timezone.utc).date())  # noqa: UP017
    if asking.somebody_is_there():
        begin = asking.beginning(begin)
    for path in files.init(folder, begin):
        say.made(path)
    say.out(
        f"Next: fill in {folder / 'program.toml'} and {folder / 'districts.csv'}, rosters and calendars if you have them; then,"
    )
    say.out(
        f"in {folder.resolve()}, run `sync doctor`, `sync plan` and `sync provision`."
    )


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
    from sync.admin.doctor import examine
    from sync.admin.finding import Grade
    from sync.terminal.admin_words import show_finding

    found = []
    command = opening.this_command()
    with progress() as shown:
        for finding in examine(config, opening.served, command, live):
            found.append(finding)
            shown(finding.check)
            if not json:
                show_finding(finding)
    wrong = [finding for finding in found if finding.grade is Grade.WRONG]
    if json:
        checks = [finding.as_json for finding in found]
        say.as_json({"version": 1, "well": not wrong, "checks": checks})
    elif not wrong and any(finding.to_begin for finding in found):
        say.out(
            "\nEverything is ready. Next: `sync plan` shows what would be made, `sync provision` makes it."
        )
    elif not wrong:
        say.out("\nNothing stands in the way of a run.")
    else:
        things = "thing stands" if len(wrong) == 1 else "things stand"
        say.out(
            f"\n{len(wrong)} {things} in the way of a run. Do what the lines"
            " marked WRONG name, and run `sync doctor` again."
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
            help="End with 10 if something would be done, with 0 if not.",
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Say what provision would make, mend, share or refuse. Writes nothing."""
    from sync.admin import provision as steps
    from sync.terminal.admin_words import show_plan

    with opened(config) as it, progress(it.google) as shown:
        found = steps.plan(it, shown)
    if json:
        say.as_json(found.as_json())
    else:
        show_plan(found, done=False)
        if found.changes and not found.refused:
            say.out(
                "Then run `sync provision`. With"
                f" --expect {found.fingerprint} it refuses if anything has"
                " changed by then."
            )
    if found.refused:
        raise typer.Exit(8)
    if detailed and found.changes:
        raise typer.Exit(10)


@app.command()
def access(
    config: Config = HERE,
    csv: Annotated[
        Path | None,
        typer.Option(help="Write a table into this file, too."),
    ] = None,
    json: Json = False,
) -> None:
    """List every file of the program with everyone who may open it.

    Whoever your files do not name is marked. Writes nothing.
    """
    from sync.admin.openers import everyone
    from sync.terminal.admin_words import access_csv, show_access

    with opened(config) as it, progress(it.google) as shown:
        found = list(everyone(it, shown))
    if csv:
        from sync.program import private_files

        private_files.write(csv, access_csv(found), "utf-8-sig")
        say.made(csv)
    if json:
        ways = [each.as_json for each in found]
        say.as_json({"version": 1, "access": ways})
    elif not csv:
        show_access(found)


@app.command()
def provision(
    config: Config = HERE,
    expect: Annotated[
        str,
        typer.Option(
            help="Do nothing if the plan has another fingerprint by now.",
            metavar="FINGERPRINT",
        ),
    ] = "",
    notify: Annotated[
        bool,
        typer.Option(
            "--notify",
            help="Let Google mail everyone who is newly given access.",
        ),
    ] = False,
) -> None:
    """Make the forms and sheets, mend them, share them. Safe to repeat."""
    from sync.admin import provision as steps
    from sync.terminal.admin_words import show_addresses, show_plan

    with opened(config) as it, progress(it.google) as shown:
        done = steps.provision(it, shown, expect, notify)
    show_plan(done, done=True)
    show_addresses(done.lock)
    if it.settings.file.google.endpoint == "local":
        say.out(
            "These addresses are open while `sync workspace serve` runs in the program's folder."
        )
    say.out("Next: `sync run` reads what was logged and writes the sheets.")


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
    from sync.google import accounts, login
    from sync.program.opened import account_of

    with opening.ready(config) as it:
        account = account_of(it.settings)
        here = browser and _has_browser()
        address = login.login(account, here, it.make_pace, it.base)
    say.out(
        f"Logged in as {address}. The token is kept in {accounts.token_path(account)}, readable by you alone."
    )
    say.out(
        "If the consent screen of your project is External and in Testing, Google ends it after seven days: then publish"
    )
    say.out(
        "the app, or make it Internal (Google Cloud console, APIs & Services, OAuth consent screen)."
    )


def _has_browser() -> bool:
    import webbrowser

    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(display) or sys.platform in ("darwin", "win32")


@roster_app.command("add")
def roster_add(
    file: Annotated[
        Path,
        typer.Argument(help="A CSV file with the headers of the Pairs tab."),
    ],
    district: FileOfDistrict = "",
    config: Config = HERE,
) -> None:
    """Put new pairs onto free rows of a district's Pairs tab. Safe to repeat."""
    from sync.admin import add_pairs

    with opened(config) as it:
        added = add_pairs.add(
            it, file, opening.day_of("", it.settings), district
        )
    for code in added.codes:
        say.out(f"added {code}")
    for pair in added.known:
        say.out(f"there already: {pair}")


@calendar_app.command("add")
def calendar_add(
    file: Annotated[
        Path,
        typer.Argument(
            help="A calendar (.ics), or a CSV file with the headers of the Calendar tab."
        ),
    ],
    district: FileOfDistrict = "",
    config: Config = HERE,
) -> None:
    """Put a calendar's days into a district's Calendar tab. Safe to repeat.

    What stands there already is left alone.
    """
    from sync.admin import add_calendar

    with opened(config) as it:
        added = add_calendar.add(it, file, district)
    for row in added.rows:
        say.out(f"added  {row}")
    for row in added.known:
        say.out(f"there already: {row}")
    for row in added.guesses:
        say.out(f"a guess: {row}. Check it in Calendar; clear it if wrong.")
    if added.letters:
        say.out(
            f"kept the days of your cycle ({', '.join(added.letters)}) of {added.dates} dates in cycles/, beside program.toml."
        )
    for name in added.passed:
        say.err(f"passed over: {name}. Add it by hand if it matters to pairs.")
    if added.rows:
        say.out(
            "Look through Calendar once, and clear the rows that are not yours."
        )


# -- every day ----------------------------------------------------------------


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
    only: District = "",
    full: Annotated[
        bool,
        typer.Option(
            "--full", help="Read every sheet, even if Drive reports no change."
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
            "--accept",
            help="Accept what a run would otherwise refuse: many pairs or"
            " answers lost at once, a day far outside the school year, a"
            " wrong clock.",
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
        typer.Option(
            help="The log on standard error: text, or a JSON object a line."
        ),
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
    from sync.reports import alert
    from sync.reports.mail import by_smtp
    from sync.run import health_check
    from sync.run.as_json import run_json
    from sync.run.options import RunOptions
    from sync.state.shards import shard_in
    from sync.terminal.run_words import show_run

    if log_format is LogFormat.JSON or log_file:
        from sync.run.json_log import as_json

        as_json(Path(log_file) if log_file else None)
    share = shard_in(shard, os.environ)
    options = RunOptions(
        only=only,
        read_all=full,
        write=not dry_run,
        attended=sys.stderr.isatty(),
        accept=accept,
        differ=dry_run,
        shard=share,
        keep=False,
    )
    named = opening.date_in(as_of) if as_of else None
    watch = alert.Watch.read(config)
    with ExitStack() as watching:
        address = "" if dry_run else watch.health_check
        outcome = watching.enter_context(health_check.reported(address))
        if not (dry_run or only):
            send = by_smtp(watch.letter, password())
            watching.enter_context(alert.watched(watch, share, outcome, send))
        with opened(config, share) as it, progress(it.google) as shown:
            from sync.run.one_run import run as do

            day = named or opening.day_of("", it.settings)
            result = do(it, day, options, shown)
            outcome.well, outcome.why = result.well, result.troubles
    if json:
        say.as_json(run_json(result, it.google.pace.calls))
    else:
        show_run(it.settings, result, it.google.pace.calls)
    _finish(result)


@app.command()
def status(
    config: Config = HERE,
    as_of: AsOf = "",
    district: District = "",
    everybody: Annotated[
        bool,
        typer.Option(
            "--all", help="Also show the pairs who need nothing, one by one."
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Show where the pairs stand today, writing nothing to the sheets."""
    from sync.run.as_json import status_json
    from sync.terminal.run_words import show_status

    with looked_at(config, as_of, district) as (program, result):
        if json:
            say.as_json(status_json(result))
        else:
            show_status(program.settings, result, everybody)
    _finish(result)


@app.command()
def explain(code: Code, config: Config = HERE, as_of: AsOf = "") -> None:
    """Say what one pair's status rests on, and what did not count.

    Writes nothing.
    """
    from sync.core.explain import explain as lines_of

    with opened(config) as it, progress(it.google) as shown:
        from sync.errors import ConfigurationError
        from sync.program.pair_codes import pair_of
        from sync.run.one_run import run as do
        from sync.run.options import RunOptions

        key, number = pair_of(it.settings, code)
        day = opening.day_of(as_of, it.settings)
        result = do(it, day, RunOptions(only=key, write=False), shown)
        (standing,) = result.standings
        pair = next(
            (p for p in standing.pairs if p.pair.number == number), None
        )
        if pair is None:
            raise ConfigurationError(_no_pair(standing, key, number))
    for line in lines_of(standing, pair):
        say.out(line)
    if as_of:
        say.out(
            f"This shows {as_of} by what is known today. Later entries count,"
            " too, if their date is not after that day."
        )
    _finish(result)


def _no_pair(standing: DistrictStanding, key: str, number: int) -> str:
    """Why a number has no standing: a beginner is alone on it, or nobody is."""
    for alone in standing.district.roster.alone:
        if alone.number == number:
            return (
                f"{alone.code} is {alone.mentee.name}, who has no mentor yet."
                " Write the mentor into Pairs."
            )
    return (
        f"{key}-{number}: {standing.district.name}'s Pairs has no pair with"
        " this number. `sync status --all` lists the pairs."
    )


# -- what goes out ------------------------------------------------------------


@app.command()
def report(
    config: Config = HERE,
    as_of: AsOf = "",
    pay: Annotated[
        bool,
        typer.Option("--pay", help="Minutes by mentor, over all their pairs."),
    ] = False,
    hours: Annotated[
        bool,
        typer.Option(
            "--hours",
            help="Minutes by mentee, over all their pairs, for a ledger.",
        ),
    ] = False,
    cover: Annotated[
        bool,
        typer.Option(
            "--coverage",
            "--cover",
            help="Planned observations that still need coverage.",
        ),
    ] = False,
    cost: Annotated[
        bool,
        typer.Option(
            "--cost",
            help="What coverage and stipends cost, by the rates in districts.csv.",
        ),
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
    state: Annotated[
        Path | None,
        typer.Option(
            help="Write what a state asks for, in confidence: a file that can be merged, and its text beside it.",
            metavar="FILE.json",
        ),
    ] = None,
    lists: Annotated[
        bool,
        typer.Option("--names", help="With --state: also the lists of names."),
    ] = False,
    public: Annotated[
        bool,
        typer.Option(
            "--public",
            help="Counts of districts that anyone may see; --out adds a page.",
        ),
    ] = False,
    merge: Annotated[
        list[Path] | None,
        typer.Option(
            help="Take these files of --state instead of a program; once for each.",
            metavar="FILE.json",
        ),
    ] = None,
    district: District = "",
) -> None:
    """Print one table as CSV, or write all tables and pages into a folder.

    Nothing is written to the sheets.
    """
    from sync.reports import tables

    if state or public or merge or lists:
        _above(config, as_of, state, lists, public, merge or [], out, district)
        return
    flags = {"pay": pay, "hours": hours, "cover": cover, "cost": cost}
    asked = [name for name, wanted in flags.items() if wanted]
    if (len(asked) != 1) is (out is None) or (annual and out is None):
        names = ", ".join(f"--{name}" for name in tables.REPORTS)
        raise typer.BadParameter(
            f"name one of {names}, or a folder with --out"
        )
    with looked_at(config, as_of, district) as (program, result):
        if out is None:
            say.data(tables.text_of(asked[0], result.standings))
        else:
            from sync.reports.all_pages import write

            for path in write(out, program, result.standings, annual):
                say.made(path)
    _finish(result)


def _above(
    config: Path,
    as_of: str,
    state: Path | None,
    names: bool,
    public: bool,
    files: list[Path],
    out: Path | None,
    district: str,
) -> None:
    """Write or print the report for a state, or the public one."""
    from sync.reports import public_report, state_report

    if not (state or public):
        raise typer.BadParameter("name --state FILE.json or --public, too")
    if names and (files or not state):
        raise typer.BadParameter("use --names with --state, without --merge")
    if district and (files or public):
        raise typer.BadParameter("use --district without --merge and --public")
    result = None
    if files:
        report = state_report.merged(files)
    else:
        with looked_at(config, as_of, district) as (program, result):
            report = state_report.of_program(program, result.standings, names)
    if state:
        for path in state_report.write(state, report):
            say.made(path)
    if public:
        questions = public_report.tables(report.units)
        if out is None:
            say.data(public_report.text_of(questions))
        else:
            for path in public_report.write(
                out, questions, report.year, report.state
            ):
                say.made(path)
    if result:
        _finish(result)


@app.command()
def links(
    config: Config = HERE,
    qr: Annotated[
        Path | None,
        typer.Option(
            help="Write each link as a QR code (SVG) into this folder.",
            metavar="DIR",
        ),
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option(
            help="Write the table into this file instead of printing it."
        ),
    ] = None,
    district: District = "",
) -> None:
    """Print each pair's own links to the forms, as CSV or as QR codes."""
    from sync.program import private_files
    from sync.reports.link_list import PairLinks, qr_codes, table

    with looked_at(config, "", district) as (program, result):
        doors = PairLinks(program)
    if qr is not None:
        for path in qr_codes(qr, result.standings, doors):
            say.made(path)
    text = table(result.standings, doors)
    if csv is not None:
        private_files.write(csv, text, "utf-8-sig")
        say.made(csv)
    elif qr is None:
        say.data(text)
    _finish(result)


@app.command()
def handout(
    code: Annotated[
        str,
        typer.Argument(
            help="With --log: the pair's code, such as WES-7.",
            metavar="[CODE]",
            show_default=False,
        ),
    ] = "",
    config: Config = HERE,
    out: Annotated[
        Path, typer.Option(help="The folder to write them into.")
    ] = Path("handouts"),
    privacy: Annotated[
        bool,
        typer.Option(
            "--privacy",
            help="Only one page: what is kept, where, who reads it, for how long.",
        ),
    ] = False,
    log: Annotated[
        bool,
        typer.Option(
            "--log",
            help="Instead a record of each person's meetings, to be signed: of all, or of the pair with a code.",
        ),
    ] = False,
    coverage: Annotated[
        bool,
        typer.Option(
            "--coverage",
            help="Instead a page for each building's office: whose class is covered in the next ten school days, when, by whom.",
        ),
    ] = False,
    as_of: AsOf = "",
    district: District = "",
) -> None:
    """Make a page for each pair to print: rules, a schedule, their links."""
    from sync.reports.handout import write
    from sync.reports.link_list import PairLinks

    if code and not log:
        raise typer.BadParameter("a code goes with --log: handout --log WES-7")
    if privacy + log + coverage > 1:
        raise typer.BadParameter("take one of --privacy, --log, --coverage")
    if privacy:
        say.made(_privacy(config, out, as_of))
        return
    if coverage:
        _coverage(config, out, as_of, district)
        return
    if log:
        _records(config, out, code, as_of, district)
        return
    with looked_at(config, as_of, district) as (program, result):
        doors, part = PairLinks(program), program.settings.file.program
    for path in write(out, result.standings, doors, part):
        say.made(path)
    _finish(result)


def _coverage(config: Path, folder: Path, as_of: str, district: str) -> None:
    """Whose class is covered in the next days, a page for each building."""
    from sync.reports.coverage_pages import write

    with looked_at(config, as_of, district) as (program, result):
        year = program.settings.file.program.year
    for path in write(folder, result.standings, year):
        say.made(path)
    _finish(result)


def _records(
    config: Path, folder: Path, code: str, as_of: str, district: str
) -> None:
    """Everybody's record of the year, or those of one pair."""
    from sync.program.annual_questions import asking_of
    from sync.program.pair_codes import pair_of
    from sync.program.settings import load
    from sync.reports.log_pages import write

    settings, number = load(config), None
    if code:
        district, number = pair_of(settings, code)
    with looked_at(config, as_of, district) as (_, result):
        asking, file = asking_of(settings), settings.file
    for path in write(
        folder,
        result.standings,
        asking,
        file.records.signatures,
        file.program.year,
        number,
    ):
        say.made(path)
    _finish(result)


def _privacy(config: Path, folder: Path, as_of: str) -> Path:
    """The page about what is kept, from the program's settings alone."""
    from sync.admin.retention import until
    from sync.program import lockfile, private_files
    from sync.program.settings import load
    from sync.reports.privacy_page import page

    settings = load(config)
    lock = lockfile.load(settings.lock_path)
    today = opening.day_of(as_of, settings)
    private_files.folder(folder)
    path = folder / "privacy.html"
    private_files.write(path, page(settings, lock, until(settings), today))
    return path


def _statements(
    config: Path, as_of: str, district: str, out: Path | None, dry_run: bool
) -> None:
    """Everybody's own hours of last month, sent, written or shown."""
    from sync.program.settings import load
    from sync.reports import mail, statements
    from sync.reports.link_list import PairLinks
    from sync.terminal.admin_words import show_statements

    part = load(config).file.letter
    if not (part.statements or dry_run or out):
        from sync.errors import ConfigurationError

        raise ConfigurationError(
            f"{config}: statements are off. Write statements = true under [letter] when your district has agreed to them; --dry-run"
            " shows them."
        )
    with looked_at(config, as_of, district) as (program, result):
        if dry_run:
            for standing in result.standings:
                found, _ = statements.of_district(standing, PairLinks(program))
                for each in found:
                    say.data(f"To: {each.address}\n\n{each.text}\n")
            return
        send = mail.into(out) if out else mail.by_smtp(part, password())
        sender = part.sender or "making-time@localhost"
        done = statements.write_statements(
            program, result.standings, send, sender
        )
    show_statements(done, out)
    _finish(result)
    if done.failed or done.uncertain:
        raise typer.Exit(4)


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
        typer.Option(
            "--dry-run", help="Print the letters; nothing is sent or noted."
        ),
    ] = False,
    statements: Annotated[
        bool,
        typer.Option(
            "--statements",
            help="Instead mail every mentor and mentee their own hours of last month, once a month.",
        ),
    ] = False,
    district: District = "",
) -> None:
    """Mail coordinators what is new, at most once a week.

    Nothing is sent where nothing is new.
    """
    from sync.program.settings import load
    from sync.reports import letter as letters
    from sync.reports import mail
    from sync.terminal.admin_words import show_letters

    part = load(config).file.letter
    if not (dry_run or out or (part.smtp and part.sender)):
        from sync.errors import ConfigurationError

        raise ConfigurationError(
            f"{config}: [letter] names no server or no sender. Add smtp and sender there. To see the letters, add --dry-run."
            " With --out they are written into a folder, and count as sent."
        )
    if statements:
        _statements(config, as_of, district, out, dry_run)
        return
    with looked_at(config, as_of, district) as (program, result):
        if dry_run:
            for standing in result.standings:
                preview = letters.preview(program, standing, part.sender)
                say.data(f"{preview}\n\n")
            return
        send = mail.into(out) if out else mail.by_smtp(part, password())
        sender = part.sender or "making-time@localhost"
        done = letters.write_letters(program, result.standings, send, sender)
    show_letters(done, out)
    _finish(result)
    if done.failed or done.uncertain:
        raise typer.Exit(4)


# -- records, and from year to year -------------------------------------------


@app.command()
def export(code: Code, config: Config = HERE) -> None:
    """Print everything that is kept of a pair's mentee as one JSON object.

    It covers all their pairs of the year, whoever the mentor was.
    """
    from sync.records import export as records

    with opened(config) as it:
        found = records.export(it, code, opening.day_of("", it.settings))
    say.as_json(found)


@app.command()
def purge(
    code: Code,
    config: Config = HERE,
    yes: Annotated[
        bool,
        typer.Option(
            "--yes",
            help="Do it. Without this, only show what would be removed.",
        ),
    ] = False,
) -> None:
    """Delete everything about a pair's mentee from the sheets and the state.

    The numbers of their pairs are never used again.
    """
    from sync.records import purge as records
    from sync.terminal.admin_words import show_purged

    with opened(config) as it, progress(it.google) as shown:
        today = opening.day_of("", it.settings)
        done = records.purge(it, code, today, yes, shown)
    show_purged(done)


@app.command()
def rollover(
    year: Annotated[
        str,
        typer.Argument(
            help="The next school year, such as 2027-28.", metavar="YEAR"
        ),
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
    """Make next year's folder with the pairs that stay; close this year.

    Run it again two weeks after the last day of school: it closes this year's sheets.
    """
    from sync.admin import rollover as years
    from sync.terminal.admin_words import show_rollover

    with opened(config) as it, progress(it.google) as shown:
        today = opening.day_of("", it.settings)
        done = years.rollover(it, year, folder, today, shown)
    show_rollover(done)


@app.command()
def close(
    config: Config = HERE,
    yes: Annotated[
        bool,
        typer.Option(
            "--yes",
            help="Do it. Without this, only list what would be deleted.",
        ),
    ] = False,
    accept: Annotated[
        bool,
        typer.Option("--accept", help="Do it before its day, too."),
    ] = False,
) -> None:
    """List what is kept of the year and until when; delete it with --yes.

    Files of Drive go into its trash, which Google empties after 30 days.
    """
    from sync.admin import retention
    from sync.terminal.admin_words import show_closing

    with opened(config) as it, progress(it.google) as shown:
        today = opening.day_of("", it.settings)
        if yes:
            found = retention.close(it, today, accept, shown)
        else:
            found = retention.kept(it)
    show_closing(found)


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
        str,
        typer.Option(
            help="The container's image, for cloud-run and kubernetes."
        ),
    ] = "",
    shards: Annotated[
        int,
        typer.Option(
            min=1,
            max=100,
            help="Into how many shares the districts are divided there.",
        ),
    ] = 1,
) -> None:
    """Write the files that run the program on a schedule.

    Each file says at its head how it is installed.
    """
    from sync.admin.automate import MACHINES, Job, ScheduleKind, write
    from sync.program.settings import load

    try:
        wanted = ScheduleKind(kind)
    except ValueError:
        raise typer.BadParameter(
            f"{kind!r} is not known; use one of {', '.join(ScheduleKind)}"
        ) from None
    job = Job.of(load(config), opening.this_command(), image, shards)
    files = write(wanted, job, folder)
    for path in files:
        say.made(path)
    say.out(f"The first lines of {files[0].name} show how to install it.")
    if MACHINES.get(wanted, sys.platform) != sys.platform:
        say.out(
            f"Its paths are those of this machine. Run `sync automate"
            f" {wanted}` on the machine that will run the schedule."
        )


# -- the demo and the local workspace -----------------------------------------


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Option("--dir", help="Where to make the demo program.")
    ] = Path("demo"),
    districts: Annotated[
        int, typer.Option(min=1, max=12, help="How many districts.")
    ] = 3,
    seed: Annotated[
        int, typer.Option(help="The random seed of the story.")
    ] = 1,
    as_of: AsOf = "",
    serve: Annotated[
        bool, typer.Option("--serve", help="Leave the pages open afterwards.")
    ] = False,
    port: Annotated[
        int,
        typer.Option(
            min=0, max=65535, help="The port of the pages; 0 picks one."
        ),
    ] = 0,
    json: Json = False,
) -> None:
    """Show the whole story on this machine, without any account.

    It makes a program, logs ten weeks, judges, and judges again.
    """
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sync.demo import ZONE, cleared, prepare
    from sync.demo.play import play
    from sync.terminal.run_words import show_demo
    from workspace.server import serving

    day = (
        opening.date_in(as_of)
        if as_of
        else datetime.now(ZoneInfo(ZONE)).date()
    )
    with cleared(folder) as all_is_there:
        story = prepare(folder, seed, day, districts)
        data = story.settings.data_path
        with serving(data, port, control=True, seed=f"demo {seed}") as space:
            with progress() as shown:
                played = play(story, space.url, day, opened, shown)
            all_is_there()
            if json:
                say.as_json(played.as_json())
            else:
                show_demo(story.settings, played)
            if serve:
                command = Path(sys.argv[0]).resolve()
                hint = f"{command} run --config {folder / 'program.toml'}"
                _serve_until_stopped(space.url, f"In another terminal: {hint}")


@workspace_app.command("serve")
def workspace_serve(
    port: Annotated[
        int,
        typer.Option(
            min=0,
            max=65535,
            help="The port; 0 takes the last one. If in use, a free one.",
        ),
    ] = 0,
    data: Annotated[
        Path, typer.Option(help="The file that holds everything.")
    ] = Path("workspace.sqlite"),
    control: Annotated[
        bool,
        typer.Option(
            "--control",
            help="Open /_internal to tests: clock, faults, quotas, reset.",
        ),
    ] = False,
    quotas: Annotated[
        bool, typer.Option("--quotas", help="Enforce Google's quotas.")
    ] = False,
    latency: Annotated[
        float,
        typer.Option(
            min=0, max=60, help="Answer every call this many seconds later."
        ),
    ] = 0.0,
) -> None:
    """Serve the local workspace until Ctrl-C."""
    from workspace.server import AlreadyServed, serving

    file = data.resolve()
    try:
        with serving(
            file, port, control, quotas=quotas, latency=latency
        ) as space:
            _serve_until_stopped(space.url, "")
    except AlreadyServed:
        from sync.errors import Busy

        raise Busy(
            f"{data} is served already. Use that one, or end it first."
        ) from None


def _serve_until_stopped(url: str, hint: str) -> None:
    import threading

    say.err(f"The local workspace is open at {url} - stop it with Ctrl-C.")
    if hint:
        say.err(hint)
    threading.Event().wait()


# -- beginning and ending -----------------------------------------------------


def main() -> None:
    """Run the command; a known error ends with its message and code, a bug
    with a log.
    """
    # google-api-core's own calendar; which versions of Python are right is
    # said in pyproject.toml.
    warnings.filterwarnings(
        "ignore",
        "You are using a (non-supported )?Python version",
        FutureWarning,
    )
    try:
        app(standalone_mode=True)
    except KeyboardInterrupt:
        say.err("\nStopped. Run the same command again to finish.")
        sys.exit(130)
    except opening.Stopped:
        sys.exit(130)
    except Exception as error:
        from sync.errors import SyncError

        if isinstance(error, SyncError):
            _end_with(error.exit_code, str(error))
        from sync.terminal.bug_log import bug_log

        what = f"This is a bug in Making Time ({type(error).__name__}). Please report it"
        log = bug_log(error, opening.Latest.folder)
        _end_with(3, f"{what} with this log: {log}" if log else f"{what}.")


def _end_with(code: int, what: str) -> NoReturn:
    """End with an error; where ``--json`` is asked for, as an object, too."""
    if "--json" in sys.argv:
        error = {"exit_code": code, "message": what}
        say.as_json({"version": 1, "error": error})
    say.err(f"{called.name()}: {what}")
    sys.exit(code)


if __name__ == "__main__":
    main()

"""Writes the generated parts of the docs, or checks that they are as they
would be written.

A part stands between ``<!-- made: NAME -->`` and ``<!-- end -->``. Everything
is run on the local workspace with a fixed seed and a fixed day, so the same
code always writes the same text.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from sync.terminal.called import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    "README.md",
    "docs/architecture.md",
    "docs/commands.md",
    "docs/how-it-decides.md",
    "docs/running.md",
    "docs/the-sheet.md",
    "docs/workspace.md",
)
DAY = "2026-11-23"


def _sync(*arguments: str) -> str:
    program = Path(sys.executable).with_name("sync")
    environment = {
        **os.environ,
        "NO_COLOR": "1",
        "COLUMNS": "110",
        "TERM": "dumb",
    }
    done = subprocess.run(  # noqa: S603  (our own command)
        [program, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return "\n".join(
        line.rstrip() for line in done.stdout.strip().splitlines()
    )


def _block(text: str) -> str:
    return f"```text\n{text}\n```"


def _demo() -> str:
    """The demo's first district and its last line."""
    with tempfile.TemporaryDirectory() as folder:
        output = _sync(
            "demo", "--dir", str(Path(folder) / "demo"), "--as-of", DAY
        )
    output = re.sub(r"\S+?/demo(?=[,/])", "demo", output)
    first, _, rest = output.partition("\nNorthfield\n")
    return _block(
        "\n".join(
            [first.rstrip(), "", "...", "", *rest.strip().splitlines()[-3:]]
        )
    )


def _help() -> str:
    """The help of every command."""
    parts = [f"## sync\n\n{_block(_sync('--help'))}"]
    parts += [
        f"## sync {name}\n\n{_block(_sync(*name.split(), '--help'))}\n\n{EXAMPLES[name]}"
        for name in COMMANDS
    ]
    return "\n\n".join(parts)


EXAMPLES = {
    "init": "```sh\nsync init --dir our-program\n```",
    "login": "```sh\nsync login\nsync login --no-browser\n```",
    "doctor": "```sh\nsync doctor\nsync doctor --json > doctor.json\nsync doctor --live-checks\n```",
    "plan": "```sh\nsync plan\nsync plan --json --detailed-exitcode\n```",
    "access": "```sh\nsync access\nsync access --csv access.csv\nsync access --json\n```",
    "provision": "```sh\nsync provision --config our-program/program.toml\nsync provision --expect 4e1f09b1c2d3\n```",
    "roster add": "```sh\nsync roster add january.csv --district WES\n```",
    "calendar add": "```sh\nsync calendar add district-2026-27.ics --district WES\n```",
    "run": "```sh\nsync run\nsync run --dry-run\nsync run --only WES --as-of 2026-11-23 --json\n```",
    "status": "```sh\nsync status --district WES\n```",
    "explain": "```sh\nsync explain WES-12\n```",
    "report": "```sh\nsync report --pay > pay.csv\nsync report --out reports\nsync report --state all.json\nsync report --merge a.json --merge b.json --public\n```",
    "links": "```sh\nsync links > links.csv\nsync links --district WES --qr codes\n```",
    "handout": "```sh\nsync handout --district WES\nsync handout --privacy\n```",
    "letter": "```sh\nsync letter --dry-run\nsync letter --out letters\n```",
    "export": "```sh\nsync export WES-12 > mentee.json\n```",
    "purge": "```sh\nsync purge WES-12\nsync purge WES-12 --yes\n```",
    "rollover": "```sh\nsync rollover 2027-28\nsync rollover 2027-28 --dir next-year\n```",
    "close": "```sh\nsync close\nsync close --yes\n```",
    "automate": "```sh\nsync automate systemd\nsync automate kubernetes --image registry.example/making-time:1 --shards 4\n```",
    "demo": "```sh\nsync demo --serve\nsync demo --dir /tmp/demo --seed 7 --districts 1 --json\n```",
    "workspace serve": "```sh\nsync workspace serve --data demo/workspace.sqlite\n```",
}


def _methods() -> str:
    """The methods and request kinds that the local workspace does."""
    from workspace.forms.editing import KINDS as FORM_KINDS
    from workspace.sheets.requests import KINDS as SHEET_KINDS
    from workspace.space import Workspace

    with tempfile.TemporaryDirectory() as folder:
        methods = Workspace(Path(folder) / "w.sqlite").methods
    lines = ["| method | what it does here |", "|---|---|"]
    for name in sorted(methods):
        said = " ".join(
            (methods[name].__doc__ or "").partition("\n\n")[0].split()
        ).rstrip(".")
        said = said.partition(": ")[2] or re.sub(
            r"^[\w.]+(, |; | |$)", "", said
        )
        lines.append(f"| `{name}` | {said} |")
    lines += [
        "",
        "Requests of `spreadsheets.batchUpdate`: "
        + ", ".join(f"`{k}`" for k in SHEET_KINDS)
        + ".",
    ]
    lines += [
        "",
        "Requests of `forms.batchUpdate`: "
        + ", ".join(f"`{k}`" for k in FORM_KINDS)
        + ".",
    ]
    return "\n".join(lines)


def _functions() -> str:
    """The functions of Sheets that the local workspace refuses."""
    from workspace.sheets.functions import NOT_HERE, OF_SHEETS

    names = ", ".join(f"`{name}`" for name in sorted(NOT_HERE))
    done = len(OF_SHEETS) - len(NOT_HERE)
    return f"{done} of the {len(OF_SHEETS)} functions of Sheets are done. Not done: {names}."


def _presets() -> str:
    """The presets, with their rules in words and where each comes from."""
    from sync.core.presets import CHECK, PRESETS
    from sync.core.rules import Force

    lines = ["| preset | asks | comes from |", "|---|---|---|"]
    for preset in PRESETS.values():
        rules = [
            r.words + (" (suggested)" if r.force is Force.SUGGESTED else "")
            for r in preset.rules
        ]
        lines.append(
            f"| `{preset.name}` | {'; '.join(rules)} | {preset.source}; {CHECK} |"
        )
    return "\n".join(lines)


def _statuses() -> str:
    """The table that decides a pair's status."""
    from sync.core.status import statuses_in_words

    lines = ["| status | when |", "|---|---|"]
    lines += [f"| {status} | {when} |" for status, when in statuses_in_words()]
    return "\n".join(lines)


def _flags() -> str:
    """The table of flags."""
    from sync.core.flags import FLAGS

    lines = ["| flag | of which pairs | when |", "|---|---|---|"]
    lines += [
        f"| {row.kind} | {row.whom.value} | {row.when} |" for row in FLAGS
    ]
    return "\n".join(lines)


def _checks() -> str:
    """What may break, as ``sync doctor`` names it."""
    from sync.admin.checks import CHECKS

    lines = [
        "| doctor names | what may be wrong | what you see | what to do |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {c.name} | {c.wrong} | {c.seen} | {c.step} |" for c in CHECKS
    ]
    return "\n".join(lines)


def _refusals() -> str:
    """What Google's refusals mean."""
    from sync.google.refusals import TABLE

    lines = ["| what Google refused means | what to do |", "|---|---|"]
    lines += dict.fromkeys(f"| {row.means} | {row.do} |" for row in TABLE)
    return "\n".join(lines)


def _troubles() -> str:
    """What can befall the state's file."""
    from sync.state.troubles import TROUBLES

    lines = [
        "| the state | what to do | a command ends with |",
        "|---|---|---|",
    ]
    for each in TROUBLES:
        code = each.error.exit_code
        line = f"| {each.what} | {each.step} | {code} |"
        if line not in lines:
            lines.append(line)
    return "\n".join(lines)


def _rooms() -> str:
    """The floors of the import test, each room with its own first sentence."""
    sys.path.insert(0, str(ROOT))
    from tests.test_architecture import FLOORS

    lines = ["| floor | room | what is in it |", "|---|---|---|"]
    for floor, rooms in enumerate(FLOORS):
        for room in rooms:
            text = " ".join(_docstring(room).split())
            first = re.split(r"\.(?:\s|$)", text)[0].replace("``", "`")
            lines.append(f"| {floor} | `{room}` | {first} |")
    return "\n".join(lines)


def _docstring(room: str) -> str:
    path = ROOT / room.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""


PARTS = {
    "checks": _checks,
    "demo": _demo,
    "flags": _flags,
    "functions": _functions,
    "help": _help,
    "methods": _methods,
    "presets": _presets,
    "refusals": _refusals,
    "rooms": _rooms,
    "statuses": _statuses,
    "troubles": _troubles,
}


def _deploy() -> dict[str, str]:
    """The files of deploy/, from the templates of ``sync automate``, for a
    program as it might be installed.
    """
    from sync.admin.automate import Job, ScheduleKind, texts

    program = Path("/etc/making-time/program.toml")
    made: dict[str, str] = {}
    for kind in ScheduleKind:
        folder = Path("deploy") / kind.value
        state = (
            "PostgreSQL"
            if kind in (ScheduleKind.CLOUD_RUN, ScheduleKind.KUBERNETES)
            else "state.sqlite"
        )
        job = Job(
            Path("/opt/making-time/bin/making-time"),
            program,
            "Our mentoring program",
            "America/New_York",
            "2026-08-31",
            state,
            "registry.example/making-time:1",
            4,
        )
        made |= {
            str(folder / name): text
            for name, text in texts(kind, job, folder).items()
        }
    return made


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def main() -> int:
    """Write the pages; returns 0.

    With ``--check``, writes nothing, names the pages that are out of date on
    standard error, and returns 1 if there are any.
    """
    stale = []
    for page in PAGES:
        path = ROOT / page
        text = path.read_text(encoding="utf-8")

        def made(found: re.Match[str]) -> str:
            return f"{found.group(1)}\n{PARTS[found.group(2)]()}\n<!-- end -->"

        new = re.sub(
            r"(<!-- made: (\w+) -->)\n.*?<!-- end -->",
            made,
            text,
            flags=re.DOTALL,
        )
        if new != text and "--check" in sys.argv:
            stale.append(page)
        elif new != text:
            path.write_text(new, encoding="utf-8")
    for name, text in _deploy().items():
        path = ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name) if "--check" in sys.argv else _put(path, text)
    if stale:
        sys.stderr.write(
            f"{', '.join(stale)}: not as generated. Run `make docs` and commit what it wrote.\n"
        )
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())

"""Law 7: every command has help and an example in the docs, and no command is
dead.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

import cli

ROOT = Path(__file__).parent.parent


def commands(command: Any, name: str = "") -> dict[str, Any]:
    if not hasattr(command, "commands"):
        return {name: command}
    found: dict[str, Any] = {}
    for key, inner in command.commands.items():
        found |= commands(inner, f"{name} {key}".strip())
    return found


ALL = commands(typer.main.get_command(cli.app))


def test_these_are_the_commands() -> None:
    assert sorted(ALL) == [
        "access",
        "automate",
        "calendar add",
        "close",
        "demo",
        "doctor",
        "explain",
        "export",
        "handout",
        "init",
        "letter",
        "links",
        "login",
        "plan",
        "provision",
        "purge",
        "report",
        "rollover",
        "roster add",
        "run",
        "status",
        "workspace serve",
    ]


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_command_and_option_has_help_and_an_example(name: str) -> None:
    command = ALL[name]
    assert command.help
    assert len(command.help) > 20
    for parameter in command.params:
        assert getattr(parameter, "help", "x"), f"{name} {parameter.name}"
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## sync {name}\n")[2].partition("\n## ")[0]
    assert re.search(rf"```sh\n(.*\n)*?sync {name}\b", section), (
        f"an example of sync {name}"
    )


@pytest.mark.parametrize(
    "page",
    sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]),
    ids=lambda p: p.name,
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#]+)", text) if "://" not in t]
    assert all((page.parent / t).exists() for t in targets), [
        t for t in targets if not (page.parent / t).exists()
    ]


def test_each_of_the_27_practices_has_a_picture_or_command_and_a_test() -> (
    None
):
    text = (ROOT / "docs" / "practices.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| S(\d+) \| .+ \| (\[.+\]|`sync .+`).* \| \[(.+)\]\(\.\./(.+)\) \|$",
        text,
        re.MULTILINE,
    )
    assert [int(number) for number, *_ in rows] == list(range(1, 28))
    for _, _, shown, path in rows:
        assert shown == path
        assert "def test_" in (ROOT / path).read_text(encoding="utf-8")


def test_the_rules_of_the_house_are_kept_in_words_too() -> None:
    """Kind and plain: no sheet, form or message calls anybody missed,
    delinquent or ranked.
    """
    words = re.compile(
        r"\b(missed|delinquent|failing|non-?compliant|worst|ranking)\b",
        re.IGNORECASE,
    )
    for path in [
        *(ROOT / "templates").glob("*.toml"),
        *(ROOT / "forms").glob("*.toml"),
        *(ROOT / "sync").rglob("*.py"),
    ]:
        assert not words.search(path.read_text(encoding="utf-8")), path


@pytest.mark.whole
def test_the_admins_page_can_be_followed_on_this_machine(
    tmp_path: Path,
) -> None:
    """Its blocks for the local workspace are run as they stand, one shell
    after another, by a new user.
    """
    page = (ROOT / "docs" / "admin.md").read_text(encoding="utf-8")
    first, second = re.findall(
        r"<!-- followed -->\n```sh\n(.*?)```", page, re.DOTALL
    )
    env = {
        "HOME": str(tmp_path),
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
    }

    def shell(text: str) -> str:
        done = subprocess.run(
            ["/bin/sh", "-c", text],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=env,
            check=False,
        )
        return done.stdout + done.stderr

    assert "made our-program/program.toml" in shell(first)
    file = tmp_path / "our-program" / "program.toml"
    told = file.read_text(encoding="utf-8")
    assert '# endpoint = "local"' in told
    file.write_text(
        told.replace('# endpoint = "local"', 'endpoint = "local"'),
        encoding="utf-8",
    )
    said = shell(f"cd our-program\n{second}")
    assert "note   program: Nothing is provisioned yet." in said
    assert said.endswith("Nothing stands in the way of a run.\n"), said
    assert len(re.findall(r"^made ", said, re.MULTILINE)) == 7, (
        "a folder, three forms, a sheet and the program's two"
    )


def test_what_the_pages_name_is_there() -> None:
    """Every command with its options, every key of program.toml and every
    picture that a page names is there.
    """
    options = {
        name: {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
        for name, command in ALL.items()
    }
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        text = page.read_text(encoding="utf-8")
        for line in re.findall(
            r"(?:making-time|\bsync) ([a-z][^`\n|#]*)", text
        ):
            name = next(
                (
                    n
                    for n in (" ".join(line.split()[:2]), line.split()[0])
                    if n in ALL
                ),
                None,
            )
            for option in (
                re.findall(r"(?<!\w)--[a-z-]+", line) if name else ()
            ):
                assert option in options[str(name)] | {"--help"}, (
                    f"{page.name}: {line}"
                )
    from sync.program.form_part import FormPart
    from sync.program.program_file import GooglePart

    keys = {"google": GooglePart.model_fields, "form": FormPart.model_fields}
    admin = (ROOT / "docs" / "admin.md").read_text(encoding="utf-8")
    named = re.findall(r"(?m)^\s+(\w+) = \"", admin)
    assert set(named) <= {*keys["google"], *keys["form"]}
    assert len(named) >= 6

"""The workspace keeps the contract: what each case sees is what Google
answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.program import TODAY, Program
from workspace.compare import local
from workspace.contract import Account, Case, cases
from workspace.contract.account import Send
from workspace.discovery import document
from workspace.server import serving

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def account(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Account]:
    file: Path = tmp_path_factory.mktemp("contract") / "workspace.sqlite"
    with serving(file, control=True) as space, local(space.url) as account:
        yield account


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_the_workspace_keeps_the_contract(
    account: Account, case: Case
) -> None:
    seen, expected = [], []
    for found, wanted in case.run(account):
        seen.append(found)
        expected.append(wanted)
    assert seen == expected, case.law
    assert seen, "a case sees something"


def test_each_case_states_a_law_and_where_it_is_from() -> None:
    for case in cases():
        assert case.law.endswith("."), case.name
        assert case.source, case.name
    assert len({case.name for case in cases()}) == len(cases())


@pytest.mark.whole
def test_the_contract_has_every_call_that_the_product_makes(
    program: Program, tmp_path: Path
) -> None:
    """Methods as a run and a further provision make them, and as the clients
    name them; request kinds as the product's source names them.
    """
    program.space.wire.calls.clear()
    program.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        kind="one-on-one",
        minutes=30,
    )
    program.run(TODAY)
    program.provision()
    used = {str(call["method"]) for call in program.space.wire.calls}
    clients = _source("sync/google/*.py")
    for resource, verb in re.findall(
        r"\.(files|permissions|changes|about|forms)\(\)\s*\.(\w+)\(", clients
    ):
        api = "forms" if resource == "forms" else "drive"
        used.add(f"{api}.{resource}.{verb}")
    used.discard("forms.forms.responses")

    with serving(tmp_path / "w.sqlite", control=True) as space:
        with local(space.url) as account:
            kinds = _run_all(account)
        covered = {str(call["method"]) for call in space.wire.calls}
    assert used - covered == set()
    assert _named_kinds() - kinds == set()


def _run_all(account: Account) -> set[str]:
    """Run every case; the request kinds that they sent."""
    kinds: set[str] = set()
    for person in (account, account.other):
        send = person.send

        def noting(
            verb: str, path: str, query: Any, body: Any, send: Send = send
        ) -> tuple[int, Any]:
            if path.endswith(":batchUpdate") and isinstance(body, dict):
                for request in body.get("requests", ()):
                    kinds.update(request)
            return send(verb, path, query, body)

        person.send = noting
    for case in cases():
        for _ in case.run(account):
            pass
    return kinds


def _source(*patterns: str) -> str:
    return "\n".join(
        file.read_text(encoding="utf-8")
        for pattern in patterns
        for file in sorted(ROOT.glob(pattern))
    )


def _named_kinds() -> set[str]:
    """The request kinds of Sheets and Forms that the product's source names."""
    source = _source("sync/**/*.py", "templates/*.py", "forms/*.py")
    known = {
        kind
        for api in ("sheets.v4", "forms.v1")
        for kind in document(api)["schemas"]["Request"]["properties"]
    }
    return known & set(re.findall(r'"(\w+)"', source))

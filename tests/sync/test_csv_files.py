"""CSV files as offices save them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from sync.errors import ConfigurationError
from sync.program import csv_files, row_files
from sync.program.settings import load
from tests.support.added_rows import LISTS, PAIRS
from tests.support.program import DISTRICTS
from tests.support.program_files import write


@pytest.mark.parametrize(
    "data",
    [
        DISTRICTS.replace(",", ";")
        .replace("School;River", "School")
        .encode("utf-8-sig"),
        DISTRICTS.replace("Westbrook,", "Zürich,").encode("cp1252"),
        DISTRICTS.replace(",", "\t").encode("utf-16"),
        DISTRICTS.replace("\n", "\r\n").encode(),
    ],
)
def test_csv_as_offices_save_it(tmp_path: Path, data: bytes) -> None:
    assert load(write(tmp_path, districts=data)).districts[0].key == "WES"


def test_a_workbook_is_named_as_one(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(b"PK\x03\x04\x14\x00\x06\x00")
    with pytest.raises(ConfigurationError, match="this is an Excel workbook"):
        row_files.load(path, PAIRS, LISTS)


def test_no_text_becomes_a_formula_in_a_csv_file() -> None:
    texts = ["=1+1", "+1", "-x", "@SUM(1)", "\tx", "Ana;=1+1", "plain"]
    kept = next(csv.reader(io.StringIO(csv_files.written([[*texts, 5]]))))
    assert kept == [
        "'=1+1",
        "'+1",
        "'-x",
        "'@SUM(1)",
        "'\tx",
        "Ana;=1+1",
        "plain",
        "5",
    ]
    assert csv_files.written([["Ana;=1+1"]]) == '"Ana;=1+1"\n', (
        "quoted, wherever a semicolon parts cells"
    )

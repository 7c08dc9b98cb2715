"""A spreadsheet as CSV, TSV or an Excel workbook."""

from __future__ import annotations

import csv
import io
from datetime import datetime

from workspace.sheets.a1 import Area
from workspace.sheets.book import Book
from workspace.sheets.evaluation import Evaluation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DELIMITERS = {"text/csv": ",", "text/tab-separated-values": "\t"}


def exported(book: Book, mime: str, now: datetime) -> bytes | None:
    """The first tab's texts as CSV or TSV, all values and formulas as a
    workbook; None for another type.
    """
    evaluation = Evaluation(book, now)
    if mime == XLSX:
        return evaluation.workbook()
    if mime not in _DELIMITERS:
        return None
    tab = book.tabs[0]
    rows = evaluation.rows(
        Area(tab.id).within(*tab.size), "FORMATTED_VALUE", "FORMATTED_STRING"
    )
    width = max(map(len, rows), default=0)
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=_DELIMITERS[mime], lineterminator="\r\n"
    )
    writer.writerows([row + [""] * (width - len(row)) for row in rows])
    return out.getvalue().removesuffix("\r\n").encode()

"""What a spreadsheet's locale decides: separators, the order of a date, the
currency.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Regional:
    """One locale. ``order`` is how a date is written: ``mdy``, ``dmy`` or
    ``ymd``.
    """

    decimal: str
    group: str
    order: str
    date: str
    currency: str
    currency_after: bool
    months: tuple[str, ...]
    months_short: tuple[str, ...]
    days: tuple[str, ...]
    days_short: tuple[str, ...]
    half_days: bool
    truth: tuple[str, str]

    @property
    def defaults(self) -> dict[str, str]:
        """The pattern of each number format type that names none."""
        time = "h:mm:ss am/pm" if self.half_days else "h:mm:ss"
        money = (
            f'#,##0.00 "{self.currency}"'
            if self.currency_after
            else f'"{self.currency}"#,##0.00'
        )
        return {
            "DATE": self.date,
            "TIME": time,
            "DATE_TIME": f"{self.date} h:mm:ss",
            "NUMBER": "#,##0.00",
            "PERCENT": "0.00%",
            "CURRENCY": money,
            "SCIENTIFIC": "0.00E+00",
            "TEXT": "@",
        }


@cache
def known(name: str) -> bool:
    """Whether there is a locale of this name, such as ``en_US`` or ``de``."""
    from babel.core import Locale, UnknownLocaleError

    try:
        Locale.parse(name)
    except (UnknownLocaleError, ValueError, TypeError):
        return False
    return bool(re.fullmatch(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?", name))


@cache
def regional(name: str) -> Regional:
    """What a locale decides, from the Unicode CLDR; American English where it
    is not known.
    """
    from babel import Locale
    from babel.numbers import get_currency_symbol, get_territory_currencies

    locale = Locale.parse(name if known(name) else "en_US")
    symbols = locale.number_symbols
    symbols = symbols.get(
        locale.default_numbering_system, symbols.get("latn", symbols)
    )
    pattern = re.sub(r"'[^']*'", "", locale.date_formats["short"].pattern)
    pattern = re.sub(r"[^yMd./\- ]", "", pattern).strip()
    date = re.sub(r"y+", "yyyy", pattern).strip(". ") + (
        "." if pattern.endswith("d.") else ""
    )
    order = re.sub(r"(.)\1*", r"\1", re.sub(r"[^yMd]", "", pattern)).lower()
    territory = locale.territory or {"en": "US", "de": "DE", "fr": "FR"}.get(
        locale.language, "US"
    )
    currencies = get_territory_currencies(territory) or ["USD"]
    # Google writes "$" for the dollar of the sheet's own country.
    money = get_currency_symbol(currencies[-1], locale=locale)
    wide, short = (
        locale.months["format"]["wide"],
        locale.months["format"]["abbreviated"],
    )
    days, days_short = (
        locale.days["format"]["wide"],
        locale.days["format"]["abbreviated"],
    )
    return Regional(
        str(symbols["decimal"]),
        str(symbols["group"]),
        order,
        "M/d/yyyy" if str(locale) == "en_US" else date,
        money,
        locale.currency_formats["standard"]
        .pattern.rstrip("\u200f ")
        .endswith("\u00a4"),
        tuple(wide[i] for i in range(1, 13)),
        tuple(short[i] for i in range(1, 13)),
        tuple(days[i] for i in range(7)),
        tuple(days_short[i] for i in range(7)),
        "a" in locale.time_formats["short"].pattern,
        _TRUTH.get(locale.language, ("TRUE", "FALSE")),
    )


# How a language says true and false in a cell. CLDR does not say.
_TRUTH = {
    "cs": ("PRAVDA", "NEPRAVDA"),
    "da": ("SAND", "FALSK"),
    "de": ("WAHR", "FALSCH"),
    "es": ("VERDADERO", "FALSO"),
    "fi": ("TOSI", "EPÄTOSI"),
    "fr": ("VRAI", "FAUX"),
    "hu": ("IGAZ", "HAMIS"),
    "it": ("VERO", "FALSO"),
    "nb": ("SANN", "USANN"),
    "nl": ("WAAR", "ONWAAR"),
    "pl": ("PRAWDA", "FAŁSZ"),
    "pt": ("VERDADEIRO", "FALSO"),
    "ru": ("ИСТИНА", "ЛОЖЬ"),
    "sv": ("SANT", "FALSKT"),
    "tr": ("DOĞRU", "YANLIŞ"),
    "uk": ("ІСТИНА", "ХИБНІСТЬ"),
}

"""Charts as SVG: columns, bars, lines, areas, points and pies, from the cells
that they name.
"""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from workspace.pages.grid import css
from workspace.sheets import looks
from workspace.sheets.book import Book
from workspace.sheets.evaluation import Evaluation

Body = dict[str, Any]
_ACCENTS = ("ACCENT1", "ACCENT2", "ACCENT3", "ACCENT4", "ACCENT5", "ACCENT6")
_INK, _GRID = "#3c4043", "#dadce0"


@dataclass(frozen=True)
class Picture:
    """A chart as it is shown, and the cell at which it lies (none: a sheet of
    its own).
    """

    svg: Markup
    row: int | None
    column: int | None
    x: int
    y: int


@dataclass
class _Series:
    name: str
    values: list[float | None]
    color: str
    kind: str


@dataclass
class _Sketch:
    """An SVG being drawn."""

    width: float
    height: float
    parts: list[str] = field(default_factory=list)

    def add(self, tag: str, text: str = "", **given: Any) -> None:
        marks = "".join(
            f' {k.rstrip("_").replace("_", "-")}="{escape(v)}"'
            for k, v in given.items()
        )
        self.parts.append(
            f"<{tag}{marks}>{escape(text)}</{tag}>"
            if text
            else f"<{tag}{marks}/>"
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        anchor: str = "middle",
        size: int = 12,
        **more: Any,
    ) -> None:
        self.add(
            "text",
            text,
            x=round(x, 1),
            y=round(y, 1),
            text_anchor=anchor,
            font_size=size,
            fill=_INK,
            **more,
        )


def drawing(now: Evaluation, book: Book, chart: Body) -> Picture:
    """Draw a chart of a book."""
    spec = chart["spec"]
    overlay = chart["position"].get("overlayPosition")
    width, height = (
        (overlay["widthPixels"], overlay["heightPixels"])
        if overlay
        else (900, 520)
    )
    sketch = _Sketch(width, height)
    title = spec.get("title", "")
    theme = book.properties.get("spreadsheetTheme", {})
    ground = (
        css(
            looks.rgb(
                spec.get("backgroundColorStyle"),
                spec.get("backgroundColor"),
                theme,
            )
        )
        or "#ffffff"
    )
    sketch.add(
        "rect", x=0, y=0, width=width, height=height, fill=ground, stroke=_GRID
    )
    top = 16.0
    if title:
        sketch.text(16, 28, title, "start", 16)
        top = 40
    if spec.get("subtitle"):
        sketch.text(16, top + 8, spec["subtitle"], "start", 12)
        top += 18
    read = _Reader(now, book, theme)
    if "pieChart" in spec:
        drawn = _pie(sketch, read, spec["pieChart"], top)
    else:
        drawn = _basic(sketch, read, spec["basicChart"], top)
    label = escape(spec.get("altText") or f"{title or 'Chart'}. {drawn}")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="Arial, Liberation Sans, sans-serif">'
    svg = Markup(head + "".join(sketch.parts) + "</svg>")  # noqa: S704  (every text in it was escaped)
    if not overlay:
        return Picture(svg, None, None, 0, 0)
    anchor = overlay["anchorCell"]
    return Picture(
        svg,
        anchor.get("rowIndex", 0),
        anchor.get("columnIndex", 0),
        overlay.get("offsetXPixels", 0),
        overlay.get("offsetYPixels", 0),
    )


class _Reader:
    """What a chart's source ranges hold."""

    def __init__(self, now: Evaluation, book: Book, theme: Body) -> None:
        self.now, self.book, self.theme = now, book, theme

    def cells(self, data: Body) -> list[tuple[int, int, int]]:
        sources = data.get("sourceRange", {}).get("sources", [])
        return [
            (a.sheet, r, c)
            for s in sources
            for a in [self.book.area(s)]
            for r, c in a.cells()
        ]

    def texts(self, data: Body) -> list[str]:
        return [self.now.text(*at) for at in self.cells(data)]

    def numbers(self, data: Body) -> list[float | None]:
        values = [self.now.value(*at) for at in self.cells(data)]
        return [
            float(v)
            if isinstance(v, (int, float)) and not isinstance(v, bool)
            else None
            for v in values
        ]

    def color(self, place: int, given: Body) -> str:
        own = css(
            looks.rgb(given.get("colorStyle"), given.get("color"), self.theme)
        )
        return own or css(
            looks.themed(_ACCENTS[place % len(_ACCENTS)], self.theme)
        )


def _headers(
    count: int, texts: list[str], numbers: list[list[float | None]]
) -> int:
    """How many cells of each range are a heading: as the chart says, else one
    where the first cells are words.
    """
    if count:
        return count
    return int(
        bool(numbers)
        and all(n and n[0] is None for n in numbers)
        and any(len(n) > 1 for n in numbers)
        and len(texts) != 1
    )


def _basic(sketch: _Sketch, read: _Reader, chart: Body, top: float) -> str:
    kind = chart["chartType"]
    domain = (
        read.texts(chart["domains"][0]["domain"])
        if chart.get("domains")
        else []
    )
    columns = [read.numbers(s["series"]) for s in chart["series"]]
    heads = _headers(chart.get("headerCount", 0), domain, columns)
    names = [
        (read.texts(s["series"]) or [""])[0] if heads else f"Series {i + 1}"
        for i, s in enumerate(chart["series"])
    ]
    labels = domain[heads:] or [
        str(i + 1) for i in range(max(map(len, columns)) - heads)
    ]
    series = [
        _Series(
            name,
            values[heads:],
            read.color(i, given),
            given.get("type", "COLUMN" if kind == "COMBO" else kind),
        )
        for i, (name, values, given) in enumerate(
            zip(names, columns, chart["series"], strict=True)
        )
    ]
    legend = chart.get("legendPosition", "RIGHT_LEGEND")
    right = sketch.width - 20
    if legend != "NO_LEGEND" and len(series) > 1:
        right = _legend(sketch, [(s.name, s.color) for s in series], top)
    titles = {
        a.get("position"): a.get("title", "") for a in chart.get("axis", [])
    }
    plot = _Plot(
        sketch,
        56 + 16 * bool(titles.get("LEFT_AXIS")),
        top + 8,
        right,
        sketch.height - 52 - 16 * bool(titles.get("BOTTOM_AXIS")),
    )
    stacked = chart.get("stackedType", "NOT_STACKED") in (
        "STACKED",
        "PERCENT_STACKED",
    )
    if chart.get("stackedType") == "PERCENT_STACKED":
        _to_percent(series)
    if kind == "BAR":
        plot.bars(labels, series, stacked)
    else:
        plot.upright(
            labels,
            series,
            stacked,
            kind == "SCATTER",
            read.numbers(chart["domains"][0]["domain"])[heads:]
            if kind == "SCATTER" and chart.get("domains")
            else [],
        )
    if titles.get("BOTTOM_AXIS"):
        sketch.text(
            (plot.left + plot.right) / 2,
            sketch.height - 8,
            titles["BOTTOM_AXIS"],
            size=12,
        )
    if titles.get("LEFT_AXIS"):
        y = (plot.top + plot.bottom) / 2
        sketch.text(
            14,
            y,
            titles["LEFT_AXIS"],
            size=12,
            transform=f"rotate(-90 14 {y:.0f})",
        )
    return " ".join(
        f"{s.name}: "
        + ", ".join(
            f"{label} {_short(v)}"
            for label, v in zip(labels, s.values, strict=False)
            if v is not None
        )
        + "."
        for s in series
    )


def _to_percent(series: list[_Series]) -> None:
    for i in range(max(len(s.values) for s in series)):
        whole = (
            sum(abs(s.values[i] or 0) for s in series if i < len(s.values))
            or 1
        )
        for s in series:
            if i < len(s.values):
                s.values[i] = (s.values[i] or 0) / whole * 100


def _legend(
    sketch: _Sketch, names: list[tuple[str, str]], top: float
) -> float:
    """The legend at the right; where the plot ends."""
    wide = min(max(len(n) for n, _ in names) * 7 + 34, sketch.width / 3)
    x = sketch.width - wide
    for i, (name, color) in enumerate(names):
        y = top + 18 + i * 20
        sketch.add("rect", x=x, y=y - 9, width=10, height=10, fill=color)
        sketch.text(
            x + 16,
            y,
            name if len(name) < wide / 6.5 else name[: int(wide / 6.5)] + "…",
            "start",
        )
    return x - 16


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers from below the least to above the most value."""
    low, high = min(low, 0), max(high, 0)
    if high == low:
        high = low + 1
    rough = (high - low) / 4
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * m for m in (1, 2, 2.5, 5, 10) if size * m >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * i for i in range(first, last + 1)]


def _short(value: float | None) -> str:
    return "" if value is None else f"{value:,.10g}"


@dataclass
class _Plot:
    sketch: _Sketch
    left: float
    top: float
    right: float
    bottom: float

    def _range(self, series: list[_Series], stacked: bool) -> list[float]:
        found = [v for s in series for v in s.values if v is not None] or [0]
        if stacked:
            sums = [
                sum(s.values[i] or 0 for s in series if i < len(s.values))
                for i in range(max(len(s.values) for s in series))
            ]
            found += sums
        return _ticks(min(found), max(found))

    def upright(
        self,
        labels: list[str],
        series: list[_Series],
        stacked: bool,
        points: bool,
        xs: list[float | None],
    ) -> None:
        ticks = self._range(series, stacked)

        def y(value: float) -> float:
            return self.bottom - (value - ticks[0]) / (
                ticks[-1] - ticks[0]
            ) * (self.bottom - self.top)

        for tick in ticks:
            self.sketch.add(
                "line",
                x1=self.left,
                x2=self.right,
                y1=round(y(tick), 1),
                y2=round(y(tick), 1),
                stroke=_INK if tick == 0 else _GRID,
            )
            self.sketch.text(self.left - 6, y(tick) + 4, _short(tick), "end")
        step = (self.right - self.left) / max(len(labels), 1)
        if points and any(x is not None for x in xs):
            marks = _ticks(
                min(x for x in xs if x is not None),
                max(x for x in xs if x is not None),
            )

            def place(i: int) -> float | None:
                at = xs[i] if i < len(xs) else None
                return (
                    None
                    if at is None
                    else self.left
                    + (at - marks[0])
                    / (marks[-1] - marks[0])
                    * (self.right - self.left)
                )

            for mark in marks:
                self.sketch.text(
                    self.left
                    + (mark - marks[0])
                    / (marks[-1] - marks[0])
                    * (self.right - self.left),
                    self.bottom + 18,
                    _short(mark),
                )
        else:
            self._labels(labels, step)

            def place(i: int) -> float | None:
                return self.left + step * (i + 0.5)

        base = [0.0] * len(labels)
        columns = [s for s in series if s.kind == "COLUMN"]
        for s in series:
            if s.kind == "COLUMN":
                wide = step * 0.7 / (1 if stacked else len(columns))
                shift = 0 if stacked else columns.index(s) * wide
                for i, value in enumerate(s.values[: len(labels)]):
                    if value is not None:
                        start = base[i] if stacked else 0
                        low, high = sorted((y(start), y(start + value)))
                        self.sketch.add(
                            "rect",
                            x=round(
                                self.left + step * i + step * 0.15 + shift, 1
                            ),
                            y=round(low, 1),
                            width=round(wide, 1),
                            height=round(high - low, 1),
                            fill=s.color,
                        )
                        base[i] += value if stacked else 0
                continue
            self._line(
                s, place, y, base if stacked else [0.0] * len(labels), stacked
            )

    def _line(
        self, s: _Series, place: Any, y: Any, base: list[float], stacked: bool
    ) -> None:
        spots = []
        for i, value in enumerate(s.values[: len(base)]):
            x = place(i)
            if value is not None and x is not None:
                spots.append((x, y(base[i] + value), y(base[i])))
                base[i] += value if stacked else 0
        if not spots:
            return
        trail = " ".join(f"{x:.1f},{at:.1f}" for x, at, _ in spots)
        if s.kind in ("AREA", "STEPPED_AREA"):
            back = " ".join(
                f"{x:.1f},{at:.1f}" for x, _, at in reversed(spots)
            )
            self.sketch.add(
                "polygon",
                points=f"{trail} {back}",
                fill=s.color,
                fill_opacity="0.35",
            )
        if s.kind != "SCATTER":
            self.sketch.add(
                "polyline",
                points=trail,
                fill="none",
                stroke=s.color,
                stroke_width=2,
            )
        for x, at, _ in (
            spots if s.kind == "SCATTER" or len(spots) == 1 else []
        ):
            self.sketch.add(
                "circle", cx=round(x, 1), cy=round(at, 1), r=4, fill=s.color
            )

    def _labels(self, labels: list[str], step: float) -> None:
        """Names below the axis: in up to three lines each where they fit, else
        some of them, slanted.
        """
        room = max(3, int(step / 6.2))
        broken = [
            textwrap.wrap(label, room, break_long_words=False) or [""]
            for label in labels
        ]
        if all(
            len(lines) <= 3 and max(map(len, lines)) <= room
            for lines in broken
        ):
            for i, lines in enumerate(broken):
                for n, line in enumerate(lines):
                    self.sketch.text(
                        self.left + step * (i + 0.5),
                        self.bottom + 16 + 12 * n,
                        line,
                        size=11,
                    )
            return
        every = max(1, math.ceil(16 / step))
        for i in range(0, len(labels), every):
            x, y = self.left + step * (i + 0.5), self.bottom + 12
            short = labels[i] if len(labels[i]) < 11 else labels[i][:10] + "…"
            self.sketch.text(
                x,
                y,
                short,
                "end",
                11,
                transform=f"rotate(-40 {x:.0f} {y:.0f})",
            )

    def bars(
        self, labels: list[str], series: list[_Series], stacked: bool
    ) -> None:
        ticks = self._range(series, stacked)
        self.left += min(
            max(map(len, labels), default=0) * 6, self.sketch.width / 4
        )

        def x(value: float) -> float:
            return self.left + (value - ticks[0]) / (ticks[-1] - ticks[0]) * (
                self.right - self.left
            )

        for tick in ticks:
            self.sketch.add(
                "line",
                x1=round(x(tick), 1),
                x2=round(x(tick), 1),
                y1=self.top,
                y2=self.bottom,
                stroke=_INK if tick == 0 else _GRID,
            )
            self.sketch.text(x(tick), self.bottom + 18, _short(tick))
        step = (self.bottom - self.top) / max(len(labels), 1)
        base = [0.0] * len(labels)
        for i, label in enumerate(labels):
            self.sketch.text(
                self.left - 6,
                self.top + step * (i + 0.5) + 4,
                label if len(label) < 30 else label[:29] + "…",
                "end",
            )
        for place, s in enumerate(series):
            tall = step * 0.7 / (1 if stacked else len(series))
            for i, value in enumerate(s.values[: len(labels)]):
                if value is not None:
                    start = base[i] if stacked else 0
                    low, high = sorted((x(start), x(start + value)))
                    at = (
                        self.top
                        + step * i
                        + step * 0.15
                        + (0 if stacked else place * tall)
                    )
                    self.sketch.add(
                        "rect",
                        x=round(low, 1),
                        y=round(at, 1),
                        width=round(high - low, 1),
                        height=round(tall, 1),
                        fill=s.color,
                    )
                    base[i] += value if stacked else 0


def _pie(sketch: _Sketch, read: _Reader, chart: Body, top: float) -> str:
    labels, values = read.texts(chart["domain"]), read.numbers(chart["series"])
    heads = _headers(0, labels, [values])
    slices = [
        (label, v)
        for label, v in zip(labels[heads:], values[heads:], strict=False)
        if v and v > 0
    ]
    whole = sum(v for _, v in slices) or 1
    colors = [read.color(i, {}) for i in range(len(slices))]
    right = sketch.width - 20
    if slices and chart.get("legendPosition", "RIGHT_LEGEND") != "NO_LEGEND":
        right = _legend(
            sketch,
            [
                (label, color)
                for (label, _), color in zip(slices, colors, strict=True)
            ],
            top,
        )
    cx, cy = (20 + right) / 2, (top + sketch.height - 12) / 2
    radius = max(10.0, min(right - 20, sketch.height - top - 24) / 2)
    hole = radius * chart.get("pieHole", 0)
    at = 0.0
    for (_, value), color in zip(slices, colors, strict=True):
        part = value / whole
        if part > 0.9999:
            sketch.add("circle", cx=cx, cy=cy, r=radius, fill=color)
        else:
            (x1, y1), (x2, y2) = (
                _on(cx, cy, radius, at),
                _on(cx, cy, radius, at + part),
            )
            way = f"M{cx:.1f},{cy:.1f} L{x1:.1f},{y1:.1f} A{radius:.1f},{radius:.1f} 0 {int(part > 0.5)} 1 {x2:.1f},{y2:.1f} Z"
            sketch.add("path", d=way, fill=color, stroke="#ffffff")
        if part > 0.04:
            tx, ty = _on(
                cx, cy, radius * (0.62 if not hole else 0.8), at + part / 2
            )
            sketch.add(
                "text",
                f"{part:.0%}",
                x=round(tx, 1),
                y=round(ty + 4, 1),
                text_anchor="middle",
                font_size=12,
                fill="#ffffff",
            )
        at += part
    if hole:
        sketch.add("circle", cx=cx, cy=cy, r=round(hole, 1), fill="#ffffff")
    return ", ".join(f"{label} {_short(v)}" for label, v in slices)


def _on(
    cx: float, cy: float, radius: float, turn: float
) -> tuple[float, float]:
    angle = 2 * math.pi * turn - math.pi / 2
    return cx + radius * math.cos(angle), cy + radius * math.sin(angle)

"""What people do in a browser, done in one: Debian's Chromium, driven by
Playwright, by keyboard.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from forms.links import pair_link
from sync.program import declared
from tests.support.browser import LAPTOP, PHONE
from tests.support.program import ADMIN, COORDINATOR, Program
from tests.support.raw_calls import api

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus is on what a label, or a name, says."""
    for _ in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => { const e = document.activeElement; return [e.labels && e.labels.length ? e.labels[0].innerText : '', "
            "e.getAttribute('aria-label') || '', e.innerText || ''].join(' | ') }"
        )
        if words in found:
            return
    raise AssertionError(f"nothing that says {words!r} can be reached by Tab")


def test_a_mentor_logs_a_meeting_on_a_phone_by_keyboard_alone(
    program: Program, page_of: Callable[..., Page]
) -> None:
    form = declared.form_of(program.settings)
    program.space.store.set_now(datetime(2026, 11, 20, 20, tzinfo=UTC))
    page = page_of("ana@westbrook.example", PHONE)
    page.goto(pair_link(program.lock.responder_uri, form, "WES-1 Ana & Sam"))
    assert page.evaluate(
        "document.documentElement.scrollWidth <= innerWidth"
    ), "nothing is wider than the phone"
    tab_to(page, "We met one-on-one")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    tab_to(page, "Next")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, form.question("minutes").title)
    page.keyboard.type("30")
    tab_to(page, "Submit")
    page.keyboard.press("Enter")
    page.get_by_text("Your response has been recorded").wait_for()
    result, _ = program.run()
    assert (len(result.new), result.counted) == (1, 1)
    assert program.row("log", "", "pair")["Pair"].startswith("WES-1")


def test_a_one_on_one_is_five_taps_and_a_screen_and_a_half(
    program: Program, page_of: Callable[..., Page]
) -> None:
    """What happened stands whole on the first screen of a phone."""
    form = declared.form_of(program.settings)
    screen = 844
    page = page_of("ana@westbrook.example", {"width": 390, "height": screen})
    page.goto(pair_link(program.lock.responder_uri, form, "WES-1 Ana & Sam"))

    def bottom(words: str) -> float:
        box = page.get_by_text(words, exact=True).bounding_box()
        assert box is not None
        return box["y"] + box["height"]

    assert bottom(form.question("kind").options[-1].say) <= screen
    taps = 0

    def tap(words: str) -> None:
        nonlocal taps
        page.get_by_text(words, exact=True).click()
        taps += 1

    tap("We met one-on-one")
    tap("Next")
    page.get_by_text("Your meeting", exact=True).wait_for()
    content = page.locator("main").bounding_box()
    assert content is not None
    assert bottom("Submit") - content["y"] <= 1.5 * screen
    page.get_by_label("Minutes").select_option("30")
    taps += 2  # one opens the list
    tap("Submit")
    page.get_by_text("Your response has been recorded").wait_for()
    assert taps <= 5
    result, _ = program.run()
    assert result.counted == 1


def grid(page: Page, program: Program, tab: str) -> None:
    page.goto(
        f"{program.space.url}/spreadsheets/d/{program.lock.sheets['WES'].id}/edit?gid={program.layout.tab(tab).id}"
    )


def cell(page: Page, row: int, column: int) -> Any:
    """A cell by its row and column, counted from 1 and 0."""
    return page.locator(
        f"tbody tr:has(th:text-is('{row}')) td[data-c='{column}']"
    )


def test_a_coordinator_fills_in_pairs_and_the_schedule_by_keyboard(
    program: Program, page_of: Callable[..., Page]
) -> None:
    page = page_of(COORDINATOR)
    grid(page, program, "pairs")
    layout = program.layout.tab("pairs")
    mentor, school, pair = (
        layout.place(c) for c in ("mentor", "school", "label")
    )
    cell(page, 5, mentor).click()
    for text in ("Noor Haddad", "Eli Costa", "noor@westbrook.example"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    cell(page, 5, pair).filter(
        has_text="WES-4 Noor Haddad & Eli Costa"
    ).wait_for()
    cell(page, 5, school).click()
    page.keyboard.press("Enter")
    page.keyboard.type("hil")
    page.keyboard.press("Enter")
    cell(page, 5, school).filter(has_text="Hill School").wait_for()
    assert cell(page, 5, school).locator(".arrow").count() == 1, (
        "a dropdown stays one"
    )
    for _ in range(100):  # the page shows a choice before it is kept
        row = program.values("pairs")[4]
        if len(row) > school:
            break
        page.wait_for_timeout(50)
    assert [row[mentor], row[mentor + 1], row[mentor + 2], row[school]] == [
        "Noor Haddad",
        "Eli Costa",
        "noor@westbrook.example",
        "Hill School",
    ]
    cell(page, 5, pair).click()
    page.keyboard.type("x")
    page.get_by_text("You cannot edit it").wait_for()
    grid(page, program, "schedule")
    cell(page, 6, 3).click()
    page.keyboard.type("Tue 2:45")
    page.keyboard.press("Enter")
    cell(page, 6, 3).filter(has_text="Tue 2:45").wait_for()
    assert program.values("schedule")[5][3] == "Tue 2:45"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Delete")
    cell(page, 6, 3).filter(has_not_text="Tue").wait_for()


def test_what_validation_forbids_is_reported_and_not_taken(
    program: Program, page_of: Callable[..., Page]
) -> None:
    page = page_of(COORDINATOR)
    grid(page, program, "calendar")
    first = program.layout.tab("calendar").place("first")
    cell(page, 30, first).click()
    page.keyboard.type("next Tuesday")
    page.keyboard.press("Enter")
    page.locator("#said").filter(
        has_text="a date, such as 10/14/2026. What you typed was kept"
    ).wait_for()
    assert program.values("calendar")[29][first] == "next Tuesday", (
        "a hint, not a wall: the tool reads it leniently"
    )
    assert cell(page, 30, first).get_attribute("aria-invalid") == "true"
    cell(page, 30, first).click()
    page.keyboard.type("12/3/2026")
    page.keyboard.press("Enter")
    cell(page, 30, first).filter(has_text="Thu, Dec 3").wait_for()
    assert page.locator("#said").inner_text() == ""
    assert cell(page, 30, first).get_attribute("aria-invalid") is None
    page.keyboard.press("Control+z")
    cell(page, 30, first).filter(has_text="next Tuesday").wait_for()
    page.keyboard.press("Control+z")
    cell(page, 30, first).filter(has_not_text="Tuesday").wait_for()
    answer = page.request.post(
        f"{program.space.url}/spreadsheets/d/{program.lock.sheets['WES'].id}/do",
        headers={"Origin": program.space.url},
        data={
            "gid": program.layout.tab("calendar").id,
            "action": "type",
            "row": 29,
            "column": 0,
            "text": "a party",
        },
    )
    assert (
        "This cell takes one of: no school, early release"
        in answer.json()["error"]
    )
    assert len(program.values("calendar")) < 30, "all is as before"


def test_rows_sorting_and_tabs(
    program: Program, page_of: Callable[..., Page]
) -> None:
    made = api(
        program.space,
        "POST",
        "/v4/spreadsheets",
        json={"properties": {"title": "Mine"}},
    ).json()
    name = made["spreadsheetId"]
    put: dict[str, Any] = {
        "params": {"valueInputOption": "RAW"},
        "json": {"values": [["b"], ["c"], ["a"]]},
    }
    api(
        program.space, "PUT", f"/v4/spreadsheets/{name}/values/A1", **put
    ).raise_for_status()
    page = page_of(ADMIN)
    page.goto(f"{program.space.url}/spreadsheets/d/{name}/edit")

    def values() -> Any:
        return api(
            program.space, "GET", f"/v4/spreadsheets/{name}/values/A1:A9"
        ).json()["values"]

    cell(page, 1, 0).click()
    with page.expect_navigation():
        page.get_by_role("button", name="Sort A to Z").click()
    assert values() == [["a"], ["b"], ["c"]]
    with page.expect_navigation():
        page.keyboard.press("Alt+Shift+KeyI")
    assert values() == [[], ["a"], ["b"], ["c"]]
    with page.expect_navigation():
        page.get_by_role("button", name="Delete row").click()
    assert values() == [["a"], ["b"], ["c"]]
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Delete row").click()
    assert values() == [["a"], ["b"], ["c"]], (
        "a row that holds something is deleted only when that is meant"
    )
    page.once("dialog", lambda dialog: dialog.accept("Renamed"))
    with page.expect_navigation():
        page.get_by_role("button", name="Rename tab").click()
    page.get_by_role("link", name="Renamed").wait_for()


def test_a_reader_can_look_and_nothing_else(
    program: Program, page_of: Callable[..., Page]
) -> None:
    path = f"/drive/v3/files/{program.lock.sheets['WES'].id}/permissions"
    body = {"type": "user", "role": "reader", "emailAddress": "eve@w.example"}
    api(program.space, "POST", path, json=body).raise_for_status()
    page = page_of("eve@w.example")
    grid(page, program, "pairs")
    assert page.get_by_role("button", name="Delete row").count() == 0
    cell(page, 2, 1).click()
    page.keyboard.type("x")
    assert page.locator("td input").count() == 0
    answer = page.request.post(
        f"{program.space.url}/spreadsheets/d/{program.lock.sheets['WES'].id}/do",
        data={
            "gid": program.layout.tab("pairs").id,
            "action": "type",
            "row": 1,
            "column": 1,
            "text": "x",
        },
    )
    assert answer.status == 403


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_everybody_can_use_the_pages(
    program: Program, page_of: Callable[..., Page], size: Any
) -> None:
    """axe finds nothing serious on the workspace's pages: the list, the three
    forms, a sheet, the program's charts.
    """
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    program.log(
        "ana@westbrook.example", "WES-1", kind="one-on-one", minutes=30
    )
    program.run()
    lock = program.lock
    assert lock.program
    forms = [lock.responder_uri, *(form.uri for form in lock.forms.values())]
    places = {
        "home": program.space.url,
        **{f"form {n}": uri for n, uri in enumerate(forms)},
    }
    places |= {
        f"tab {t.title}": f"{lock.sheets['WES'].url}?gid={t.id}"
        for t in program.layout.tabs
        if not t.hidden
    }
    places |= {
        f"program {gid}": f"{lock.program.url}?gid={gid}"
        for gid in (201, 202, 205)
    }
    page, found = page_of(ADMIN, size), []
    for name, address in places.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        said = Axe().run(page).response["violations"]
        found += [
            (name, v["id"], v["impact"], v["nodes"][0]["html"][:160])
            for v in said
            if v["impact"] in ("serious", "critical")
        ]
        if name.startswith(("home", "form")):
            assert (
                page.evaluate("document.documentElement.scrollWidth")
                <= size["width"]
            ), name
    assert found == []

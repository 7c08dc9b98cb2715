"""Law 8, begun: the discovery documents decide what is a request; every answer
is checked before it is sent.
"""

from __future__ import annotations

from workspace import discovery


def test_every_method_of_the_three_apis_is_a_route() -> None:
    ids = [m.id for m in discovery.methods()]
    assert len(ids) == len(set(ids)) > 80
    for verb, path, wanted in (
        ("GET", "/v4/spreadsheets/abc", "sheets.spreadsheets.get"),
        (
            "POST",
            "/v4/spreadsheets/abc:batchUpdate",
            "sheets.spreadsheets.batchUpdate",
        ),
        (
            "GET",
            "/v4/spreadsheets/abc/values/A1:B2",
            "sheets.spreadsheets.values.get",
        ),
        (
            "POST",
            "/v4/spreadsheets/abc/values/A1:B2:append",
            "sheets.spreadsheets.values.append",
        ),
        (
            "POST",
            "/v4/spreadsheets/abc/values:batchGetByDataFilter",
            "sheets.spreadsheets.values.batchGetByDataFilter",
        ),
        (
            "POST",
            "/v1/forms/abc:setPublishSettings",
            "forms.forms.setPublishSettings",
        ),
        (
            "GET",
            "/drive/v3/changes/startPageToken",
            "drive.changes.getStartPageToken",
        ),
    ):
        found = discovery.route(verb, path)
        assert found is not None
        assert found[0].id == wanted

"""What tests of the workspace's Forms ask of it."""

from __future__ import annotations

import requests


def refusal(answer: requests.Response) -> str:
    """The message of a request that was refused."""
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["status"] == "INVALID_ARGUMENT"
    return str(answer.json()["error"]["message"])

"""Debian's Chromium, driven by Playwright: what the fixtures ``browser`` and
``page_of`` start.
"""

from __future__ import annotations

import os
import shutil

CHROMIUM = shutil.which("chromium") or ""
# In CI a missing Chromium is a failure, not a reason to pass over a test.
MISSING = not CHROMIUM and not os.environ.get("CI")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 780}
LAPTOP = {"width": 1366, "height": 768}

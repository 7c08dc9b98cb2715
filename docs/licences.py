"""The licences of what is shipped: every package that the program needs, its
extras included, as their own metadata name them.

``python docs/licences.py`` writes ``docs/licences.md``.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

PAGE = Path(__file__).parent / "licences.md"
HEAD = """# What is shipped, and under which licence

Every package that the program needs, with its extras `workspace` and `postgres`, by the metadata of the packages
themselves. Made by `make licences`; the program itself is under the [MIT licence](../LICENSE).

| package | licence |
|---|---|
"""


def names_of(package: str, found: dict[str, str]) -> None:
    """Note a package's licence, and those of all that it needs."""
    name = re.sub(r"[-_.]+", "-", package).lower()
    if name in found:
        return
    try:
        made = distribution(name)
    except PackageNotFoundError:  # for another system alone
        return
    found[name] = licence_of(made.metadata)
    for text in made.requires or ():
        extras = "extra ==" in text
        if not extras or (
            name == "making-time" and re.search(r"workspace|postgres", text)
        ):
            names_of(re.split(r"[\s;<>=!~\[(]", text)[0], found)


def licence_of(metadata: object) -> str:
    """A licence as a package names it, on one line."""
    get = metadata.get  # type: ignore[attr-defined]
    named = get("License-Expression") or ""
    if not named:
        classifiers = metadata.get_all("Classifier") or ()  # type: ignore[attr-defined]
        licences = (c for c in classifiers if c.startswith("License ::"))
        named = ", ".join(c.rpartition(" :: ")[2] for c in licences)
    if not named:
        named = str(get("License") or "not named").partition("\n")[0][:60]
    return named


def main() -> None:
    """Write the page."""
    found: dict[str, str] = {}
    names_of("making-time", found)
    del found["making-time"]
    lines = [f"| {name} | {found[name]} |" for name in sorted(found)]
    PAGE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""axe-core, which checks screens for accessibility."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tests.helpers.missing import not_run

if TYPE_CHECKING:
    from tests.helpers.phones import Phone

GRAVE = {"serious", "critical"}
# Colours on their way to others are nobody's colours.
SETTLED = """() => new Promise(requestAnimationFrame).then(() => Promise.allSettled(document.getAnimations()
    .filter((each) => each.effect.getComputedTiming().iterations !== Infinity).map((each) => each.finished)))"""


def axe_if_there() -> str:
    """The checker's source, which `.ci/page` installs; "" if it is missing."""
    where = os.environ.get("TESTS_AXE", "")
    return Path(where).read_text(encoding="utf-8") if where else ""


def axe() -> str:
    """The same; skips the test if it is missing."""
    return axe_if_there() or not_run("AXE NOT RUN: set TESTS_AXE to its axe.min.js, as `.ci/page` does")


def findings(phone: Phone, code: str) -> list[tuple[str, str, list[str]]]:
    """What axe finds on the current screen, in the dark and the light theme."""
    found: list[tuple[str, str, list[str]]] = []
    schemes: tuple[Literal["dark", "light"], ...] = ("dark", "light")
    for scheme in schemes:
        phone.page.emulate_media(color_scheme=scheme)
        phone.page.evaluate(SETTLED)
        phone.page.evaluate(code)
        violations = phone.page.evaluate("async () => (await axe.run()).violations")
        found += [
            (each["id"], scheme, [node["html"][:160] for node in each["nodes"]])
            for each in violations
            if each["impact"] in GRAVE
        ]
    phone.page.emulate_media(color_scheme="dark")
    return found

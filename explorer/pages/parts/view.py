"""What a page looks at: real papers if there are any, or else the demonstration."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date

from explorer import cached
from explorer.errors import StoreNotFoundError
from explorer.runs import Run
from explorer.settings import Settings, load_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a page looks at."""

    home: Settings
    """Where real papers are kept."""
    place: Settings
    """Where the papers looked at are kept: the same, or the demonstration's own folder."""
    invented: bool
    """Whether they are those of the demonstration."""
    began: float
    """When the page began to look, in seconds since 1970; what it shows may be as old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView(View):
    """A view of an analysis."""

    run: Run

    @property
    def as_of(self) -> date:
        """The day from which the analysis looks."""
        return date.fromisoformat(self.run.manifest["as_of"])

    @property
    def judged(self) -> date:
        """The day from which niches were judged: papers may have joined them since."""
        return self.run.verdicts_as_of

    @property
    def last_month(self) -> str:
        """The newest month that is counted."""
        return str(self.run.manifest["last_month"])


def look() -> View:
    """Choose the papers to look at: real ones if there are any, or else the demonstration."""
    began, home = time.time(), load_settings()
    try:
        held = cached.summary(home.papers)
    except StoreNotFoundError:
        held = None
    if held is None or not held.papers:
        return View(home=home, place=home.demonstration, invented=True, began=began)
    invented = held.kind == "demonstration"
    return View(home=home, place=home, invented=invented, began=began)

"""Analyses and plans that cannot be made, read or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.errors.base import ExplorerError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class ScopeError(ExplorerError):
    """The papers asked for cannot be looked at."""


class UnknownCategoryError(ScopeError):
    """No such arXiv category."""

    def __init__(self, category: str, nearest: Sequence[str]) -> None:
        super().__init__(category, nearest)
        self.category, self.nearest = category, tuple(nearest)

    def __str__(self) -> str:
        hint = f"did you mean {' or '.join(self.nearest)}?" if self.nearest else "see arxiv.org"
        return f"no arXiv category is called {self.category!r}; {hint}"


class BadDateError(ScopeError):
    """A date or month that cannot be used."""

    def __init__(self, value: str, reason: str) -> None:
        super().__init__(value, reason)
        self.value, self.reason = value, reason

    def __str__(self) -> str:
        return f"{self.value!r} is not a usable date: {self.reason}; write 2024-01 or 2024-01-31"


class NoListError(ScopeError):
    """OAI-PMH cannot be asked for this category."""

    def __init__(self, category: str) -> None:
        super().__init__(category)
        self.category = category

    def __str__(self) -> str:
        return (
            f"OAI-PMH has no list of {self.category} alone; choose the query API, "
            "which `explorer fetch` takes without --via"
        )


class TooFewPapersError(ScopeError):
    """A corpus too small to split into subfields."""

    def __init__(self, found: int, needed: int, scope: str) -> None:
        super().__init__(found, needed, scope)
        self.found, self.needed, self.scope = found, needed, scope

    def __str__(self) -> str:
        papers = "1 paper" if self.found == 1 else f"{self.found:,} papers"
        return (
            f"{self.scope} has {papers} and {self.needed:,} are needed to find subfields; fetch "
            "more months or add categories"
        )


class BadCutoffError(ScopeError):
    """A back-test from a month that the papers held do not allow."""

    def __init__(self, cutoff: str, reason: str) -> None:
        super().__init__(cutoff, reason)
        self.cutoff, self.reason = cutoff, reason

    def __str__(self) -> str:
        return (
            f"no back-test can look from the end of {self.cutoff}: {self.reason}; "
            "choose another --cutoff or --horizon, or get more months (nothing was changed)"
        )


class NothingToChooseError(ScopeError):
    """Filters of niches beside words that make one niche."""

    def __init__(self, filters: Sequence[str]) -> None:
        super().__init__(filters)
        self.filters = tuple(filters)

    def __str__(self) -> str:
        return (
            f"--words makes one niche, so {' and '.join(self.filters)} would choose among none; "
            "leave them out, or leave --words out"
        )


class RunError(ExplorerError):
    """The results of an analysis could not be read."""


class RunNotFoundError(RunError):
    """No analysis was made yet, or not the one asked for."""

    def __init__(self, path: Path, wanted: str) -> None:
        super().__init__(path, wanted)
        self.path, self.wanted = path, wanted

    def __str__(self) -> str:
        return f"no analysis {self.wanted} in {self.path}; run `explorer analyze` to make one"


class RunDamagedError(RunError):
    """A run's folder is not whole."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"the analysis at {self.path} is damaged ({self.reason}); run `explorer analyze`"


class RunWithoutFieldError(RunError):
    """A run made before niches could be made of words."""

    def __init__(self, run_id: str) -> None:
        super().__init__(run_id)
        self.run_id = run_id

    def __str__(self) -> str:
        return (
            f"the analysis {self.run_id} was made by an earlier version, which did not keep what a "
            "niche of your own is judged by; run `explorer analyze` once"
        )


class NoWhiteSpaceError(RunError):
    """A run made before runs kept white space."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"the analysis at {self.path} keeps no white space; run `explorer analyze` once"


class BackTestNotFoundError(RunError):
    """No back-test was made yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"no back-test in {self.path}; run `explorer backtest` to make one"


class BackTestDamagedError(RunError):
    """The folder of a back-test is not whole."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"the back-test at {self.path} is damaged ({self.reason}); run `explorer backtest`"


class NothingToCompareError(RunError):
    """A run that goes on from no other."""

    def __init__(self, run_id: str) -> None:
        super().__init__(run_id)
        self.run_id = run_id

    def __str__(self) -> str:
        return (
            f"the analysis {self.run_id} goes on from no other, so there is nothing to compare; "
            "`explorer refresh` goes on from it"
        )


class PlanError(ExplorerError):
    """What a person keeps could not be read or changed."""


class NicheNotFoundError(PlanError):
    """No niche has this id or slug."""

    def __init__(self, wanted: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(wanted, nearest)
        self.wanted, self.nearest = wanted, tuple(nearest)

    def __str__(self) -> str:
        hint = f"; did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        return f"no niche is called {self.wanted!r}{hint} (`explorer niches` lists them)"


class OwnNameError(PlanError):
    """A name of a person's own that no niche can bear."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__(name, most)
        self.name, self.most = name, most

    def __str__(self) -> str:
        if not self.name:
            return "this name has no sign that can be seen; write one that has"
        return (
            f"a name has at most {self.most} characters, and this one {len(self.name):,}; "
            "write a shorter one"
        )


class OwnMergeError(PlanError):
    """A niche cannot be part of itself, nor of one of its parts."""

    def __init__(self, name: str, whole: str) -> None:
        super().__init__(name, whole)
        self.name, self.whole = name, whole

    def __str__(self) -> str:
        if self.name == self.whole:
            return f"{self.name!r} cannot be a part of itself; choose another niche"
        return f"{self.whole!r} is a part of {self.name!r} already; choose another niche"


class PlanNotFoundError(PlanError):
    """No plan has this number."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted

    def __str__(self) -> str:
        return f"no plan is called {self.wanted!r}; `explorer plan list` lists them"


class RungIncompleteError(PlanError):
    """A rung lacks what makes it a milestone."""

    def __init__(self, title: str, missing: str) -> None:
        super().__init__(title, missing)
        self.title, self.missing = title, missing

    def __str__(self) -> str:
        return f"the rung {self.title!r} was not saved: {self.missing}"


class BadHoursError(PlanError):
    """A number of hours that no week or rung can have."""

    def __init__(self, hours: float, of_what: str, least: float, most: float) -> None:
        super().__init__(hours, of_what, least, most)
        self.hours, self.of_what, self.least, self.most = hours, of_what, least, most

    def __str__(self) -> str:
        return (
            f"{self.hours:,g} hours are not possible for {self.of_what}; "
            f"write a number from {self.least:,.2g} to {self.most:,g} (nothing was changed)"
        )


class BadLogEntryError(PlanError):
    """A line that the log of a plan cannot hold."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"this cannot be noted: {self.reason}; choose another value (nothing was changed)"


class EditConflictError(PlanError):
    """A rung, or what belongs to a plan, was saved elsewhere since it was read."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title

    def __str__(self) -> str:
        return (
            f"{self.title!r} was changed in another window since you opened it; "
            "your text is still here: reload to see the other version, then save again"
        )

"""What can go wrong, for callers to catch.

ExplorerError
├── StoreError                    papers.sqlite or user.sqlite
│   ├── StoreNotFoundError
│   ├── StoreVersionError         written by a newer version of the program
│   ├── StoreBusyError            another process is writing
│   ├── StoreUnwritableError      read-only folder, full disk
│   ├── StoreDamagedError
│   └── WrongStoreError           real papers and the demonstration never mix
├── PaperFileError                a file given to import
│   ├── PaperFileNotFoundError
│   ├── PaperFileFormatError      empty, truncated, not what its name says
│   ├── MissingColumnsError
│   └── BadRecordsError           some lines could not be read
├── FetchError                    arXiv did not give what was asked
│   ├── FetchRefusedError         403: stop at once
│   ├── FetchUnreadableError      an answer that is no page of results
│   └── FetchIncompleteError      the answer did not add up
├── ScopeError                    which papers to look at
│   ├── UnknownCategoryError
│   ├── BadDateError
│   └── TooFewPapersError
├── RunError                      the results of an analysis
│   ├── RunNotFoundError
│   └── RunDamagedError
└── PlanError                     what a person keeps
    ├── NicheNotFoundError
    ├── PlanNotFoundError
    ├── RungIncompleteError       no done-when, or no paper
    ├── BadHoursError             hours that no week or rung can have
    └── EditConflictError         somebody else saved first

Facts go to the constructor, words to ``__str__``: an error says the same after pickling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class ExplorerError(Exception):
    """Anything this program raises on purpose."""


class StoreError(ExplorerError):
    """A store could not be used."""


class StoreNotFoundError(StoreError):
    """No store lies where one was looked for."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return (
            f"no papers at {self.path}; run `explorer import FILE` or "
            "`explorer fetch --category cs.RO --since 2024-01` to get some"
        )


class StoreVersionError(StoreError):
    """A store was written by a newer version of this program."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(path, found, known)
        self.path, self.found, self.known = path, found, known

    def __str__(self) -> str:
        return (
            f"{self.path} has schema version {self.found}, and this program knows versions up to "
            f"{self.known}; install a newer version of the program (nothing was changed)"
        )


class StoreBusyError(StoreError):
    """Another process is writing to the store."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return (
            f"another fetch or import is writing to {self.path}; wait for it to end, then try again"
        )


class StoreUnwritableError(StoreError):
    """The folder cannot be written, or the disk is full."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return (
            f"cannot write to {self.path}: {self.reason}; free some space or choose another folder "
            "with --data-dir (what was there before is unchanged)"
        )


class StoreDamagedError(StoreError):
    """The file is there and is not a store of ours."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return (
            f"{self.path} cannot be read as a store of this program: {self.reason}; "
            "move it away or choose another folder with --data-dir"
        )


class WrongStoreError(StoreError):
    """Real papers and the demonstration corpus never share a store."""

    def __init__(self, path: Path, held: str) -> None:
        super().__init__(path, held)
        self.path, self.held = path, held

    def __str__(self) -> str:
        what = "the demonstration corpus" if self.held == "demonstration" else "real papers"
        return (
            f"{self.path} holds {what}; real papers and invented ones never mix, so "
            "choose another folder with --data-dir"
        )


class PaperFileError(ExplorerError):
    """A file of papers could not be imported."""


class PaperFileNotFoundError(PaperFileError):
    """The file is missing."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"no file at {self.path}; check the path"


class PaperFileFormatError(PaperFileError):
    """The file is not what its name says."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return (
            f"{self.path} cannot be imported: {self.reason}; expected Parquet, CSV, or arXiv's "
            "metadata as JSON lines (.json, .jsonl, also .gz or .zip)"
        )


class MissingColumnsError(PaperFileError):
    """A table lacks columns that a paper needs."""

    def __init__(self, path: Path, missing: Sequence[str], found: Sequence[str]) -> None:
        super().__init__(path, missing, found)
        self.path, self.missing, self.found = path, tuple(missing), tuple(found)

    def __str__(self) -> str:
        return (
            f"{self.path} lacks the columns {', '.join(self.missing)}; it has "
            f"{', '.join(self.found) or 'none'}"
        )


class BadRecordsError(PaperFileError):
    """Some records could not be read, and the person did not ask to skip them."""

    def __init__(self, path: Path, count: int, first_line: int, first_reason: str) -> None:
        super().__init__(path, count, first_line, first_reason)
        self.path, self.count = path, count
        self.first_line, self.first_reason = first_line, first_reason

    def __str__(self) -> str:
        records = "record" if self.count == 1 else "records"
        return (
            f"{self.path} has {self.count:,} unreadable {records}, the first at line "
            f"{self.first_line:,}: {self.first_reason}; nothing was imported "
            "(--skip-bad imports the rest)"
        )


class FetchError(ExplorerError):
    """ArXiv could not be asked, or did not answer."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url, self.reason = url, reason

    def __str__(self) -> str:
        return (
            f"could not fetch from {self.url}: {self.reason}; what was fetched before is kept, "
            "run the same command again to go on"
        )


class FetchRefusedError(FetchError):
    """ArXiv refused to serve us; asking again would make it worse."""

    def __str__(self) -> str:
        return (
            f"{self.url} refused the request ({self.reason}); no more requests were made. "
            "Wait some hours, and see https://info.arxiv.org/help/robots.html before you try again"
        )


class FetchUnreadableError(FetchError):
    """ArXiv answered, and not with a page of results."""


class FetchIncompleteError(FetchError):
    """The papers received do not add up to the total that the server announced."""

    def __init__(self, url: str, received: int, expected: int, span: str) -> None:
        Exception.__init__(self, url, received, expected, span)
        self.url, self.received, self.expected, self.span = url, received, expected, span

    def __str__(self) -> str:
        return (
            f"arXiv announced {self.expected:,} papers for {self.span} and sent {self.received:,}; "
            "this span is not counted as done, run the same command again to go on"
        )


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


class TooFewPapersError(ScopeError):
    """A corpus too small to split into subfields."""

    def __init__(self, found: int, needed: int, scope: str) -> None:
        super().__init__(found, needed, scope)
        self.found, self.needed, self.scope = found, needed, scope

    def __str__(self) -> str:
        return (
            f"{self.scope} has {self.found:,} papers and {self.needed:,} are needed to find "
            "subfields; fetch more months or add categories"
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


class EditConflictError(PlanError):
    """The rung was saved elsewhere since it was read."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title

    def __str__(self) -> str:
        return (
            f"the rung {self.title!r} was changed in another window since you opened it; "
            "your text is still here: reload to see the other version, then save again"
        )

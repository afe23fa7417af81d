"""Papers that a file or arXiv did not give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.errors.base import ExplorerError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class PaperFileError(ExplorerError):
    """A file of papers could not be imported, or written."""


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


class PaperFileUnwritableError(PaperFileError):
    """The folder is missing or cannot be written, or the disk is full."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return (
            f"{self.path} cannot be written: {self.reason}; choose another place "
            "(what was there before is unchanged)"
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

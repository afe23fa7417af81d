"""Files that hold plans, and cannot be read or written."""

from __future__ import annotations

from explorer.errors.results import PlanError


class PlanFileError(PlanError):
    """A plan file could not be imported or written."""


class PlanFileUnreadableError(PlanFileError):
    """There is no such file, or it may not be read."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason

    def __str__(self) -> str:
        return f"{self.name} cannot be read: {self.reason}; check its name and place"


class PlanFileFormatError(PlanFileError):
    """It is not a plan file, or not a whole one."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason

    def __str__(self) -> str:
        return (
            f"{self.name} cannot be imported as a plan: {self.reason}; choose a file that "
            "`explorer plan export --format json` wrote (nothing was changed)"
        )


class PlanFileVersionError(PlanFileError):
    """A plan file was written by a newer version of this program."""

    def __init__(self, name: str, found: int, known: int) -> None:
        super().__init__(name, found, known)
        self.name, self.found, self.known = name, found, known

    def __str__(self) -> str:
        return (
            f"{self.name} is a plan file of version {self.found}, and this program knows versions "
            f"up to {self.known}; install a newer version of the program (nothing was changed)"
        )


class PlanKeptError(PlanFileError):
    """The niche of an imported plan has another plan here."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title

    def __str__(self) -> str:
        return (
            f"“{self.title}” is here already and differs from the file; choose to replace it "
            "(`explorer plan import FILE --replace`), or remove it first (nothing was changed)"
        )


class PlanFileUnwritableError(PlanFileError):
    """The folder is missing or cannot be written, or the disk is full."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason

    def __str__(self) -> str:
        return (
            f"{self.name} cannot be written: {self.reason}; choose another place "
            "(what was there before is unchanged)"
        )

"""Stores that cannot be read or written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.errors.base import ExplorerError

if TYPE_CHECKING:
    from pathlib import Path


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
            f"another process is writing to {self.path}; wait until it has ended "
            "(a fetch or import may take minutes), then run the command again"
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


class NothingSavedError(StoreError):
    """There is nothing yet that could be backed up."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return (
            f"nothing was saved at {self.path} yet; save a niche first, or choose another folder "
            "with --data-dir"
        )


class BackupTargetError(StoreError):
    """A backup would replace a file that is no backup."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return (
            f"{self.path} is there already and is no backup of this program, so it was left as it "
            "is; choose another name"
        )


class BackupUnusableError(StoreError):
    """A file that cannot be restored."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason

    def __str__(self) -> str:
        return (
            f"{self.name} cannot be restored: {self.reason}; choose a file that `explorer backup` "
            "wrote (nothing was changed)"
        )

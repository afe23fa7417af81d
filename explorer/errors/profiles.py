"""What a person says of themselves, and cannot be kept as it is."""

from __future__ import annotations

from explorer.errors.results import PlanError


class ProfileError(PlanError):
    """A profile could not be kept or read."""


class BadProfileError(ProfileError):
    """A part of a profile that cannot be kept."""

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(part, reason)
        self.part, self.reason = part, reason

    def __str__(self) -> str:
        return (
            f"{self.part} of your profile cannot be kept: {self.reason}; write it otherwise, or "
            "leave it out (nothing was changed)"
        )


class ProfileFileError(ProfileError):
    """A file for a profile that cannot be read, or is not what it should be."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason

    def __str__(self) -> str:
        return (
            f"{self.name} cannot be taken into your profile: {self.reason}; choose another file "
            "(nothing was changed)"
        )


class ProfileChangedError(ProfileError):
    """The profile was saved elsewhere since it was read."""

    def __init__(self, changed: str) -> None:
        super().__init__(changed)
        self.changed = changed

    def __str__(self) -> str:
        return (
            f"your profile was changed in another window ({self.changed}); what you typed is "
            "still here: see the other version first, then save again"
        )

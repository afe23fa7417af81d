"""One wish of a person on one niche of an analysis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person wants of one niche."""

    niche_id: str
    computed_name: str
    """What its papers named it when the wish was last changed."""
    own_name: str = ""
    """Empty if it keeps the name that its papers gave."""
    hidden: bool = False
    part_of: str = ""
    """Id of the niche that counts its papers too; empty if it stands for itself."""
    came_from: str = ""
    """Name of a niche that ended, for which the person wanted this; empty once they know."""
    kind: str = "real"
    """``real`` or ``demonstration``, as in the run's manifest."""
    changed: datetime

    @property
    def wants_something(self) -> bool:
        """Tell whether there is anything to keep."""
        return bool(self.own_name or self.hidden or self.part_of)

    @property
    def called(self) -> str:
        """The name to speak of it by."""
        return self.own_name or self.computed_name

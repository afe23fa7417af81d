"""The niches of an analysis with what a person wants of them; all pages read niches here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer import cached
from explorer.errors import StoreError
from explorer.plans.wishes import Wish, with_wishes

if TYPE_CHECKING:
    import pandas as pd

    from explorer.pages.parts.view import RunView


def ranking(view: RunView) -> pd.DataFrame:
    """Return the niches as Discover shows them, with a person's names and ``hidden``."""
    return with_wishes(cached.ranking(view.run), _if_read(view))


def groups(view: RunView) -> pd.DataFrame:
    """Return the groups of all levels, with a person's names and ``hidden``."""
    return with_wishes(cached.table(view.run, "niches"), _if_read(view))


def wishes(view: RunView) -> tuple[Wish, ...]:
    """Return what a person wants of niches.

    Raises
    ------
    StoreError
        If it cannot be read.
    """
    return cached.wishes(view.place.user)


def _if_read(view: RunView) -> tuple[Wish, ...]:
    """Return no wishes where they cannot be read; Discover says so."""
    try:
        return wishes(view)
    except StoreError:
        return ()

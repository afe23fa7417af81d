"""Options of ``explorer niches`` that say what a person wants of a niche."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from explorer.errors import NicheNotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from explorer.plans.wishes import Wish
    from explorer.runs import Run
    from explorer.settings import Settings


def add_wishes(parser: argparse.ArgumentParser) -> None:
    """Let the person name, hide and show niches; one thing at a time."""
    wishes = parser.add_argument_group("what you want of a niche, by its id, slug or name")
    one = wishes.add_mutually_exclusive_group()
    one.add_argument(
        "--rename", nargs=2, metavar=("NICHE", "NAME"), help="give it a name of your own"
    )
    one.add_argument("--unname", metavar="NICHE", help="give it back the name of its papers")
    one.add_argument("--hide", metavar="NICHE", help="leave it out of lists")
    one.add_argument("--show", metavar="NICHE", help="put it back into lists")
    one.add_argument("--hidden", action="store_true", help="list those that you hid")


def carry_out(
    arguments: argparse.Namespace, settings: Settings, run: Run, niches: pd.DataFrame
) -> bool:
    """Do what the person wants of a niche; say whether there was anything to do."""
    from explorer.plans import wishes

    named = arguments.rename[0] if arguments.rename else None
    asked = (named, arguments.unname, arguments.hide, arguments.show)
    wanted = next((each for each in asked if each is not None), None)
    if wanted is None:
        return False
    kept = wishes.list_wishes(settings.user)
    niche = _wished(niches, kept, wanted)
    said: dict[str, Any] = {"kind": run.manifest["kind"], "now": datetime.now(UTC)}
    if arguments.rename:
        wish = wishes.rename_niche(settings.user, niche, arguments.rename[1], **said)
        print(f"{wish.computed_name} is called {wish.own_name} from now on")
    elif arguments.unname is not None:
        wish = wishes.take_back_name(settings.user, niche, **said)
        print(f"{wish.computed_name} has its own name")
    elif arguments.hide is not None:
        wishes.hide_niche(settings.user, niche, **said)
        print(f"{niche['name']} is hidden; `explorer niches --show {niche['niche_id']}` shows it")
    else:
        wishes.show_niche(settings.user, niche, **said)
        print(f"{niche['name']} is shown")
    return True


def listed(niches: pd.DataFrame, *, hidden: bool) -> pd.DataFrame:
    """Keep the niches that the person hid, or all others, and say how many were left out."""
    left_out = int(niches["hidden"].sum())
    if left_out and not hidden:
        print(
            f"explorer: {left_out:,} hidden by you; `explorer niches --hidden` lists them",
            file=sys.stderr,
        )
    return niches[niches["hidden"] == hidden]


def _wished(niches: pd.DataFrame, kept: Sequence[Wish], wanted: str) -> dict[str, Any]:
    """Find a niche of the analysis, or one that is there no more and of which a wish is kept."""
    from explorer.niches import find_niche

    try:
        found = find_niche(niches[niches["level"] == "niche"], wanted)
    except NicheNotFoundError:
        for wish in kept:
            if wanted in {wish.niche_id, wish.own_name, wish.computed_name}:
                return {"niche_id": wish.niche_id, "name": wish.computed_name}
        raise
    return {str(key): value for key, value in found.items()}

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

    from explorer.plans.wish import Wish
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
    one.add_argument(
        "--hidden", action="store_true", help="list those that you hid, or made part of others"
    )
    one.add_argument(
        "--merge",
        nargs=2,
        metavar=("NICHE", "INTO"),
        help="make the first a part of the second, which counts its papers from then on",
    )
    one.add_argument("--unmerge", metavar="NICHE", help="let it stand for itself again")


def carry_out(
    arguments: argparse.Namespace, settings: Settings, run: Run, niches: pd.DataFrame
) -> bool:
    """Do what the person wants of a niche; say whether there was anything to do."""
    from explorer.niches import wishes_on
    from explorer.plans import wishes

    pair = arguments.rename or arguments.merge or [None, ""]
    asked = (pair[0], arguments.unname, arguments.hide, arguments.show, arguments.unmerge)
    wanted = next((each for each in asked if each is not None), None)
    if wanted is None:
        return False
    kept = wishes_on(settings, run)
    niche = _wished(niches, kept, wanted)
    said: dict[str, Any] = {"kind": run.manifest["kind"], "now": datetime.now(UTC)}
    said["ended"] = run.manifest.get("ended", [])
    if arguments.rename:
        wish = wishes.rename_niche(settings.user, niche, pair[1], **said)
        print(f"{wish.computed_name} is called {wish.own_name} from now on")
        _warn_of_twins(niches, niche, wish.own_name)
    elif arguments.merge:
        whole = _wished(niches, (), pair[1])
        wishes.merge_niche(settings.user, niche, whole, **said)
        print(
            f"{niche['name']} is part of {whole['name']}; "
            f"`explorer niches --unmerge {niche['niche_id']}` undoes it"
        )
    else:
        _take_back(arguments, settings, niche, said)
    return True


def _take_back(
    arguments: argparse.Namespace, settings: Settings, niche: dict[str, Any], said: dict[str, Any]
) -> None:
    from explorer.plans import wishes

    if arguments.unname is not None:
        wish = wishes.take_back_name(settings.user, niche, **said)
        print(f"{wish.computed_name} has its own name")
    elif arguments.hide is not None:
        wishes.hide_niche(settings.user, niche, **said)
        print(f"{niche['name']} is hidden; `explorer niches --show {niche['niche_id']}` shows it")
    elif arguments.show is not None:
        wishes.show_niche(settings.user, niche, **said)
        print(f"{niche['name']} is shown")
    else:
        wishes.unmerge_niche(settings.user, niche, **said)
        print(f"{niche['name']} stands for itself")


def _warn_of_twins(niches: pd.DataFrame, niche: dict[str, Any], name: str) -> None:
    """Say which other niches bear a name already."""
    from explorer.plans.wishes import called_alike

    for twin in called_alike(niches, niche["niche_id"], name).to_dict("records"):
        print(
            f"explorer: another {twin.get('level', 'niche')} is called {twin['name']} too; "
            f"its id is {twin['niche_id']}",
            file=sys.stderr,
        )


def parts_in(niches: pd.DataFrame) -> dict[str, list[str]]:
    """List the parts of each niche that has some, of a table with wishes applied."""
    parts = niches[niches["part_of"] != ""]
    return {str(key): group.tolist() for key, group in parts.groupby("part_of")["niche_id"]}


def listed(niches: pd.DataFrame, *, hidden: bool) -> pd.DataFrame:
    """Keep the niches that the person hid, or all others, and say how many were left out."""
    parts = int((niches["part_of"] != "").sum())
    left_out = int(niches["hidden"].sum()) - parts
    told = [f"{left_out:,} hidden by you"] * bool(left_out)
    told += [f"{parts:,} part of others, as you said"] * bool(parts)
    if told and not hidden:
        print(
            f"explorer: {' and '.join(told)}; `explorer niches --hidden` lists them",
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

"""What the dashboard keeps in memory: thin wrappers, bounded, keyed by what a file holds.

Tables of a run are shared by all readers and must not be changed; pages derive new ones from them.
A new run or a changed store is a new key, so nothing is ever cleared by hand.
"""

from explorer.cached.merges import Merge, can_judge, ranking_together, together
from explorer.cached.own_niches import author_paths, basis, own, own_papers, read_own
from explorer.cached.people import asked
from explorer.cached.plans import plan_check, plan_numbers
from explorer.cached.profiles import fits, profile
from explorer.cached.results import (
    digest,
    evidence,
    growth_curve,
    history,
    key_of,
    map_as_it_stood,
    month_totals,
    name_sides,
    near_niches,
    niche_papers,
    ranking,
    ranking_as_wished,
    shelves,
    table,
    white_space,
)
from explorer.cached.stores import (
    category_names,
    coverage,
    desk,
    flags,
    holes,
    months_held,
    papers_by,
    papers_by_id,
    record,
    stamp,
    summary,
    titles,
    wishes,
)

__all__ = [
    "Merge",
    "asked",
    "author_paths",
    "basis",
    "can_judge",
    "category_names",
    "coverage",
    "desk",
    "digest",
    "evidence",
    "fits",
    "flags",
    "growth_curve",
    "history",
    "holes",
    "key_of",
    "map_as_it_stood",
    "month_totals",
    "months_held",
    "name_sides",
    "near_niches",
    "niche_papers",
    "own",
    "own_papers",
    "papers_by",
    "papers_by_id",
    "plan_check",
    "plan_numbers",
    "profile",
    "ranking",
    "ranking_as_wished",
    "ranking_together",
    "read_own",
    "record",
    "shelves",
    "stamp",
    "summary",
    "table",
    "titles",
    "together",
    "white_space",
    "wishes",
]

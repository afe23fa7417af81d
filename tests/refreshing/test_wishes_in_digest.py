"""A digest speaks of niches by a person's own names, and not of those that they hid."""

import json
import shutil
from datetime import UTC, datetime

from explorer.plans.wishes import hide_niche, rename_niche
from explorer.refreshing.digest import read_digest
from explorer.runs import read_run, read_table, write_manifest

SAID = {"kind": "demonstration", "now": datetime(2026, 11, 28, tzinfo=UTC)}


def test_a_digest_uses_own_names_and_leaves_hidden_niches_out(home):
    place = home.demonstration
    run = read_run(place.runs)
    earlier = f"{run.run_id}-earlier"
    shutil.copytree(run.path, run.path.with_name(earlier))
    niches = read_table(run, "niches")
    niches.loc[:2, ["growth", "growth_low", "growth_high"]] = [90.0, 80.0, 99.0]
    niches.to_parquet(run.path / "niches.parquet", index=False)
    facts = json.loads((run.path / "manifest.json").read_text())
    facts.pop("files")
    (run.path / "manifest.json").unlink()
    write_manifest(run.path, {**facts, "continues": earlier, "assigned": 0, "not_fetched": []})
    run, names = read_run(place.runs), niches["name"].tolist()
    assert sorted(each.name for each in read_digest(place, run).moved["rose"]) == sorted(names[:3])
    rename_niche(place.user, niches.loc[0], "My crabs", **SAID)
    hide_niche(place.user, niches.loc[1], **SAID)
    found = sorted(each.name for each in read_digest(place, run).moved["rose"])
    assert found == sorted(["My crabs", names[2]])

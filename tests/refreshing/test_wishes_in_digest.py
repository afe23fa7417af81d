"""A digest speaks of niches by a person's own names, and not of those that they hid."""

import json
import shutil
from datetime import UTC, datetime

from explorer.plans.wishes import hide_niche, rename_niche
from explorer.presentation.digest import digest_markdown
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


def test_a_digest_tells_what_went_over_from_niches_that_ended(home):
    place = home.demonstration
    run = read_run(place.runs)
    earlier = f"{run.run_id}-earlier"
    shutil.copytree(run.path, run.path.with_name(earlier))
    heir = read_table(run, "niches").loc[0]
    hide_niche(place.user, {"niche_id": "n-ended", "name": "kelp"}, **SAID)
    rename_niche(place.user, {"niche_id": "n-ended", "name": "kelp"}, "My kelp", **SAID)
    manifest = run.path / "manifest.json"
    facts = json.loads(manifest.read_text())
    ended = [["n-ended", [[heir["niche_id"], ["n-ended"]]]]]
    manifest.write_text(
        json.dumps(
            {**facts, "continues": earlier, "assigned": 0, "not_fetched": [], "ended": ended}
        )
    )
    digest = read_digest(place, read_run(place.runs))
    (told,) = digest.handed_on
    assert (told.ended, told.name, told.named, told.hidden) == ("My kelp", "My kelp", True, True)
    text = digest_markdown(digest, {})
    assert "“My kelp” went over into **My kelp**, which bears the name" in text

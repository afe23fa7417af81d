"""What a niche's page tells of its past."""

import json
import shutil

from changed_runs import rewrite

from explorer.runs import read_run, read_table


def test_a_niche_found_anew_tells_how_much_of_it_continued(open_page, home):
    place = home.demonstration
    run = read_run(place.runs)
    assert "Its history" not in [each.value for each in open_page("niche", home).header]
    earlier = f"{run.run_id}-earlier"
    shutil.copytree(run.path, run.path.with_name(earlier))
    manifest = run.path / "manifest.json"
    facts = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**facts, "continues": earlier, "anew": "planted"}))
    rewrite(place, "niches", read_table(run, "niches"))
    screen = open_page("niche", home)
    assert "Its history" in [each.value for each in screen.header]
    assert "found anew, and continued with 100 % of the papers that it had" in screen.words
    assert "in the oldest one that is kept" in screen.words

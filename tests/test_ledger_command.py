import json

from explorer.cli import main
from explorer.runs import read_run, read_table


def test_the_flags_of_the_newest_analysis_are_in_the_ledger(demonstration, capsys):
    here = ("--data-dir", str(demonstration.data_dir))
    assert main(["ledger", "--format", "json", *here]) == 0
    entered = json.loads(capsys.readouterr().out)
    run = read_run(demonstration.runs)
    niches = read_table(run, "niches")
    flagged = niches[niches["opening"] & (niches["level"] == "niche")]
    assert {each["niche_id"] for each in entered} == set(flagged["niche_id"])
    assert {each["run_id"] for each in entered} == {run.run_id}
    assert all(each["outcome"] == "" and each["newcomers"] >= 0 for each in entered)
    assert main(["ledger", *here]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{len(flagged)} flags since")
    assert "open until" in out


def test_where_nothing_was_flagged_it_says_so(tmp_path, capsys):
    assert main(["ledger", "--data-dir", str(tmp_path)]) == 0
    assert "No flag was entered yet" in capsys.readouterr().out
    assert not (tmp_path / "user.sqlite").exists()

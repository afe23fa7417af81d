import json
from dataclasses import replace
from datetime import date

import pytest

from explorer.corpus.merging import merge_papers
from explorer.corpus.papers import Paper
from explorer.corpus.store import writing
from explorer.errors import PlanFileUnwritableError
from explorer.plans.exports.formats import FORMATS, export_plans, file_name
from explorer.plans.exports.kept import list_kept, read_kept
from explorer.plans.exports.saving import write_file
from explorer.plans.markdown import plan_markdown
from explorer.plans.records import RungPaper


@pytest.mark.parametrize("how", FORMATS)
def test_every_format_is_written_for_one_plan_and_for_all_the_same_each_time(store, both, how):
    papers = store.with_name("papers.sqlite")
    one = export_plans(store, both[:1], how, papers=papers)
    every = export_plans(store, both, how, papers=papers)
    assert one
    assert len(every) > len(one)
    assert export_plans(store, list_kept(store), how, papers=papers) == every
    assert not papers.exists()
    every.decode()


def test_markdown_is_that_of_the_plan(store, plain):
    text = plan_markdown(plain.plan, plain.niche)
    found = export_plans(store, [plain], "markdown", papers=store.with_name("none"))
    assert found.decode() == text


def test_json_holds_the_plans_asked_for(store, both):
    document = json.loads(export_plans(store, both[1:], "json", papers=store.with_name("none")))
    assert [plan["niche"]["niche_id"] for plan in document["plans"]] == ["nasty"]


def test_authors_and_days_come_from_the_papers_held(store, keeping, rung):
    paper = Paper(
        arxiv_id="2301.10001",
        title="As it is held",
        abstract="Ours.",
        submitted=date(2023, 1, 5),
        primary_category="cs.RO",
        categories=("cs.RO",),
        authors=("Ada Quill", "Bo Marsh"),
    )
    papers = store.with_name("papers.sqlite")
    with writing(papers) as connection:
        merge_papers(connection, [paper])
    cited = RungPaper(arxiv_id=paper.arxiv_id, title="Cited so", why="")
    kept = keeping([rung(papers=(cited,))])
    text = export_plans(store, [kept], "bibtex", papers=papers).decode()
    assert "month = jan" in text
    assert "author = {Ada Quill and Bo Marsh}" in text
    assert "title = {{As it is held}}" in text
    assert "Cited so" not in text


def test_a_plan_is_found_by_its_number_or_niche(store, plain):
    for wanted in (plain.plan.plan_id, str(plain.plan.plan_id), "mud"):
        assert read_kept(store, wanted) == plain
    assert list_kept(store) == (plain,)


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("soft-robots", "soft-robots.ics"),
        ("../../etc/passwd", "etc-passwd.ics"),
        ("漢字 x", "漢字-x.ics"),
        ("///", "plan.ics"),
        ("a" * 300, f"{'a' * 80}.ics"),
    ],
)
def test_a_file_is_named_after_its_niche_in_letters_that_every_system_takes(plain, slug, name):
    assert file_name([replace(plain.niche, slug=slug)], "ical") == name
    assert file_name([plain.niche, plain.niche], "json") == "plans.json"


def test_a_file_is_written_in_one_step_and_keeps_who_may_read_it(tmp_path):
    path = tmp_path / "plan.md"
    write_file(path, b"one")
    path.chmod(0o640)
    write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_said_to_be_so(tmp_path):
    for path in (tmp_path, tmp_path / "none" / "plan.md"):
        with pytest.raises(PlanFileUnwritableError, match="choose another place"):
            write_file(path, b"x")
    assert list(tmp_path.iterdir()) == []

"""Files that must not come in: each is told why, and nothing is changed."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.errors import PlanFileError, PlanFileFormatError, PlanFileVersionError
from explorer.plans.exports.importing import import_plans, read_plan_file
from explorer.plans.exports.plan_json import FORMAT, plans_json
from explorer.plans.exports.plan_reading import LARGEST, parse_plans


@pytest.fixture
def document(store, plain):
    return json.loads(plans_json(store, [plain.plan.plan_id]))


def told(data):
    with pytest.raises(PlanFileFormatError, match="nothing was changed") as refused:
        parse_plans(data, name="my file")
    assert str(refused.value).startswith("my file cannot be imported as a plan: ")
    return refused.value.reason


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not whole JSON"),
        (b"\x00", "not whole JSON"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8"),
        (b"{}", "not written by this program"),
        (b"[1, 2]", "not written by this program"),
        (b'"text"', "not written by this program"),
        (b'{"type": "FeatureCollection", "features": []}', "not written by this program"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"format": NaN}', "NaN is not a number"),
        (b"1" * 5_000, "out of range"),
        (b"[" * 200_000, "too deep"),
        (b"[" * 200_000 + b"]" * 200_000, "too deep"),
        (b'{"a":' * 500 + b"1" + b"}" * 500, "too deep"),
        (b" " * (LARGEST + 1), "larger than 20 MB"),
        (json.dumps({"format": FORMAT}).encode(), "does not say its version"),
        (json.dumps({"format": FORMAT, "version": True}).encode(), "does not say its version"),
        (json.dumps({"format": FORMAT, "version": 1}).encode(), "no list of plans"),
        (json.dumps({"format": FORMAT, "version": 1, "plans": []}).encode(), "no plan in it"),
        (json.dumps({"format": FORMAT, "version": 1, "plans": [1]}).encode(), "not an object"),
    ],
    ids=range(19),
)
def test_what_is_no_plan_file_is_told_to_be_none(data, said):
    assert said in told(data)


def test_a_newer_version_is_told_apart(document):
    document["version"] = 4
    with pytest.raises(PlanFileVersionError, match="install a newer version"):
        parse_plans(json.dumps(document).encode(), name="f")


def test_a_file_cut_anywhere_is_refused(store, plain):
    file = plans_json(store, [plain.plan.plan_id])
    for length in range(0, len(file) - 2, 97):
        told(file[:length])


def put(document, path, value):
    *way, last = path
    place = document["plans"][0]
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["title"], 5, "title of plan 1 is not text"),
        (["title"], None, "has no title"),
        (["title"], "t" * 10_001, "more than 10,000 characters"),
        (["more"], 5, "“more”"),
        (["hours_per_week"], "5", "not a number"),
        (["hours_per_week"], True, "not a number"),
        (["hours_per_week"], -1, "hours"),
        (["hours_per_week"], 200, "hours"),
        (["created"], "yesterday", "a time of plan 1"),
        (["updated"], "0001-01-01T00:00:00+14:00", "a time of plan 1"),
        (["niche"], None, "niche of plan 1 is not an object"),
        (["niche", "niche_id"], " ", "usable niche_id"),
        (["niche", "slug"], "s" * 20_000, "usable slug"),
        (["niche", "kind"], "unreal", "neither real nor"),
        (["niche", "as_of"], "2024-13-01", "is not a day"),
        (["niche", "definition"], "{}", "is not an object"),
        (["niche", "definition", "terms"], "soft", "no list of terms"),
        (["niche", "definition", "paper_ids"], [1], "are not all text"),
        (["niche", "definition", "query"], 1, "query"),
        (["niche", "definition", "shown"], [], "shown"),
        (["niche", "id"], 1, "“id”"),
        (["rungs"], {}, "no list of rungs"),
        (["rungs"], [{}] * 201, "more than 200 rungs"),
        (["rungs", 0, "papers"], [{}] * 2_001, "more than 2,000 papers"),
        (["rungs", 0, "done_when"], "", "no done-when"),
        (["rungs", 0, "kind"], "hobby", "its kind"),
        (["rungs", 0, "state"], "lost", "its state"),
        (["rungs", 0, "hours"], 0, "hours"),
        (["rungs", 0, "no_papers"], 1, "not true or false"),
        (["rungs", 0, "problem"], "x" * 10_001, "10,001 characters"),
        (["rungs", 0, "version"], 3, "“version”"),
        (["rungs", 0, "papers"], [], "names no paper"),
        (["rungs", 0, "papers", 0, "arxiv_id"], "../../etc", "is not an arXiv id"),
        (["rungs", 0, "papers", 0, "why"], ["x"], "is not text"),
        (["rungs", 0, "papers", 0], "x", "is not an object"),
    ],
)
def test_a_value_that_cannot_be_kept_is_named_and_nothing_is_changed(
    document, store, path, value, said
):
    put(document, path, value)
    data = json.dumps(document).encode()
    assert said in told(data)
    before = store.read_bytes()
    with pytest.raises(PlanFileError):
        import_plans(store, data, name="f", replace=True)
    assert store.read_bytes() == before


def test_a_number_beyond_all_numbers_is_refused(document):
    text = json.dumps(document).replace("1.31", "1e999")
    assert "too large" in told(text.encode())


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=10,
)


@given(st.data())
@settings(max_examples=30)
def test_whatever_stands_anywhere_is_taken_or_told(data):
    document = example()
    place = document
    while isinstance(place, dict | list) and place:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if data.draw(st.booleans()):
            place[key] = data.draw(anything)
            break
        place = place[key]
    file = json.dumps(document).encode()
    try:
        plans = parse_plans(file, name="f")
    except PlanFileError:
        return
    assert all(rows.rungs is not None for rows in plans)


def example():
    definition = {"terms": ["a"], "phrases": [], "paper_ids": [], "query": "", "shown": {"n": 1}}
    niche = {
        "niche_id": "n1",
        "slug": "mud",
        "name": "Mud",
        "run_id": "r",
        "as_of": "2024-12-31",
        "kind": "real",
        "definition": definition,
        "note": "",
        "saved_at": "2026-11-22T09:30:00+00:00",
    }
    texts = ("title", "problem", "approaches", "feasibility_and_value", "milestones", "budget")
    rung = {
        **dict.fromkeys(texts, "text"),
        "kind": "learning",
        "done_when": "It runs.",
        "hours": 5.0,
        "state": "planned",
        "no_papers": False,
        "papers": [{"arxiv_id": "2301.10001", "title": "t", "why": "w"}],
    }
    plan = {
        "niche": niche,
        "title": "Plan",
        "hours_per_week": 5,
        "created": "2026-11-22T09:30:00Z",
        "updated": "9999-12-31T23:59:59+00:00",
        "rungs": [rung],
    }
    return {"format": FORMAT, "version": 1, "plans": [plan]}


def test_an_hour_written_without_a_point_and_another_way_to_write_a_time_are_taken():
    (rows,) = parse_plans(json.dumps(example()).encode(), name="f")
    assert rows.plan["hours_per_week"] == 5.0
    assert isinstance(rows.plan["hours_per_week"], float)
    assert rows.plan["created"] == "2026-11-22T09:30:00+00:00"


def test_a_mark_at_the_beginning_and_broken_surrogates_are_mended():
    document = example()
    document["plans"][0]["title"] = "broken \ud800 and \0"
    (rows,) = parse_plans(b"\xef\xbb\xbf" + json.dumps(document).encode(), name="f")
    assert rows.plan["title"] == "broken \ufffd and "


def test_no_more_is_read_than_a_plan_can_have(tmp_path):
    file = tmp_path / "huge.json"
    with file.open("wb") as sparse:
        sparse.truncate(10 * LARGEST)
    assert len(read_plan_file(file)) == LARGEST + 1

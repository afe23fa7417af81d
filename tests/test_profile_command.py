"""What a person says of themselves, as they type it."""

import json
from datetime import UTC, datetime

import pytest

from explorer.cli import main
from explorer.plans.profile_store import read_profile
from explorer.settings import Settings


@pytest.fixture
def place(tmp_path):
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def run(capsys, place):
    def command(*words):
        status = main(["profile", *words, "--data-dir", str(place.data_dir)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return command


def test_nothing_said_is_told_with_what_begins(run):
    assert run("show") == (
        0,
        "nothing is said yet; `explorer profile set --interests 'WORDS'` begins\n",
        "",
    )
    assert json.loads(run("show", "--format", "json")[1]) == {}


def test_what_is_said_adds_to_what_was_said(run, place):
    assert run("set", "--skill", "code=have", "--interests", "kelp, mud")[0] == 0
    assert run("set", "--skill", "write=willing to develop", "--hours-per-week", "6")[0] == 0
    profile = read_profile(place.user)
    assert profile.skills == {"code": "have", "write": "willing to develop"}
    assert (profile.phrases, profile.hours_per_week) == (("kelp", "mud"), 6)
    shown = run("show")[1]
    assert "have: code; willing to develop: write" in shown
    assert "kelp, mud" in run("show", "--format", "csv")[1]
    run("set", "--skill", "code=")
    assert read_profile(place.user).skills == {"write": "willing to develop"}


def test_files_are_taken_in_and_the_json_goes_round(run, place, tmp_path):
    library, text, me = (tmp_path / name for name in ("my.bib", "liked.txt", "me.json"))
    library.write_text("@a{x, title={Soft limbs}}")
    text.write_text("We push robots into the sea.")
    day = f"{datetime.now(UTC).year + 1}-03-01"
    said = ("--abstract", str(text), "--bibtex", str(library), "--deadline", f"{day}=Thesis = due")
    assert run("set", *said, "--language", "Deutsch")[0] == 0
    before = read_profile(place.user)
    assert before.abstracts == ("We push robots into the sea.",)
    assert [work.title for work in before.works] == ["Soft limbs"]
    assert before.deadlines[0].what == "Thesis = due"
    me.write_text(run("show", "--format", "json")[1])
    assert run("clear")[1] == "nothing is kept of you\n"
    assert read_profile(place.user).is_empty
    assert run("set", "--file", str(me))[0] == 0
    assert read_profile(place.user).works == before.works


def test_single_parts_can_be_forgotten(run, place):
    run("set", "--interests", "kelp", "--data", "tides")
    assert run("clear", "interests")[0] == 0
    assert (read_profile(place.user).interests, read_profile(place.user).data) == ("", "tides")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("set",), "no option was given"),
        (("set", "--hours-per-week", "200"), "200 hours are not possible"),
        (("set", "--hours-per-week", "nan"), "hours are not possible"),
        (("set", "--deadline", "2001-01-01"), "2001-01-01 is over"),
        (("set", "--deadline", "9999-12-31=Doom"), "more than 30 years ahead"),
        (("set", "--deadline", "soon"), "'soon' is no day"),
        (("set", "--skill", "code"), "is not skill=level"),
        (("set", "--skill", "code=a bit"), "none of have"),
        (("set", "--bibtex", "/nowhere.bib"), "No such file"),
        (("set", "--file", "/nowhere.json"), "No such file"),
        (("set", "--abstract", "a\0b"), "null"),
        (("set", "--interests", "x" * 3000), "3,000 characters and 2,000 fit"),
        (("clear", "mood"), "the parts are skills"),
    ],
)
def test_bad_input_ends_with_one_line_and_changes_nothing(run, place, words, answer):
    run("set", "--interests", "kelp")
    before = read_profile(place.user)
    status, out, err = run(*words)
    assert (status, out) == (1, "")
    assert answer in err
    assert err.count("\n") == 1
    assert read_profile(place.user) == before


def test_a_plan_is_drafted_for_the_hours_of_the_profile(home, capsys):
    place = ["--data-dir", str(home.demonstration.data_dir)]
    main(["profile", "set", "--hours-per-week", "2", *place])
    main(["niches", "--top", "2", "--format", "json", *place])
    one, two = (row["slug"] for row in json.loads(capsys.readouterr().out.partition("\n")[2]))
    main(["plan", "draft", one, *place])
    main(["plan", "draft", two, "--hours-per-week", "9", *place])
    capsys.readouterr()
    main(["plan", "list", "--format", "json", *place])
    hours = [row["hours_per_week"] for row in json.loads(capsys.readouterr().out)]
    assert sorted(hours) == [2, 9]


def test_niches_are_ranked_by_the_profile_on_demand(home, capsys):
    place = ["--data-dir", str(home.demonstration.data_dir)]
    assert main(["niches", "--fit", "--format", "json", *place]) == 0
    unsaid = capsys.readouterr()
    assert "says nothing that niches could fit" in unsaid.err
    main(["niches", "--format", "json", *place])
    assert capsys.readouterr().out == unsaid.out
    main(["profile", "set", "--interests", "soft grippers", *place])
    capsys.readouterr()
    assert main(["niches", "--fit", "--top", "1", "--format", "json", *place]) == 0
    said = capsys.readouterr()
    (first,) = json.loads(said.out)
    assert (first["slug"], first["because"]) == ("soft-robotic-grippers", "shares soft, grippers")
    assert first["moved"] > 0
    assert "half by fit" in said.err
    assert main(["niches", "--fit", "--words", "slip", *place]) == 1

import numpy as np
import pandas as pd
import pytest

from explorer.topics.debris import debris_marks, debris_reasons
from explorer.topics.tokens import tokenize

ENGLISH = "We show that moss grows in the bog, and that the tram does not reach it in any year."
FRENCH = "Nous montrons que la mousse pousse dans les marais, et que le tram ne passe pas par la."
SPACED = "T h i s i s w h a t a p a g e l o o k s l i k e w h e n i t i s r e a d b a d l y"


def marks_of(titles, abstracts):
    papers = pd.DataFrame({"title": titles, "abstract": abstracts})
    return debris_marks(papers, tokenize(titles, abstracts))


@pytest.mark.parametrize(
    ("title", "abstract", "reason"),
    [
        ("Proceedings of a workshop on moss", ENGLISH, "front matter of proceedings"),
        ("Preface", ENGLISH, "front matter of proceedings"),
        ("Moss", "", "notices instead of abstracts"),
        ("Retracted: moss", ENGLISH, "notices instead of abstracts"),
        ("La mousse", FRENCH, "not in English"),
        ("Moss", f"{ENGLISH} (cid:173) (cid:3)", "text that was not read rightly"),
        ("Moss", SPACED, "text that was not read rightly"),
        ("A survey of moss", ENGLISH, None),
        ("A review of retracing steps", ENGLISH, None),
    ],
)
def test_a_paper_is_marked_by_its_form(title, abstract, reason):
    marks = marks_of([title], [abstract])
    assert marks.columns[marks.iloc[0]].tolist() == ([reason] if reason else [])


def test_a_group_is_debris_where_many_of_its_papers_are():
    titles = ["Preface"] * 4 + ["Moss"] * 6 + ["Preface"] * 3 + ["Moss"] * 27
    marks = marks_of(titles, [f"{i} {ENGLISH} {i}" for i in range(40)])
    reasons = debris_reasons(marks, np.repeat([0, 1, 2, 3], 10), 4)
    assert reasons == ["front matter of proceedings", "", "", ""]


BOILER = "This volume of the yearbook of bogs has been printed by the society of friends of moss."


@pytest.mark.parametrize("text", ["{boiler} {own}", "{own} {boiler}"])
def test_papers_that_begin_or_end_in_the_same_words_are_boilerplate(text):
    own = [f"{word} {ENGLISH} {word}" for word in ("Fen", "Kelp", "Coral", "Tram")]
    abstracts = [text.format(boiler=BOILER, own=each) for each in own]
    reason = "the same text in many papers"
    assert marks_of(["Moss"] * 4, abstracts)[reason].all()
    assert not marks_of(["Moss"] * 4, [*abstracts[:2], *own[2:]])[reason].any()


def test_what_all_papers_share_makes_no_group_debris():
    marks = marks_of(["Moss"] * 20, [f"{BOILER} {i}" for i in range(20)])
    assert marks["the same text in many papers"].all()
    assert debris_reasons(marks, np.repeat([0, 1], 10), 2) == ["", ""]


def test_niches_of_debris_are_found_among_real_ones():
    titles, abstracts, niche = [], [], []
    words = ("peat", "fen", "kelp", "coral", "tram", "gecko", "loess", "karst", "tundra", "reef")
    kinds = {
        0: ("Proceedings of the meeting on {}", "{0} papers of {1}. " + ENGLISH + " {0}"),
        1: ("La {}", "{0} et {1} . " + FRENCH + " {0}"),
        2: ("On {}", "{0} (cid:173) {1} " + ENGLISH + " {0} (cid:3)"),
        3: ("On {}", "{0} {1} " + BOILER),
        4: ("A survey of {}", "{0} near {1} is looked at again. " + ENGLISH + " So is {0}."),
        5: ("The {}", "{0} and {1} grow. " + ENGLISH + " We measure {0} there."),
    }
    for number, (title, abstract) in kinds.items():
        for i, word in enumerate(words):
            others = (words[(i + number + 1) % 10], words[(i + 3) % 10])
            titles.append(title.format(word))
            abstracts.append(abstract.format(word, *others))
            niche.append(number)
    reasons = debris_reasons(marks_of(titles, abstracts), np.array(niche), len(kinds))
    assert reasons == [
        "front matter of proceedings",
        "not in English",
        "text that was not read rightly",
        "the same text in many papers",
        "",
        "",
    ]

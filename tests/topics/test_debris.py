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
    titles = ["Preface"] * 4 + ["Moss"] * 6 + ["Preface"] * 3 + ["Moss"] * 7
    marks = marks_of(titles, [ENGLISH] * 20)
    reasons = debris_reasons(marks, np.repeat([0, 1], 10), 2)
    assert reasons == ["front matter of proceedings", ""]

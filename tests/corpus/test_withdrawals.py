import pandas as pd
import pytest

from explorer.corpus.withdrawals import is_withdrawn, withdrawn_rows

TELL = [
    ("", "This paper has been withdrawn by the author due to a wrong sign in lemma 1.", ""),
    ("", "This paper has been withdrawn. We grasp with two fingers.", ""),
    ("", "We grasp. This article has been withdrawn since our grip was lost.", ""),
    ("", "The paper has been temporarily withdrawn.", ""),
    ("", "This version of the paper is withdrawn.", ""),
    ("", "Withdrawn by the authors: the hand had six fingers.", ""),
    ("", "Admin note: withdrawn by arXiv admin for copied text.", ""),
    ("", "The authors have decided to withdraw this submission.", ""),
    ("", "This paper has been withdrawn from arXiv.", ""),
    ("", "We grasp.", "This paper has been withdrawn by the author(s), see v1"),
    ("", "We grasp.", "Withdrawn"),
    ("", "We grasp.", "paper withdrawn, 3 figures"),
    ("", "We grasp.", "7 pages. This submission has been withdrawn by arXiv administrators"),
    ("", "We grasp.", "[withdrawn by author]"),
    ("", "We grasp.", "Retracted"),
    ("On grasping (withdrawn)", "We grasp.", ""),
    ("WITHDRAWN: On grasping", "We grasp.", ""),
    ("[Retracted by the authors] On grasping", "We grasp.", ""),
]

DO_NOT = [
    ("On grasping", "We grasp.", ""),
    ("", "", ""),
    ("Withdrawn children: a survey", "Withdrawn behaviour is common in some schools.", ""),
    ("Retractable grippers", "A gripper is retracted after the grasp.", "8 pages"),
    ("", "We find drugs that were withdrawn from the market.", ""),
    ("", "Offers may be withdrawn; we study how citations change after a paper is withdrawn.", ""),
    ("", "We ask when the paper was retracted, and by whom.", ""),
    ("", "Users want to withdraw the data that they gave.", ""),
    ("", "We grasp.", "Withdrawn from a workshop; now 9 pages"),
    ("", "We grasp.", "This paper was withdrawn from the journal"),
    ("", "We grasp.", "Replaces the withdrawn arXiv:2107.00001"),
    ("", "We grasp.", "Claims of section 3 withdrawn, the rest as before"),
]


@pytest.mark.parametrize("texts", TELL)
def test_a_paper_that_says_so_of_itself_is_withdrawn(texts):
    assert is_withdrawn(*texts)


@pytest.mark.parametrize("texts", DO_NOT)
def test_a_paper_that_speaks_of_others_is_not(texts):
    assert not is_withdrawn(*texts)


def test_a_table_is_told_row_by_row_whatever_its_index():
    papers = pd.DataFrame([*TELL, *DO_NOT], columns=["title", "abstract", "comments"])
    papers = papers.sample(frac=1.0, random_state=0)
    found = withdrawn_rows(papers)
    assert found.tolist() == [is_withdrawn(*row) for row in papers.itertuples(index=False)]
    assert found.sum() == len(TELL)
    assert withdrawn_rows(papers.head(0)).tolist() == []

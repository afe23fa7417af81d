"""What an abstract says about itself: open code, data, compute, team, age, kind of contribution.

Cues are counted, never trusted: "says its code is available" is all that an abstract can show.
Heavy compute is read as in ``trends``; openness is split here into code and data.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from explorer.corpus.papers import one_line
from explorer.plans.drafting.sentences import plain_words

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

CODE = (
    r"github|gitlab|hugging ?face|open[- ]?sourced?\b|"
    r"(?:code|software|implementation)s? (?:is|are|will be|has been|have been) "
    r"(?:made )?(?:publicly |freely |openly )?(?:available|released)"
)
OPEN_DATA = (
    r"zenodo|publicly available|freely available|open data\b|"
    r"data ?sets? (?:is|are|will be|has been|have been) (?:made )?(?:publicly )?"
    r"(?:available|released)"
)
DATA = r"\bdata ?sets?\b|\bcorp(?:us|ora)\b|\bdatabases?\b|\bopen data\b"
BENCHMARK = r"\bbenchmark|\bleaderboard|\bshared task\b"
LIGHT = (
    r"single gpu|consumer gpu|training-free|zero-shot|\blightweight\b|\bcpus?\b|low-cost|"
    r"open data\b|re-?analysis"
)
SURVEY = r"\bsurvey\b|\breview\b|\boverview\b|\btutorial\b|\bproceedings\b|\bperspectives?\b"
PROOF = (
    r"\btheorems?\b|\blemmas?\b|\bprov(?:e|es|ed|ing)\b|\bproofs?\b|\bconjecture|\bminimax\b|"
    r"\bnp-?(?:hard|complete)|\b(?:lower|upper) bounds?\b|\bnecessary and sufficient"
)
ANALYSIS = r"\bbounds?\b|\basymptotic|\bpolynomial time|\bconverge(?:s|nce)?\b|\bcharacteriz"
TRIED = r"\bexperiment|\bdata ?sets?\b|\bbenchmark|\bempirical"
"""What tells a paper that also measures from one that only proves."""
RESOURCE = (
    r"(?:introduc|present|releas|provid|describ|contribut)\w*[^.]{0,60}?"
    r"\b(?:data ?set|benchmark|corpus|toolkit|toolbox|library|software|package|platform)\b"
)
STUDY = (
    r"empirical (?:study|analysis)|user study|case study|experimental study|questionnaire|"
    r"interviews|"
    r"\bwe (?:study|investigate|analy[sz]e|examine)\b"
)
DAYS_A_MONTH = 365.25 / 12


def read_cues(papers: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Add to each paper what its text says about itself; the most central paper comes first.

    Parameters
    ----------
    papers : table of papers
        As ``corpus`` gives them, with ``similarity`` to the niche where it is known.
    as_of : date
        Ages are counted to this day.

    Returns
    -------
    table of papers
        With ``text`` (lower case), ``plain`` (its bare words), ``team`` (authors), ``age``
        (months), ``rank`` (1 = most central), ``says_code``, ``says_data``, ``mentions_data``,
        ``mentions_benchmark``, ``heavy``, ``light`` and ``contribution`` (survey, theory,
        resource, study or method).
    """
    import pandas as pd

    from explorer.trends.cues import HEAVY, mentions

    table = papers.copy()
    for column in ("title", "abstract", "authors", "comments", "similarity"):
        if column not in table:
            table[column] = 0.0 if column == "similarity" else ""
    table["similarity"] = table["similarity"].fillna(0.0)
    for column in ("title", "abstract", "authors", "comments"):
        table[column] = [one_line(str(value)) for value in table[column].fillna("")]
    table = table.sort_values(["similarity", "id"], ascending=[False, True], ignore_index=True)
    text = (table["title"] + ". " + table["abstract"] + " " + table["comments"]).str.lower()
    days = (pd.Timestamp(as_of) - table["published"]).dt.days
    flags = {name: _mentions(text, pattern) for name, pattern in _FLAGS.items()}
    return table.assign(
        text=text,
        plain=[plain_words(each) for each in text],
        team=[len(team_of(authors)) for authors in table["authors"]],
        age=(days / DAYS_A_MONTH).clip(lower=0.0),
        rank=range(1, len(table) + 1),
        contribution=[_contribution(t, a) for t, a in zip(table["title"], text, strict=True)],
        heavy=mentions(table, HEAVY),
        **flags,
    )


def team_of(authors: str) -> list[str]:
    """Split ``First Last; First Last`` into names."""
    return [name.strip() for name in authors.split(";") if name.strip()]


_FLAGS = {
    "says_code": CODE,
    "says_data": OPEN_DATA,
    "mentions_data": DATA,
    "mentions_benchmark": BENCHMARK,
    "light": LIGHT,
}


def _mentions(text: pd.Series, pattern: str) -> pd.Series:
    return text.str.contains(pattern, regex=True)


def _contribution(title: str, text: str) -> str:
    if re.search(SURVEY, title.lower()) or re.search(r"\bwe (?:survey|review)\b", text):
        return "survey"
    proofs = len(set(re.findall(PROOF, text)))
    argued = proofs >= 2 or (proofs and re.search(ANALYSIS, text))
    if argued and not re.search(TRIED, text):
        return "theory"
    if re.search(RESOURCE, text):
        return "resource"
    return "study" if re.search(STUDY, text) else "method"

"""The papers that a back-test rests on, read once for all looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.backtesting.entered import People, people_of

if TYPE_CHECKING:
    import pandas as pd

    from explorer.kept_texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Papers up to the last year that is looked at."""

    papers: pd.DataFrame
    """``id`` and ``month`` (text) of each."""
    texts: Texts
    """Their words and authors."""
    people: People


def corpus_of(papers: pd.DataFrame, texts: Texts) -> Corpus:
    """Put together a table of papers and what their texts say, in the same order."""
    people = people_of(papers["id"], texts.signs.authorships)
    return Corpus(papers=papers[["id", "month"]], texts=texts, people=people)

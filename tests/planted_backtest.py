"""The back-test of the planted corpus that tests share."""

from datetime import UTC, datetime

from explorer.backtesting.asked import Asked
from explorer.corpus.merging import merge_papers
from explorer.corpus.store import writing

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

CUTOFF = "2013-12"

ASKED = Asked(cutoffs=("2012-12", CUTOFF), papers_per_niche=60)


def keep(settings, papers):
    with writing(settings.papers) as connection:
        merge_papers(connection, papers)

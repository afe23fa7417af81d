"""Ours and scikit-learn's are timed in turns, so that whatever else the machine does hits both."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import TfidfVectorizer

from explorer.corpus.blocks import worker_processes
from explorer.topics.embedding import tfidf
from explorer.topics.stop_words import stop_words
from explorer.topics.tokens import tokenize
from explorer.topics.vocabulary import count_terms, fit_vocabulary

REAL = Path(__file__).parents[2].parent / "shared" / "data"

TIMES_FASTER, TWO_TO_ONE = 4.0, 1.8

PAPERS, ROUNDS = 30_000, 3

MIN_PAPERS, MAX_SHARE, MAX_TERMS = 5, 0.15, 60_000

pytestmark = [pytest.mark.benchmark, pytest.mark.real]

log = logging.getLogger(__name__)
"""Shown by ``--log-cli-level=INFO``."""


@pytest.fixture(scope="module")
def texts() -> tuple[list[str], list[str]]:
    file = REAL / "arxiv_cs_stat_2007_2016.parquet"
    if not file.exists():
        pytest.skip(f"needs the real corpus {file.name} in ../shared/data")
    table = parquet.read_table(file, columns=["title", "abstract"]).to_pydict()
    step = len(table["title"]) // PAPERS
    return table["title"][::step], table["abstract"][::step]


def ours(titles: list[str], abstracts: list[str], executor: Executor | None = None) -> csr_array:
    tokens = tokenize(titles, abstracts, executor=executor, block=5_000)
    vocabulary = fit_vocabulary(
        tokens,
        min_papers=MIN_PAPERS,
        max_share=MAX_SHARE,
        max_terms=MAX_TERMS,
        executor=executor,
    )
    counts = count_terms(tokens, vocabulary, executor=executor)
    users = np.bincount(counts.indices, minlength=counts.shape[1])
    return tfidf(counts, (np.log((1 + len(titles)) / (1 + users)) + 1).astype(np.float32))


def theirs(titles: list[str], abstracts: list[str]) -> csr_array:
    vectoriser = TfidfVectorizer(
        ngram_range=(1, 2),
        stop_words=sorted(stop_words()),
        token_pattern=r"[a-z0-9]{2,}",  # noqa: S106 (no password)
        min_df=MIN_PAPERS,
        max_df=MAX_SHARE,
        max_features=MAX_TERMS,
        sublinear_tf=True,
        dtype=np.float32,
    )
    joined = (f"{title}. {abstract}" for title, abstract in zip(titles, abstracts, strict=True))
    return vectoriser.fit_transform(joined)


def seconds(work: Callable[..., csr_array], *arguments: object) -> float:
    started = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - started


def processor_seconds(work: Callable[..., csr_array], *arguments: object) -> float:
    started = time.process_time()
    work(*arguments)
    return time.process_time() - started


def test_words_are_weighed_four_times_as_fast_as_by_scikit_learn(
    texts: tuple[list[str], list[str]],
):
    rounds = [
        (processor_seconds(ours, *texts), processor_seconds(theirs, *texts)) for _ in range(ROUNDS)
    ]
    own, other = (min(times) for times in zip(*rounds, strict=True))
    n = len(texts[0])
    log.info(
        "one core: %.0f papers/s; scikit-learn: %.0f; %.1f times as fast, limit %.1f",
        n / own,
        n / other,
        other / own,
        TIMES_FASTER,
    )
    assert other / own >= TIMES_FASTER


def test_two_processes_weigh_words_nearly_twice_as_fast_as_one(texts: tuple[list[str], list[str]]):
    with worker_processes() as executor:
        ours(*texts, executor)  # starts them
        rounds = [(seconds(ours, *texts, executor), seconds(ours, *texts)) for _ in range(ROUNDS)]
    two, one = (min(times) for times in zip(*rounds, strict=True))
    log.info("two processes: %.2f s; one: %.2f s; ratio %.2f", two, one, one / two)
    assert one / two >= TWO_TO_ONE

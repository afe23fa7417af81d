"""From a table of papers to named niches, subfields and areas."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import csc_array, csr_array

from explorer.corpus.progress import Progress, silent
from explorer.errors import TooFewPapersError
from explorer.topics.communities import Communities, find_communities
from explorer.topics.debris import debris_marks, debris_reasons
from explorer.topics.earlier import earlier_words, early_papers
from explorer.topics.embedding import Embedding, fit_embedding
from explorer.topics.first_found import PhraseSearch, single_words
from explorer.topics.identifiers import group_ids, make_slugs
from explorer.topics.naming import Nearness, choose_names
from explorer.topics.neighbours import nearest_papers, neighbour_graph
from explorer.topics.phrases import Phrases
from explorer.topics.quality import coherence
from explorer.topics.tokens import Tokens, tokenize
from explorer.topics.variants import merged_phrases
from explorer.topics.vocabulary import Vocabulary, count_terms, fit_vocabulary
from explorer.topics.warm_start import Earlier
from explorer.topics.weighing import FOR_NAMES, Weighting, members_of, weigh
from explorer.topics.word_lists import choose_terms, lightened
from explorer.topics.writing import written_names

MIN_PAPERS = 200
"""Papers below which no subfields are looked for."""

LEVELS = ("niche", "subfield", "area")

N_NEIGHBOURS = 15

WORDS_KEPT = 24
"""Phrases of a group whose weights are kept: more than are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The groups of one level."""

    name: str
    """One of ``LEVELS``."""
    label: np.ndarray
    """int64 of shape (n_papers,): group of each paper."""
    groups: pd.DataFrame
    """One row a group: ``niche_id``, ``name``, ``slug``, ``terms``, ``parent_id``, ``coherence``
    (mean NPMI of its terms) and ``debris`` (why it is no subject; empty for those that are)."""
    weights: csr_array
    """Shape (n_groups, n_phrases): how well each phrase would find the group's papers; of each
    group the ``WORDS_KEPT`` heaviest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subfields:
    """A corpus split into nested, named groups."""

    levels: tuple[Level, ...]
    """In the order of ``LEVELS``."""
    similarity: np.ndarray
    """float32 of shape (n_papers,): cosine of each paper with the middle of its niche."""
    stability: np.ndarray
    """float64 of shape (n_niches,), 0 to 1."""
    centroids: np.ndarray
    """float32 of shape (n_niches, n_dimensions), rows of unit length."""
    points: np.ndarray
    """float32 of shape (n_papers, n_dimensions), rows of unit length."""
    counts: csr_array
    """Shape (n_papers, n_terms): how often each paper uses each term of the vocabulary."""
    phrases: Phrases
    earlier: tuple[pd.DataFrame, ...]
    """Of each level ``group``, ``term``, ``weight``: what groups were about some years ago."""
    marks: pd.DataFrame
    """As from ``debris_marks``."""
    embedding: Embedding


def find_subfields(
    papers: pd.DataFrame,
    *,
    scope: str,
    papers_per_niche: int = 120,
    seed: int = 0,
    earlier: Earlier | None = None,
    tokens: Tokens | None = None,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Subfields:
    """Split papers into niches, subfields and areas, and name them.

    Parameters
    ----------
    papers : DataFrame
        ``id``, ``title``, ``abstract``, sorted by id; and ``month``, without which nothing is said
        of what groups were about before.
    scope : str
        What the papers are, for messages.
    earlier : Earlier, optional
        The partition to begin with.
    tokens : Tokens, optional
        Their words, if they were read already.

    Raises
    ------
    TooFewPapersError
        If there are fewer than ``MIN_PAPERS`` papers, or they share too few words.
    """
    tokens = _split(papers, tokens, scope, executor, progress)
    progress("Weighing words", 0, None)
    vocabulary, counts = _counted(papers, tokens, scope, executor)
    with ThreadPoolExecutor(1) as beside:
        words = beside.submit(_phrases_and_marks, papers, tokens, executor)
        progress("Finding what papers have in common", 0, None)
        embedding, points = fit_embedding(counts, vocabulary)
        progress("Finding each paper's neighbours", 0, None)
        graph = neighbour_graph(*nearest_papers(points, points, n_neighbours=N_NEIGHBOURS + 1))
        progress("Joining neighbours into niches", 0, None)
        found = find_communities(
            graph, papers_per_niche=papers_per_niche, seed=seed, earlier=earlier
        )
        phrases, marks = words.result()
    centroids, similarity = _middles(points, found.niche_of_paper)
    progress("Naming niches", 0, None)
    levels = _name_levels(papers, found, phrases, similarity, points, counts, vocabulary)
    return Subfields(
        levels=_with_debris(levels, marks),
        similarity=similarity,
        stability=found.stability,
        centroids=centroids,
        points=points,
        counts=counts,
        phrases=phrases,
        earlier=_earlier(papers, phrases, levels),
        marks=marks,
        embedding=embedding,
    )


def _split(
    papers: pd.DataFrame,
    tokens: Tokens | None,
    scope: str,
    executor: Executor | None,
    progress: Progress,
) -> Tokens:
    """Split papers into words, if they are not yet; refuse too few papers."""
    if len(papers) < MIN_PAPERS:
        raise TooFewPapersError(len(papers), MIN_PAPERS, scope)
    texts = (papers["title"], papers["abstract"])
    return tokens or tokenize(*texts, executor=executor, progress=progress)


def _counted(
    papers: pd.DataFrame, tokens: Tokens, scope: str, executor: Executor | None
) -> tuple[Vocabulary, csr_array]:
    """Choose the terms and count them in each paper; refuse papers that no words tell apart."""
    vocabulary = fit_vocabulary(tokens, min_papers=max(5, len(papers) // 12_000), executor=executor)
    _refuse_alike(papers, vocabulary, scope)
    counts = count_terms(tokens, vocabulary, executor=executor)
    return vocabulary, counts


def _phrases_and_marks(
    papers: pd.DataFrame, tokens: Tokens, executor: Executor | None
) -> tuple[Phrases, pd.DataFrame]:
    """Find what names are made of, beside the work on points, which leaves a core idle."""
    return merged_phrases(tokens, executor=executor), debris_marks(papers, tokens)


def _with_debris(levels: list[Level], marks: pd.DataFrame) -> tuple[Level, ...]:
    """Say of niches why they are no subjects; coarser groups always are."""
    niches = levels[0]
    reasons = debris_reasons(marks, niches.label, len(niches.groups))
    groups = niches.groups.assign(debris=pd.Series(reasons, dtype="str"))
    return (replace(niches, groups=groups), *levels[1:])


def _earlier(
    papers: pd.DataFrame, phrases: Phrases, levels: list[Level]
) -> tuple[pd.DataFrame, ...]:
    early = early_papers(papers)
    return tuple(earlier_words(phrases, level.label, len(level.groups), early) for level in levels)


def _refuse_alike(papers: pd.DataFrame, vocabulary: Vocabulary, scope: str) -> None:
    """Refuse papers that no words tell apart."""
    if len(vocabulary.terms) < 3:
        different = len(set(papers["title"]) | set(papers["abstract"]))
        where = f"{scope}, counting papers that words tell apart,"
        raise TooFewPapersError(min(different, MIN_PAPERS - 1), MIN_PAPERS, where)


def _middles(points: np.ndarray, niche: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    centroids = members_of(niche, int(niche.max()) + 1) @ points
    centroids /= np.maximum(np.linalg.norm(centroids, axis=1, keepdims=True), 1e-12)
    similarity = np.einsum("ij,ij->i", points, centroids[niche])
    return centroids.astype(np.float32), similarity.astype(np.float32)


def _name_levels(
    papers: pd.DataFrame,
    communities: Communities,
    phrases: Phrases,
    similarity: np.ndarray,
    points: np.ndarray,
    counts: csr_array,
    vocabulary: Vocabulary,
) -> list[Level]:
    """Name the groups of every level, and list their words beside that."""
    niche = communities.niche_of_paper
    subfield = communities.subfield_of_niche[niche]
    labels = (niche, subfield, communities.area_of_subfield[subfield])
    parents = (communities.subfield_of_niche, communities.area_of_subfield, None)
    by_phrase = csc_array(phrases.in_papers)
    search = PhraseSearch(phrases, by_phrase, points, single_words(counts, vocabulary.terms))
    ids = [group_ids(papers["id"], label, similarity) for label in labels]
    levels, words = [], []
    with ThreadPoolExecutor(1) as beside:
        for depth, (label, above) in enumerate(zip(labels, parents, strict=True)):
            n_groups = len(ids[depth])
            members = members_of(label, n_groups)
            weights, for_names = weigh(phrases, members, Weighting(), FOR_NAMES)
            near = Nearness(middles=_middles(points, label)[0], search=search)
            family = [0] * n_groups if above is None else above.tolist()
            names = choose_names(phrases, for_names, nearness=near, parents=family, large=depth > 0)
            words.append(beside.submit(_words_of_groups, phrases, weights, names, by_phrase))
            written = written_names(papers["abstract"], label, similarity, names)
            named = {
                "niche_id": [LEVELS[depth][0] + group_id for group_id in ids[depth]],
                "name": written,
                "slug": make_slugs(written, "" if depth == 0 else LEVELS[depth]),
                "parent_id": _ids_above(above, n_groups, ids, depth + 1),
            }
            groups = pd.DataFrame(named)
            levels.append(Level(name=LEVELS[depth], label=label, groups=groups, weights=weights))
    return [_with_words(level, *each.result()) for level, each in zip(levels, words, strict=True)]


def _words_of_groups(
    phrases: Phrases, weights: csr_array, names: list[str], by_phrase: csc_array
) -> tuple[list[list[str]], np.ndarray]:
    """List the words of each group, and say how much they keep company."""
    terms = choose_terms(phrases, weights, names, by_phrase=by_phrase)
    return terms, coherence(by_phrase, columns_of(phrases, terms))


def _with_words(level: Level, terms: list[list[str]], company: np.ndarray) -> Level:
    groups = level.groups.assign(terms=pd.Series(terms, dtype=object), coherence=company)
    groups["debris"] = pd.Series([""] * len(groups), dtype="str")
    order = ["niche_id", "name", "slug", "terms", "parent_id", "coherence", "debris"]
    return replace(level, groups=groups[order], weights=lightened(level.weights, WORDS_KEPT))


def _ids_above(above: np.ndarray | None, n: int, ids: list[list[str]], depth: int) -> list[str]:
    """Return the id of each group's parent; empty for those that have none."""
    if above is None:
        return [""] * n
    return [LEVELS[depth][0] + ids[depth][i] for i in above.tolist()]


def columns_of(phrases: Phrases, lists: list[list[str]]) -> list[list[int]]:
    """Return the column of each phrase of each list."""
    column = {text: i for i, text in enumerate(phrases.texts)}
    return [[column[text] for text in each] for each in lists]

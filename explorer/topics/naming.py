"""What to call a subfield: one phrase its papers use and others do not.

A phrase is weighed as a search query (would it find the group's papers, and only those?), by
whether titles use it, and by whether it stands alone. Each phrase names one group at most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from explorer.topics.phrases import Phrases

LENGTH_PREFERENCE = np.array([0.0, 0.45, 1.0, 1.15, 1.15])
"""How much a phrase of one to four words is preferred."""

STANDS_ALONE = 0.25
"""A phrase that ends at fewer of its occurrences is part of a longer one."""

N_CANDIDATES = 40


def phrase_weights(phrases: Phrases, labels: np.ndarray, n_groups: int) -> csr_array:
    """Weigh each phrase for each group by how well it would find the group's papers.

    Parameters
    ----------
    phrases : Phrases
    labels : ndarray of shape (n_papers,), int
        Group of each paper, 0 to n_groups - 1.

    Returns
    -------
    csr_array of shape (n_groups, n_phrases), 0 to 1
        Geometric mean of precision (share of the papers using the phrase that lie in the group)
        and, twice, coverage (share of the group's papers using it, and using it in the title,
        averaged), times the root of specificity (log of how much more precise than chance, of the
        most that is possible).
    """
    ones = np.ones(len(labels), dtype=np.float32)
    rows = np.arange(len(labels))
    return set_weights(phrases, csr_array((ones, (labels, rows)), shape=(n_groups, len(labels))))


def set_weights(phrases: Phrases, groups: csr_array) -> csr_array:
    """Weigh each phrase for each group as ``phrase_weights`` does, where groups may share papers.

    Parameters
    ----------
    groups : csr_array of shape (n_groups, n_papers), float32
        1 where the group holds the paper.
    """
    used, titled = _sums(groups, phrases.in_papers), _sums(groups, phrases.in_titles)
    size = np.diff(groups.indptr)
    everywhere = np.bincount(phrases.in_papers.indices, minlength=used.shape[1])
    group = np.repeat(np.arange(len(size)), np.diff(used.indptr))
    in_title = np.zeros(len(group))
    if len(group):  # choosing nothing from a sparse array gives a sparse array
        in_title[:] = titled[group, used.indices]
    coverage = (used.data + in_title) / (2 * size[group])
    precision = used.data / everywhere[used.indices]
    chance = size[group] / groups.shape[1]
    specific = np.log(np.maximum(precision / chance, 1)) / np.maximum(-np.log(chance), 1e-9)
    weight = np.cbrt(precision * coverage**2) * np.sqrt(specific)
    return csr_array((weight, used.indices, used.indptr), shape=used.shape)


def choose_names(
    phrases: Phrases, weights: csr_array, *, taken: Sequence[str] = (), n_terms: int = 10
) -> tuple[list[str], list[list[str]]]:
    """Choose one phrase to name each group, all different, and the words that set it apart.

    Returns
    -------
    list of str
        A phrase of ``phrases.texts`` for each group, none of ``taken``.
    list of list of str
        Up to ``n_terms`` phrases for each group, heaviest first, none inside another.
    """
    candidates = [_candidates(phrases, weights, group) for group in range(weights.shape[0])]
    names: list[str] = [""] * len(candidates)
    used = {_key(name) for name in taken}
    strength = [found[0][1] if found else 0.0 for found in candidates]
    for group in np.argsort(-np.array(strength), kind="stable").tolist():
        names[group] = _first_free(candidates[group], used) or f"unnamed group {group + 1}"
        used.add(_key(names[group]))
    terms = [_terms(found, n_terms) for found in candidates]
    return names, terms


def heaviest(weights: csr_array, n_terms: int) -> pd.DataFrame:
    """List each row's heaviest columns.

    Returns
    -------
    DataFrame
        ``group`` (row), ``term`` (column), ``weight``; by group, heaviest first.
    """
    group = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
    table = pd.DataFrame({"group": group, "term": weights.indices, "weight": weights.data})
    table = table[table["weight"] > 0]
    table = table.sort_values(["group", "weight", "term"], ascending=[True, False, True])
    return table.groupby("group").head(n_terms).reset_index(drop=True)


def written_form(phrase: str, texts: Sequence[str]) -> str:
    """Return a phrase of roots as most of ``texts`` write it: plural, hyphens, capitals.

    >>> written_form("lstm network", ["LSTM networks win.", "Big LSTM networks"])
    'LSTM networks'
    """
    pattern = re.compile(rf"\b{spellings(phrase)}\b", re.IGNORECASE)
    found: Counter[str] = Counter()
    for text in texts:
        for match in pattern.finditer(text):
            at_start = match.start() == 0 or text[: match.start()].rstrip()[-1:] in ".?!"
            spelled = " ".join(match.group().split())
            if at_start and spelled[1:].islower():
                spelled = spelled[0].lower() + spelled[1:]
            found[spelled] += 1
    return _commonest(found) if found else phrase


def spellings(phrase: str) -> str:
    """Return a regular expression for the ways to write a phrase of roots."""
    words = (re.escape(w[:-1] if w.endswith("y") else w) for w in phrase.split())
    return r"[\s-]+".join(rf"{word}(?:y|ies|e?s)?" for word in words)


def _commonest(found: Counter[str]) -> str:
    return min(found, key=lambda spelled: (-found[spelled], spelled))


def _sums(groups: csr_array, marks: csr_array) -> csr_array:
    sums = csr_array(groups @ marks)
    sums.sort_indices()
    return sums


def _candidates(phrases: Phrases, weights: csr_array, group: int) -> list[tuple[str, float]]:
    """List the group's best phrases with their weights, heaviest first."""
    span = slice(weights.indptr[group], weights.indptr[group + 1])
    columns, weight = weights.indices[span], weights.data[span]
    whole = np.minimum(phrases.ends[columns], phrases.begins[columns]) >= STANDS_ALONE
    telling = ~phrases.weak[columns]
    preference = LENGTH_PREFERENCE[phrases.lengths[columns]] * np.where(whole, 1.0, 0.3)
    value = weight * preference * telling
    best = np.argsort(-value, kind="stable")[:N_CANDIDATES]
    return [(phrases.texts[columns[i]], float(value[i])) for i in best.tolist() if value[i] > 0]


def _first_free(candidates: list[tuple[str, float]], used: set[frozenset[str]]) -> str | None:
    return next((phrase for phrase, _ in candidates if _key(phrase) not in used), None)


def _key(phrase: str) -> frozenset[str]:
    return frozenset(phrase.split())


def _terms(candidates: list[tuple[str, float]], n_terms: int) -> list[str]:
    chosen: list[str] = []
    for phrase, _ in candidates:
        if not any(_inside(phrase, other) or _inside(other, phrase) for other in chosen):
            chosen.append(phrase)
        if len(chosen) == n_terms:
            break
    return chosen


def _inside(short: str, long: str) -> bool:
    return f" {short} " in f" {long} "


def apart_from_others(
    used: np.ndarray,
    everywhere: np.ndarray,
    *,
    n_papers: int,
    n_all: int,
    texts: np.ndarray,
    n_terms: int,
) -> pd.DataFrame:
    """List the terms that would find the papers of one group, as ``phrase_weights`` weighs them.

    Parameters
    ----------
    used, everywhere : ndarray of shape (n_terms,), int
        Papers of the group, and of all, that use each term.
    texts : ndarray of shape (n_terms,)

    Returns
    -------
    DataFrame
        ``term`` (text), ``weight``; heaviest first, none inside another.
    """
    coverage = used / n_papers
    precision = used / np.maximum(everywhere, 1)
    chance = n_papers / n_all
    specific = np.log(np.maximum(precision / chance, 1)) / max(-np.log(chance), 1e-9)
    words = np.array([text.count(" ") + 1 for text in texts.tolist()])
    weight = np.cbrt(precision * coverage**2) * np.sqrt(specific) * LENGTH_PREFERENCE[words]
    best = np.argsort(-weight, kind="stable")[: 4 * n_terms]
    found = [(str(texts[i]), float(weight[i])) for i in best.tolist() if weight[i] > 0]
    chosen = set(_terms(found, n_terms))
    return pd.DataFrame([each for each in found if each[0] in chosen], columns=["term", "weight"])

"""Phrases of a niche and its neighbours: which papers hold them, which act as methods, which rise.

A phrase counts only where it stands word for word in a title or abstract of the niche.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import log1p
from typing import TYPE_CHECKING, Any

from explorer.plans.drafting.sentences import is_metric, plain_words
from explorer.plans.drafting.word_lists import ANYWHERE, FILLER, STOP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

METHOD_CUE = (
    r"(?:using|uses?|used|via|based on|built on|combined with|by means of|appl(?:y|ies|ied|ying)|"
    r"propos(?:e|es|ed|ing)|introduc(?:e|es|ed|ing)|employ(?:s|ed|ing)?|adopt(?:s|ed|ing)?|leverag(?:e|es|ed|ing)|"
    r"develop(?:s|ed|ing)?|present(?:s|ed)?|combin(?:e|es|ed|ing)|exploit(?:s|ed|ing)?)"
)
AS_MEANS = re.compile(rf"\b{METHOD_CUE}(?: \w+){{0,2}}$")
MOST_BEFORE, LONGEST_BEFORE = 6, 200
"""Words and characters before a phrase among which its cue stands."""
CENTRAL = 300
"""Phrases are looked for in this many of the most central papers, and counted in all of them."""
SHARED = 0.6
"""Two phrases with a word in common are one when this part of their papers is the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A phrase and the papers of the niche that hold it."""

    text: str
    ids: tuple[str, ...]
    """Papers that hold it, the most central first."""
    as_method: int
    """Papers in which it follows words such as "using" or "we propose"."""
    recent: int
    """Papers of the last twelve months that hold it."""
    rise: float
    """Share of the last twelve months over the share before, both shrunk by half a paper."""
    home: str = ""
    """Name of the neighbouring niche it comes from; empty when it is the niche's own."""
    home_growth: float | None = None
    """Growth of share a year of that neighbour, where known."""
    beside: tuple[str, ...] = ()
    """Papers near the niche that hold it, where none of the niche does."""


def read_phrases(
    papers: pd.DataFrame, niche: Mapping[str, Any], *, words: pd.DataFrame | None = None
) -> tuple[Phrase, ...]:
    """Find the niche's own phrases in its papers, the likeliest methods first."""
    central = papers.head(CENTRAL)
    plain = central["plain"].tolist()
    mined = mined_phrases(central["text"].tolist())
    named = [*terms_of(niche), *_words_of(niche, words), *mined]
    candidates = [whole_phrase(text, plain) for text in named]
    ordered = sorted(dict.fromkeys(map(normal, candidates)), key=lambda text: " " not in text)
    found: list[Phrase] = []
    for text in filter(usable, ordered):
        phrase = find_phrase(papers, text)
        if phrase.ids and not any(_same(phrase, other) for other in found):
            found.append(phrase)
    its_own = set(candidates[: len(named) - len(mined)])
    weights = {
        phrase.text: _method_weight(phrase, len(papers)) * (1.0 if phrase.text in its_own else 0.6)
        for phrase in found
    }
    return tuple(sorted(found, key=lambda phrase: (-weights[phrase.text], phrase.text)))


def read_imports(
    papers: pd.DataFrame, neighbours: Sequence[Mapping[str, Any]], *, own: Sequence[Phrase]
) -> tuple[Phrase, ...]:
    """Find the phrases of parents and neighbours that are not the niche's own."""
    held = {stem(word) for phrase in own for word in phrase.text.split()}
    found: dict[str, Phrase] = {}
    for neighbour in neighbours:
        for text in map(normal, terms_of(neighbour)):
            fresh = {stem(word) for word in text.split()} - held
            if text not in found and usable(text) and fresh:
                found[text] = find_phrase(
                    papers,
                    text,
                    home=str(neighbour.get("name") or ""),
                    growth=neighbour.get("growth"),
                )
    return tuple(found.values())


def find_phrase(
    papers: pd.DataFrame, text: str, *, home: str = "", growth: float | None = None
) -> Phrase:
    """Count the papers that hold ``text``, as a method, lately and before."""
    plain, late = papers["plain"].tolist(), (papers["age"] < 12).tolist()
    forms = one, many = forms_of(text)
    held = [row for row, each in enumerate(plain) if one in each or many in each]
    recent = sum(late[row] for row in held)
    before, lately = len(held) - recent, sum(late)
    share = (recent + 0.5) / (lately + 1)
    earlier = (before + 0.5) / (len(late) - lately + 1)
    ids = papers["id"].tolist()
    return Phrase(
        text=text,
        ids=tuple(ids[row] for row in held),
        as_method=sum(_is_means(plain[row], forms) for row in held),
        recent=recent,
        rise=share / earlier,
        home=home,
        home_growth=growth if growth is not None and growth > 0 else None,
    )


def _is_means(plain: str, forms: tuple[str, str]) -> bool:
    """Tell whether a phrase follows a cue somewhere; only what stands before it is looked at."""
    for form in forms:
        at = plain.find(form)
        while at >= 0:
            before = plain[max(0, at - LONGEST_BEFORE) : at].split()[-MOST_BEFORE:]
            if AS_MEANS.search(" ".join(before)):
                return True
            at = plain.find(form, at + 1)
    return False


def mined_phrases(texts: Sequence[str], *, most: int = 25) -> list[str]:
    """Collect what follows "using", "based on" and the like in more than one paper.

    Three papers are asked for among a hundred; one is enough among fewer than eight.
    """
    counted: Counter[str] = Counter()
    for text in texts:
        runs = re.findall(rf"\b{METHOD_CUE}\s((?:[a-z][a-z-]+\s?){{1,5}})", text)
        counted.update({run for words in runs for run in _runs(words.split())})
    least = 1 if len(texts) < 8 else 2 if len(texts) < 100 else 3
    kept = {text: count for text, count in counted.items() if count >= least}
    broken = {
        text
        for text in kept
        for other in kept
        if _continues(other, text) and kept[other] >= SHARED * kept[text]
    }
    ranked = sorted(kept.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))
    return [text for text, _ in ranked if text not in broken][:most]


def whole_phrase(text: str, plain: Sequence[str]) -> str:
    """Mend a fragment: add the word that nearly always stands before or after it."""
    phrase = normal(text)
    for _ in range(2):
        longer = _one_word_longer(phrase, plain) if len(phrase.split()) < 4 else phrase
        if longer == phrase:
            break
        phrase = longer
    return phrase


def _one_word_longer(phrase: str, plain: Sequence[str]) -> str:
    forms = forms_of(phrase)
    places = [
        place for text in plain for form in forms if form in text for place in _around(text, form)
    ]
    for side in (1, 0):
        seen = Counter(place[side] for place in places if place[side])
        if len(places) < 3 or not seen:
            continue
        stems = Counter(stem(word) for word in seen.elements())
        kept, count = stems.most_common(1)[0]
        word = next(word for word, _ in seen.most_common() if stem(word) == kept)
        if count >= SHARED * len(places) and word not in STOP | FILLER:
            return f"{phrase} {word}" if side else f"{word} {phrase}"
    return phrase


def _around(text: str, form: str) -> list[tuple[str, str]]:
    """List the words before and after each place where ``form`` stands."""
    pieces = text.split(form)
    return [
        ("".join(before.rsplit(None, 1)[-1:]), "".join(after.split(None, 1)[:1]))
        for before, after in pairwise(pieces)
    ]


def _continues(longer: str, text: str) -> bool:
    return longer.startswith(text + " ")


def terms_of(row: Mapping[str, Any]) -> list[str]:
    """Return the terms of a row of ``niches.parquet``; a missing list is no terms."""
    terms = row.get("terms")
    return [] if terms is None else [str(term) for term in terms]


def normal(text: str) -> str:
    """Write a phrase in lower case with single spaces."""
    return " ".join(text.lower().split())


def stem(word: str) -> str:
    """Drop a plural ending."""
    if len(word) <= 3 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word.removesuffix("s")


def plural(word: str) -> str:
    """Add a plural ending to a stem."""
    if word.endswith(("ss", "x", "ch", "sh")):
        return word + "es"
    return word[:-1] + "ies" if re.search(r"[^aeiou]y$", word) else word + "s"


def forms_of(text: str) -> tuple[str, str]:
    """Write a phrase as it stands among plain words, singular and plural."""
    *first, last = plain_words(text).split() or [""]
    base = stem(last)
    return f" {' '.join([*first, base])} ", f" {' '.join([*first, plural(base)])} "


def usable(text: str) -> bool:
    """Tell whether a phrase can name an approach: no filler in it, no loose end."""
    words = text.split()
    if (
        is_metric(text)
        or {text, stem(text)} & ANYWHERE
        or not words
        or not 3 <= len(text) <= 60
        or not any(map(str.isalpha, text))
    ):
        return False
    ends = {words[0], words[-1]}
    return len(set(words)) == len(words) and not (
        ends & STOP
        or FILLER & set(words)
        or words[-1].endswith(("ly", "ed"))
        or words[0].endswith("ly")
    )


def _words_of(niche: Mapping[str, Any], words: pd.DataFrame | None) -> list[str]:
    if words is None or words.empty or "term" not in words:
        return []
    own = words
    if "niche_id" in words and niche.get("niche_id") is not None:
        own = words[words["niche_id"] == niche["niche_id"]]
    if "weight" in own:
        own = own.sort_values(["weight", "term"], ascending=[False, True])
    return [str(term) for term in own["term"].head(25)]


def _runs(words: list[str]) -> list[str]:
    """Cut at filler words; give the beginnings of two to four words of the first run."""
    run: list[str] = []
    for word in words:
        if word in STOP or word in FILLER or word.endswith("ly"):
            if run:
                break
            continue
        run.append(word)
    return [" ".join(run[:length]) for length in range(2, min(len(run), 4) + 1)]


def _same(phrase: Phrase, other: Phrase) -> bool:
    one, two = ({word[:6] for word in each.text.split()} for each in (phrase, other))
    if not one & two:
        return False
    mine, theirs = set(phrase.ids), set(other.ids)
    both = len(mine & theirs)
    inside = one <= two or two <= one
    return one == two or both >= SHARED * (
        min(len(mine), len(theirs)) if inside else len(mine | theirs)
    )


def _method_weight(phrase: Phrase, papers: int) -> float:
    """Weigh a phrase by how often it is a means; what nearly every paper holds is the subject."""
    held = len(phrase.ids)
    long_enough = 1.0 if " " in phrase.text or "-" in phrase.text else 0.4
    apart = 1.0 - 0.95 * held / papers if papers >= 8 else 1.0
    apart *= 0.3 if held < 3 and papers >= 40 else 1.0
    return apart * long_enough * (phrase.as_method + 1) / (held + 8) * log1p(held)

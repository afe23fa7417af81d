"""The sentences of an abstract that say what is asked, what is done and what is claimed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_QUOTE = 340
"""Characters; a longer sentence is cut at a word."""

ASKS = re.compile(
    r"\bhowever\b|\bproblems?\b|\bchalleng|\bdifficult|\black(?:s|ing)?\b|\blimited\b|\bremains?\b|"
    r"\bunclear\b|\bopen question|\bbottleneck|\bcostly\b|\bexpensive\b|\bsuffer|\bfails?\b|"
    r"\bhard to\b|"
    r"\bpoorly understood\b|\blittle (?:is|attention)\b|\bneed(?:s|ed)? (?:to|for)\b",
    re.IGNORECASE,
)
DOES = re.compile(
    r"\b(?:we|this (?:paper|article|work|thesis|study)|the (?:paper|article|authors))\b[^.]{0,60}?"
    r"\b(?:propos|present|introduc|develop|describ|design|study|studie|investigat|consider|"
    r"show how|"
    r"formulat|build|built|address|explor|examin|analy[sz]|provid|offer|extend|deriv|use)",
    re.IGNORECASE,
)
CLAIMS = re.compile(
    r"\boutperform|\bimprov|\bachiev|\breduc|\bshow(?:s|n|ed)? that\b|\bprov(?:e|es|ed)\b|"
    r"\bdemonstrat|\bresults?\b|\bfaster\b|\bbetter\b|\bcompetitive\b|"
    r"\bstate[- ]of[- ]the[- ]art|\bfind that\b|"
    r"\bobtain|\bconfirm|\breveal|\byield",
    re.IGNORECASE,
)
FIGURE = re.compile(
    r"\d+(?:\.\d+)?\s?(?:\\?%|percent|x\b|times|fold|points?|db\b|ms\b)", re.IGNORECASE
)
END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[A-Z0-9$\\\"'(\[])")
NOT_AN_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|vs|cf|fig|eq|resp|etc|approx|no|sec|st|dr)\.|\b[A-Z]\.)$", re.I
)
WORD = re.compile(r"[^\W_]+")
MARKUP = re.compile(r"\\(?:emph|textit|textbf|textsc|texttt|text|it|bf)\{([^{}]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an abstract says, in its own words; empty where it has no such sentence."""

    question: str
    method: str
    claim: str


METRICS = {
    "word error rate": ("word error rate", " wer "),
    "error rate": ("error rate", "misclassification"),
    "mean squared error": ("mean squared error", "mean square error", " rmse ", " mse "),
    "average precision": ("average precision",),
    "F1": (" f1 ", " f measure", " f score"),
    "area under the curve": (" auc ", " area under "),
    "BLEU": (" bleu ",),
    "ROUGE": (" rouge ",),
    "perplexity": ("perplexity",),
    "regret": (" regret ",),
    "sample complexity": ("sample complexity",),
    "approximation ratio": (
        "approximation ratio",
        "approximation factor",
        "approximation guarantee",
    ),
    "convergence rate": ("convergence rate", "rate of convergence", "rates of convergence"),
    "success rate": ("success rate",),
    "energy use": ("energy consumption", "energy efficien", "energy usage", "energy saving"),
    "throughput": ("throughput",),
    "latency": ("latency", "end to end delay"),
    "speed-up": ("speedup", "speed up ", "times faster", "magnitude faster"),
    "memory use": ("memory usage", "memory consumption", "memory footprint", "memory requirement"),
    "running time": ("running time", "runtime", "run time", "computation time", "execution time"),
    "peak signal-to-noise ratio": (" psnr ", "signal to noise"),
    "intersection over union": (" iou ", "intersection over union"),
    "compression ratio": ("compression ratio", "compression rate", "bit rate", "bitrate"),
    "reward": ("cumulative reward", "expected reward", "average reward"),
    "statistical power": ("statistical power", "type i error", "false discovery"),
    "coverage": (" coverage ",),
    "likelihood": ("log likelihood", "marginal likelihood"),
    "recall": (" recall ",),
    "precision": (" precision ",),
    "accuracy": ("accuracy", "accuracies"),
    "robustness": ("robustness",),
}
"""Measures of success and how plain text names them (words with single spaces between)."""

NAMED_DATA = re.compile(
    r"\b((?:[A-Z][\w-]*\s){0,2}(?=[\w-]*(?:[A-Z][\w-]*[A-Z]|[A-Z][\w-]*\d))[A-Z][\w-]*)\s"
    r"(?:data ?sets?|benchmarks?|corpus|corpora|databases?|challenge|leaderboard)\b"
)
OPENER = re.compile(r"^(?:(?:On|The|Our|In|For|With|And|Of|Using|From|A|An|We|Both)\s)+")


def sentences_of(abstract: str) -> list[str]:
    """Split an abstract into sentences; an abstract without a full stop is one sentence."""
    found: list[str] = []
    for piece in END.split(abstract.strip()):
        if found and NOT_AN_END.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        elif piece:
            found.append(piece)
    return found


def tell(abstract: str) -> Told:
    """Pick the three sentences; a short abstract leaves some of them empty, none twice.

    The claim is a sentence with a figure, else with a result, else the last; the question is
    looked for in the first half, and is the first sentence when nothing seems to be missing.
    """
    left = sentences_of(abstract)
    early = left[: max(1, (len(left) + 1) // 2)]
    question = next((s for s in early if ASKS.search(s) and not DOES.search(s)), "".join(left[:1]))
    left = [s for s in left if s != question]
    late = left[::-1]
    claim = next((s for s in late if FIGURE.search(s) and CLAIMS.search(s)), "")
    claim = claim or next((s for s in late if CLAIMS.search(s)), "".join(late[:1]))
    left = [s for s in left if s != claim]
    method = next((s for s in left if DOES.search(s)), "".join(left[:1]))
    return Told(question=quote(question), method=quote(method), claim=quote(claim))


def quote(sentence: str, *, longest: int = LONGEST_QUOTE) -> str:
    """Cut a sentence at a word so that it stays quotable."""
    sentence = MARKUP.sub(r"\1", sentence).replace(r"\%", "%")
    if len(sentence) <= longest:
        return sentence
    return sentence[:longest].rsplit(" ", 1)[0].rstrip(" ,;:(") + " …"


def plain_words(text: str) -> str:
    """Write a text as lower-case words, one space around each; hyphens and markup fall away."""
    return f" {' '.join(WORD.findall(text.lower()))} "


def metrics_of(plain: Iterable[str]) -> list[tuple[str, int]]:
    """Count the plain texts that name each measure of success, the commonest first."""
    counted = Counter(
        name for text in plain for name, names in METRICS.items() if any(n in text for n in names)
    )
    order = list(METRICS)
    return sorted(counted.items(), key=lambda item: (-item[1], order.index(item[0])))


def is_metric(phrase: str) -> bool:
    """Tell whether a phrase is a measure of success, which no approach is."""
    text = plain_words(phrase).strip()
    return any(
        text.removesuffix("s") == n.strip() or text == n.strip()
        for ns in METRICS.values()
        for n in ns
    )


def data_named_in(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Count the texts that name each data set, benchmark or corpus, the commonest first."""
    counted = Counter(
        name
        for text in texts
        for name in {OPENER.sub("", name) for name in NAMED_DATA.findall(text)}
    )
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))

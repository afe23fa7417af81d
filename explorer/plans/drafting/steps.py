"""What to do in each rung and when it is done, by the contribution that its main paper makes.

A proof is not repeated like a measurement, nor a data set like a method, so each has its own way.
A step is ``(part of the rung's hours, what to do, metric)``.
"""

from __future__ import annotations

from dataclasses import dataclass

EXAMPLES, DATA_SET, TOOL, COMPARISON = (
    "Worked examples",
    "An open data set",
    "An open tool",
    "An open comparison",
)
"""What a person can give to a niche."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The words of a niche that a rung's steps are made of."""

    contribution: str
    """Of the main paper: survey, theory, resource, study or method."""
    claim: str
    """Of the main paper, in its own words."""
    one: str
    """Name of the first approach."""
    two: str
    """Name of the second approach."""
    metric: str
    where: str
    """Subject, data or setting."""
    authors: str
    words: str
    """Words of the niche that somebody new must learn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Steps, and what can be checked at their end."""

    steps: tuple[tuple[float, str, str], ...]
    done_when: str


def course_to_repeat(ground: Ground) -> Course:
    """Read, do a small part, do it all."""
    one, two, metric, claim = ground.one, ground.two, ground.metric, ground.claim
    read = (0.15, f"Explain {ground.words}", "one page")
    match ground.contribution:
        case "theory":
            half = (
                0.6,
                f"Redo the argument in its smallest case of {one}",
                "unclear steps, at most three",
            )
            full = (1.0, f"Simulate twenty sizes, {two} too", f"distance from theory in {metric}")
            done = f"A notebook holds a worked case and a simulation against “{claim}”"
        case "study" | "survey":
            half = (0.5, f"Measure a tenth through {one}", f"{metric} with an interval")
            full = (1.0, f"Measure the rest, {two} as a check", f"{metric} beside theirs")
            done = f"Your {metric} with its interval is set against “{claim}”"
        case "resource":
            half = (0.4, "Get the resource or rebuild a tenth", "counts that match")
            full = (1.0, f"Put {one} and {two} through it", f"{metric} beside theirs")
            done = f"A script rebuilds it, and its {metric} answers “{claim}”"
        case _:
            half = (0.5, f"Run {one} on a small case", metric)
            full = (1.0, f"Run it in full, {two} beside it", f"{metric} beside theirs")
            done = f"One command prints your {metric} next to “{claim}”"
    return Course(steps=(read, half, full), done_when=f"{done}; the gap is explained.")


def course_to_vary(ground: Ground) -> Course:
    """Prepare the new ground, carry the approach over unchanged, then change one thing."""
    one, two, metric, where = ground.one, ground.two, ground.metric, ground.where
    match ground.contribution:
        case "theory":
            steps = (
                (0.25, f"List which assumptions fail for {where}", "each marked true or false"),
                (0.6, f"Work one instance of {one} by hand and by program", "both agree"),
                (1.0, f"Relax the worst assumption with {two}", f"{metric} as it bends"),
            )
            done = f"A note names the assumption that {where} breaks, and what is left of"
        case "study" | "survey":
            steps = (
                (0.25, f"Fix sample and exclusions for {where}", "rules dated before any look"),
                (0.6, f"Ask the same of it through {one}", f"{metric} with an interval"),
                (1.0, f"Explain the difference with {two}", "one figure"),
            )
            done = f"A figure sets {metric} for {where}, under {one} and {two}, against"
        case "resource":
            steps = (
                (0.4, f"Bring {where} into the same format", "fifty records pass its checks"),
                (0.8, f"Put {one}, then {two} through it", metric),
                (1.0, f"Offer it to {ground.authors}", "a reply"),
            )
            done = f"Fifty records of {where} give {metric} for {one} and {two}, held against"
        case _:
            steps = (
                (0.25, f"Collect fifty cases for {where}", "twenty checked by another person"),
                (0.6, f"Run {one} unchanged", metric),
                (1.0, f"Swap in {two}", f"change of {metric}"),
            )
            done = f"A table sets {one} beside {two} on {where} by {metric} and tests"
    return Course(steps=steps, done_when=f"{done} “{ground.claim}”.")


def course_to_serve(gift: str, ground: Ground) -> Course:
    """Ask first, make the core, widen it, hand it over."""
    one, two, metric, where = ground.one, ground.two, ground.metric, ground.where
    if gift == EXAMPLES:
        steps = (
            (0.5, f"Work {one} on its smallest case, all numbers shown", "ten results touched"),
            (0.8, f"Add {two}", f"{metric} agrees with each statement"),
            (1.0, "Publish the notebooks", "three readers"),
        )
        done = f"Ten results on {one} and {two} have a worked case that three readers found sound."
    elif gift == DATA_SET:
        steps = (
            (0.5, f"Collect a hundred cases of {where}", "agreement of two labellers"),
            (0.8, f"First entries: {one}, {two}", metric),
            (1.0, "Deposit it with a data sheet", "three downloads"),
        )
        done = (
            f"A deposit holds a hundred cases of {where}, and {metric} of {one} and {two} on them."
        )
    elif gift == TOOL:
        steps = (
            (0.4, f"Wrap {one} behind one interface", f"{metric} equals the original's"),
            (0.8, f"Add {two} and tests", "fifteen minutes from install to result"),
            (1.0, "Release it", "three users"),
        )
        done = f"Three strangers got {metric} of {one} and {two} from it within fifteen minutes."
    else:
        steps = (
            (0.4, "Freeze splits and rules", f"{metric} of {one}"),
            (0.8, f"Enter {two}", "gap and spread"),
            (1.0, "Open it to entries", "three from outside"),
        )
        done = f"A public table ranks {one}, {two} and one outside entry by {metric}."
    sketch = (0.1, f"Show a sketch to {ground.authors}", "two answers")
    return Course(steps=(sketch, *steps), done_when=done)


def course_to_join(ground: Ground) -> Course:
    """Predict, take the halves apart, join them small, then in full."""
    one, two, metric, where = ground.one, ground.two, ground.metric, ground.where
    match ground.contribution:
        case "theory":
            steps = (
                (0.1, f"Conjecture what {two} gives {one}", "a statement that could be false"),
                (0.4, "Prove a special case or break it", "proof or counterexample"),
                (0.75, f"Simulate beyond it for {where}", metric),
                (1.0, "Write it up", "a preprint"),
            )
            done = f"proves or refutes what {two} gives {one}, with {metric} simulated beyond"
        case "resource":
            steps = (
                (0.1, f"List what {two} would need from {one}", "one page, dated"),
                (0.4, f"Extend the resource to {where}", "old results unchanged"),
                (0.75, f"Put {one} with {two} through both", metric),
                (1.0, "Release both with a report", "a preprint"),
            )
            done = f"extends it to {where} and reports {metric} of {one} with and without {two}"
        case _:
            steps = (
                (0.1, f"Predict the gain from {two} within {one}", "one page, dated"),
                (0.35, f"Run {one} and {two} apart", metric),
                (0.7, "Join them on a small case", f"{metric} beside the better half"),
                (1.0, f"Repeat it on {where}", "a preprint"),
            )
            done = f"compares {one}, {two} and both joined by {metric} on {where}"
    return Course(steps=steps, done_when=f"A preprint with code {done}.")

"""What a person can do to what they keep, each step with what must follow from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from what_was_written import Line, PlanThen, RungThen, Written, by_day

from explorer.errors import (
    BadLogEntryError,
    EditConflictError,
    NicheNotFoundError,
    PlanNotFoundError,
    ProfileChangedError,
)
from explorer.plans.contacts import Contact, note_contact, read_contacts, remove_contact
from explorer.plans.niches import add_to_note, remove_niche, save_niche
from explorer.plans.outcomes import Outcome, clean_outcome, read_outcomes, save_outcome
from explorer.plans.plan_log import EVENTS, change_state, log_minutes, read_log, take_back
from explorer.plans.plan_store import read_plan, stamp, update_plan, update_rung
from explorer.plans.profile import Profile, clean_profile
from explorer.plans.profile_store import read_profile, remove_profile, save_profile
from explorer.plans.records import Rung, RungPaper, clean_text, is_blank
from explorer.plans.scenarios import read_responses, save_responses

Then = tuple[Written, type[Exception] | None]


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something a person does."""

    do: Callable[[], Any]
    expect: Callable[[Written], Then]
    """What is written afterwards, and what the person is told instead, if it cannot be."""
    seen: Callable[[Any], None] = lambda _: None
    """What the window shows after it went well."""


@dataclass(kw_only=True)
class Window:
    """An open page of one rung, as it was read."""

    name: str
    born: int
    place: int
    plan_id: int
    rung: Rung
    left: Outcome
    answers: dict[str, str]
    profile: datetime | None


def open_window(store: Path, name: str, born: int, place: int) -> Window:
    """Read what a page reads."""
    plan = read_plan(store, name)
    rung = plan.rungs[place]
    return Window(
        name=name,
        born=born,
        place=place,
        plan_id=plan.plan_id,
        rung=rung,
        left=read_outcomes(store, plan.plan_id).get(rung.rung_id, Outcome()),
        answers=read_responses(store, plan.plan_id),
        profile=read_profile(store).changed,
    )


def whole_rung(title: str, text: str) -> Rung:
    """Make a rung that can be kept."""
    return Rung(
        kind="learning",
        title=title,
        problem=text,
        approaches="",
        feasibility_and_value="",
        milestones="",
        budget=text,
        done_when="It runs.",
        hours=10.0,
        papers=(RungPaper(arxiv_id="2301.10001", title=text, why=text),),
    )


def saving(store: Path, name: str, text: str, born: int, now: datetime) -> Step:
    """Save a niche; one that is saved keeps its plan."""

    def do() -> None:
        save_niche(
            store,
            {"niche_id": name, "slug": name, "name": name, "terms": []},
            paper_ids=[],
            run_id="r1",
            as_of=date(2024, 12, 31),
            rungs=[whole_rung("one", text), whole_rung("two", text)],
            hours_per_week=5.0,
            now=now,
        )

    def expect(then: Written) -> Then:
        if name in then.plans:
            return then, None
        rungs = tuple(RungThen(title=title, text=clean_text(text)) for title in ("one", "two"))
        day = stamp(now)
        plan = PlanThen(born=born, title=f"Plan: {name}", created=day, updated=day, rungs=rungs)
        return then.with_plan(name, plan), None

    return Step(do=do, expect=expect)


def removing(store: Path, name: str) -> Step:
    """Remove a niche with all that belongs to it."""

    def expect(then: Written) -> Then:
        if name not in then.plans:
            return then, NicheNotFoundError
        plans = {key: plan for key, plan in then.plans.items() if key != name}
        return replace(then, plans=plans), None

    return Step(do=lambda: remove_niche(store, name), expect=expect)


def noting(store: Path, name: str, text: str) -> Step:
    """Add to the note of a niche, as a decision is."""

    def expect(then: Written) -> Then:
        plan = then.plans.get(name)
        if plan is None:
            return then, NicheNotFoundError
        note = "\n\n".join(filter(None, [plan.note, clean_text(text)]))
        return then.with_plan(name, replace(plan, note=note)), None

    return Step(do=lambda: add_to_note(store, name, text), expect=expect)


def on_plan(window: Window, change: Callable[[PlanThen], PlanThen | type[Exception]]) -> Any:
    """Expect a change of the plan that a window shows, if it is still there."""

    def expect(then: Written) -> Then:
        plan = then.plans.get(window.name)
        if plan is None or plan.born != window.born:
            return then, PlanNotFoundError
        changed = change(plan)
        if isinstance(changed, type):
            return then, changed
        return then.with_plan(window.name, changed), None

    return expect


def editing(store: Path, window: Window, text: str, now: datetime) -> Step:
    """Save a rung; of two windows the second is told."""
    opened = window.rung
    edited = replace(opened, problem=text, budget=text)

    def change(plan: PlanThen) -> PlanThen | type[Exception]:
        rung = plan.rungs[window.place]
        if (clean_text(text), opened.state) == (rung.text, rung.state):
            return plan
        if rung.version != opened.version:
            return EditConflictError
        new = {"text": clean_text(text), "version": rung.version + 1}
        return replace(plan.with_rung(window.place, **new), updated=stamp(now))

    return Step(
        do=lambda: update_rung(store, edited, version=opened.version, now=now),
        expect=on_plan(window, change),
        seen=lambda saved: setattr(window, "rung", saved),
    )


def leaving(store: Path, window: Window, texts: tuple[str, str, str]) -> Step:
    """Keep what a rung left."""
    was, wanted = window.left, Outcome(learned=texts[0], shared=texts[1], links=texts[2])
    clean = clean_outcome(wanted)

    def change(plan: PlanThen) -> PlanThen | type[Exception]:
        kept = plan.rungs[window.place].outcome
        if kept == clean:
            return plan
        if kept != clean_outcome(was) and not (kept.is_empty and was.is_empty):
            return EditConflictError
        return plan.with_rung(window.place, outcome=Outcome() if clean.is_empty else clean)

    return Step(
        do=lambda: save_outcome(store, window.rung.rung_id or 0, wanted, was=was),
        expect=on_plan(window, change),
        seen=lambda _: setattr(window, "left", wanted),
    )


def answering(store: Path, window: Window, answers: dict[str, str]) -> Step:
    """Keep what a person would do in scenarios."""
    was, clean = dict(window.answers), {key: clean_text(text) for key, text in answers.items()}
    seen = {key: clean_text(text) for key, text in was.items()}

    def change(plan: PlanThen) -> PlanThen | type[Exception]:
        changed = {key for key, text in clean.items() if plan.answers.get(key) != text}
        if any(plan.answers.get(key) != seen.get(key) for key in changed):
            return EditConflictError
        return replace(plan, answers={**plan.answers, **clean})

    return Step(
        do=lambda: save_responses(store, window.plan_id, answers, was=was),
        expect=on_plan(window, change),
        seen=lambda _: setattr(window, "answers", {**was, **answers}),
    )


def telling(store: Path, window: Window, words: str, hours: float | None, now: datetime) -> Step:
    """Save the profile; a second writer is told, and nothing is lost."""
    opened, said = window.profile, Profile(interests=words, hours_per_week=hours)

    def expect(then: Written) -> Then:
        kept = then.profile
        wanted = replace(clean_profile(said), changed=now)
        if replace(wanted, changed=kept.changed) == kept:
            return then, None
        if kept.changed != opened and not kept.is_empty:
            return then, ProfileChangedError
        return replace(then, profile=wanted), None

    return Step(
        do=lambda: save_profile(store, said, now=now, opened=opened),
        expect=expect,
        seen=lambda saved: setattr(window, "profile", saved.changed),
    )


def forgetting(store: Path) -> Step:
    """Forget the profile."""
    return Step(
        do=lambda: remove_profile(store),
        expect=lambda then: (replace(then, profile=Profile()), None),
    )


def renaming(store: Path, window: Window, title: str, now: datetime) -> Step:
    """Change the title of a plan."""

    def change(plan: PlanThen) -> PlanThen:
        return replace(plan, title=clean_text(title), updated=stamp(now))

    def do() -> None:
        update_plan(store, window.plan_id, title=title, hours_per_week=5.0, now=now)

    return Step(do=do, expect=on_plan(window, change))


def turning(store: Path, window: Window, state: str, now: datetime, mark: int) -> Step:
    """Start, pause, finish or put back a rung; the log says so."""

    def change(plan: PlanThen) -> PlanThen:
        rung = plan.rungs[window.place]
        if rung.state == state:
            return plan
        said = (0, EVENTS[state], "")
        line = Line(place=window.place, day=str(now.date()), said=said, mark=mark)
        turned = plan.with_rung(window.place, state=state, version=rung.version + 1)
        return replace(turned, updated=stamp(now), log=by_day((*plan.log, line)))

    def do() -> None:
        change_state(store, window.plan_id, window.rung.rung_id or 0, state, now=now)

    return Step(do=do, expect=on_plan(window, change))


def logging(
    store: Path, window: Window, minutes: int, day: date, note: str, now: datetime, mark: int
) -> Step:
    """Note time, on a rung or on the plan as a whole."""
    rung_id = window.rung.rung_id if mark % 3 else None
    place = None if rung_id is None else window.place

    def change(plan: PlanThen) -> PlanThen:
        said = (minutes, "", clean_text(note).strip())
        line = Line(place=place, day=str(day), said=said, mark=mark)
        return replace(plan, log=by_day((*plan.log, line)))

    def do() -> None:
        log_minutes(
            store, window.plan_id, rung_id=rung_id, minutes=minutes, day=day, note=note, now=now
        )

    return Step(do=do, expect=on_plan(window, change))


def talking(
    store: Path, window: Window, texts: tuple[str, str, str], day: date, now: datetime, mark: int
) -> Step:
    """Note a talk; with nobody, it is refused."""
    name, said, after = texts
    rung_id = window.rung.rung_id if mark % 3 else None
    contact = Contact(name=name, day=day, said=said, next_step=after, rung_id=rung_id)
    clean = " ".join(clean_text(name).split())
    place = None if rung_id is None else window.place

    def change(plan: PlanThen) -> PlanThen:
        words = (clean, clean_text(said), clean_text(after))
        line = Line(place=place, day=str(day), said=words, mark=mark)
        return replace(plan, talks=by_day((*plan.talks, line)))

    expect = on_plan(window, change)
    return Step(
        do=lambda: note_contact(store, window.plan_id, contact, now=now),
        expect=(lambda then: (then, BadLogEntryError)) if is_blank(clean) else expect,
    )


def taking_back(store: Path, window: Window, plan: PlanThen, last: str) -> Step:
    """Remove the last line of the log, or the last talk; one that is gone is no fault."""
    lines = getattr(plan, last)
    mark = lines[-1].mark
    if last == "log":
        number = read_log(store, window.plan_id)[-1].entry_id
        remove = take_back
    else:
        number = read_contacts(store, window.plan_id)[-1].contact_id or 0
        remove = remove_contact

    def expect(then: Written) -> Then:
        now = then.plans.get(window.name)
        if now is None or now.born != plan.born:
            return then, None
        kept = tuple(
            line
            for line in getattr(now, last)
            if line.mark != mark or (last == "log" and line.said[1])
        )
        return then.with_plan(window.name, replace(now, **{last: kept})), None

    return Step(do=lambda: remove(store, number), expect=expect)

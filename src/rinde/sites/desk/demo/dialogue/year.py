"""The spaces of the year at their moments: called, held, told and closed; and those of these days."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.dialogue.choices import DocumentKind, ReportKind, SpaceKind, StepKind
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceSeries
from rinde.capabilities.dialogue.operations.answering_live import end_questions
from rinde.capabilities.dialogue.operations.cells import serve_cell
from rinde.capabilities.dialogue.operations.checking_in import close_attendance, count_people, enter_rows
from rinde.capabilities.dialogue.operations.documents import DocumentValues, add_document, publish_document
from rinde.capabilities.dialogue.operations.question_petitions import file_questions, publish_answers
from rinde.capabilities.dialogue.operations.reports import ReportOf, open_report, publish_report, write_report
from rinde.capabilities.dialogue.operations.results import ResultTexts, write_results
from rinde.capabilities.dialogue.operations.series import SeriesValues, keep_series
from rinde.capabilities.dialogue.operations.spaces import (
    call_space,
    close_space,
    hold_space,
    make_space,
    move_space,
    open_space,
)
from rinde.capabilities.dialogue.operations.steps import finish_step, skip_step
from rinde.capabilities.dialogue.operations.surveys import open_space_survey, prepare_survey
from rinde.capabilities.dialogue.rules.attendance import ArrivalValues, CountValues
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.capabilities.dialogue.rules.report_texts import CRITERIA
from rinde.capabilities.dialogue.rules.spaces import SpaceValues
from rinde.capabilities.entities.models import Actor
from rinde.capabilities.followup.queries import plan_cells
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.surveys.operations.opening import close_survey
from rinde.capabilities.surveys.operations.publishing import publish_results
from rinde.capabilities.surveys.queries.surveys import versions_of
from rinde.sites.desk.demo.acts import acting
from rinde.sites.desk.demo.dialogue.asking import answering_events, ask_all, classify_all
from rinde.sites.desk.demo.dialogue.people import answer, groups_named, outreach_events, topics_named
from rinde.sites.desk.demo.dialogue.promising import promise_all, promise_events
from rinde.sites.desk.demo.dialogue.script import Promise, SaidQuestion, read_promises, read_questions
from rinde.sites.desk.demo.dialogue.spaces import SPACES, ToldSpace
from rinde.sites.desk.demo.documents import Desk
from rinde.sites.desk.demo.follow_up.proofs import paper, photograph
from rinde.sites.desk.demo.follow_up.telling import Event, moment

SERIES_MADE = date(2026, 3, 10)
SERIES_TITLE = "Diálogos en los corregimientos 2026"
_FIRST = ("Ana", "Luis", "Rosa", "Jairo", "Nubia", "Efraín", "Gladys", "Omar", "Elvia", "Saúl")
_LAST = ("Botina", "Cuasquer", "Piandoy", "Yandún")
_SERVES = {"retiro": ("2.2", date(2026, 8, 22), StepKind.CHECK_IN)}  # by the code of the activity and its date
Act = Callable[[Desk], None]
_FOUND = {"ACCESS": ("PARTLY", "Hubo intérprete; la rampa del coliseo no estaba habilitada.")}


def dialogue_events(strategy: Plan, desk: Desk, folder: Path) -> Iterator[Event]:
    """Everything that happened between the town and its people in the year."""
    yield from outreach_events(strategy, desk)
    yield moment(SERIES_MADE), partial(_make_series, strategy, desk.at(moment(SERIES_MADE)))
    questions, promises = read_questions(folder), read_promises(folder)
    for told in SPACES:
        asked = [one for one in questions if one.space == told.key]
        promised = [one for one in promises if one.space == told.key]
        yield from SpaceTold(told, strategy, desk, asked, promised).events()


def _make_series(strategy: Plan, desk: Desk) -> None:
    purpose = "Un diálogo en cada corregimiento, para quien no puede bajar a la cabecera."
    values = SeriesValues(2026, SERIES_TITLE, purpose, strategy.pk, _actor("Oficina de Participación Comunitaria"))
    keep_series(entity_id=desk.entity.pk, values=values, by=desk.by, now=desk.now)


def _actor(name: str) -> int:
    found: int = Actor.objects.values_list("pk", flat=True).get(name=name)
    return found


@dataclass
class SpaceTold:
    """One space as events in time."""

    told: ToldSpace
    strategy: Plan
    desk: Desk
    asked: Sequence[SaidQuestion] = ()
    promised: Sequence[Promise] = ()
    _ids: list[int] = field(default_factory=list)

    def events(self) -> Iterator[Event]:
        """Each step at its own moment; what its day is None never happens."""
        told = self.told
        yield self._event(moment(told.called_on or told.day, -60), self._make)
        if told.called_on and told.moved_from:
            yield self._event(moment(told.moved_from[0], -45), self._move)
        if told.informed_on:
            yield self._event(moment(told.informed_on), self._inform)
        yield self._event(told.starts_at, self._happen)
        yield self._event(told.ends_at + timedelta(minutes=20), self._end)
        if self.asked:
            yield self._event(told.ends_at + timedelta(hours=22), self._file)
            yield from answering_events(lambda: self._ids[0], self.asked, self.desk)
        for day, act in (
            (told.minutes_on, self._minutes),
            (told.promised_on, self._promise),
            (told.reported_on, self._report),
            (told.evaluated_on, self._evaluate),
        ):
            if day:
                yield self._event(moment(day), act)
        yield from promise_events(self.promised, self.desk)
        if told.closed_on:
            yield self._event(moment(told.closed_on, 90), self._close)

    def _event(self, at: datetime, act: Act) -> Event:
        return at, partial(act, self.desk.at(at))

    @property
    def _space(self) -> DialogueSpace:
        found: DialogueSpace = DialogueSpace.objects.select_related("entity", "survey").get(pk=self._ids[0])
        return found

    def _about(self, desk: Desk) -> dict[str, Any]:
        return {"space_id": self._ids[0], "by": desk.by, "now": desk.now}

    def _has(self, step: str) -> bool:
        return step in steps_of_kind(self.told.kind).all

    def _make(self, desk: Desk) -> None:
        told = self.told
        starts_at, ends_at = told.starts_at, told.ends_at
        if told.moved_from:
            before = told.starts_at - (told.day - told.moved_from[0])
            starts_at, ends_at = before, before + (ends_at - told.starts_at)
        series = SpaceSeries.objects.get(title=SERIES_TITLE).pk if told.in_series else None
        values = SpaceValues(
            kind=told.kind, title=told.title, starts_at=starts_at, ends_at=ends_at, purpose=told.purpose,
            mode=told.mode, place=told.place, territory=told.territory, link=told.link, capacity=told.capacity,
            accessibility=told.accessibility, approaches=told.approaches, is_for_minors=told.is_for_minors,
            actor_id=_actor(told.office), plan_id=self.strategy.pk, series_id=series,
            topic_ids=topics_named(told.topics), group_ids=groups_named(told.groups),
        )  # fmt: skip
        space = make_space(entity_id=desk.entity.pk, values=values, by=desk.by, now=desk.now)
        self._ids.append(space.pk)
        self._serve(desk)
        if told.sheets or told.called_on is None:
            prepare_survey(**self._about(desk))
        if told.called_on:
            call_space(**self._about(desk))

    def _serve(self, desk: Desk) -> None:
        if self.told.key not in _SERVES:
            return
        code, due_on, step = _SERVES[self.told.key]
        cells = plan_cells(self.strategy)
        assert cells is not None  # noqa: S101 - the strategy is published
        cell = next((one for one in cells.cells if one.activity_code == code and one.due_on == due_on), None)
        if cell is not None:
            serve_cell(step=step, plan_id=self.strategy.pk, cell=cell.key, **self._about(desk))

    def _move(self, desk: Desk) -> None:
        assert self.told.moved_from is not None  # noqa: S101 - its event is there only then
        reason = self.told.moved_from[1]
        move_space(starts_at=self.told.starts_at, ends_at=self.told.ends_at, reason=reason, **self._about(desk))

    def _inform(self, desk: Desk) -> None:
        self._publish(desk, DocumentKind.REPORT, "Informe de gestión en lenguaje claro", self.told.purpose)

    def _publish(self, desk: Desk, kind: str, title: str, text: str) -> None:
        content = paper(title, text, self.told.office, desk.today)
        values = DocumentValues(kind, title)
        made = add_document(values=values, name=f"{kind.lower()}.pdf", content=content, **self._about(desk))
        publish_document(document_id=made.pk, confirms=True, by=desk.by, now=desk.now)

    def _happen(self, desk: Desk) -> None:
        told = self.told
        if told.called_on:
            open_space(**self._about(desk))
        if self.asked:
            ask_all(self._space, self.asked, desk, begins=told.starts_at)

    def _end(self, desk: Desk) -> None:
        told = self.told
        if self.asked and self._has(StepKind.LIVE_QUESTIONS):
            end_questions(**self._about(desk))
        hold_space(**self._about(desk))
        self._count(desk)
        if told.sheets:
            survey = open_space_survey(**self._about(desk))
            for number in range(told.sheets):
                answer(survey, number, at=desk.now + timedelta(minutes=number))

    def _count(self, desk: Desk) -> None:
        told = self.told
        for number, (group, age, people) in enumerate(told.counts):
            group_id = groups_named((group,))[0] if group else None
            values = CountValues(people, group_id=group_id, age_band=age, territory=told.territory)
            count_people(values=values, form_token=f"demo-{told.key}-{number}", **self._about(desk))
        if told.trained:
            offices = list(Actor.objects.filter(kind="UNIT").order_by("code").values_list("pk", flat=True)[:12])
            rows = [
                ArrivalValues(
                    f"{_FIRST[number % len(_FIRST)]} {_LAST[number // len(_FIRST) % len(_LAST)]}",
                    document=str(90_000_000 + number * 137),
                    unit_id=offices[number % len(offices)] if number < 24 else None,
                    group_id=None if number < 24 else groups_named(told.groups)[0],
                )
                for number in range(told.trained)
            ]
            enter_rows(rows=rows, form_token=f"demo-{told.key}", **self._about(desk))
        if told.counts or told.trained:
            close_attendance(**self._about(desk))

    def _file(self, desk: Desk) -> None:
        if any(one.answered_on or one.fate == "pendiente" for one in self.asked):
            file_questions(**self._about(desk))
            classify_all(self._space, self.asked, desk)

    def _minutes(self, desk: Desk) -> None:
        told = self.told
        for step, reason in told.left:
            skip_step(kind=step, reason=reason, **self._about(desk))
        texts = ResultTexts(told.conclusions, told.observations, told.result)
        write_results(texts=texts, seen=None, **self._about(desk))
        if told.kind == SpaceKind.PUBLIC_HEARING:
            self._publish(desk, DocumentKind.MINUTES, f"Acta: {told.title}", told.conclusions)
        else:
            finish_step(kind=StepKind.MINUTES, text="Acta leída y firmada al final del espacio.", **self._about(desk))
        if told.picture:
            values = DocumentValues(DocumentKind.PICTURE, f"Personas reunidas: {told.title}")
            made = add_document(values=values, name="foto.jpg", content=photograph(told.picture), **self._about(desk))
            publish_document(document_id=made.pk, confirms=True, by=desk.by, now=desk.now)
        self._publish_survey(desk)

    def _publish_survey(self, desk: Desk) -> None:
        survey = self._space.survey
        if survey is not None and self.told.sheets:
            close_survey(survey_id=survey.pk, by=desk.by, now=desk.now)
            keys = [one.key for one in versions_of(survey)[-1][1] if one.options or one.lowest is not None]
            publish_results(survey_id=survey.pk, keys=keys, by=desk.by, now=desk.now)

    def _promise(self, desk: Desk) -> None:
        promise_all(self._space, self.promised, desk, made_on=self.told.day)

    def _report(self, desk: Desk) -> None:
        texts = {"summary": f"{self.told.purpose} {self.told.conclusions}", "observations": self.told.observations,
                 "conclusions": self.told.conclusions}  # fmt: skip
        self._write(desk, ReportKind.EVENT, texts, {})

    def _write(self, desk: Desk, kind: str, texts: dict[str, str], findings: dict[str, tuple[str, str]]) -> None:
        of = ReportOf(kind, space_id=self._ids[0])
        report = open_report(entity_id=desk.entity.pk, of=of, by=desk.by, now=desk.now)
        about: dict[str, Any] = {"report_id": report.pk, "by": desk.by, "now": desk.now}
        write_report(texts=texts, findings=findings, seen=None, **about)
        publish_report(**about)

    def _evaluate(self, desk: Desk) -> None:
        control = Desk(desk.entity, acting(desk.entity, RoleCode.INTERNAL_CONTROL), desk.now)
        findings = {one.key: _FOUND.get(one.key, ("MET", "")) for one in CRITERIA}
        texts = {
            "conclusion": "La audiencia cumplió lo que la ley pide. La accesibilidad del lugar queda por mejorar.",
            "recommendations": "Habilitar la rampa del coliseo antes de la próxima audiencia (Infraestructura).",
        }
        self._write(control, ReportKind.EVALUATION, texts, findings)

    def _close(self, desk: Desk) -> None:
        if self._has(StepKind.ANSWERS) and StepKind.ANSWERS not in dict(self.told.left):
            publish_answers(**self._about(desk))
        close_space(**self._about(desk))

"""Where a report that is being made stands: the steps, what is missing, and what to do next. No queries of its own."""

from dataclasses import dataclass

from rinde.capabilities.followup.choices import CutOffStatus
from rinde.capabilities.followup.queries.follow_up_parts import label_of
from rinde.capabilities.followup.queries.follow_up_reports import ReportMaking
from rinde.capabilities.followup.rules.follow_up_report.gaps import term_is_running
from rinde.capabilities.followup.rules.recommendations import ALL_TOGETHER
from rinde.capabilities.followup.web.forms.reports import SharedRecommendation

STEPS = ("Conceptos", "Preliminar", "Réplicas", "Informe publicado")


@dataclass(frozen=True, slots=True)
class StepLine:
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Undecided:
    """An activity that waits for its verdict."""

    key: str
    label: str


class ReportState:
    """What the page of a report says of where it stands."""

    def __init__(self, making: ReportMaking) -> None:
        self._making = making
        self.is_preliminary = making.cut_off.status == CutOffStatus.PRELIMINARY

    @property
    def steps(self) -> list[StepLine]:
        """The way of a report, with the step that it is at."""
        making = self._making
        if not self.is_preliminary:
            current = 0 if making.evaluation.undecided else 1
        else:
            current = 2 if making.unanswered or self.term_is_running else 3
        return [StepLine(name, place == current) for place, name in enumerate(STEPS)]

    @property
    def undecided(self) -> list[Undecided]:
        return [Undecided(row.frozen.key, label_of(row.frozen)) for row in self._making.evaluation.undecided]

    @property
    def term_is_running(self) -> bool:
        """Whether some unit may still reply in time and has not spoken."""
        making = self._making
        until = making.preliminary.replies_until if making.preliminary else None
        return term_is_running(until, making.today) and bool(making.silent)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What keeps the next report from going out."""
        return self._making.final_gaps() if self.is_preliminary else self._making.preliminary_gaps()

    @property
    def replies(self) -> int:
        return sum(not one.agrees for one in self._making.replies)

    @property
    def silent(self) -> list[str]:
        return [name for _, name in self._making.silent]


def shared_recommendations(making: ReportMaking) -> list[SharedRecommendation]:
    """The recommendations on activities of several units, each with whose it would be."""
    return [
        SharedRecommendation(
            key=row.frozen.key,
            label=f"¿Quién responde la recomendación de la actividad {label_of(row.frozen)}?",
            choices=tuple((str(number), name) for number, name in row.frozen.actors if number is not None),
            chosen=making.addressee_of(row).actor_id or ALL_TOGETHER,
        )
        for row in making.shared
    ]

"""What internal control decides of a frozen activity, and what it has to say with it. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from rinde.capabilities.plans.rules.acts import reason_gaps

TEXT_LENGTH = 4000
REASON_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class VerdictValues:
    """A verdict as somebody writes it. `ratio`: its own percentage, 0–1, where it gives one."""

    is_done: bool  # for the official number
    reason: str = ""
    ratio: Decimal | None = None
    observation: str = ""
    recommendation: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """An activity as the official number sees it: what its cells say, and what internal control said of it, if it did.

    `says` None: nothing was scheduled, or whatever was had no case.
    """

    component: str
    says: bool | None
    decided: bool | None = None
    ratio: Decimal | None = None

    @property
    def is_counted(self) -> bool:
        """Whether it enters the official number by verdicts: what was scheduled, and what internal control put back."""
        return self.says is not None or self.decided is not None

    @property
    def differs(self) -> bool:
        return self.decided is not None and self.decided != self.says


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """The official number by verdicts, of a component or of the whole plan (`component` empty).

    `official` is None until every activity is decided: half an evaluation is no percentage.
    """

    component: str
    scheduled: int
    decided: int
    done: int
    differing: int
    own_ratios: int  # activities with a percentage of internal control's own
    mean_ratio: Decimal | None  # of those

    @property
    def undecided(self) -> int:
        return self.scheduled - self.decided

    @property
    def official(self) -> Decimal | None:
        if not self.scheduled or self.undecided:
            return None
        return Decimal(self.done) / self.scheduled


def cells_say(due: int, no_case: int, done: int) -> bool | None:
    """Whether an activity is done by its own cells: all that count are; None where none counts."""
    counted = due - no_case
    return done == counted if counted else None


def verdict_lines(judged: Iterable[Judged]) -> tuple[VerdictLine, tuple[VerdictLine, ...]]:
    """Add verdicts up: in all, and by component in their order."""
    ones = tuple(judged)
    components = dict.fromkeys(one.component for one in ones)
    parts = tuple(_line(name, [one for one in ones if one.component == name]) for name in components)
    return _line("", ones), parts


def _line(component: str, ones: Iterable[Judged]) -> VerdictLine:
    counted = [one for one in ones if one.is_counted]
    ratios = [one.ratio for one in counted if one.ratio is not None]
    return VerdictLine(
        component=component,
        scheduled=len(counted),
        decided=sum(one.decided is not None for one in counted),
        done=sum(one.decided is True for one in counted),
        differing=sum(one.differs for one in counted),
        own_ratios=len(ratios),
        mean_ratio=sum(ratios, Decimal(0)) / len(ratios) if ratios else None,
    )


def verdict_gaps(values: VerdictValues, says: bool | None) -> Iterator[str]:
    """Find everything that a verdict lacks.

    Args:
        says: what the cells say; a verdict that says otherwise gives its reason.
    """
    if values.is_done != says:
        missing = "Usted decide otra cosa de lo que dicen los reportes y las pruebas. Escriba por qué."
        yield from reason_gaps(values.reason, missing=missing, longest=REASON_LENGTH)
    elif len(values.reason.strip()) > REASON_LENGTH:
        yield f"El motivo tiene más de {REASON_LENGTH} caracteres. Acórtelo."
    if values.ratio is not None and not 0 <= values.ratio <= 1:
        yield "El porcentaje propio va de 0 a 100."
    for text, name in ((values.observation, "La observación"), (values.recommendation, "La recomendación")):
        if len(text.strip()) > TEXT_LENGTH:
            yield f"{name} tiene más de {TEXT_LENGTH} caracteres. Acórtela."

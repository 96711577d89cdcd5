"""What differs in a deliverable, said in words: dates, responsibles, target, indicator, evidence, universe. Pure."""

from collections.abc import Collection, Iterator
from datetime import date

from rinde.capabilities.plans.choices import Accumulation
from rinde.capabilities.plans.rules.change_requests.clauses import Clause, text_clauses
from rinde.capabilities.plans.rules.change_requests.dates import date_clauses
from rinde.capabilities.plans.rules.change_requests.phrases import listed, of
from rinde.capabilities.plans.rules.change_requests.responsibles import responsible_clauses
from rinde.capabilities.plans.rules.content import DeliverableContent
from rinde.capabilities.plans.rules.facts import HOW_OFTEN, SINGLE_DATES, how_often, quantity_words
from rinde.capabilities.plans.rules.measures import figure


def deliverable_clauses(
    old: DeliverableContent, new: DeliverableContent, subject: str, late: Collection[date] = ()
) -> Iterator[Clause]:
    """Say everything that differs in one deliverable, the gravest first.

    Args:
        subject: what the sentence calls it: «la actividad 3.2», «el producto «Acta» de la actividad 3.2».
        late: deadlines that had passed when the change was asked for.
    """
    yield from date_clauses(old.milestones, new.milestones, subject, late)
    yield from _recurrence(old, new, subject)
    yield from responsible_clauses(old.assignments, new.assignments, subject)
    for label, phrase, before, after in (
        ("Meta", "la meta", old.target, new.target),
        ("Cantidad", "la cantidad", quantity_words(old), quantity_words(new)),
        ("Producto", "el producto", old.product, new.product),
        ("Indicador", "el indicador", old.indicator, new.indicator),
        ("Indicador", "la fórmula del indicador", old.indicator_formula, new.indicator_formula),
        ("Indicador", "la unidad del indicador", old.indicator_unit, new.indicator_unit),
        ("Línea de base", "la línea de base", _baseline(old), _baseline(new)),
        ("Cómo se acumula", "la forma de acumular", _accumulation(old), _accumulation(new)),
        ("Recursos", "los recursos", old.resources, new.resources),
        ("Descripción", "la tarea", old.description, new.description),
        ("Evidencia esperada", "la evidencia esperada", _evidence(old), _evidence(new)),
    ):
        yield from text_clauses(label, phrase, subject, before, after)
    yield from _universe(old, new, subject)


def _baseline(one: DeliverableContent) -> str:
    return "" if one.indicator_baseline is None else figure(one.indicator_baseline)


def _accumulation(one: DeliverableContent) -> str:
    return str(Accumulation(one.indicator_accumulation or Accumulation.SUM).label)


def _evidence(one: DeliverableContent) -> str:
    return " o ".join(one.expected_evidence)


def _recurrence(old: DeliverableContent, new: DeliverableContent, subject: str) -> Iterator[Clause]:
    before, after = (how_often(one) or SINGLE_DATES for one in (old, new))
    yield from text_clauses(HOW_OFTEN, "la periodicidad", subject, before, after)


def _universe(old: DeliverableContent, new: DeliverableContent, subject: str) -> Iterator[Clause]:
    came = [name for name in new.universe if name not in old.universe]
    went = [name for name in old.universe if name not in new.universe]
    if not came and not went:
        return
    said = [f"{'entran' if len(came) > 1 else 'entra'} {listed(came)}"] if came else []
    said += [f"{'salen' if len(went) > 1 else 'sale'} {listed(went)}"] if went else []
    numbers = f"eran {len(old.universe)} y son {len(new.universe)}"
    yield Clause("Universo", f"En la lista {of(subject)} {'; '.join(said)} ({numbers})")

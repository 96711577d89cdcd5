"""Rules about order: nothing is spread before it exists, and no event is reported before it is held. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from rinde.capabilities.plans.rules.review.findings import Field, Remark, Severity
from rinde.capabilities.plans.rules.review.rule import Rule
from rinde.capabilities.plans.rules.review.subject import Entry, Subject

# Of the words of what is spread, this share must be those of what was published: fewer is another thing.
SAME_THING: Final = 0.6
FEWEST_COMMON_WORDS: Final = 2

_SPREAD = re.compile(
    r"^\W*(?:difundir|difusion|divulgar|divulgacion|socializar|socializacion|promocionar|dar a conocer|replicar)\b"
)
_MAKE = re.compile(
    r"^\W*(?:publicar|publicacion|elaborar|elaboracion|realizar|formular|adoptar|aprobar|expedir|construir|consolidar|"
    r"disenar|diseno|preparar|redactar|producir)\b"
)
_THE_ONE_BEFORE = re.compile(
    r"\b(?:el|la|lo|los|las) anterior(?:es)?\b(?! (?:vigencia|ano|periodo|semestre|trimestre|cuatrimestre|gobierno))"
    r"|\b(?:publicacion|actividad|informe|documento|numeral) anterior\b"
)
_BY_CODE = re.compile(r"\b(?:actividad|numeral|item|punto)\s+(?:n[°o.]*\s*)?(\d+(?:\.\d+)+)\b")
_WORD = re.compile(r"[a-z]{4,}")
_PLAIN: Final = frozenset(
    (
        "para", "sobre", "entre", "desde", "hasta", "mediante", "traves", "todos", "todas", "cada", "este", "esta",
        "pagina", "sitio", "institucional", "institucionales", "entidad", "redes", "sociales", "medios", "canales",
        "publicar", "publicacion", "informacion", "actividad", "actividades", "vigencia", "ciudadania", "comunidad",
        "grupos", "valor", "interes", "portal", "presentar", "como", "donde", "dentro", "segun", "demas",
    )
)  # fmt: skip
_EVENT = re.compile(
    r"^\W*(?:realizar|realizacion|celebrar|celebracion|desarrollar|ejecutar|llevar a cabo|hacer|organizar|adelantar|"
    r"efectuar)\b[^.;]{0,40}?\b(?P<event>audiencias?|feria|foro|rendicion de cuentas)\b"
)
_OF_THE_EVENT = re.compile(
    r"\b(?:informe|acta|memorias?|conclusiones|evaluacion|evaluar|respuestas?|responder|resultados|encuesta)\b"
    r"[^.;]{0,70}?\b(?P<event>audiencias?|feria|foro|rendicion de cuentas)\b"
)
_ANSWERS = re.compile(r"\brespuestas? a las preguntas\b[^.;]{0,40}\bsin (?:contestar|responder|respuesta)\b")
_BEFORE_THE_EVENT = re.compile(
    r"^\W*(?:convocar|convocatoria|invitar|invitacion|inscribir|recoger|recolectar|realizar la convocatoria|"
    r"publicar la convocatoria|difundir la convocatoria)\b"
    r"[^.;]{0,90}?\b(?P<event>audiencias?|feria|foro|rendicion de cuentas)\b"
)
_FINAL_REPORT = re.compile(r"\b(?:previ[oa]s?|antes de|preparatori[oa]|insumo|convocatoria|invitacion)\b")


@dataclass(frozen=True, slots=True)
class _Dated:
    """An activity with its deadlines and its folded name."""

    entry: Entry
    name: str
    due: tuple[date, ...]

    def is_before(self, other: "_Dated") -> bool:
        """Whether all of it is due before anything of the other; one by one where they go in pairs."""
        if len(self.due) == len(other.due) > 1:
            return any(mine < its for mine, its in zip(self.due, other.due, strict=True))
        return max(self.due) < min(other.due)


def _dated(subject: Subject) -> tuple[_Dated, ...]:
    found = ((entry, entry.content.due_dates) for entry in subject.entries)
    return tuple(_Dated(entry, subject.folded(entry.content.name), due) for entry, due in found if due)


def spread_too_early(subject: Subject) -> Iterator[Remark]:
    entries = _dated(subject)
    made = [(one, _things(one.name)) for one in entries if _MAKE.match(one.name)]
    by_code = {one.entry.content.code: one for one in entries if one.entry.content.code}
    for position, one in enumerate(entries):
        if not _SPREAD.match(one.name):
            continue
        source = _named_source(one, entries, position, by_code) or _same_thing(one, made)
        if source and source is not one and one.is_before(source):
            yield _remark(
                f"La {one.entry.label} difunde lo que la {source.entry.label} todavía no ha entregado: vence el "
                f"{max(one.due):%d/%m/%Y} y aquella el {min(source.due):%d/%m/%Y}. Cambie una de las dos fechas.",
                one,
                source,
            )


def _remark(message: str, one: _Dated, other: _Dated) -> Remark:
    judged = (one.name, other.name, *map(str, one.due), "/", *map(str, other.due))
    return Remark(message, (one.entry.at(Field.DATES), other.entry.at(Field.DATES)), judged)


def _named_source(one: _Dated, entries: tuple[_Dated, ...], position: int, by_code: dict[str, _Dated]) -> _Dated | None:
    """What «la anterior» or «la actividad 1.2» points to."""
    cited = _BY_CODE.search(one.name)
    if cited:
        return by_code.get(cited[1])
    return entries[position - 1] if position and _THE_ONE_BEFORE.search(one.name) else None


def _things(name: str) -> frozenset[str]:
    """The words that say what an activity is about: without its verb and without what every activity says."""
    return frozenset(_WORD.findall(name)[1:]) - _PLAIN


def _same_thing(one: _Dated, made: list[tuple[_Dated, frozenset[str]]]) -> _Dated | None:
    mine = _things(one.name)
    for other, things in made:
        if other.entry.component is not one.entry.component:
            continue
        if len(mine & things) >= max(FEWEST_COMMON_WORDS, len(things) * SAME_THING, len(mine) * SAME_THING):
            return other
    return None


def event_order(subject: Subject) -> Iterator[Remark]:
    """What reports, answers or evaluates an event, and what calls to it, against the event's own date."""
    entries = _dated(subject)
    for component in {id(one.entry.component): one.entry.component for one in entries}.values():
        here = [one for one in entries if one.entry.component is component]
        events = [(one, found["event"].rstrip("s")) for one in here if (found := _EVENT.match(one.name))]
        for event, kind in events:
            if sum(1 for _, other in events if other == kind) == 1:
                yield from _around(event, kind, here)


def _around(event: _Dated, kind: str, here: list[_Dated]) -> Iterator[Remark]:
    held = max(event.due)
    for one in here:
        if one is event:
            continue
        after, before = _reports(one, kind), _BEFORE_THE_EVENT.match(one.name)
        if after and max(one.due) < held and len(one.due) == 1:
            yield _remark(
                f"La {one.entry.label} vence el {max(one.due):%d/%m/%Y}, antes del evento al que se refiere, en la "
                f"{event.entry.label} ({held:%d/%m/%Y}). Cambie una de las dos fechas.",
                one,
                event,
            )
        elif before and before["event"].rstrip("s") == kind and min(one.due) > held:
            yield _remark(
                f"La {one.entry.label} prepara un evento que ya pasó: vence el {min(one.due):%d/%m/%Y} y el de la "
                f"{event.entry.label}, el {held:%d/%m/%Y}. Cambie una de las dos fechas.",
                one,
                event,
            )


def _reports(one: _Dated, kind: str) -> bool:
    if _EVENT.match(one.name) or _FINAL_REPORT.search(one.name) or _BEFORE_THE_EVENT.match(one.name):
        return False
    found = _OF_THE_EVENT.search(one.name)
    if found and found["event"].rstrip("s") == kind:
        # «Informe de rendición de cuentas» is what the event presents; only the hearing itself has a report after it.
        return kind != "rendicion de cuenta" or "evalua" in one.name
    return kind == "audiencia" and bool(_ANSWERS.search(one.name))


RULES: Final = (
    Rule(
        "spread-too-early", "Se difunde antes de existir", Severity.ERROR,
        "No se puede difundir un documento antes de la fecha en que se publica.",
        "Publicar el informe: 31/03/2026; difundir el informe: 28/02/2026",
        "Publicar el informe: 28/02/2026; difundir el informe: 31/03/2026", spread_too_early,
    ),
    Rule(
        "event-order", "El evento y lo que lo rodea están al revés", Severity.WARNING,
        "El informe, las respuestas y la evaluación vienen después del evento; la convocatoria, antes.",
        "Audiencia: 30/06/2026; evaluación de la audiencia: 31/03/2026",
        "Audiencia: 30/06/2026; evaluación de la audiencia: 31/07/2026", event_order,
    ),
)  # fmt: skip

"""What happened to a commitment, said in a sentence: on its page and in the mail to whoever follows it. Pure."""

from datetime import date

from rinde.capabilities.dialogue.choices import CommitmentMoment, Outcome
from rinde.foundations.law.terms import plain_day


def event_in_words(kind: str, *, outcome: str = "", from_on: date | None = None, to_on: date | None = None) -> str:
    """«La entidad cambió la fecha: del 30 de junio de 2026 al 15 de agosto de 2026.»"""
    said = str(Outcome(outcome).label).lower() if outcome else ""
    if kind == CommitmentMoment.MOVED and from_on and to_on:
        return f"La entidad cambió la fecha: del {plain_day(from_on)} al {plain_day(to_on)}."
    if kind == CommitmentMoment.REPORTED:
        return f"La entidad contó un avance: {said}." if said else "La entidad contó un avance: sigue en marcha."
    if kind == CommitmentMoment.CLOSED:
        return f"La entidad lo cerró como {said}."
    if kind == CommitmentMoment.SAID:
        return f"Quien lo obtuvo dice: {said}."
    return {
        CommitmentMoment.PUBLISHED: "La entidad publicó el compromiso.",
        CommitmentMoment.REOPENED: "La entidad lo volvió a abrir.",
    }.get(CommitmentMoment(kind), str(CommitmentMoment(kind).label) + ".")


def days_in_words(days: int) -> str:
    """«1 día», «40 días»."""
    return "1 día" if days == 1 else f"{days} días"

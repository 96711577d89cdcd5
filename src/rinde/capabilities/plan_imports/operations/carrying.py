"""A document read again: what a person decided on the reading before is put on the new one; the rest is told.

A row is the same where its line of the original is; several deliverables of one line go by their order in it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from rinde.capabilities.plan_imports.choices import RowDecision, Settlement
from rinde.capabilities.plan_imports.models import ImportFinding, ImportRow, PlanImport
from rinde.capabilities.plan_imports.rules.draft import Finding
from rinde.capabilities.plan_imports.rules.review import (
    ACCEPTANCE_REOPENED,
    changed_in_words,
    is_settled,
    row_from_json,
    standing_findings,
)

CORRECTION_KEPT: Final = "correction-kept"
KEPT_WORDS: Final = (
    "Esta fila ya la había corregido una persona: se dejó su corrección. Compárela con lo que ahora se leyó."
)
GONE_WORDS: Final = (
    "La nueva lectura no trae esta fila. Se dejó porque una persona la había corregido: déjela por fuera si ya sobra."
)


@dataclass(slots=True)
class EarlierWork:
    """The rows and findings of the reading before. Rows that the new reading brings are taken out one by one."""

    rows: dict[tuple[str, int], ImportRow]
    findings: dict[int | None, list[ImportFinding]]
    added: list[ImportRow]  # by a person: no line of the original says them
    seen: Counter[str] = field(default_factory=Counter)
    unchanged: set[int] = field(default_factory=set)  # rows that would enter the plan as before
    reopened: list[str] = field(default_factory=list)  # what changed in each accepted row that must be seen again
    gone: int = 0  # accepted rows that the new reading does not bring

    def take(self, where: str) -> ImportRow | None:
        """The row of before that stands where the next one of this place does."""
        key = (where, self.seen[where])
        self.seen[where] += 1
        return self.rows.pop(key, None)

    def left(self) -> list[ImportRow]:
        """The rows to keep although the new reading has none of them: corrected or added by a person."""
        corrected = [row for row in self.rows.values() if row.edited]
        self.gone = sum(row.decision == RowDecision.ACCEPTED and not row.edited for row in self.rows.values())
        kept = [*corrected, *self.added]
        self.unchanged.update(row.pk for row in kept)
        return kept


def earlier_work(plan_import: PlanImport) -> EarlierWork:
    """Load what a person may have decided, before the new reading takes its place. Two queries."""
    findings: dict[int | None, list[ImportFinding]] = defaultdict(list)
    for finding in ImportFinding.objects.filter(plan_import=plan_import).order_by("position"):
        findings[finding.row_id].append(finding)
    work = EarlierWork({}, findings, [])
    seen: Counter[str] = Counter()
    for row in ImportRow.objects.filter(plan_import=plan_import).order_by("position"):
        if row.original is None:
            work.added.append(row)
            continue
        where = row.original.get("where", "")
        work.rows[where, seen[where]] = row
        seen[where] += 1
    return work


def carry_over(work: EarlierWork, earlier: ImportRow, row: ImportRow) -> list[Finding]:
    """Put a person's work on the row as read now; gives what the person must know of it.

    The row keeps its number, so that an open page or a shared address still finds it. A decision holds while what would
    enter the plan is what the person decided about.
    """
    row.pk, row.edited = earlier.pk, earlier.edited
    read_otherwise = earlier.original != row.original
    if earlier.edited:
        row.fields = earlier.fields
    if row.fields == earlier.fields:
        work.unchanged.add(earlier.pk)
    if row.fields == earlier.fields or earlier.decision == RowDecision.LEFT_OUT:
        row.decision, row.decided_at, row.decided_by_id = earlier.decision, earlier.decided_at, earlier.decided_by_id
        return [Finding(CORRECTION_KEPT, "notice", KEPT_WORDS)] if earlier.edited and read_otherwise else []
    if earlier.decision != RowDecision.ACCEPTED:
        return []
    changed = changed_in_words(row_from_json(earlier.fields), row_from_json(row.fields))
    work.reopened.append(changed)
    work.findings.pop(earlier.pk, None)  # what was kept as seen was so with the acceptance
    message = f"Esta fila estaba aceptada y ahora se lee distinta ({changed}). Revísela otra vez."
    return [Finding(ACCEPTANCE_REOPENED, "notice", message)]


def told_of_all(work: EarlierWork) -> Iterator[Finding]:
    """Say, for the whole document, how many acceptances did not hold and why."""
    if number := len(work.reopened):
        what = ", ".join(dict.fromkeys(part for changed in work.reopened for part in changed.split(", ")))
        rows = "1 fila aceptada vuelve" if number == 1 else f"{number} filas aceptadas vuelven"
        told = f"Al leer otra vez el documento, {rows} a quedar por revisar porque cambió lo leído: {what}."
        yield Finding(ACCEPTANCE_REOPENED, "warning", told)
    if work.gone:
        rows = "1 fila aceptada ya no sale" if work.gone == 1 else f"{work.gone} filas aceptadas ya no salen"
        yield Finding(
            ACCEPTANCE_REOPENED, "warning", f"Al leer otra vez el documento, {rows} en la lectura. Confirme que sobran."
        )


def findings_of_row(row: ImportRow, read: Iterable[Finding]) -> list[tuple[Finding, bool]]:
    """The findings of a row as read, each with whether the person's correction took its reason away, and those that
    the correction itself leaves wanting."""
    found = list(read)
    if not row.edited:
        return [(finding, False) for finding in found]
    before, after = row_from_json(row.original or {"activity": ""}), row_from_json(row.fields)
    told = [(finding, is_settled(finding.rule, finding.message, before, after)) for finding in found]
    rules = {finding.rule for finding in found}
    return told + [(finding, False) for finding in standing_findings(after) if finding.rule not in rules]


def settle_as_before(finding: ImportFinding, earlier: list[ImportFinding], *, same_row: bool) -> None:
    """Settle a new finding as its earlier self was, and use that one up.

    The words must be the same too, unless the row is: a finding about other words is another question.
    """
    alike = [one for one in earlier if one.settlement and one.rule == finding.rule]
    exact = [one for one in alike if one.message == finding.message]
    if not (match := next(iter(exact or (alike if same_row else ())), None)):
        return
    earlier.remove(match)
    finding.settlement, finding.settled_at = match.settlement, match.settled_at
    finding.settled_by_id = match.settled_by_id


def mark_fixed(finding: ImportFinding, row: ImportRow) -> None:
    """Close a finding that the kept correction answers, on the day and by the person of the correction."""
    if row.decided_at is not None:
        finding.settlement, finding.settled_at, finding.settled_by_id = (
            Settlement.FIXED,
            row.decided_at,
            row.decided_by_id,
        )

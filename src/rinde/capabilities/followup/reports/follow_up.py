"""Internal control's follow-up report in the official format: header, a block a cut-off, detail, and who signs.

Made of what the report froze and of nothing else, so that it says the same for ever. Columns of the blocks:
domain.md §1.2; what goes beyond them (three voices on each activity) stands in tables of its own below.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from rinde.capabilities.followup.reports.follow_up_tables import (
    LATE_COLUMNS,
    PREVIOUS_COLUMNS,
    RECOMMENDATION_COLUMNS,
    activity_tables,
    cell_table,
    fitted,
    late_row,
    previous_row,
    recommendation_row,
    reply_table,
)
from rinde.capabilities.followup.reports.follow_up_words import (
    NOTHING,
    legal_words,
    official_words,
    percent_words,
    with_band,
)
from rinde.capabilities.followup.rules.figures import shown_percent
from rinde.capabilities.followup.rules.follow_up_report.content import CutOffBlock, ReportContent
from rinde.foundations.design.icons import shield_picture
from rinde.foundations.law import plain_day
from rinde.services.reporting import Column, Mark, Report, Section, Signature, Table
from rinde.services.reporting.tree import Value

HOW_COMPUTED = (
    "Actividades programadas: las que tenían algo con fecha hasta el corte. Lo que no tuvo ocasión no cuenta.",
    "Actividades cumplidas: las que control interno da por cumplidas. Una actividad o está cumplida o no lo está.",
    "% de avance: actividades cumplidas sobre programadas. Es el número oficial.",
    "Según reportes y pruebas: lo mismo, con lo que las dependencias reportaron hecho, como se esperaba y con prueba.",
    "Avance cuantitativo: promedio de lo que avanzó cada fecha, cada una hasta 100 %. No reemplaza al número oficial.",
    "Avance anual: lo mismo sobre todo el año, también lo que todavía no vence.",
    "Donde nada estaba programado no hay porcentaje: ni 0 ni 100.",
    "Las zonas se miran sin redondear: 59,9 % es baja y 60 % es media.",
)


def follow_up_report(
    content: ReportContent, *, sha256: str, site: str = "", on_paper: bool = False, mark: Mark | None = None
) -> Report:
    """Lay out a follow-up report for every writer.

    Args:
        sha256: over its canonical text.
        site: of the installation, without a slash at its end, before the addresses that the report froze.
        on_paper: keep each table to the width of a page; the spreadsheets hold every column.
        mark: the entity's own shield; a plain one with its initials where it has none.
    """
    header = content.header
    return Report(
        title=f"Formato de seguimiento {'' if header.is_final else 'preliminar '}de control interno",
        subtitle=f"{header.plan_title} · {header.cut_off_name}",
        entity=header.entity_name,
        facts=tuple(_facts(content, sha256, site)),
        sections=tuple(_sections(content, on_paper=on_paper)),
        source=f"{site}{header.path}" if header.is_final else "",
        made_on=content.dates.issued_on,
        is_form=True,
        mark=mark or Mark(shield_picture(header.entity_name), f"Escudo de {header.entity_name}"),
        signatures=(_signature(content),) if header.is_final else (),
    )


def _signature(content: ReportContent) -> Signature:
    return Signature(
        "Jefe de control interno o quien haga sus veces",
        content.signed_by_name,
        content.signed_by_post,
        content.dates.issued_on,
    )


def _facts(content: ReportContent, sha256: str, site: str) -> Iterator[tuple[str, str]]:
    header, dates, total = content.header, content.dates, content.block.total
    yield "Entidad", f"{header.entity_name}{f' · NIT {header.entity_nit}' if header.entity_nit else ''}"
    yield "Vigencia", header.period
    issued = plain_day(dates.issued_on)
    yield "Fecha de publicación", issued if header.is_final else f"Preliminar, enviado el {issued}: no se publica"
    yield "Fecha de seguimiento", plain_day(header.facts_until)
    yield "Plan", f"Versión {header.plan_version}, publicada el {plain_day(header.plan_published_on)}"
    yield "Enlace del plan", f"{site}{header.plan_path}"
    yield "Componentes", str(len(content.block.lines))
    yield "Evalúa", header.evaluated_by or "Control interno"
    if total is not None:
        yield "Actividades cumplidas (oficial)", official_words(total)
        yield "Avance cuantitativo", with_band(total.quantitative, total.quantitative_band)
    yield "Debía publicarse", legal_words(dates)
    yield "Enlace de este informe", f"{site}{header.path}" if header.is_final else "Lo tendrá el definitivo"
    yield "Huella de este informe (SHA-256)", sha256


def _sections(content: ReportContent, *, on_paper: bool) -> Iterator[Section]:
    yield Section("Seguimiento por componente", tables=(_blocks(content, on_paper=on_paper),))
    if content.conclusion:
        yield Section("Conclusión de control interno", paragraphs=_paragraphs(content.conclusion))
    yield Section("Las cifras, cada una con su nombre", bullets=tuple(_figures(content)))
    yield Section("Actividad por actividad", tables=tuple(activity_tables(content, on_paper=on_paper)))
    if not on_paper:
        yield Section("Fecha por fecha", tables=(cell_table(content.activities),))
    if content.replied:
        yield Section("Lo que respondieron las dependencias", tables=(reply_table(content, on_paper=on_paper),))
    yield from _recommended(content, on_paper=on_paper)
    if content.latecomers:
        table = Table("Llegó tarde", LATE_COLUMNS, [late_row(one) for one in content.latecomers])
        why = f"Llegó después de cerrado el reporte ({plain_day(content.header.reporting_closes_on)}) y no cuenta aquí."
        yield Section("Llegó después del cierre", paragraphs=(why,), tables=(fitted(table, on_paper=on_paper),))
    yield Section("Cómo se hizo", paragraphs=tuple(_how_made(content)), bullets=HOW_COMPUTED)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.split("\n"))))


def _recommended(content: ReportContent, *, on_paper: bool) -> Iterator[Section]:
    if content.recommendations:
        rows = [recommendation_row(one) for one in content.recommendations]
        yield Section("Recomendaciones", tables=(Table("Recomendaciones", RECOMMENDATION_COLUMNS, rows),))
    if content.previous:
        rows = [previous_row(one) for one in content.previous]
        table = Table("Recomendaciones anteriores", PREVIOUS_COLUMNS, rows)
        yield Section("Recomendaciones de informes anteriores", tables=(fitted(table, on_paper=on_paper),))


def _blocks(content: ReportContent, *, on_paper: bool) -> Table:
    """The official table: a component a row, a cut-off a block; the last row is the whole plan."""
    columns = [Column("component", "Componente", width=26, description="Componente del plan; la última fila es todo")]
    for place, block in enumerate(content.blocks, start=1):
        columns += _block_columns(place, block, on_paper=on_paper)
    rows = [
        [name, *(value for block in content.blocks for value in _block_row(block, name, on_paper=on_paper))]
        for name in content.components
    ]
    rows.append(
        ["Todo el plan", *(value for one in content.blocks for value in _block_row(one, "", on_paper=on_paper))]
    )
    return Table("Seguimiento", tuple(columns), rows, totals=1)


def _block_columns(place: int, block: CutOffBlock, *, on_paper: bool) -> list[Column]:
    group = f"Seguimiento {place} · {plain_day(block.facts_until)}{_block_note(block)}"
    (count, wide), key = _paper_widths(block) if on_paper else (13, 40), f"seguimiento_{place}"
    found = [
        Column(f"{key}_programadas", "Actividades programadas", "number", count, "Con algo que vencía hasta el corte"),
        Column(f"{key}_cumplidas", "Actividades cumplidas", "number", count, "Según control interno"),
        Column(f"{key}_avance", "% de avance", "percent", count + 2, "Cumplidas sobre programadas: el número oficial"),
    ]
    if not on_paper:
        found.append(Column(f"{key}_zona", "Zona", width=13, description="Semáforo del porcentaje"))
        found.append(
            Column(f"{key}_cuantitativo", "Avance cuantitativo (%)", "percent", 12, "Promedio de cada fecha, hasta 100")
        )
    found.append(Column(f"{key}_observaciones", "Observaciones", width=wide, description="De control interno"))
    return [replace(one, group=group) for one in found]


def _paper_widths(block: CutOffBlock) -> tuple[int, int]:
    """How wide its counts and its observations are on paper: what is still empty takes little."""
    if block.is_this:
        return 13, 42
    return (13, 28) if block.total else (10, 11)


def _block_note(block: CutOffBlock) -> str:
    if block.is_this:
        return " (este informe)"
    if block.is_to_come:
        return " (por venir)"
    return "" if block.total else " (sin informe publicado)"


def _block_row(block: CutOffBlock, component: str, *, on_paper: bool) -> list[Value]:
    line = block.line_of(component) if component else block.total
    if line is None:
        return [None] * (4 if on_paper else 6)
    shown = shown_percent(line.official)
    band = line.official_band.name if line.official_band else ""
    counts: list[Value] = [line.scheduled, line.done]
    if on_paper:
        percent: Value = NOTHING if shown is None else "\n".join(filter(None, (percent_words(line.official), band)))
        return [*counts, percent, line.observations]
    quantitative = shown_percent(line.quantitative)
    return [*counts, NOTHING if shown is None else shown, band, quantitative, line.observations]


def _figures(content: ReportContent) -> Iterator[str]:
    block, year = content.block, content.year
    total = block.total
    if total is None:
        return
    yield f"Número oficial al corte, según control interno: {official_words(total)}."
    computed = Decimal(total.done_by_cells) / total.scheduled_by_cells if total.scheduled_by_cells else None
    yield (
        "Según reportes y pruebas, sin la decisión de control interno: "
        f"{_of(total.done_by_cells, total.scheduled_by_cells)}{percent_words(computed)}."
    )
    if content.differing:
        codes = ", ".join(one.code or one.key for one in content.differing)
        yield f"Control interno decidió distinto en {len(content.differing)}: {codes}."
    yield (
        f"Avance cuantitativo al corte: {with_band(total.quantitative, total.quantitative_band)}, promedio de "
        f"{total.cells} fecha{'' if total.cells == 1 else 's'}."
    )
    if block.mean_of_components is not None:
        yield f"Promedio simple de los componentes, que también se guarda: {percent_words(block.mean_of_components)}."
    if total.own_ratios:
        yield (
            f"Promedio de los porcentajes propios de control interno ({total.own_ratios} "
            f"actividad{'' if total.own_ratios == 1 else 'es'}): {percent_words(total.own_ratio)}."
        )
    yield (
        f"Avance anual, según reportes y pruebas: {_of(year.done, year.scheduled)}"
        f"{percent_words(year.activities_done)} de las actividades; {percent_words(year.quantitative)} cuantitativo."
    )


def _of(done: int, scheduled: int) -> str:
    return f"{done} de {scheduled}, " if scheduled else ""


def _how_made(content: ReportContent) -> Iterator[str]:
    header, dates = content.header, content.dates
    yield (
        f"Se mira lo que debía estar hecho desde el {plain_day(header.facts_from)} hasta el "
        f"{plain_day(header.facts_until)}, como estaba al terminar el {plain_day(header.reporting_closes_on)}. Quedó "
        f"congelado con la huella {header.cut_off_sha256}; la versión {header.plan_version} del plan tiene la huella "
        f"{header.plan_sha256}."
    )
    if dates.counting:
        basis = f" {dates.basis}." if dates.basis else ""
        yield f"Fecha del informe: {legal_words(dates)}. {dates.counting}{basis}"
    if dates.set_on is not None:
        yield f"Control interno había fijado el {plain_day(dates.set_on)}: {dates.set_reason}"
    if dates.replies_until is not None:
        until = plain_day(dates.replies_until)
        yield f"Las dependencias podían responder el preliminar hasta el {until}. {dates.replies_counting}"
    yield (
        f"Muestra: {content.sample.in_words}"
        if content.sample
        else "No se sacó muestra de actividades para este corte."
    )
    if content.bands.basis:
        steps = ", ".join(f"{one.name} desde {percent_words(one.from_ratio)}" for one in content.bands.steps)
        yield f"Zonas del porcentaje: {steps}. {content.bands.basis}."

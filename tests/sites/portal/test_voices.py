"""The page of an activity: who says what and when, each in a block of its own, and nothing that is not out."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

import brotli
import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

import rinde.capabilities.followup
import rinde.foundations.design
from factories import (
    approve_and_publish,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_milestone,
    make_node,
    make_plan,
    make_published_plan,
)
from followup_samples import make_evidence, make_report
from public_followup import make_counter, make_cut_off, make_frozen, make_note, make_recommendation, make_remark
from rinde.capabilities.entities.models import ActorGroup, Entity
from rinde.capabilities.followup.models import Derivative, FollowUpPolicy, ProgressReport
from rinde.capabilities.followup.queries import plan_cells
from rinde.capabilities.plans.models import Plan

TODAY = datetime(2026, 7, 15, 15, 0, tzinfo=UTC)
LATER = datetime(2026, 7, 14, 15, 0, tzinfo=UTC)
STATIC = [
    Path(rinde.foundations.design.__file__).parent / "static/design/rinde.css",
    Path(rinde.capabilities.followup.__file__).parent / "static/followup/voices.css",
]
VOICES = ("Lo que se prometió", "Lo que dice la dependencia", "Lo que dice planeación", "Lo que dice control interno",
          "Lo que dice la gente")  # fmt: skip


@pytest.fixture(autouse=True)
def _in_july():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_published_plan(entity, activities=2)


@pytest.fixture
def cell(plan: Plan):
    return plan_cells(plan).cells[0]


def address(plan: Plan, key: str) -> str:
    return f"/{plan.entity.slug}/planes/{plan.year}/{plan.slug}/actividades/{key}/"


def page_of(client: Client, plan: Plan, key: str) -> str:
    caches["pages"].clear()
    response = client.get(address(plan, key))
    assert response.status_code == 200
    return response.content.decode()


def voice(page: str, name: str) -> str:
    """One block, from its heading to the end of its section."""
    found = re.search(rf'<section class="voice voice--{name}".*?</section>', page, re.DOTALL)
    assert found, name
    return found.group()


def test_voices_stand_apart_and_in_order(client: Client, plan: Plan, cell):
    make_evidence(plan, make_report(plan, cell, text="DICE LA DEPENDENCIA"))
    make_note(plan, cell.activity_key, text="DICE PLANEACIÓN", ratio=Decimal("0.8"))
    make_frozen(make_cut_off(plan), cell.activity_key, verdict={"observation": "DICE CONTROL"})
    make_remark(plan, cell.activity_key, text="DICE LA GENTE")
    page = page_of(client, plan, cell.activity_key)
    headings = re.findall(r"<h2[^>]*>(?:<svg.*?</svg>)?([^<]+)</h2>", page, re.DOTALL)
    assert [one for one in headings if one in VOICES] == list(VOICES)
    for name, words in (
        ("unit", "DICE LA DEPENDENCIA"),
        ("planning", "DICE PLANEACIÓN"),
        ("control", "DICE CONTROL"),
        ("people", "DICE LA GENTE"),
    ):
        assert words in voice(page, name)
        assert page.count(words) == 1
    assert "80.%" in re.sub(r"80\s%", "80.%", voice(page, "planning"))


def test_each_voice_says_who_and_when(client: Client, plan: Plan, cell, entity: Entity):
    offices = [make_actor(entity, name=name) for name in ("Oficina de Planeación", "Oficina de Control Interno")]
    FollowUpPolicy.objects.create(
        entity=entity, plan=plan, monitored_by=offices[0], evaluated_by=offices[1], edited_at=TODAY
    )
    make_report(plan, cell, sent_at=datetime(2026, 7, 4, 15, tzinfo=UTC))
    make_note(plan, cell.activity_key)
    make_frozen(make_cut_off(plan), cell.activity_key, verdict={})
    page = page_of(client, plan, cell.activity_key)
    assert cell.actor_name in voice(page, "unit")
    assert "Reportado el 4 de julio de 2026, 4 días después de su fecha" in voice(page, "unit")
    assert "Oficina de Planeación" in voice(page, "planning")
    assert "10 de julio de 2026" in voice(page, "planning")
    assert "Oficina de Control Interno" in voice(page, "control")
    assert "Informe publicado el 28 de julio de 2026" in voice(page, "control")


def test_silence_is_told_calmly(client: Client, plan: Plan, cell):
    page = page_of(client, plan, cell.activity_key)
    assert "Todavía no ha reportado nada." in voice(page, "unit")
    assert "Todavía no ha dicho nada de esta actividad." in voice(page, "planning")
    assert "Todavía no la ha evaluado en un informe publicado." in voice(page, "control")
    assert "Todavía nadie ha dicho nada." in voice(page, "people")
    assert "¿Esto no pasó? Cuéntelo" in voice(page, "people")
    assert "Vencida" in page
    assert "La fecha ya pasó" not in page


@pytest.mark.parametrize(
    ("status", "own", "word"),
    [
        ("SENT", False, "Sin verificar"),
        ("ACCEPTED", False, "Aceptado por planeación"),
        ("ACCEPTED", True, "Sin verificar"),
    ],
)
def test_unit_alone_is_unverified(client: Client, plan: Plan, cell, status, own, word):
    make_evidence(plan, make_report(plan, cell, status=status, self_monitored=own))
    unit = voice(page_of(client, plan, cell.activity_key), "unit")
    assert f"</svg>{word}</span>" in unit
    assert ("La misma dependencia reporta y monitorea" in unit) is own


def test_proofs_are_opened_by_their_copy_and_what_is_reserved_is_only_counted(client: Client, plan: Plan, cell):
    report = make_report(plan, cell)
    link = make_evidence(plan, report, title="Acta en la página", broken_since=LATER)
    file = {"kind": "FILE", "url": "", "normalized_url": "", "file_id": 7}
    photo = make_evidence(plan, report, title="Foto de la jornada", sha256="d" * 64, **file)
    Derivative.objects.create(
        entity=plan.entity, evidence=photo, kind="PUBLIC_COPY", file_id=8, sha256="e" * 64, size=1,
        content_type="image/jpeg", removed=["la ubicación donde se tomó"], made_at=LATER,
    )  # fmt: skip
    make_evidence(plan, report, title="Video", sha256="f" * 64, **file)
    make_evidence(plan, report, title="SECRETO", visibility="RESERVED", url="https://secreto.example/")
    unit = voice(page_of(client, plan, cell.activity_key), "unit")
    assert f'href="{link.url}"' in unit
    assert "No abre" in unit
    assert "desde el 14 de julio de 2026" in unit
    assert f'href="/{plan.entity.slug}/pruebas/{photo.pk}/"' in unit
    assert "Sin la ubicación donde se tomó." in unit
    assert "Su copia se está preparando" in unit
    assert "Hay una prueba que no se publica" in unit
    assert "secreto" not in unit.lower()


def test_what_was_said_is_escaped(client: Client, plan: Plan, cell):
    words = "<script>alert(1)</script>"
    make_evidence(plan, make_report(plan, cell, text=words, reason=words, result=words), title=words)
    make_note(plan, cell.activity_key, text=words)
    make_frozen(make_cut_off(plan), cell.activity_key, verdict={"observation": words})
    page = page_of(client, plan, cell.activity_key)
    assert words not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 6


def test_internal_control_and_its_recommendation_come_with_the_final_report(client: Client, plan: Plan, cell):
    hidden = make_cut_off(plan, final=False)
    make_frozen(hidden, cell.activity_key, verdict={"observation": "SECRETO"})
    make_recommendation(hidden, cell.activity_key, published=False, text="SECRETO")
    assert "SECRETO" not in page_of(client, plan, cell.activity_key)
    out = make_cut_off(plan, number=9, until=date(2026, 4, 30))
    own = {"is_done": False, "reason": "El enlace no abre.", "is_self_assessment": True}
    make_frozen(out, cell.activity_key, verdict=own)
    make_recommendation(out, cell.activity_key, status="PLANNED", action="Publicar los anexos.")
    control = voice(page_of(client, plan, cell.activity_key), "control")
    for words in (
        "No la da por cumplida",
        "El enlace no abre.",
        "autoevaluación",
        "Con acción de mejora",
        "Publicar los anexos.",
    ):
        assert words in control
    assert 'avance/cortes/9/"' in control
    assert "SECRETO" not in control


def test_earlier_reports_and_those_of_dates_that_are_gone_are_folded(client: Client, plan: Plan, cell):
    make_report(plan, cell, status="ACCEPTED", outcome="PARTIAL", text="PRIMERO")
    make_report(plan, cell, number=2, text="SEGUNDO")
    unit = voice(page_of(client, plan, cell.activity_key), "unit")
    assert unit.index("SEGUNDO") < unit.index("Lo que había reportado antes (1)") < unit.index("PRIMERO")
    ProgressReport.objects.filter(plan=plan).update(milestone=None)
    unit = voice(page_of(client, plan, cell.activity_key), "unit")
    assert "De fechas que un cambio del plan quitó (2)" in unit
    assert "Todavía no ha reportado nada." not in unit


def test_counters_are_told_by_channel(client: Client, plan: Plan, cell):
    make_report(plan, cell)
    make_counter(plan, cell, channel="FACEBOOK", total=400)
    make_counter(plan, cell, channel="FACEBOOK", total=20, month=date(2026, 4, 1))
    unit = voice(page_of(client, plan, cell.activity_key), "unit")
    assert "Facebook" in unit
    assert '<td class="number">420</td>' in unit


def test_people_are_heard_a_few_at_a_time(client: Client, plan: Plan, cell):
    for _ in range(7):
        make_remark(plan, cell.activity_key)
    make_remark(plan, cell.activity_key, status="PENDING", text="SECRETO")
    make_remark(plan, cell.activity_key, status="HIDDEN", hidden_reason="es publicidad", text="SECRETO")
    people = voice(page_of(client, plan, cell.activity_key), "people")
    assert people.count('id="n') == 5
    assert "No se muestra porque es publicidad." in people
    assert "1 nota espera revisión." in people
    assert "Ver todas las notas" in people
    assert "SECRETO" not in people


@pytest.fixture
def group_plan(entity: Entity) -> Plan:
    """One promise of 28 offices on three dates, two of which have passed."""
    plan = make_plan(entity)
    deliverable = make_deliverable(make_activity(make_node(plan)), target_per_actor=True)
    for on in (date(2026, 3, 31), date(2026, 6, 30), date(2026, 12, 15)):
        make_milestone(deliverable, due_on=on)
    group = ActorGroup.objects.create(entity=entity, name="Todas las dependencias")
    offices = [make_actor(entity, name=f"Dependencia {number:02} de la administración") for number in range(28)]
    group.members.set(offices)
    make_assignment(deliverable, group=group)
    approve_and_publish(plan)
    return plan


def test_group_says_who_reported_and_who_did_not(client: Client, group_plan: Plan):
    cells = [one for one in plan_cells(group_plan).cells if one.due_on == date(2026, 6, 30)]
    assert len(cells) == 28
    for one in cells[:12]:
        make_evidence(group_plan, make_report(group_plan, one))
    for one in cells[12:15]:
        make_report(group_plan, one, outcome="PARTIAL")
    make_report(group_plan, cells[15], outcome="NO_CASE", reason="No hubo.")
    unit = voice(page_of(client, group_plan, cells[0].activity_key), "unit")
    assert "Lo que dicen las dependencias" in unit
    assert (
        "12 de 28 cumplieron; 3 reportaron y no han terminado de cumplir; en 1 no se presentó el caso; "
        "12 no han reportado."
    ) in unit
    assert "Quién reportó (16)" in unit
    assert "Quién no ha reportado (12)" in unit
    assert "Quién no ha reportado (28)" in unit  # of March nobody said anything
    assert "Su fecha todavía no llega: 15\u00a0dic\u00a02026." in unit


def test_page_of_a_group_with_long_words_fits_the_budget(client: Client, group_plan: Plan):
    """28 offices, two dates, everything said at length and differently: the heaviest page of an activity."""
    parts = "ba ce di fo gu la me ni po ru sa te vi zo cha lle ño que tra bri clo nes dad mos".split()  # noqa: SIM905
    chance = Random(1)  # noqa: S311 - words that no two offices share, as real ones
    for one in plan_cells(group_plan).cells:
        if one.due_on < date(2026, 7, 15):
            said = " ".join("".join(chance.choices(parts, k=3)) for _ in range(120))
            make_evidence(group_plan, make_report(group_plan, one, text=said, result=said[:200]), title=said[:90])
    caches["pages"].clear()
    key = plan_cells(group_plan).cells[0].activity_key
    response = client.get(address(group_plan, key), headers={"accept-encoding": "br"})
    sheets = sum(len(brotli.compress(one.read_bytes())) for one in STATIC)
    assert len(response.content) + sheets < 60_000
    assert "<script src" not in brotli.decompress(response.content).decode()

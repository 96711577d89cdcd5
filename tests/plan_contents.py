"""Frozen contents for the tests of rules: one valid, boring plan, and hypothesis strategies for any plan."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from rinde.capabilities.plans.rules.content import (
    ActivityContent,
    ActorContent,
    AnnexContent,
    AnnouncementContent,
    AssignmentContent,
    DeliverableContent,
    LateMove,
    MilestoneContent,
    NodeContent,
    PlacementContent,
    PlanContent,
    SignatoryContent,
)


def an_assignment(*names: str, **fields: Any) -> AssignmentContent:
    actors = tuple(ActorContent(name, id=number) for number, name in enumerate(names, start=1))
    return AssignmentContent(**{"text": names[0] if names else "Planeación", "actors": actors} | fields)


def a_deliverable(**fields: Any) -> DeliverableContent:
    defaults = {
        "product": "Informe publicado",
        "milestones": (MilestoneContent(date(2026, 6, 30)),),
        "assignments": (an_assignment("Secretaría de Planeación"),),
    }
    return DeliverableContent(**defaults | fields)


def an_activity(code: str = "1.1", **fields: Any) -> ActivityContent:
    defaults = {
        "key": code.replace(".", "-") or "x",
        "code": code,
        "name": f"Publicar el informe {code}",
        "deliverables": (a_deliverable(),),
    }
    return ActivityContent(**defaults | fields)


def a_plan(*activities: ActivityContent, **fields: Any) -> PlanContent:
    component = NodeContent(name="Rendición de cuentas", code="3", id=7, activities=activities)
    defaults = {
        "entity_name": "Alcaldía de Prueba",
        "entity_slug": "prueba",
        "instrument": "PTEP",
        "title": "Programa de Transparencia",
        "slug": "ptep",
        "period_start": date(2026, 1, 1),
        "period_end": date(2026, 12, 31),
        "objective": "Que la gente sepa.",
        "signatories": (SignatoryContent("APPROVED", "Comité"),),
        "nodes": (component,),
    }
    return PlanContent(**defaults | fields)


_texts = st.text(max_size=12)
_days = st.dates(date(1991, 1, 1), date(2099, 12, 31))
_numbers = st.none() | st.decimals(0, 10**11, places=2, allow_nan=False)
_ids = st.none() | st.integers(1, 10**9)
_actors = st.builds(ActorContent, name=_texts, acronym=_texts, id=_ids)
_deliverables = st.builds(
    DeliverableContent,
    target=_texts,
    target_quantity=_numbers,
    target_unit=st.sampled_from(["", "COUNT", "PERCENT"]),
    indicator_baseline=_numbers,
    expected_evidence=st.lists(_texts, max_size=2).map(tuple),
    milestones=st.lists(
        st.builds(
            MilestoneContent,
            due_on=_days,
            starts_on=st.none() | _days,
            expected_quantity=_numbers,
            id=_ids,
            late_moves=st.lists(st.builds(LateMove, _days, _days), max_size=1).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    assignments=st.lists(
        st.builds(
            AssignmentContent,
            text=_texts,
            actors=st.lists(_actors, max_size=2).map(tuple),
            own_target=_numbers,
            conditional=st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
    id=_ids,
    indicator_accumulation=st.sampled_from(["SUM", "LAST"]),
    universe=st.lists(_texts, max_size=2).map(tuple),
)
_activities = st.lists(
    st.builds(
        ActivityContent,
        key=_texts,
        name=_texts,
        deliverables=st.lists(_deliverables, max_size=2).map(tuple),
        objectives=st.lists(_texts, max_size=1).map(tuple),
        carried_from=_texts,
        id=_ids,
    ),
    max_size=2,
).map(tuple)
_placements = st.lists(
    st.builds(PlacementContent, _texts, st.integers(1991, 2099), _texts, _texts, _texts), max_size=1
).map(tuple)
_leaves = st.builds(
    NodeContent,
    name=_texts,
    kind=st.just("SUBCOMPONENT"),
    activities=_activities,
    id=_ids,
    placements=_placements,
)
_nodes = st.builds(NodeContent, name=_texts, activities=_activities, children=st.lists(_leaves, max_size=2).map(tuple))
any_plan = st.builds(
    PlanContent,
    entity_name=_texts,
    entity_slug=_texts,
    instrument=_texts,
    title=_texts,
    slug=_texts,
    period_start=_days,
    period_end=_days,
    objectives=st.lists(_texts, max_size=2).map(tuple),
    signatories=st.lists(
        st.builds(SignatoryContent, role=_texts, post=_texts, signed_on=st.none() | _days), max_size=2
    ).map(tuple),
    annexes=st.lists(st.builds(AnnexContent, title=_texts), max_size=1).map(tuple),
    announcements=st.lists(st.builds(AnnouncementContent, text=_texts), max_size=1).map(tuple),
    nodes=st.lists(_nodes, max_size=2).map(tuple),
)

FIFTY_SIX = a_deliverable(
    target="Dos por organismo",
    target_quantity=Decimal(2),
    target_unit="COUNT",
    target_per_actor=True,
    assignments=(an_assignment(*(f"Oficina {n}" for n in range(1, 29)), group="Todos los organismos"),),
)

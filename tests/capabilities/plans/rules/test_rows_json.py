import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.plans.rules.content import SignatoryContent
from rinde.capabilities.plans.rules.rows import ActivityValues, Assignee, DeliverableValues, NodeValues, PlanHeader
from rinde.capabilities.plans.rules.rows_json import RowValues, from_json, to_json
from rinde.capabilities.plans.rules.schedules import PlannedDate

_texts = st.text(max_size=12)
_days = st.dates(date(1991, 1, 1), date(2099, 12, 31))
_figures = st.none() | st.decimals(-(10**9), 10**11, places=2, allow_nan=False)
_ids = st.none() | st.integers(1, 10**9)


def _some(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=3).map(tuple)


_deliverables = st.builds(
    DeliverableValues,
    **dict.fromkeys(("target", "product", "unit", "indicator", "resources", "schedule_text", "recurrence"), _texts),
    **dict.fromkeys(("description", "indicator_formula", "indicator_unit", "indicator_accumulation"), _texts),
    **dict.fromkeys(("quantity", "indicator_baseline"), _figures),
    **dict.fromkeys(("per_actor", "permanent"), st.booleans()),
    **dict.fromkeys(("expected_evidence", "universe"), _some(_texts)),
    milestones=_some(st.builds(PlannedDate, due_on=_days, starts_on=st.none() | _days, name=_texts, quantity=_figures)),
    assignees=_some(
        st.builds(
            Assignee,
            text=_texts,
            actor_id=_ids,
            group_id=_ids,
            role=_texts,
            own_target=_figures,
            conditional=st.booleans(),
        )
    ),
    id=_ids,
)
_any_values = (
    st.builds(
        ActivityValues,
        node_id=st.integers(1, 10**9),
        name=_texts,
        code=_texts,
        description=_texts,
        deliverables=_some(_deliverables),
        objectives=_some(st.integers(1, 10**9)),
    )
    | st.builds(NodeValues, name=_texts, code=_texts, parent_id=_ids, narrative=_texts, guiding_question=_texts)
    | st.builds(
        PlanHeader,
        **dict.fromkeys(("instrument", "title", "slug", "objective", "scope"), _texts),
        **dict.fromkeys(("format_code", "format_version"), _texts),
        **dict.fromkeys(("period_start", "period_end"), _days),
        **dict.fromkeys(("objectives", "legal_bases"), _some(_texts)),
        signatories=_some(
            st.builds(SignatoryContent, role=_texts, post=_texts, name=_texts, signed_on=st.none() | _days)
        ),
    )
)


@given(_any_values)
def test_values_come_back_from_json_as_they_were(values: RowValues) -> None:
    written = json.dumps(to_json(values))

    assert from_json(json.loads(written)) == values


def test_keys_of_a_newer_version_are_passed_over_and_missing_ones_have_defaults() -> None:
    data = {"kind": "activity", "node_id": 3, "name": "X", "colour": "blue", "deliverables": [{"weight": 2}]}

    assert from_json(data) == ActivityValues(3, "X", deliverables=(DeliverableValues(),))


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "plan"},
        {"kind": "activity"},
        {"kind": "header", "instrument": "PTEP", "title": "T", "period_start": "2026-02-30", "period_end": "x"},
        {"kind": "activity", "node_id": 1, "name": "X", "deliverables": [{"quantity": "mucho"}]},
    ],
)
def test_anything_else_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not the values of a row"):
        from_json(data)

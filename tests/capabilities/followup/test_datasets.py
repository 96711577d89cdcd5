"""Open data of the follow-up: rows as the pages tell them, every column described, and nothing that could leak."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.apps import apps

from factories import make_published_plan
from followup_samples import make_evidence, make_report
from public_followup import (
    make_counter,
    make_cut_off,
    make_frozen,
    make_note,
    make_recommendation,
    make_remark,
)
from rinde.capabilities.followup.datasets import DATASETS, dataset_table, dictionary_table
from rinde.capabilities.followup.datasets.catalogue import COMPUTED, PLAN
from rinde.capabilities.followup.datasets.fields import FIELDS
from rinde.capabilities.followup.models import Counter
from rinde.capabilities.followup.queries import plan_cells
from rinde.capabilities.followup.queries.public_look import public_look
from rinde.capabilities.plans.queries import published_plan
from rinde.services.tenancy import active_tenant

TODAY = date(2026, 7, 15)
LATER = datetime(2026, 8, 1, 15, 0, tzinfo=UTC)
SECRET = "SECRETO"


@pytest.fixture
def plan(entity):
    return make_published_plan(entity, activities=2)


@pytest.fixture
def cells(plan):
    return plan_cells(plan).cells


def rows_of(plan, name):
    """The rows of a dataset as it is today, by key."""
    found = published_plan(plan.entity, plan.year, plan.slug)
    look = public_look(found, today=TODAY, words=True)
    table = dataset_table(name, look)
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


@pytest.mark.parametrize("name", DATASETS)
def test_every_column_says_what_it_is_and_whence_it_comes(name):
    dataset = DATASETS[name]
    assert dataset.title
    assert dataset.description
    for one in dataset.fields:
        assert one.column.description, f"{name}.{one.column.key}: say in Spanish what it holds"
        assert one.source in {PLAN, COMPUTED} or one.source in FIELDS, (
            f"{name}.{one.column.key}: describe {one.source} in datasets/fields.py"
        )
    keys = [column.key for column in dataset.columns]
    titles = [column.title for column in dataset.columns]
    assert len(set(keys)) == len(keys)
    assert len(set(titles)) == len(titles)


def test_every_described_field_exists_and_is_used():
    sources = {one.source for dataset in DATASETS.values() for one in dataset.fields} - {PLAN, COMPUTED}
    assert set(FIELDS) == sources
    for field in FIELDS:
        model, name = field.split(".")
        assert apps.get_model("followup", model)._meta.get_field(name)


def test_dictionary_has_a_row_for_each_column():
    table = dictionary_table()
    assert len(table.rows) == sum(len(one.fields) for one in DATASETS.values())
    assert all(column.description for column in table.columns)


def test_columns_are_only_ever_added():
    """What a program reads today it must read tomorrow: new columns go to the end, and this list with them."""
    assert [column.key for column in DATASETS["avance"].columns] == [
        "entity", "year", "instrument", "plan", "component", "subcomponent", "activity_key", "activity_code",
        "activity", "deliverable_id", "what", "actor", "group", "milestone", "starts_on", "due_on", "unit", "expected",
        "standing", "outcome", "quantity", "numerator", "denominator", "percent", "progress", "text", "reason",
        "result", "happened_on", "first_sent_on", "sent_on", "self_monitored", "verification", "public_proofs",
        "other_proofs", "links",
    ]  # fmt: skip


def test_commitment_is_told_with_what_was_said_of_it(plan, cells):
    report = make_report(plan, cells[0], text="Se hizo.", result="Sirvió.", happened_on=date(2026, 6, 28))
    proof = make_evidence(plan, report)
    make_evidence(plan, report, visibility="INTERNAL")
    said, silent = rows_of(plan, "avance")
    assert (said["standing"], said["outcome"], said["progress"]) == ("done", "DONE", 100)
    assert (said["text"], said["result"], said["happened_on"]) == ("Se hizo.", "Sirvió.", date(2026, 6, 28))
    assert (said["public_proofs"], said["other_proofs"], said["links"]) == (1, 1, proof.url)
    assert (said["sent_on"], said["verification"], said["self_monitored"]) == (date(2026, 6, 29), "sin-verificar", "no")
    assert (silent["standing"], silent["outcome"], silent["sent_on"], silent["public_proofs"]) == (
        "late",
        "",
        None,
        None,
    )


def test_evaluation_is_of_final_cut_offs_only(plan, cells):
    make_frozen(make_cut_off(plan, final=False), "a", verdict={"observation": SECRET})
    out = make_cut_off(plan, number=7, until=date(2026, 4, 30))
    make_frozen(out, "b", due=2, done=1, ratio_sum=Decimal("1.5"), verdict={"is_done": False, "ratio": Decimal("0.6")})
    make_frozen(out, "c", due=0, done=0, ratio_sum=0)
    first, second = rows_of(plan, "evaluacion")
    assert (first["cut_off"], first["activity_key"], first["progress"], first["own_percent"]) == (7, "b", 75, 60)
    assert (first["cells_say"], first["is_done"]) == ("no", "no")
    assert (second["cells_say"], second["is_done"], second["progress"]) == ("", "", None)


def test_other_tables_hold_what_is_out(plan, cells):
    key = cells[0].activity_key
    make_report(plan, cells[0])
    make_counter(plan, cells[0], total=420)
    make_note(plan, key, text="Va bien.", ratio=Decimal("0.5"))
    make_recommendation(make_cut_off(plan), key, text="Publicar los anexos.")
    make_remark(plan, key, text="No pasó.", answer="Será en agosto.", answered_at=LATER)
    assert [(one["activity_key"], one["channel"], one["total"]) for one in rows_of(plan, "conteos")] == [
        (key, "WEB", 420)
    ]
    assert [(one["text"], one["percent"]) for one in rows_of(plan, "monitoreo")] == [("Va bien.", 50)]
    assert [one["text"] for one in rows_of(plan, "recomendaciones")] == ["Publicar los anexos."]
    (remark,) = rows_of(plan, "notas")
    assert (remark["text"], remark["answer"], remark["answered_on"]) == (
        "No pasó.",
        "Será en agosto.",
        date(2026, 8, 1),
    )


def test_nothing_personal_reserved_or_not_yet_out_is_in_any_table(plan, cells, other_entity):
    """Each row here could leak: a name, a mail, a reserved title, a reason of return, a draft, a verdict not out."""
    key = cells[0].activity_key
    author = make_report(plan, cells[0], status="ACCEPTED", difficulties=SECRET, returned_reason=SECRET)
    author.author.full_name = f"{SECRET} Ana"
    author.author.save()
    make_report(plan, cells[0], number=2, status="RETURNED", text=SECRET, reason=SECRET, returned_reason=SECRET)
    make_report(plan, cells[1], status="DRAFT", text=SECRET)
    hidden = {"title": SECRET, "url": f"https://{SECRET}.example/"}
    for visibility in ("RESERVED", "INTERNAL"):
        make_evidence(plan, author, visibility=visibility, **hidden)
    make_evidence(plan, author, withdrawn_at=LATER, withdrawn_reason=SECRET, **hidden)
    person = {"author_name": SECRET, "email": "secreto@example.org"}
    make_remark(plan, key, shows_name=True, **person)
    make_remark(plan, key, status="PENDING", text=SECRET, **person)
    make_remark(plan, key, status="HIDDEN", hidden_reason="es publicidad", text=SECRET, answer=SECRET, **person)
    make_note(plan, key, closed_at=None, text=SECRET)
    preliminary = make_cut_off(plan, final=False)
    make_frozen(preliminary, key, verdict={"observation": SECRET, "reason": SECRET})
    make_recommendation(preliminary, key, published=False, text=SECRET)
    Counter.objects.filter(pk=make_counter(plan, cells[0]).pk).update(edited_at=LATER)
    with active_tenant(other_entity):
        theirs = make_published_plan(other_entity)
        make_report(theirs, text=SECRET)
        make_remark(theirs, key, text=SECRET)
    found = {name: rows_of(plan, name) for name in DATASETS}
    assert SECRET not in repr(found)
    assert "secreto" not in repr(found).lower()
    assert len(found["avance"]) == 2
    assert len(found["notas"]) == 1
    assert (found["conteos"], found["evaluacion"], found["monitoreo"], found["recomendaciones"]) == ([], [], [], [])


def test_part_of_the_commitments_is_only_that_part(plan, cells):
    found = published_plan(plan.entity, plan.year, plan.slug)
    look = public_look(found, today=TODAY, words=True)
    table = dataset_table("avance", look, cells=look.cells[1:])
    assert len(table.rows) == len(cells) - 1

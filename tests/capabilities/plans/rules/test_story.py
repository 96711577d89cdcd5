from rinde.capabilities.plans.rules.states import ALLOWED_TRANSITIONS
from rinde.capabilities.plans.rules.story import Step, same_hands, same_hands_changes, step_name

TEXT, ACT = ("DRAFT", "CONSOLIDATED"), ("CONSOLIDATED", "APPROVED")
BACK = ("APPROVED", "CONSOLIDATED")


def test_steps_are_called_by_what_happened() -> None:
    assert step_name(Step(*BACK, "Acta 09 de 2026")) == "Se anuló el registro del Acta 09 de 2026"
    assert step_name(Step(*BACK, "Resolución 045")) == "Se anuló el registro de la Resolución 045"
    assert step_name(Step(*BACK)) == "Se anuló el registro del acto"
    assert step_name(Step(*ACT, "Acta 03")) == "Se registró el acto que lo aprobó: Acta 03"
    assert step_name(Step("PUBLISHED", "PUBLISHED", "Acta 05")) == "Se publicaron cambios, con Acta 05"
    assert step_name(Step("CONSOLIDATED", "DRAFT")) == "Volvió a borrador"


def test_every_step_that_the_table_allows_has_a_name_of_its_own() -> None:
    from_to = [(before, one.to) for before, ones in ALLOWED_TRANSITIONS.items() for one in ones]

    assert [step_name(Step(*one)) for one in from_to if step_name(Step(*one)).startswith("De «")] == []


def test_whoever_consolidated_and_registered_is_told_without_a_name() -> None:
    told = "La misma persona consolidó el texto y registró el acto."
    assert same_hands([Step(*TEXT, by_id=1), Step(*ACT, by_id=1)]) == told
    assert same_hands([Step(*TEXT, by_id=1), Step(*ACT, by_id=2)]) == ""
    assert same_hands([Step(*TEXT), Step(*ACT)]) == ""
    assert same_hands([Step(*TEXT, by_id=1)]) == ""


def test_an_annulled_act_does_not_count_and_the_next_one_does() -> None:
    annulled = [Step(*TEXT, by_id=1), Step(*ACT, by_id=1), Step(*BACK, by_id=1)]
    assert same_hands(annulled) == ""
    assert same_hands([*annulled, Step(*ACT, by_id=2)]) == ""
    assert same_hands([*annulled, Step(*ACT, by_id=1)])


def test_changes_judged_by_one_person_are_named_by_their_numbers() -> None:
    told = "La misma persona dio el concepto y decidió sobre"
    assert same_hands_changes([(1, 7, 7), (2, 7, 8), (3, None, None)]) == f"{told} el cambio 1."
    assert same_hands_changes([(1, 7, 7), (4, 8, 8)]) == f"{told} los cambios 1, 4."
    assert same_hands_changes([(2, 7, 8), (3, None, 8)]) == ""

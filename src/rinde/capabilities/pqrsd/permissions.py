"""Who may do what with a petition. A button asks `can_…`, an operation asks `check_…`: one answer.

A role over the whole entity covers every petition; one over some units, those whose answer is theirs.
"""

from rinde.capabilities.pqrsd.models import Petition
from rinde.foundations.refusals import NotAllowed
from rinde.services.access import Principal, as_question

READ = "pqrsd.read"
FILE = "pqrsd.file"
TRIAGE = "pqrsd.triage"
ANSWER = "pqrsd.answer"
APPROVE = "pqrsd.approve"
OVER_ACTORS = "actors"  # the kind of a grant over some units
OPENING = (READ, FILE, TRIAGE, ANSWER, APPROVE)


def may_open_petitions(by: Principal) -> bool:
    """Whether somebody has anything to do with petitions at all: enough to show the door."""
    return any(by.may_somewhere(permission) for permission in OPENING)


def own_actors(by: Principal) -> frozenset[int] | None:
    """The units whose petitions somebody sees in a list; None where they see every petition of the entity."""
    if any(by.may(permission) for permission in OPENING if permission != FILE):
        return None
    giving = (one for one in by.grants if one.scope.kind == OVER_ACTORS and one.permissions & set(OPENING))
    return frozenset(actor for one in giving for actor in one.scope.ids)


def _over(petition: Petition) -> list[int]:
    return [petition.actor_id] if petition.actor_id else []


def check_tenant(petition: Petition, by: Principal) -> None:
    """Raises NotAllowed for whoever is working in another entity."""
    if by.tenant_id != petition.entity_id:
        raise NotAllowed("Usted está trabajando en otra entidad. Entre primero a la de esta petición.")


def check_read(petition: Petition, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not read this petition on the desk."""
    check_tenant(petition, by)
    over = {OVER_ACTORS: _over(petition)}
    if not any(by.may(permission, **over) for permission in (READ, TRIAGE, ANSWER, APPROVE)):
        raise NotAllowed(
            "Esta petición es de otra dependencia. Si le corresponde a la suya, pida a quien atiende a la ciudadanía "
            "que se la asigne."
        )


def check_read_people(petition: Petition, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not read who asks: units write the answer without knowing it."""
    check_tenant(petition, by)
    message = "Los datos de quien pide los ve quien atiende a la ciudadanía. Rinde pone el saludo en la respuesta."
    by.check(READ, message, **{OVER_ACTORS: _over(petition)})


def check_read_protected(petition: Petition, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not open a protected identity: only whoever attends, never by a list."""
    check_read_people(petition, by=by)
    message = "La identidad de quien pide es reservada: solo la abre quien atiende a la ciudadanía."
    by.check(TRIAGE, message, **{OVER_ACTORS: _over(petition)})


def check_file(entity_id: int, *, by: Principal, comes_from_us: bool) -> None:
    """Raises NotAllowed for whoever may not file. Anybody may ask; of the staff, whoever attends people.

    Args:
        comes_from_us: another part of Rinde asks, which has checked its own permission: a question of a hearing.
    """
    if by.user_id is None:
        return
    if by.tenant_id != entity_id:
        raise NotAllowed("Usted está trabajando en otra entidad. Entre primero a la que recibió la petición.")
    if not comes_from_us and not by.may_somewhere(FILE):
        raise NotAllowed("Radicar le corresponde a quien atiende a la ciudadanía. Pásele lo que le entregaron.")


def check_triage(petition: Petition, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not classify, extend, transfer or give back this petition."""
    check_tenant(petition, by)
    message = "Clasificar, prorrogar y trasladar le corresponde a quien atiende a la ciudadanía. Dígale qué hace falta."
    by.check(TRIAGE, message, **{OVER_ACTORS: _over(petition)})


def check_answer(petition: Petition, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not write the answer of this petition."""
    check_tenant(petition, by)
    message = (
        "Usted responde las peticiones de su dependencia. Esta es de otra, o todavía no se le asigna a ninguna."
        if by.may_somewhere(ANSWER)
        else "Su rol no proyecta respuestas. Lo hacen la dependencia responsable y quien atiende a la ciudadanía."
    )
    by.check(ANSWER, message, **{OVER_ACTORS: _over(petition)})


def check_approve(petition: Petition, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not approve and send the answer of this petition."""
    check_tenant(petition, by)
    message = "Aprobar y enviar le corresponde a la jefatura de la dependencia o a quien atiende a la ciudadanía."
    by.check(APPROVE, message, **{OVER_ACTORS: _over(petition)})


def check_set_options(entity_id: int, *, by: Principal) -> None:
    """Raises NotAllowed for whoever may not decide how the entity counts what the law leaves open."""
    if by.tenant_id != entity_id:
        raise NotAllowed("Usted está trabajando en otra entidad.")
    message = "Las opciones valen para toda la entidad: las decide quien clasifica todas sus peticiones."
    by.check(TRIAGE, message)


can_read = as_question(check_read)
can_read_people = as_question(check_read_people)
can_read_protected = as_question(check_read_protected)
can_triage = as_question(check_triage)
can_answer = as_question(check_answer)
can_approve = as_question(check_approve)

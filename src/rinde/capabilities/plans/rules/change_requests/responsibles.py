"""Who answers for a deliverable, said in words: who came, who went, who belongs to a group. Pure."""

from collections.abc import Iterator, Sequence

from rinde.capabilities.plans.choices import AssignmentRole
from rinde.capabilities.plans.rules.change_requests.clauses import Clause
from rinde.capabilities.plans.rules.change_requests.phrases import capital, listed, of, quoted, with_article
from rinde.capabilities.plans.rules.content import ActorContent, AssignmentContent
from rinde.capabilities.plans.rules.facts import written_apart
from rinde.capabilities.plans.rules.measures import figure

_LABEL = "Responsables"
Key = tuple[str, str]


def responsible_clauses(
    old: Sequence[AssignmentContent], new: Sequence[AssignmentContent], subject: str
) -> Iterator[Clause]:
    """Say who no longer answers and who does now, leads before supports, then what changed for those who stay."""
    for text in _said(old, new, subject):
        yield Clause(_LABEL, text)


def _said(old: Sequence[AssignmentContent], new: Sequence[AssignmentContent], subject: str) -> Iterator[str]:
    yield from _leads(_by_who(old, AssignmentRole.LEAD), _by_who(new, AssignmentRole.LEAD), subject)
    before, after = (_by_who(ones, AssignmentRole.SUPPORT) for ones in (old, new))
    if came := [_named(after[key]) for key in after if key not in before]:
        yield f"{capital(listed(came))} {_verb(came, 'apoya', 'apoyan')} ahora {subject}"
    if went := [_named(before[key]) for key in before if key not in after]:
        yield f"{capital(listed(went))} ya no {_verb(went, 'apoya', 'apoyan')} {subject}"
    everybody_before, everybody_after = (_by_who(ones) for ones in (old, new))
    for key, one in everybody_after.items():
        if key in everybody_before:
            yield from _staying(everybody_before[key], one, subject)


def _leads(before: dict[Key, AssignmentContent], after: dict[Key, AssignmentContent], subject: str) -> Iterator[str]:
    went = [_named(before[key]) for key in before if key not in after]
    came = [_apart(_named(after[key]), went) for key in after if key not in before]
    if came and went and len(went) == len(before):
        yield f"{capital(subject)} dejó de ser {_of_all(went)} y ahora es {_of_all(came)}"
        return
    if came:
        too = "también " if len(came) < len(after) else ""
        yield f"Por {subject} {_verb(came, 'responde', 'responden')} ahora {too}{listed(came)}"
    if went:
        yield f"Por {subject} ya no {_verb(went, 'responde', 'responden')} {listed(went)}"


def _apart(name: str, others: Sequence[str]) -> str:
    return f"{name} (otra con el mismo nombre)" if name in others else name


def _staying(before: AssignmentContent, after: AssignmentContent, subject: str) -> Iterator[str]:
    old, new = _bare(before), _bare(after)
    if old != new:
        yield f"{capital(old)}, responsable {of(subject)}, se llama ahora {new}"
    if before.own_target != after.own_target:
        one, other = ("no decirse" if each.own_target is None else figure(each.own_target) for each in (before, after))
        yield f"La parte {of(new)} en {subject} pasó de {one} a {other}"
    if (written := written_apart(after)) != (was := written_apart(before)):
        said = f"dice ahora {quoted(written)}" if written else "ya no dice otra cosa"
        yield f"Para {new}, en {subject}, el plan {said}{f' (decía {quoted(was)})' if was else ''}"
    if _is_list(after):
        yield from _later(before, after, new, subject)
        yield from _members(before, after, new, subject)


def _later(before: AssignmentContent, after: AssignmentContent, name: str, subject: str) -> Iterator[str]:
    if after.conditional and not before.conditional:
        yield f"Quiénes son {name} {of(subject)} se sabrá después"
    elif before.conditional and not after.conditional and not after.actors:
        yield f"Quiénes son {name} {of(subject)} ya no se deja para después"


def _members(before: AssignmentContent, after: AssignmentContent, name: str, subject: str) -> Iterator[str]:
    came, went = _without(after.actors, before.actors), _without(before.actors, after.actors)
    if not came and not went:
        return
    if not before.actors:
        yield f"Ya se sabe quiénes son {name} {of(subject)}: {listed(came)}"
        return
    said = [f"{_verb(came, 'entra', 'entran')} {listed(came)}"] if came else []
    said += [f"{_verb(went, 'sale', 'salen')} {listed(went)}"] if went else []
    yield f"En {name}, {of(subject)}, {'; '.join(said)} (eran {len(before.actors)} y son {len(after.actors)})"


def _without(ones: Sequence[ActorContent], others: Sequence[ActorContent]) -> list[str]:
    known = {one.id or one.name for one in others}
    return [one.name for one in ones if (one.id or one.name) not in known]


def _by_who(ones: Sequence[AssignmentContent], role: str | None = None) -> dict[Key, AssignmentContent]:
    return {_who(one): one for one in ones if role is None or one.role == role}


def _is_list(one: AssignmentContent) -> bool:
    """Whether it names several by one name: a group, or who will be known later."""
    return bool(one.group) or one.conditional or len(one.actors) != 1


def _who(one: AssignmentContent) -> Key:
    """Who it is whatever they are called today; a set by its name, for its members come and go."""
    if _is_list(one):
        return "set", one.group or one.text
    return "actor", str(one.actors[0].id or one.actors[0].name)


def _named(one: AssignmentContent) -> str:
    later = " (se sabrá después quiénes son)" if one.conditional and not one.actors else ""
    return f"{_bare(one)}{later}"


def _bare(one: AssignmentContent) -> str:
    if _is_list(one):
        return quoted(one.group or one.text)
    return with_article(one.actors[0].name)


def _of_all(names: Sequence[str]) -> str:
    return listed([of(name) for name in names])


def _verb(names: Sequence[str], one: str, many: str) -> str:
    return many if len(names) > 1 else one

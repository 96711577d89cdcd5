"""Proposed actors: acronyms first, likeness by what tells units apart, else ask."""

import pytest

from rinde.capabilities.plan_imports.rules.matching import KnownActor, names_everybody, propose_actors

ACTORS = (
    KnownActor(1, "Oficina de Tecnologías de la Información", "OATIC", ("Oficina TIC", "Sistemas")),
    KnownActor(2, "Oficina de Control Interno", "OCI", ("Control Interno de Gestión",)),
    KnownActor(3, "Secretaría de Planeación Municipal", "SPM"),
    KnownActor(4, "Secretaría de Hacienda"),
    KnownActor(5, "Comité Institucional de Gestión y Desempeño", "CIGD"),
)


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("OATIC", 1),
        ("Oficina TIC", 1),
        ("Control Interno", 2),
        ("Oficina de Control Interno de Gestión", 2),
        ("Secretaria de Planeacion", 3),
        ("Secretaría de Planeasión Municipal", 3),
        ("CIGD", 5),
    ],
)
def test_known_names_are_proposed_automatically(name: str, actor: int) -> None:
    best = propose_actors(name, ACTORS)[0]
    assert best.actor_id == actor
    assert best.is_automatic
    assert best.why


@pytest.mark.parametrize("name", ["Oficina de Prensa", "Secretaría de Salud", "Bomberos"])
def test_unknown_names_are_never_taken_without_asking(name: str) -> None:
    assert not any(proposal.is_automatic for proposal in propose_actors(name, ACTORS))


def test_an_office_of_technology_is_not_internal_control() -> None:
    actors = (KnownActor(2, "Oficina de Control Interno", "OCI"),)
    assert propose_actors("Oficina TIC", actors) == ()


def test_two_equally_likely_actors_are_left_to_the_person() -> None:
    actors = (KnownActor(1, "Secretaría de Salud Pública"), KnownActor(2, "Dirección de Salud Pública"))
    proposals = propose_actors("Oficina de Salud Pública", actors)
    assert [proposal.is_automatic for proposal in proposals] == [False, False] or not proposals[0].is_automatic


@pytest.mark.parametrize("name", ["Todas las Dependencias", "Todos los organismos", "todas las secretarías"])
def test_everybody_is_no_actor(name: str) -> None:
    assert names_everybody(name)
    assert propose_actors(name, ACTORS) == ()

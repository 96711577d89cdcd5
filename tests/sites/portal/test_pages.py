"""Every public page: what it shows, to whom, at what cost, and what it never shows."""

import json
import re
from dataclasses import replace

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import make_activity, make_consultation, make_entity, make_full_plan, make_node, make_plan
from plan_contents import a_plan, an_activity
from rinde.capabilities.consultations.models import Consultation
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.rules.content import AnnexContent, PlanContent
from rinde.services.tenancy import active_tenant

PAGES = [
    "/{slug}/",
    "/{slug}/planes/",
    "/{slug}/planes/2026/ptep/",
    "/{slug}/planes/2026/ptep/?componente=2&q=audiencia&mes=2026-04",
    "/{slug}/planes/2026/ptep/actividades/2-1/",
    "/{slug}/planes/2026/ptep/actividades/2-1/fechas.ics",
    "/{slug}/planes/2026/ptep/versiones/",
    "/{slug}/planes/2026/ptep/versiones/1/plan.json",
    "/{slug}/planes/2026/ptep/versiones/1/",
    "/{slug}/planes/2026/ptep/versiones/1/?q=audiencia",
    "/{slug}/planes/2026/ptep/versiones/1/actividades/2-1/",
    "/{slug}/planes/2026/ptep/cambios/",
    "/{slug}/planes/2026/ptep/fechas-legales/",
    "/{slug}/planes/2026/ptep/?avance=por-venir",
    "/{slug}/planes/2026/ptep/avance/",
    "/{slug}/planes/2026/ptep/avance/?estado=vencidas&dependencia=secretaria-de-salud",
    "/{slug}/planes/2026/ptep/notas/",
    "/{slug}/planes/2026/ptep/datos/",
    "/{slug}/planes/2026/ptep/avance.csv",
    "/{slug}/planes/2026/ptep/notas.json",
    "/{slug}/planes/2026/ptep/diccionario.csv",
    "/{slug}/planes/2026/ptep/versiones/comparar/",
    "/{slug}/planes/2026/ptep/versiones/comparar/?de=1&a=1",
    "/{slug}/calendario/",
    "/{slug}/calendario/?mes=2026-06&dependencia=secretaria-de-salud&plan=2026/ptep",
    "/{slug}/calendario.ics",
    "/{slug}/buscar/",
    "/{slug}/buscar/?q=audiencia",
    "/{slug}/novedades.rss",
    "/{slug}/politicas/",
    "/{slug}/sitemap.xml",
    "/robots.txt",
    "/sitemap.xml",
    "/salud/",
]


def _text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_page_opens_without_cookie_or_session(client: Client, entity: Entity, content: PlanContent, publish, page):
    publish(entity, content)
    response = client.get(page.format(slug=entity.slug))
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.wsgi_request.session.accessed


@pytest.mark.parametrize("page", [page for page in PAGES if "{slug}" in page and "2026" not in page])
def test_page_opens_for_an_entity_without_plans(client: Client, entity: Entity, page: str):
    assert client.get(page.format(slug=entity.slug)).status_code == 200


@pytest.mark.parametrize(
    "page",
    [
        "/otra/",
        "/{slug}/nada/",
        "/{slug}/planes/2025/ptep/",
        "/{slug}/planes/2026/otro/",
        "/{slug}/planes/2026/ptep/actividades/9-9/",
        "/{slug}/planes/2026/ptep/actividades/9-9/fechas.ics",
        "/{slug}/planes/2026/ptep/versiones/9/plan.json",
        "/{slug}/planes/2026/ptep/descargas/plan.exe",
        # A year that no calendar has, a number that no database column holds.
        "/{slug}/planes/9999999999999999999/ptep/",
        "/{slug}/planes/10000/ptep/",
        "/{slug}/planes/0000/ptep/",
        "/{slug}/planes/9999/ptep/",
        "/{slug}/planes/9999999999999999999/ptep/versiones/",
        "/{slug}/planes/9999999999999999999/ptep/descargas/plan.csv",
        "/{slug}/planes/9999999999999999999/ptep/actividades/2-1/",
        "/{slug}/planes/9999999999999999999/ptep/actividades/2-1/fechas.ics",
        "/{slug}/planes/2026/ptep/versiones/9999999999999999999/plan.json",
        "/{slug}/planes/2026/ptep/versiones/0/plan.json",
        "/{slug}/planes/2026/ptep/versiones/2/",
        "/{slug}/planes/2026/ptep/versiones/1/actividades/9-9/",
        "/{slug}/planes/2026/ptep/versiones/comparar/?de=1&a=9",
    ],
)
def test_unknown_address_is_a_calm_404(client: Client, entity: Entity, content: PlanContent, publish, page: str):
    publish(entity, content)
    response = client.get(page.format(slug=entity.slug))
    assert response.status_code == 404
    assert "No encontramos esta página" in response.content.decode()
    assert "Cache-Control" not in response.headers


@pytest.mark.parametrize(
    "question",
    [
        "componente=99",
        "componente=x",
        "componente=²",
        "componente=-1",
        "dependencia=nadie",
        "mes=2026-13",
        "mes=2026-02",
        "mes=ayer",
        "pagina=99",
        "pagina=x",
        "pagina=9999999999999999999",
        "componente=9999999999999999999",
        "mes=9999999999999999999-01",
        "q=" + "a" * 3000,
        "q=%00",
        "q=%27%22%3C%3E",
    ],
)
def test_plan_page_takes_any_question(client: Client, entity: Entity, content: PlanContent, publish, question: str):
    publish(entity, content)
    response = client.get(f"/{entity.slug}/planes/2026/ptep/?{question}")
    assert response.status_code == 200
    if not question.startswith("q="):
        assert "Realizar la audiencia" in response.content.decode()


@pytest.mark.parametrize(
    "question", ["mes=2026-99", "mes=x", "plan=nada", "dependencia=nadie", "mes=0000-01", "mes=9999-12"]
)
def test_calendar_takes_any_question(client: Client, entity: Entity, content: PlanContent, publish, question: str):
    publish(entity, content)
    page = _text(client, f"/{entity.slug}/calendario/?{question}")
    assert "mostramos" in page


@pytest.mark.parametrize("query", ["%00", "%27%3B--", "%22", "(" * 50, "rendici%F3n", "a" * 5000])
def test_search_takes_any_question(client: Client, entity: Entity, content: PlanContent, publish, query: str):
    publish(entity, content)
    assert client.get(f"/{entity.slug}/buscar/?q={query}").status_code == 200


def test_pages_show_the_version_and_never_the_draft(client: Client, entity: Entity, content: PlanContent, publish):
    version = publish(entity, content)
    make_activity(make_node(version.plan), name="Actividad secreta del borrador", key="secreta")
    make_plan(entity, title="Plan secreto", slug="secreto")
    make_full_plan(entity, title="Otro plan secreto", slug="otro-secreto")
    for page in (*PAGES, f"/{entity.slug}/buscar/?q=secreta"):
        body = client.get(page.format(slug=entity.slug)).content.decode()
        assert "secreto" not in body
        assert "Actividad secreta" not in body
    assert client.get(f"/{entity.slug}/planes/2026/secreto/").status_code == 404
    assert client.get(f"/{entity.slug}/planes/2026/ptep/actividades/secreta/").status_code == 404


def test_pages_never_cross_entities(
    client: Client, entity: Entity, other_entity: Entity, content: PlanContent, publish
):
    publish(entity, content)
    publish(other_entity, replace(a_plan(an_activity("1.1", name="Asunto ajeno")), slug="ajeno", title="Plan ajeno"))
    for page in PAGES:
        assert "ajeno" not in client.get(page.format(slug=entity.slug)).content.decode()
    assert client.get(f"/{entity.slug}/planes/2026/ajeno/").status_code == 404
    assert "Asunto ajeno" in _text(client, f"/{other_entity.slug}/planes/2026/ajeno/")
    assert "No encontramos nada" in _text(client, f"/{entity.slug}/buscar/?q=ajeno")


@pytest.mark.parametrize("activities", [1, 3])
@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("/{slug}/", 10),
        ("/{slug}/planes/", 3),
        ("/{slug}/planes/2026/ptep/", 9),
        ("/{slug}/planes/2026/ptep/actividades/1-1/", 11),
        ("/{slug}/planes/2026/ptep/avance/", 9),
        ("/{slug}/planes/2026/ptep/datos/", 2),
        ("/{slug}/planes/2026/ptep/avance.csv", 8),
        ("/{slug}/planes/2026/ptep/descargas/plan.csv?avance=por-venir", 9),
        ("/{slug}/planes/2026/ptep/versiones/", 6),
        ("/{slug}/planes/2026/ptep/versiones/1/", 2),
        ("/{slug}/planes/2026/ptep/versiones/1/actividades/1-1/", 3),
        ("/{slug}/planes/2026/ptep/versiones/comparar/?de=1&a=1", 5),
        ("/{slug}/planes/2026/ptep/cambios/", 4),
        ("/{slug}/planes/2026/ptep/fechas-legales/", 6),
        ("/{slug}/calendario/?mes=2026-06", 2),
        ("/{slug}/calendario.ics", 2),
        ("/{slug}/buscar/?q=informe", 3),
        ("/{slug}/novedades.rss", 2),
        ("/{slug}/sitemap.xml", 5),
    ],
)
def test_page_asks_the_database_a_fixed_number_of_times(
    client: Client, entity: Entity, publish, page: str, queries: int, activities: int
):
    publish(entity, a_plan(*(an_activity(f"1.{number}") for number in range(1, activities + 1))))
    client.get(f"/{entity.slug}/planes/2026/ptep/")  # a process reads a version's content once
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page.format(slug=entity.slug) + ("&" if "?" in page else "?") + "x=1").status_code == 200
    assert len(captured) == queries


def test_root_goes_to_the_only_entity(client: Client, entity: Entity):
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, f"/{entity.slug}/")


def test_root_lists_entities_and_finds_them_without_accents(client: Client, entity: Entity):
    make_entity(name="Gobernación de Cordillera Ánimas", slug="animas")
    assert entity.name in _text(client, "/")
    found = _text(client, "/?q=animas")
    assert "Ánimas" in found
    assert entity.name not in found
    assert "Ninguna entidad" in _text(client, "/?q=zzz")


def test_root_says_how_to_start(client: Client, db: None):
    page = _text(client, "/")
    assert "Falta la primera entidad" in page
    assert "rinde first-admin" in page
    assert "rinde create-entity" in page


def test_plan_page_groups_counts_and_announces(client: Client, entity: Entity, content: PlanContent, publish):
    version = publish(entity, content)
    page = _text(client, f"/{entity.slug}/planes/2026/ptep/")
    assert "3 actividades en 2 componentes, con 2 responsables y 4 fechas programadas" in page
    assert page.index("1. Gestión del riesgo</h3>") < page.index("2. Rendición de cuentas</h3>")
    assert "30 abr y 15 dic 2026" in page.replace("\u00a0", " ")
    assert "Llevar los trámites a las veredas" in page
    assert version.sha256 in page
    assert "<script>" not in page
    assert 'style="' not in page


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("componente=1", {"1-1"}),
        ("componente=2", {"2-1", "2-2"}),
        ("dependencia=secretaria-de-salud", {"2-1", "2-2"}),
        ("mes=2026-12", {"2-1"}),
        ("mes=2026-06", {"1-1", "2-2"}),
        ("q=RENDICION", {"2-1"}),
        ("q=tramite", {"2-2"}),
        ("q=2.2", {"2-2"}),
        ("q=salud&mes=2026-06", {"2-2"}),
        ("q=zzz", set()),
    ],
)
def test_plan_page_shows_what_was_asked_for(
    client: Client, entity: Entity, content: PlanContent, publish, question: str, shown: set[str]
):
    publish(entity, content)
    page = _text(client, f"/{entity.slug}/planes/2026/ptep/?{question}")
    assert set(re.findall(r"/actividades/([\w-]+)/\"", page)) == shown
    assert f"<strong>{len(shown)}</strong> de 3 actividades" in page


def test_plan_page_cuts_long_plans_into_pages(client: Client, entity: Entity, publish):
    publish(entity, a_plan(*(an_activity(f"1.{number}") for number in range(1, 252))))
    first = _text(client, f"/{entity.slug}/planes/2026/ptep/")
    second = _text(client, f"/{entity.slug}/planes/2026/ptep/?pagina=2")
    assert "Página 1 de 2" in first
    assert (first.count('scope="row" data-label'), second.count('scope="row" data-label')) == (200, 51)


def test_activity_page_says_what_who_and_when(
    client: Client, entity: Entity, content: PlanContent, publish, time_machine
):
    time_machine.move_to("2026-04-20T12:00:00-05:00")
    publish(entity, content)
    page = _text(client, f"/{entity.slug}/planes/2026/ptep/actividades/2-1/")
    assert "Acta publicada" in page
    assert "Secretaría de Salud" in page
    assert "Faltan 10 días" in page
    assert 'rel="prev"' in page
    assert 'rel="next"' in page
    assert f"/{entity.slug}/planes/2026/ptep/actividades/2-1/fechas.ics" in page


def test_versions_page_shows_each_version_with_its_hash(client: Client, entity: Entity, content: PlanContent, publish):
    first = publish(entity, content)
    second = publish(entity, replace(content, objective="Otro."), "Cambió el objetivo.")
    page = _text(client, f"/{entity.slug}/planes/2026/ptep/versiones/")
    assert page.index(second.sha256) < page.index(first.sha256)
    assert "Cambió el objetivo." in page
    assert page.count("Vigente") == 1


def test_comparison_shows_both_words_whichever_version_is_asked_first(
    client: Client, entity: Entity, content: PlanContent, publish
):
    publish(entity, content)
    publish(entity, replace(content, objective="Abrir la alcaldía a su gente."), "Cambió el objetivo.")
    there, back = (
        _text(client, f"/{entity.slug}/planes/2026/ptep/versiones/comparar/?de={one}&a={other}")
        for one, other in ((1, 2), (2, 1))
    )
    assert "De la versión 1 a la 2" in there
    assert f"<del>{content.objective or '(nada)'}</del>" in there
    assert "<ins>Abrir la alcaldía a su gente.</ins>" in there
    assert there == back


@pytest.mark.parametrize("question", ["de=x&a=", "de=0&a=0", "de=-1", "de=%C2%B2", "de=99999999999", "a=1.5"])
def test_comparison_of_what_is_no_version_falls_back_to_the_last_change(
    client: Client, entity: Entity, content: PlanContent, publish, question: str
):
    publish(entity, content)
    publish(entity, replace(content, objective="Otro."))
    assert "De la versión 1 a la 2" in _text(client, f"/{entity.slug}/planes/2026/ptep/versiones/comparar/?{question}")


def test_a_version_keeps_the_promise_that_a_later_one_drops(
    client: Client, entity: Entity, content: PlanContent, publish
):
    publish(entity, content)
    publish(entity, replace(content, nodes=content.nodes[:1]), "Sale la audiencia.")
    base = f"/{entity.slug}/planes/2026/ptep/"
    assert client.get(f"{base}actividades/2-1/").status_code == 404
    kept = _text(client, f"{base}versiones/1/")
    assert f'href="{base}versiones/1/actividades/2-1/"' in kept
    assert "versión 1" in kept
    assert "Versión guardada" in _text(client, f"{base}versiones/1/actividades/2-1/")


def test_json_ld_survives_any_text(client: Client, entity: Entity, content: PlanContent, publish):
    publish(entity, replace(content, objective='</script><script>alert(1)</script> & «comillas» "'))
    page = _text(client, f"/{entity.slug}/planes/2026/ptep/")
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 1
    data = json.loads(found[0])
    assert data["description"].startswith("</script>")
    assert {one["encodingFormat"] for one in data["distribution"]} >= {"text/csv", "application/json"}
    assert "alert(1)</script>" not in page


def test_names_are_escaped_everywhere(client: Client, entity: Entity, publish):
    publish(entity, a_plan(an_activity("1.1", name="<b>Uno</b> & dos"), title="<i>Plan</i>"))
    for page in ("/", "/planes/", "/planes/2026/ptep/", "/planes/2026/ptep/actividades/1-1/", "/buscar/?q=dos"):
        body = _text(client, f"/{entity.slug}{page}")
        assert "<b>Uno" not in body
        assert "<i>Plan" not in body


def test_annex_links_only_to_the_web(client: Client, entity: Entity, content: PlanContent, publish):
    annexes = (AnnexContent("Mapa", "https://example.org/mapa"), AnnexContent("Otro", "javascript:alert(1)"))
    publish(entity, replace(content, annexes=annexes))
    page = _text(client, f"/{entity.slug}/planes/2026/ptep/")
    assert '<a href="https://example.org/mapa">Mapa</a>' in page
    assert "javascript:" not in page


def test_home_counts_what_is_promised(client: Client, entity: Entity, content: PlanContent, publish, time_machine):
    time_machine.move_to("2026-06-01T12:00:00-05:00")
    publish(entity, content)
    publish(entity, replace(a_plan(an_activity()), slug="paac", title="Plan viejo", **_year(2024)))
    page = _text(client, f"/{entity.slug}/")
    assert re.findall(r'class="figure">(\d+)<', page) == ["3", "2", "2"]
    assert "Planes de otros periodos (1)" in page
    assert "Plan viejo" in page


def _year(year: int) -> dict[str, object]:
    plan = a_plan()
    return {"period_start": plan.period_start.replace(year=year), "period_end": plan.period_end.replace(year=year)}


def test_search_mends_and_marks(client: Client, entity: Entity, content: PlanContent, publish):
    publish(entity, content)
    page = _text(client, f"/{entity.slug}/buscar/?q=rendision")
    assert "¿Quiso decir" in page
    assert "<mark>rendición</mark>" in page
    assert f'href="/{entity.slug}/planes/2026/ptep/actividades/2-1/"' in page
    announced = _text(client, f"/{entity.slug}/buscar/?q=veredas")
    assert f'href="/{entity.slug}/planes/2026/ptep/#anunciado"' in announced


def test_news_tells_every_version_once(client: Client, entity: Entity, content: PlanContent, publish):
    publish(entity, content)
    publish(entity, replace(content, objective="Otro."), "Cambió el objetivo.")
    feed = _text(client, f"/{entity.slug}/novedades.rss")
    assert feed.count("<item>") == 2
    assert "Cambió el objetivo." in feed
    assert f"http://testserver/{entity.slug}/planes/2026/ptep/versiones/#v2" in feed


def test_sitemap_lists_every_activity(client: Client, entity: Entity, content: PlanContent, publish):
    publish(entity, content)
    page = _text(client, f"/{entity.slug}/sitemap.xml")
    for key in ("1-1", "2-1", "2-2"):
        assert f"<loc>http://testserver/{entity.slug}/planes/2026/ptep/actividades/{key}/</loc>" in page
    assert f"http://testserver/{entity.slug}/sitemap.xml" in _text(client, "/sitemap.xml")


def test_consultations_are_found_from_the_plan_the_list_and_the_sitemap(
    client: Client, entity: Entity, other_entity: Entity, content: PlanContent, publish
):
    """Those of a published plan from its versions, those of a draft from the list; withdrawn ones from neither."""
    now = timezone.now()
    with active_tenant(other_entity):
        make_consultation(make_full_plan(other_entity, slug="ajeno"), now=now)
    draft = make_consultation(make_full_plan(entity, slug="borrador", title="Borrador consultado"), now=now)
    consulted = publish(entity, content).plan
    Consultation.objects.filter(pk=make_consultation(make_full_plan(entity, slug="otro"), now=now).pk).update(
        plan=consulted, status="CLOSED"
    )
    home = f"/{entity.slug}/planes/2026"
    plans, versions = _text(client, f"/{entity.slug}/planes/"), _text(client, f"{home}/ptep/versiones/")
    sitemap = _text(client, f"/{entity.slug}/sitemap.xml")
    assert f'href="{home}/borrador/consulta/"' in plans
    assert "Borrador consultado" in plans
    assert f"{home}/ptep/consulta/" not in plans
    assert f'href="{home}/ptep/consulta/1/"' in versions
    assert f"<loc>http://testserver{home}/borrador/consulta/1/</loc>" in sitemap
    assert f"<loc>http://testserver{home}/ptep/consulta/1/comentarios/</loc>" in sitemap
    assert "ajeno" not in plans + sitemap
    Consultation.objects.filter(pk=draft.pk).update(status="WITHDRAWN")
    caches["pages"].clear()
    assert "borrador/consulta" not in _text(client, f"/{entity.slug}/planes/")
    assert "borrador/consulta" not in _text(client, f"/{entity.slug}/sitemap.xml")


def test_footer_has_the_contact_data(client: Client, db: None):
    entity = make_entity(
        address="Calle 1 # 2-3",
        postal_code="050001",
        phone="604 555 0100",
        toll_free_phone="01 8000 1",
        anticorruption_phone="01 8000 2",
        email="contacto@example.org",
        judicial_email="judicial@example.org",
        opening_hours="8 a 5",
    )
    with active_tenant(entity):
        page = _text(client, f"/{entity.slug}/politicas/")
    assert 'href="tel:+576045550100">+57 604 555 0100' in page
    for text in ("Calle 1 # 2-3", "050001", "01 8000 1", "01 8000 2", "judicial@example.org", "8 a 5"):
        assert text in page

"""An entity's own shield: who sets it, what is kept, and where it is seen."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from factories import NOW, client_of, make_entity, make_member, principal
from follow_up_reports import plan_of, published
from foundations.attachments.making import picture
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.operations import remove_shield, set_shield
from rinde.capabilities.entities.queries import shield_of
from rinde.foundations.attachments import UploadRefused
from rinde.foundations.refusals import NotAllowed, NotReady
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.files.models import StoredFile
from rinde.services.tenancy import active_tenant

ALT = "Escudo de Prueba: un árbol"
CANNOT = [role for role in RoleCode if "entities.edit" not in permissions_of(role)]


@pytest.fixture
def admin(entity: Entity) -> Principal:
    return principal(entity, "ENTITY_ADMIN")


def saved(entity: Entity, by: Principal, content: bytes | None = None, alt: str = ALT) -> Entity:
    return set_shield(entity_id=entity.pk, content=content or picture("PNG"), alt=alt, by=by, now=NOW)


def marks() -> list[str]:
    return list(AuditEntry.objects.filter(action__startswith="entities.shield").values_list("action", flat=True))


def test_shield_is_kept_made_anew_with_its_words(entity: Entity, admin: Principal) -> None:
    after = saved(entity, admin, alt="  Escudo de Prueba:\n un árbol ")
    content = shield_of(after)
    assert content is not None
    assert content.startswith(b"\x89PNG")
    assert content != picture("PNG")
    assert (after.shield_alt, after.shield_file.sha256, after.shield_file.content_type) == (
        ALT, after.shield_sha256, "image/png",
    )  # fmt: skip
    assert marks() == ["entities.shield_set"]


def test_same_shield_again_is_one_save_and_other_words_are_another(entity: Entity, admin: Principal) -> None:
    saved(entity, admin)
    saved(entity, admin)
    assert len(marks()) == 1
    after = set_shield(entity_id=entity.pk, content=None, alt="Otro texto", by=admin, now=NOW)
    assert (after.shield_alt, len(marks()), StoredFile.objects.count()) == ("Otro texto", 2, 1)


def test_shield_can_be_taken_away_once(entity: Entity, admin: Principal) -> None:
    saved(entity, admin)
    for _ in range(2):
        after = remove_shield(entity_id=entity.pk, by=admin, now=NOW)
    assert (after.shield_file_id, after.shield_sha256, after.shield_alt) == (None, "", "")
    assert marks() == ["entities.shield_set", "entities.shield_remove"]


@pytest.mark.parametrize("role", CANNOT)
def test_others_do_not_change_it(entity: Entity, admin: Principal, role: str) -> None:
    before = saved(entity, admin).shield_sha256
    by = principal(entity, role)
    with pytest.raises(NotAllowed):
        saved(entity, by, picture("JPEG", (9, 9)))
    with pytest.raises(NotAllowed):
        remove_shield(entity_id=entity.pk, by=by, now=NOW)
    entity.refresh_from_db()
    assert entity.shield_sha256 == before


def test_administration_of_another_entity_does_not_change_it(entity: Entity, admin: Principal) -> None:
    other = make_entity()
    with active_tenant(other), pytest.raises(NotAllowed):
        saved(other, admin)


def test_everything_missing_is_said_at_once(entity: Entity, admin: Principal) -> None:
    with pytest.raises(NotReady) as refusal:
        set_shield(entity_id=entity.pk, content=None, alt="  ", by=admin, now=NOW)
    assert len(refusal.value.gaps) == 2
    with pytest.raises(NotReady):
        saved(entity, admin, alt="x" * 161)


@pytest.mark.parametrize("content", [b"%PDF-1.7 no", b"hola", picture("PNG")[:50]])
def test_what_is_no_picture_is_refused_and_nothing_is_kept(entity: Entity, admin: Principal, content: bytes) -> None:
    with pytest.raises(UploadRefused):
        saved(entity, admin, content)
    assert not StoredFile.objects.exists()


def test_table_takes_only_a_whole_shield(entity: Entity) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Entity.objects.filter(pk=entity.pk).update(shield_alt=ALT)


def test_public_pages_show_it_with_its_words_and_the_initials_without(
    entity: Entity, admin: Principal, client: Client
) -> None:
    where = reverse("portal:entity_shield", kwargs={"entity_slug": entity.slug})
    home = reverse("portal:home", kwargs={"entity_slug": entity.slug})
    assert client.get(where).status_code == 404
    assert "shield__field" in client.get(home).content.decode()
    after = saved(entity, admin)
    page = client.get(f"{home}?x=1").content.decode()
    assert f'src="{where}?v={after.shield_sha256[:12]}"' in page
    assert f'alt="{ALT}"' in page
    assert "shield__field" not in page
    answer = client.get(where)
    assert (answer["Content-Type"], answer.content) == ("image/png", shield_of(after))
    other = make_entity()
    assert client.get(where.replace(f"/{entity.slug}/", f"/{other.slug}/")).status_code == 404


def test_page_of_the_entity_takes_it_refuses_what_is_none_and_takes_it_away(entity: Entity) -> None:
    client = client_of(make_member(entity, "ENTITY_ADMIN"))
    page = reverse("desk:entity_data", kwargs={"entity_slug": entity.slug})
    where = reverse("desk:entity_shield", kwargs={"entity_slug": entity.slug})
    assert "Ley 2345 de 2023" in client.get(page).content.decode()
    refused = client.post(where, {"file": SimpleUploadedFile("escudo.png", b"hola"), "alt": ALT})
    assert refused.status_code == 422
    assert ALT in refused.content.decode()
    empty = client.post(where, {"alt": ""})
    assert "Escoja la imagen del escudo." in empty.content.decode()
    assert "Escriba qué muestra el escudo, para quien no lo ve." in empty.content.decode()
    sent = client.post(where, {"file": SimpleUploadedFile("x.webp", picture("WEBP")), "alt": ALT}, follow=True)
    assert "El escudo quedó guardado" in sent.content.decode()
    assert f'alt="{ALT}"' in sent.content.decode()
    gone = client.post(where, {"quitar": "si"}, follow=True)
    assert "shield__field" in gone.content.decode()
    reader = client_of(make_member(entity, "READER"))
    assert reader.post(where, {"quitar": "si"}).status_code in {403, 404}


def test_report_of_internal_control_carries_it_on_paper(entity: Entity, admin: Principal, client: Client) -> None:
    plan = plan_of(published(entity))
    place = {"entity_slug": entity.slug, "year": plan.year, "plan_slug": plan.slug, "facts_until": date(2026, 6, 30)}
    where = reverse("portal:follow_up_report_file", kwargs=place | {"extension": "pdf"})
    plain = client.get(where).content
    saved(entity, admin)
    with_shield = client.get(f"{where}?x=1").content
    assert plain.startswith(b"%PDF")
    assert with_shield.startswith(b"%PDF")
    assert b"/Subtype/Image" not in plain.replace(b" ", b"")
    assert b"/Subtype/Image" in with_shield.replace(b" ", b"")

from datetime import timedelta

import pytest

from commitment_samples import (
    COMMUNITY,
    LATER,
    liaison_of,
    make_accepted_report,
    make_draft_commitment,
    make_public_commitment,
    make_voice,
    say,
)
from dialogue_samples import AFTER, make_held_space, organiser
from factories import make_actor, principal
from rinde.capabilities.dialogue.models import CitizenWord, CommitmentEvent, CommitmentVoice
from rinde.capabilities.dialogue.operations.citizen_words import (
    NOT_OURS,
    end_voice,
    hide_comment,
    invite_voice,
    say_word,
    show_comment,
)
from rinde.capabilities.dialogue.operations.commitments import close_commitment
from rinde.capabilities.dialogue.queries.words import contradicts, entity_word_of, voices_of, waiting_comments
from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.notifications.models import OutgoingMail
from rinde.services.tenancy import active_tenant


def test_both_words_stand_side_by_side(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    invitation = make_voice(public, by=by)
    make_accepted_report(public, by=by)
    word = say(invitation, "NOT", comment="El puente sigue caído.")
    entity_says, citizens_say = entity_word_of(public), voices_of([public])[public.pk]
    assert entity_says.outcome == "KEPT"
    assert [(one.name, one.outcome, one.comment) for one in citizens_say.now] == [
        (COMMUNITY, "NOT", "El puente sigue caído.")
    ]
    assert word.entity_outcome == "KEPT"
    assert contradicts(entity_says, citizens_say)
    assert CommitmentEvent.objects.filter(kind="SAID").count() == 1


def test_neither_word_overwrites_the_other(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    invitation = make_voice(public, by=by)
    say(invitation, "NOT")
    close_commitment(commitment_id=public.pk, outcome="KEPT", text="Hecho.", done_on=public.made_on, by=by, now=LATER)
    say(invitation, "PARTLY", now=LATER + timedelta(days=1))
    public.refresh_from_db()
    assert (public.status, public.outcome) == ("CLOSED", "KEPT")
    said = voices_of([public])[public.pk]
    assert [one.outcome for one in said.now] == ["PARTLY"]
    assert [(one.outcome, one.entity_outcome) for one in said.before] == [("NOT", "")]


def test_code_serves_whatever_was_typed_between(entity: Entity) -> None:
    public = make_public_commitment(entity)
    invitation = make_voice(public)
    said = say_word(
        commitment_id=public.pk, outcome="KEPT", comment="", form_token="f", code=invitation.code.lower(), now=LATER
    )
    assert said.word.voice == invitation.voice


def test_same_form_twice_is_one_word(entity: Entity) -> None:
    public = make_public_commitment(entity)
    token = make_voice(public).token
    first, again = (
        say_word(commitment_id=public.pk, outcome="KEPT", comment="", form_token="f", token=token, now=LATER)
        for _ in range(2)
    )
    assert (first.is_new, again.is_new, again.word) == (True, False, first.word)
    assert CitizenWord.objects.count() == 1


def test_only_hashes_of_link_and_code_are_kept(entity: Entity) -> None:
    invitation = make_voice(make_public_commitment(entity))
    kept = CommitmentVoice.objects.values().get()
    assert invitation.token not in str(kept)
    assert invitation.code not in str(kept)
    assert invitation.code.replace("-", "") not in str(kept)


@pytest.mark.parametrize("secret", [{"token": "inventado"}, {"code": "AAAA-BBBB-CCCC"}, {"code": ""}, {"code": "- -"}])
def test_forged_link_or_code_is_told_and_says_nothing(entity: Entity, secret: dict[str, str]) -> None:
    public = make_public_commitment(entity)
    make_voice(public)
    with pytest.raises(TransitionNotAllowed) as refused:
        say_word(commitment_id=public.pk, outcome="NOT", comment="", form_token="f", now=LATER, **secret)
    assert refused.value.message == NOT_OURS
    assert not CitizenWord.objects.exists()


def test_link_of_another_commitment_or_a_replaced_one_does_not_serve(entity: Entity) -> None:
    first, second = make_public_commitment(entity), make_public_commitment(entity)
    old = make_voice(first)
    of_second = make_voice(second)
    make_voice(first)
    for commitment, invitation in ((first, of_second), (first, old)):
        for secret in ({"token": invitation.token}, {"code": invitation.code}):
            with pytest.raises(TransitionNotAllowed):
                say_word(commitment_id=commitment.pk, outcome="NOT", comment="", form_token="f", now=LATER, **secret)
    assert CommitmentVoice.objects.filter(commitment=first).count() == 1


def test_link_of_another_entity_does_not_serve(entity: Entity, other_entity: Entity) -> None:
    public = make_public_commitment(entity)
    with active_tenant(other_entity):
        stranger = make_voice(make_public_commitment(other_entity))
    with pytest.raises(TransitionNotAllowed):
        say_word(commitment_id=public.pk, outcome="NOT", comment="", form_token="f", token=stranger.token, now=LATER)


def test_voice_that_ended_says_no_more_and_its_words_stay(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    invitation = make_voice(public, by=by, email="junta@example.org")
    say(invitation, "NOT")
    end_voice(voice_id=invitation.voice.pk, by=by, now=LATER)
    with pytest.raises(TransitionNotAllowed):
        say(invitation, "KEPT")
    assert [one.outcome for one in voices_of([public])[public.pk].now] == ["NOT"]
    assert CommitmentVoice.objects.get().email == ""


def test_link_goes_by_mail_once_where_the_collective_gave_one(entity: Entity) -> None:
    public = make_public_commitment(entity)
    make_voice(public, email="junta@example.org", page="https://rinde.example/x/")
    mail = OutgoingMail.objects.get()
    assert "https://rinde.example/x/" in mail.body
    make_voice(public, name="Comité de La Palma")
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("name", ["", "Luz Marina, C.C. 52.418.903", "x" * 161])
def test_voice_is_a_community_by_name(entity: Entity, name: str) -> None:
    public = make_public_commitment(entity)
    with pytest.raises(NotReady):
        make_voice(public, name=name)


def test_link_of_a_draft_is_not_made(entity: Entity) -> None:
    by = organiser(entity)
    draft = make_draft_commitment(entity, by=by)
    with pytest.raises(TransitionNotAllowed, match="Publique primero"):
        invite_voice(commitment_id=draft.pk, name=COMMUNITY, by=by, now=AFTER)


@pytest.mark.parametrize("role", ["INTERNAL_CONTROL", "READER", "COMMUNICATIONS"])
def test_role_that_does_not_run_the_space_gives_no_link(entity: Entity, role: str) -> None:
    public = make_public_commitment(entity)
    with pytest.raises(NotAllowed):
        make_voice(public, by=principal(entity, role))


def test_word_without_an_outcome_is_refused_with_what_was_missing(entity: Entity) -> None:
    invitation = make_voice(make_public_commitment(entity))
    with pytest.raises(NotReady) as refused:
        say(invitation, "", comment="x" * 20_000)
    assert len(refused.value.gaps) == 2


def test_comment_is_hidden_with_its_reason_and_the_word_stays(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    word = say(make_voice(public, by=by), "NOT", comment="Es un ladrón.")
    with pytest.raises(NotReady):
        hide_comment(word_id=word.pk, reason="", by=by, now=LATER)
    hide_comment(word_id=word.pk, reason="insulta o amenaza a alguien", by=by, now=LATER)
    (said,) = voices_of([public])[public.pk].now
    assert (said.outcome, said.comment, said.hidden_reason) == ("NOT", "", "insulta o amenaza a alguien")
    show_comment(word_id=word.pk, by=by, now=LATER)
    with pytest.raises(TransitionNotAllowed):
        show_comment(word_id=word.pk, by=by, now=LATER)


def test_comment_that_waits_is_not_in_public_and_its_word_is(entity: Entity) -> None:
    public = make_public_commitment(entity)
    say(make_voice(public), "NOT", comment="Pregunten a Luz, cédula 52.418.903")
    (said,) = voices_of([public])[public.pk].now
    assert (said.outcome, said.comment, said.waits) == ("NOT", "", True)
    assert waiting_comments() == 1


def test_unit_does_not_hide_what_is_said_of_its_work(entity: Entity) -> None:
    actor = make_actor(entity)
    public = make_public_commitment(entity, space=make_held_space(entity, actor_id=actor.pk), actor_id=actor.pk)
    word = say(make_voice(public), "NOT", comment="No han ido.")
    with pytest.raises(NotAllowed):
        hide_comment(word_id=word.pk, reason="es publicidad", by=liaison_of(actor), now=LATER)
    hide_comment(word_id=word.pk, reason="es publicidad", by=principal(entity, "COMMUNICATIONS"), now=LATER)

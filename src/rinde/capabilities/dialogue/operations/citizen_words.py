"""The word of whoever obtained a commitment: by a personal link or a code, changed at will and never erased."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare, salted_hmac

from rinde.capabilities.dialogue.choices import CommentStatus, CommitmentMoment, CommitmentStatus
from rinde.capabilities.dialogue.models import CitizenWord, Commitment, CommitmentVoice
from rinde.capabilities.dialogue.operations.commitment_events import happened, locked_commitment, note_commitment
from rinde.capabilities.dialogue.permissions import check_keep, check_moderate_words
from rinde.capabilities.dialogue.queries.words import entity_word_of
from rinde.capabilities.dialogue.rules.commitments import LONGEST_NAME
from rinde.capabilities.dialogue.rules.words import check_may_become, first_status, new_code, plain_code, word_gaps
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.hiding import hiding_gaps
from rinde.foundations.text.personal_data import in_words, signs_in_text
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import ANONYMOUS, Principal
from rinde.services.notifications.operations import send_once

NOT_RECEIVED = "No recibimos su palabra todavía."
NOT_OURS = (
    "Ese enlace o código no sirve: está incompleto, es de otro compromiso o la entidad lo reemplazó por uno nuevo. "
    "Copie el último que le dieron, o pídalo en los canales de atención de la entidad."
)
_CODE = "rinde.dialogue.voice"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A voice with its link's token and its code: the only moment at which anybody sees them."""

    voice: CommitmentVoice
    token: str
    code: str


@transaction.atomic
def invite_voice(
    *,
    commitment_id: int,
    name: str,
    email: str = "",
    page: str = "",
    by: Principal,
    now: datetime,
) -> Invitation:
    """Give a community the link and the code by which it says whether a commitment was kept. The former ones end.

    Args:
        email: of the collective, where it gave one: it gets the link. Kept inside.
        page: the absolute address to which the token is added; without one no mail goes out.

    Raises:
        NotAllowed: for whoever does not run where the commitment was made.
        TransitionNotAllowed: for a commitment that is not public yet.
        NotReady: without the name of a community, or with a person's data in it.
    """
    commitment = locked_commitment(commitment_id)
    check_keep(commitment, by=by)
    if commitment.status == CommitmentStatus.DRAFT:
        raise TransitionNotAllowed("Publique primero el compromiso; después entregue el enlace o el código.")
    name = " ".join(name.split())
    refuse_gaps("No se hizo el enlace.", *_name_gaps(name))
    standing = CommitmentVoice.objects.filter(commitment=commitment, name=name, ended_at__isnull=True)
    email = email.strip().lower() or next((one.email for one in standing), "")
    before = standing.first()
    token, code = secrets.token_urlsafe(32), new_code()
    hashes = {"token_hash": _hash_of(token), "code_hash": _code_hash(commitment, code)}
    if before is None:
        voice: CommitmentVoice = CommitmentVoice.objects.create(
            entity_id=commitment.entity_id, commitment=commitment, name=name, email=email,
            made_at=now, made_by_id=by.user_id, **hashes,
        )  # fmt: skip
    else:  # what they have said stays theirs
        voice = before
        voice.email, voice.made_at, voice.made_by_id = email, now, by.user_id
        voice.token_hash, voice.code_hash = hashes["token_hash"], hashes["code_hash"]
        voice.save()
    note_commitment(commitment, "dialogue.commitment_voice", by=by, now=now, voice=voice.pk)
    if email and page:
        _mail_invitation(commitment, voice, f"{page}{token}/", code, now=now)
    return Invitation(voice, token, code)


def _name_gaps(name: str) -> tuple[str, ...]:
    if not name:
        return ("Escriba el nombre de la comunidad o el colectivo.",)
    if found := in_words(signs_in_text(name)):
        return (f"El nombre parece tener {found}, y será público. Escriba solo el de la comunidad.",)
    return (f"El nombre pasa de {LONGEST_NAME} caracteres. Acórtelo.",) if len(name) > LONGEST_NAME else ()


def _mail_invitation(commitment: Commitment, voice: CommitmentVoice, link: str, code: str, *, now: datetime) -> None:
    context = {"commitment": commitment, "voice": voice, "link": link, "code": code}
    send_once(
        entity_id=commitment.entity_id,
        key=f"commitment-voice:{voice.pk}:{voice.token_hash[:16]}",
        recipient=f"commitment-voice:{voice.pk}",
        address=voice.email,
        subject=f"Diga si se cumplió el compromiso {commitment.number}",
        body=render_to_string("dialogue/mail/voice.txt", context),
        now=now,
    )


def _hash_of(token: str) -> str:
    """SHA-256 of a link's token; it has 256 random bits, so no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def _code_hash(commitment: Commitment, code: str) -> str:
    """Keyed, and of one commitment only: whoever reads the table cannot try codes against it."""
    return salted_hmac(_CODE, f"{commitment.pk}:{plain_code(code)}", algorithm="sha256").hexdigest()


def voice_of_token(commitment: Commitment, token: str) -> CommitmentVoice:
    """The voice of a personal link. Raises TransitionNotAllowed for a forged, replaced or foreign one."""
    found: CommitmentVoice | None = CommitmentVoice.objects.filter(
        commitment=commitment, token_hash=_hash_of(token), ended_at__isnull=True
    ).first()
    if found is None:
        raise TransitionNotAllowed(NOT_OURS)
    return found


def voice_of_code(commitment: Commitment, code: str) -> CommitmentVoice:
    """The voice of a code that somebody typed. Raises TransitionNotAllowed for one that is not of this commitment."""
    wanted = _code_hash(commitment, code)
    standing = CommitmentVoice.objects.filter(commitment=commitment, ended_at__isnull=True)
    found: list[CommitmentVoice] = [one for one in standing if constant_time_compare(one.code_hash, wanted)]
    if not plain_code(code) or not found:
        raise TransitionNotAllowed(NOT_OURS)
    return found[0]


@transaction.atomic
def end_voice(*, voice_id: int, by: Principal, now: datetime) -> None:
    """Put a link and its code out of use and forget their mail; what was said by them stays.

    Raises:
        NotAllowed: for whoever does not run where the commitment was made.
    """
    voice: CommitmentVoice = CommitmentVoice.objects.get(pk=voice_id)
    commitment = locked_commitment(voice.commitment_id)
    check_keep(commitment, by=by)
    if CommitmentVoice.objects.filter(pk=voice_id, ended_at__isnull=True).update(ended_at=now, email=""):
        note_commitment(commitment, "dialogue.commitment_voice_end", by=by, now=now, voice=voice_id)


@dataclass(frozen=True, slots=True)
class Said:
    """A word that stands; `is_new` is False where this very form had come in before."""

    word: CitizenWord
    is_new: bool


@transaction.atomic
def say_word(
    *,
    commitment_id: int,
    outcome: str,
    comment: str,
    form_token: str,
    token: str = "",
    code: str = "",
    now: datetime,
) -> Said:
    """Take in whether a commitment was kept, from whoever obtained it. The same form again is the same word.

    The word is in view at once beside the entity's; a comment that seems to identify somebody waits to be looked at.

    Args:
        token, code: of the personal link, or as it was typed: one of the two.

    Raises:
        TransitionNotAllowed: for a link or code that is not of this commitment, or one that is not public.
        NotReady: with everything that is missing.
    """
    commitment = locked_commitment(commitment_id)
    if commitment.status == CommitmentStatus.DRAFT:
        raise TransitionNotAllowed(NOT_OURS)
    voice = voice_of_token(commitment, token) if token else voice_of_code(commitment, code)
    if before := CitizenWord.objects.filter(commitment=commitment, form_token=form_token).first():
        return Said(before, is_new=False)
    said = tidy_text(comment)
    refuse_gaps(NOT_RECEIVED, *word_gaps(outcome=outcome, comment=said))
    rows = CitizenWord.objects.filter(commitment=commitment)
    word: CitizenWord = CitizenWord.objects.create(
        entity_id=commitment.entity_id,
        commitment=commitment,
        voice=voice,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        outcome=outcome,
        comment=said,
        comment_status=first_status(said),
        said_at=now,
        entity_outcome=entity_word_of(commitment).outcome,
        form_token=form_token,
    )
    happened(commitment, CommitmentMoment.SAID, by=ANONYMOUS, now=now, outcome=outcome)
    note_commitment(commitment, "dialogue.commitment_word", by=ANONYMOUS, now=now, word=word.number, outcome=outcome)
    return Said(word, is_new=True)


@transaction.atomic
def show_comment(*, word_id: int, by: Principal, now: datetime) -> CitizenWord:
    """Put the comment of a word in view.

    Raises:
        NotAllowed: for whoever may not look after what citizens say.
        TransitionNotAllowed: where it is in view already.
    """
    return _moderate(word_id, CommentStatus.VISIBLE, "", by=by, now=now)


@transaction.atomic
def hide_comment(*, word_id: int, reason: str, by: Principal, now: datetime) -> CitizenWord:
    """Take the comment of a word out of view; the word itself stays, with «No se muestra el comentario porque…».

    Raises:
        NotAllowed: for whoever may not look after what citizens say.
        TransitionNotAllowed: where it is hidden already.
        NotReady: without a reason.
    """
    said = " ".join(tidy_text(reason).split())
    return _moderate(word_id, CommentStatus.HIDDEN, said, by=by, now=now)


def _moderate(word_id: int, to: str, reason: str, *, by: Principal, now: datetime) -> CitizenWord:
    word: CitizenWord = CitizenWord.objects.get(pk=word_id)
    commitment = locked_commitment(word.commitment_id)
    check_moderate_words(commitment.entity, by=by)
    word.refresh_from_db()
    check_may_become(word.comment_status, to)
    if to == CommentStatus.HIDDEN:
        refuse_gaps("No se ocultó el comentario.", *hiding_gaps(reason))
    word.comment_status, word.hidden_reason = to, reason
    word.moderated_at, word.moderated_by_id = now, by.user_id
    word.save(update_fields=["comment_status", "hidden_reason", "moderated_at", "moderated_by"])
    action = "dialogue.commitment_comment_show" if to == CommentStatus.VISIBLE else "dialogue.commitment_comment_hide"
    note_commitment(commitment, action, by=by, now=now, word=word.number)
    return word

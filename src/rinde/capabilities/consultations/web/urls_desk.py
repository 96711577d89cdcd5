"""Addresses of this capability on the desk, below `/{entity}/gestion/`."""

from django.urls import path

from rinde.capabilities.consultations.web.converters import NATURAL
from rinde.capabilities.consultations.web.desk import comments, consultations, replies

_HERE = "planes/<int:plan_id>/consulta/"
_COMMENT = f"{_HERE}comentarios/<{NATURAL}:number>/"
_REPLY = f"{_HERE}respuestas/<{NATURAL}:number>/"

urlpatterns = [
    path("consultas/", consultations.consultation_list, name="consultation_list"),
    path(_HERE, consultations.consultation, name="consultation"),
    path(f"{_HERE}abrir/", consultations.consultation_open, name="consultation_open"),
    path(f"{_HERE}ampliar/", consultations.consultation_extend, name="consultation_extend"),
    path(f"{_HERE}cerrar/", consultations.consultation_close, name="consultation_close"),
    path(f"{_HERE}retirar/", consultations.consultation_withdraw, name="consultation_withdraw"),
    path(f"{_HERE}comentarios/", comments.comment_list, name="comment_list"),
    path(f"{_HERE}comentarios/entrar/", comments.comment_enter, name="comment_enter"),
    path(f"{_COMMENT}mostrar/", comments.comment_show, name="comment_show"),
    path(f"{_COMMENT}ocultar/", comments.comment_hide, name="comment_hide"),
    path(f"{_HERE}respuestas/", replies.reply_list, name="reply_list"),
    path(f"{_HERE}respuestas/nueva/", replies.reply_new, name="reply_new"),
    path(_REPLY, replies.reply_edit, name="reply_edit"),
    path(f"{_REPLY}descartar/", replies.reply_discard, name="reply_discard"),
    path(f"{_REPLY}cambio/", replies.reply_change, name="reply_change"),
    path(f"{_HERE}resumen/", replies.summary_publish, name="consultation_publish"),
]

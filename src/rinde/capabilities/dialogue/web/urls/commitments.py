"""Addresses of commitments and improvement plans: on the desk, and on the public site."""

from django.urls import URLPattern, path

from rinde.capabilities.dialogue.web.desk import commitment_acts as acts
from rinde.capabilities.dialogue.web.desk import commitment_reports as reports
from rinde.capabilities.dialogue.web.desk import commitments as desk_commitments
from rinde.capabilities.dialogue.web.desk import improvement as desk_improvement
from rinde.capabilities.dialogue.web.public import commitments, improvement, words

_DESK = "compromisos/<int:commitment_id>/"
_PUBLIC = "compromisos/<int:number>/"
_SPACE = "espacios/<slug:slug>/mejoramiento/"
_SERIES = "series/<slug:slug>/mejoramiento/"

desk: list[URLPattern] = [
    path("compromisos/", desk_commitments.commitment_list, name="commitment_list"),
    path("compromisos/nuevo/", desk_commitments.commitment_new, name="commitment_new"),
    path("compromisos/pruebas/<int:proof_id>/", reports.commitment_proof, name="commitment_proof"),
    path(_DESK, desk_commitments.commitment_detail, name="commitment_detail"),
    path(f"{_DESK}editar/", desk_commitments.commitment_edit, name="commitment_edit"),
    path(f"{_DESK}publicar/", desk_commitments.commitment_publish, name="commitment_publish"),
    path(f"{_DESK}descartar/", desk_commitments.commitment_discard, name="commitment_discard"),
    path(f"{_DESK}fecha/", acts.commitment_move, name="commitment_move"),
    path(f"{_DESK}cerrar/", acts.commitment_close, name="commitment_close"),
    path(f"{_DESK}abrir/", acts.commitment_reopen, name="commitment_reopen"),
    path(f"{_DESK}llevar-al-plan/", acts.commitment_carry, name="commitment_carry"),
    path(f"{_DESK}enlace/", acts.commitment_voice, name="commitment_voice"),
    path(f"{_DESK}enlace/<int:voice_id>/quitar/", acts.commitment_voice_end, name="commitment_voice_end"),
    path(f"{_DESK}palabras/<int:word_id>/", acts.commitment_comment, name="commitment_comment"),
    path(f"{_DESK}avance/", reports.commitment_report, name="commitment_report"),
    path(f"{_DESK}avance/<int:report_id>/decidir/", reports.commitment_decide, name="commitment_decide"),
    path(f"{_DESK}pruebas/", reports.commitment_proof_add, name="commitment_proof_add"),
    path(f"{_DESK}pruebas/<int:proof_id>/quitar/", reports.commitment_proof_remove, name="commitment_proof_remove"),
    path("espacios/<int:space_id>/mejoramiento/", desk_improvement.improvement_plan, name="improvement_plan"),
    path("series/<int:series_id>/mejoramiento/", desk_improvement.series_improvement, name="series_improvement"),
]
public: list[URLPattern] = [
    path("compromisos/", commitments.commitments, name="commitments"),
    path("compromisos/compromisos.<slug:extension>", commitments.commitments_download, name="commitments_download"),
    path("compromisos/pruebas/<int:proof_id>/", commitments.commitment_proof, name="commitment_proof"),
    path(_PUBLIC, commitments.commitment, name="commitment"),
    path(f"{_PUBLIC}seguir/", words.commitment_follow, name="commitment_follow"),
    path(f"{_PUBLIC}su-palabra/", words.commitment_word, name="commitment_word"),
    path(f"{_PUBLIC}su-palabra/<str:token>/", words.commitment_word_link, name="commitment_word_link"),
    path(_SPACE, improvement.space_improvement, name="space_improvement"),
    path(f"{_SPACE}plan.json", improvement.space_improvement_text, name="space_improvement_text"),
    path(
        f"{_SPACE}plan-de-mejoramiento.<slug:extension>",
        improvement.space_improvement_download,
        name="space_improvement_download",
    ),
    path(_SERIES, improvement.series_improvement, name="series_improvement"),
    path(f"{_SERIES}plan.json", improvement.series_improvement_text, name="series_improvement_text"),
    path(
        f"{_SERIES}plan-de-mejoramiento.<slug:extension>",
        improvement.series_improvement_download,
        name="series_improvement_download",
    ),
]

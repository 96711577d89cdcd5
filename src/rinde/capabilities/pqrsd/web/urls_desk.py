"""Addresses of this capability on the desk, below `/{entity}/gestion/peticiones/`."""

from django.urls import path

from rinde.capabilities.pqrsd.web.desk import answers, filing, listing, moves, options, petition

_ONE = "<int:petition_id>/"

urlpatterns = [
    path("", listing.petition_list, name="petition_list"),
    path("radicar/", filing.petition_file, name="petition_file"),
    path("opciones/", options.petition_options, name="petition_options"),
    path(_ONE, petition.petition_detail, name="petition_detail"),
    path(f"{_ONE}identidad/", petition.petition_identity, name="petition_identity"),
    path(f"{_ONE}codigo/", petition.petition_code, name="petition_code"),
    path(f"{_ONE}documentos/", petition.petition_attach, name="petition_attach"),
    path(f"{_ONE}documentos/<int:document_id>/", petition.petition_document, name="petition_document"),
    path(f"{_ONE}clasificar/", moves.petition_triage, name="petition_triage"),
    path(f"{_ONE}prorrogar/", moves.petition_extend, name="petition_extend"),
    path(f"{_ONE}pedir-que-complete/", moves.petition_ask, name="petition_ask"),
    path(f"{_ONE}mas-tiempo/", moves.petition_more_time, name="petition_more_time"),
    path(f"{_ONE}completada/", moves.petition_complete, name="petition_complete"),
    path(f"{_ONE}cerrar/", moves.petition_close, name="petition_close"),
    path(f"{_ONE}trasladar/", moves.petition_transfer, name="petition_transfer"),
    path(f"{_ONE}respuesta/", answers.petition_answer, name="petition_answer"),
    path(f"{_ONE}respuesta/pedir-revision/", answers.answer_submit, name="answer_submit"),
    path(f"{_ONE}respuesta/revisar/", answers.answer_review, name="answer_review"),
    path(f"{_ONE}respuesta/enviar/", answers.answer_send, name="answer_send"),
    path(f"{_ONE}entrega/", answers.answer_delivery, name="answer_delivery"),
]

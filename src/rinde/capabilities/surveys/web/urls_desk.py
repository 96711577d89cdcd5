"""Addresses of this capability on the desk, below `/{entity}/gestion/encuestas/`."""

from django.urls import URLPattern, path

from rinde.capabilities.surveys.web.desk import opening, paper, questions, results, surveys

_ONE = "<int:survey_id>/"
_QUESTION = f"{_ONE}preguntas/<slug:question_key>/"

urlpatterns: list[URLPattern] = [
    path("", surveys.survey_list, name="survey_list"),
    path("nueva/", surveys.survey_new, name="survey_new"),
    path(_ONE, surveys.survey_detail, name="survey_detail"),
    path(f"{_ONE}datos/", surveys.survey_edit, name="survey_edit"),
    path(f"{_ONE}descartar/", surveys.survey_discard, name="survey_discard"),
    path(f"{_ONE}preguntas/", questions.survey_questions, name="survey_questions"),
    path(f"{_ONE}pregunta-nueva/", questions.survey_question_new, name="survey_question_new"),
    path(_QUESTION, questions.survey_question_edit, name="survey_question_edit"),
    path(f"{_QUESTION}mover/", questions.survey_question_move, name="survey_question_move"),
    path(f"{_QUESTION}quitar/", questions.survey_question_remove, name="survey_question_remove"),
    path(f"{_QUESTION}textos/", results.survey_texts, name="survey_texts"),
    path(f"{_ONE}cambiar/", questions.survey_change, name="survey_change"),
    path(f"{_ONE}como-se-ve/", questions.survey_preview, name="survey_preview"),
    path(f"{_ONE}abrir/", opening.survey_open, name="survey_open"),
    path(f"{_ONE}cerrar/", opening.survey_close, name="survey_close"),
    path(f"{_ONE}claves/", opening.survey_tokens, name="survey_tokens"),
    path(f"{_ONE}claves/<int:batch>/anular/", opening.survey_tokens_void, name="survey_tokens_void"),
    path(f"{_ONE}papel/", paper.survey_paper, name="survey_paper"),
    path(f"{_ONE}resultados/", results.survey_results, name="survey_results"),
    path(f"{_ONE}publicar/", results.survey_publish, name="survey_publish"),
    path(f"{_ONE}retirar-resultados/", results.survey_withdraw, name="survey_withdraw"),
    path(f"{_ONE}respuestas.<slug:extension>", results.survey_export, name="survey_export"),
    path(f"{_ONE}diccionario.csv", results.survey_dictionary, name="survey_dictionary"),
    path(f"{_ONE}datos-de-personas/", results.survey_contacts, name="survey_contacts"),
    path(f"{_ONE}datos-de-personas/borrar/", results.survey_forget, name="survey_forget"),
]

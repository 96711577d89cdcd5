"""Addresses of attendance: on the desk, and on the public site."""

from django.urls import URLPattern, path

from rinde.capabilities.dialogue.web.desk import (
    check_in,
    name_lists,
    paper_lists,
    personal_data,
    registrations,
    results_mailing,
)
from rinde.capabilities.dialogue.web.public import arriving, participating, registering

_DESK = "espacios/<int:space_id>/"
_TABLE = f"{_DESK}asistencia/"
_PUBLIC = "espacios/<slug:slug>/"

desk: list[URLPattern] = [
    path(f"{_DESK}inscripciones/", registrations.registration_list, name="registration_list"),
    path(f"{_DESK}inscripciones/cerrar/", registrations.registration_close, name="registration_close"),
    path(f"{_DESK}inscripciones/<int:number>/cancelar/", registrations.registration_cancel, name="registration_cancel"),
    path(_TABLE, check_in.check_in, name="check_in"),
    path(f"{_TABLE}<int:number>/llego/", check_in.check_in_tap, name="check_in_tap"),
    path(f"{_TABLE}<int:number>/quitar/", check_in.check_in_undo, name="check_in_undo"),
    path(f"{_TABLE}codigo/<str:token>/", check_in.check_in_scan, name="check_in_scan"),
    path(f"{_TABLE}sin-inscripcion/", check_in.check_in_walk_in, name="check_in_walk_in"),
    path(f"{_TABLE}contar/", check_in.people_count, name="people_count"),
    path(f"{_TABLE}contar/<int:number>/quitar/", check_in.people_count_undo, name="people_count_undo"),
    path(f"{_TABLE}cerrar/", check_in.attendance_close, name="attendance_close"),
    path(f"{_TABLE}papel/", paper_lists.attendance_paper, name="attendance_paper"),
    path(f"{_TABLE}hoja/", paper_lists.attendance_sheet, name="attendance_sheet"),
    path(f"{_TABLE}hoja/modelo.<slug:extension>", paper_lists.attendance_model, name="attendance_model"),
    path(
        f"{_TABLE}hoja/<int:attendance_sheet_id>/",
        paper_lists.attendance_sheet_report,
        name="attendance_sheet_report",
    ),
    path(f"{_TABLE}nombres/abrir/", name_lists.names_open, name="names_open"),
    path(f"{_TABLE}nombres/descargar/", name_lists.names_download, name="names_download"),
    path(f"{_TABLE}afiche/", name_lists.check_in_poster, name="check_in_poster"),
    path(f"{_DESK}enviar-resultados/", results_mailing.results_mail, name="results_mail"),
    path("datos-personales/", personal_data.consent_texts, name="consent_texts"),
    path("capacitados/", personal_data.trained_people, name="trained_people"),
    path("capacitados/descargar/", personal_data.trained_download, name="trained_download"),
]
public: list[URLPattern] = [
    path(f"{_PUBLIC}inscribirse/", registering.registering, name="register"),
    path(f"{_PUBLIC}inscripcion/<str:token>/", registering.registration, name="registration"),
    path(f"{_PUBLIC}llegue/", arriving.arriving, name="arriving"),
    path(f"{_PUBLIC}llegue/listo/", arriving.arrived, name="arrived"),
    path(f"{_PUBLIC}participacion/", participating.participation, name="participation"),
    path(f"{_PUBLIC}no-recibir/<str:token>/", registering.results_leave, name="results_leave"),
]

"""Addresses of internal control's reports, replies and recommendations, below `/{entity}/gestion/seguimiento/`."""

from django.urls import URLPattern, path

from rinde.capabilities.followup.web.converters import FOLLOWED, NUMBERED
from rinde.capabilities.followup.web.desk import owed, recommendations, replies, reports

_PLAN = "planes/<int:plan_id>/"
_CUT_OFF = f"{_PLAN}cortes/<{NUMBERED}:number>/"
_REPORT = f"{_CUT_OFF}informe/"
_ONE = f"{_PLAN}recomendaciones/<{NUMBERED}:number>/"

urlpatterns: list[URLPattern] = [
    path(_REPORT, reports.report_making, name="report_making"),
    path(f"{_REPORT}enviar/", reports.report_send, name="report_send"),
    path(f"{_REPORT}publicar/", reports.report_publish, name="report_publish"),
    path(f"{_REPORT}preliminar/", reports.report_preliminary, name="report_preliminary"),
    path(f"{_REPORT}preliminar/informe.<slug:extension>", reports.preliminary_file, name="preliminary_file"),
    path(f"{_REPORT}firmado/", reports.report_scan, name="report_scan"),
    path("control-interno/", owed.owed_to_control, name="owed_to_control"),
    path(f"{_PLAN}replicas/", replies.reply_list, name="unit_reply_list"),
    path(f"{_CUT_OFF}replicas/", replies.reply_page, name="unit_reply_page"),
    path(f"{_CUT_OFF}replicas/de-acuerdo/<int:actor_id>/", replies.reply_agree, name="unit_reply_agree"),
    # Actor 0: a cell of somebody whom nobody has matched yet.
    path(f"{_CUT_OFF}replicas/<{FOLLOWED}:key>/<int:actor_id>/", replies.reply_write, name="unit_reply_write"),
    path(f"{_CUT_OFF}respuestas/", replies.answer_list, name="unit_reply_answers"),
    path(f"{_CUT_OFF}respuestas/<int:reply_id>/", replies.reply_answer, name="unit_reply_answer"),
    path(f"{_PLAN}recomendaciones/", recommendations.recommendation_list, name="recommendation_list"),
    path(_ONE, recommendations.recommendation_detail, name="recommendation_detail"),
    path(f"{_ONE}accion/", recommendations.action_plan, name="action_plan"),
    path(f"{_ONE}hecha/", recommendations.action_report, name="action_report"),
    path(f"{_ONE}verificar/", recommendations.action_verify, name="action_verify"),
]

"""Addresses of this capability on the desk, below `/{entity}/gestion/dialogo/`."""

from rinde.capabilities.dialogue.web.urls import answers, attendance, commitments, outreach, questions, reports, spaces

urlpatterns = [
    *spaces.desk,
    *attendance.desk,
    *questions.desk,
    *answers.desk,
    *commitments.desk,
    *reports.desk,
    *outreach.desk,
]

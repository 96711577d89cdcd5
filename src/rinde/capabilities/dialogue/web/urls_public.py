"""Addresses of this capability on the public site, below `/{entity}/dialogo/`."""

from rinde.capabilities.dialogue.web.urls import answers, attendance, commitments, outreach, questions, reports, spaces

urlpatterns = [
    *spaces.public,
    *attendance.public,
    *questions.public,
    *answers.public,
    *commitments.public,
    *reports.public,
    *outreach.public,
]

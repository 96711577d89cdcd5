"""Forms of the desk. They read what a person wrote and say everything that cannot be understood; operations decide."""

from rinde.capabilities.plans.web.forms.activities import ActivityEditor
from rinde.capabilities.plans.web.forms.beginning import begin_or_ask
from rinde.capabilities.plans.web.forms.carrying import CarryForm
from rinde.capabilities.plans.web.forms.headers import HeaderEditor, NewPlanForm
from rinde.capabilities.plans.web.forms.members import MembersForm
from rinde.capabilities.plans.web.forms.parts import AnnouncementForm, NodeForm, PlacementForm, ScheduleForm
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of

__all__ = [
    "ActivityEditor",
    "AnnouncementForm",
    "CarryForm",
    "HeaderEditor",
    "MembersForm",
    "NewPlanForm",
    "NodeForm",
    "PlacementForm",
    "ScheduleForm",
    "begin_or_ask",
    "save_or_explain",
    "status_of",
]

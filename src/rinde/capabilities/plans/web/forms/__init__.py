"""Forms of the desk. They read what a person wrote and say everything that cannot be understood; operations decide."""

from rinde.capabilities.plans.web.forms.activities import ActivityEditor
from rinde.capabilities.plans.web.forms.headers import HeaderEditor, NewPlanForm
from rinde.capabilities.plans.web.forms.members import MembersForm
from rinde.capabilities.plans.web.forms.parts import AnnouncementForm, NodeForm
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of

__all__ = [
    "ActivityEditor",
    "AnnouncementForm",
    "HeaderEditor",
    "MembersForm",
    "NewPlanForm",
    "NodeForm",
    "save_or_explain",
    "status_of",
]

"""Telling people: the weekly digest, the terms that cannot wait, what happened to whoever follows, and its settings."""

from rinde.capabilities.followup.operations.alerts.digests import send_digests
from rinde.capabilities.followup.operations.alerts.followers import follow_activity, tell_followers
from rinde.capabilities.followup.operations.alerts.settings import choose_digest, set_alert_policy
from rinde.capabilities.followup.operations.alerts.terms import send_terms

__all__ = ["choose_digest", "follow_activity", "send_digests", "send_terms", "set_alert_policy", "tell_followers"]

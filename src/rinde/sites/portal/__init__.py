"""The public site: home, plan, activity, calendar, search, downloads. Reads published versions, never drafts."""

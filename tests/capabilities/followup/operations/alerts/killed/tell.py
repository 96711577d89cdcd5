"""Prints what is kept of an entity's digests: keys, how often each was tried, whether the week is done, its marks."""

import json
import sys

import django

django.setup()

from rinde.capabilities.followup.models import DigestRun  # noqa: E402
from rinde.services.audit.models import AuditEntry  # noqa: E402
from rinde.services.notifications.models import OutgoingMail  # noqa: E402
from rinde.services.tenancy import every_tenant  # noqa: E402

with every_tenant(reason="a test that looks at one entity, named in each filter"):
    mails = OutgoingMail.objects.filter(entity_id=int(sys.argv[1]), key__startswith="digest:")
    told = {
        "keys": sorted(mails.values_list("key", flat=True)),
        "sent": mails.filter(sent_at__isnull=False, address="").count(),
        "attempts": sorted(mails.values_list("attempts", flat=True)),
        "ended": [bool(one) for one in DigestRun.objects.values_list("ended_at", flat=True)],
        "marks": [
            entry.facts["people"] for entry in AuditEntry.objects.filter(action="followup.digests_send").order_by("pk")
        ],
    }
print(json.dumps(told))  # noqa: T201 - read by the test

"""Tries again what did not go out, as every hour: a claim of a worker that died does not hold for so long."""

from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from rinde.services.notifications.models import OutgoingMail  # noqa: E402
from rinde.services.notifications.operations import deliver  # noqa: E402
from rinde.services.tenancy import every_tenant  # noqa: E402

with every_tenant(reason="a test with a database of its own"):
    left = list(OutgoingMail.objects.filter(sent_at__isnull=True).values_list("pk", flat=True))
for mail_id in left:
    deliver(mail_id=mail_id, now=timezone.now() + timedelta(hours=1))

"""The totals of a month, one box a channel."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from rinde.capabilities.followup.choices import Channel
from rinde.capabilities.followup.queries.counters import Counted
from rinde.capabilities.followup.rules.counters import CounterGap, by_month
from rinde.capabilities.followup.web.forms.proving import ProofFields, Typed
from rinde.capabilities.plans.web.forms.saving import EditForm


class MonthForm(EditForm):
    """How many in a month, channel by channel. What was typed is read by the rules, so that it comes back as it was."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for channel in Channel:
            box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
            self.fields[channel.value] = Typed(str(channel.label), widget=box)

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [self[channel.value] for channel in Channel]

    def typed(self) -> dict[str, str]:
        return {channel.value: self.cleaned_data[channel.value] for channel in Channel}

    def tell(self, gaps: Iterable[CounterGap]) -> None:
        for gap in gaps:
            self.add_error(gap.channel or None, gap.message)

    @staticmethod
    def initial_of(counted: Counted, month: date) -> dict[str, Any]:
        """What a month says now."""
        totals = by_month(counted.totals).get(month, {})
        return {channel: str(total) for channel, total in totals.items()} | {"seen": counted.marks.get(month)}


class SampleForm(ProofFields):
    """A proof of a few of what was counted in a month."""

    channel = Typed("Canal que muestra", needed=True, widget=forms.Select())

    def __init__(self, *args: Any, channels: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        widget: Any = self.fields["channel"].widget
        widget.choices = [(one, str(Channel(one).label)) for one in channels]
        self.offer(())
        self.fields["file"].label = "Foto o captura de algunas"
        self.fields["file"].help_text = ""

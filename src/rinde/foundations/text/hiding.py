"""Why something that a person said in public may be taken out of view. Pure; disagreement is no reason."""

from dataclasses import dataclass

REASON_LENGTH = 300


@dataclass(frozen=True, slots=True)
class HidingReason:
    """A reason, ready to be chosen. «No se muestra porque…»"""

    key: str
    text: str


# These protect other people or keep out what is no opinion; a capability adds those of its own subject.
USUAL_REASONS: tuple[HidingReason, ...] = (
    HidingReason("third-party", "tiene datos personales de otra persona"),
    HidingReason("insult", "insulta o amenaza a alguien"),
    HidingReason("minor", "identifica a un menor de edad"),
    HidingReason("advertising", "es publicidad"),
)


def hiding_gaps(reason: str) -> tuple[str, ...]:
    """List in Spanish what keeps something from being hidden."""
    if not reason.strip():
        return ("Diga por qué no se muestra. La ciudadanía leerá el motivo.",)
    if len(reason) > REASON_LENGTH:
        return (f"El motivo tiene {len(reason)} caracteres; caben {REASON_LENGTH}.",)
    return ()

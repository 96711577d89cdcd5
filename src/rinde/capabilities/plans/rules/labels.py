"""How a sentence names an activity or a component, so that nobody has to ask which one. Pure."""

import re
from collections import Counter
from collections.abc import Iterable

from rinde.capabilities.plans.choices import NodeKind
from rinde.capabilities.plans.rules.content import NodeContent, PlacedActivity


def shortened(text: str, length: int = 60) -> str:
    """Cut a text at a word, with an ellipsis."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return f"{head.rsplit(' ', 1)[0] if ' ' in head else head}…"


def node_label(node: NodeContent) -> str:
    """Name a component in a sentence: «El componente «3. Rendición de cuentas»»."""
    kind = "subcomponente" if node.kind == NodeKind.SUBCOMPONENT else "componente"
    return f"El {kind} «{shortened(node.heading)}»"


_CODE = re.compile(
    r"^\s*(?:(?:sub[ -]?)?componente(?:\s*/\s*proceso)?|acci[oó]n estrat[eé]gica|estrategia|eje|elemento|etapa|fase)?"
    r"\s*(?:n[o°º]?\s*\.?\s*[°º]?\s*)?(?P<code>\d+(?:[.,]\d+)*|[ivx]{1,5})(?=[\s.:,;)–-]|$)",
    re.IGNORECASE,
)


def code_in_heading(heading: str) -> str:
    """Find the label that a heading carries: «3» in «Componente 3: Diálogo», «2.1» in «2.1 Finanzas»; else nothing."""
    found = _CODE.match(heading)
    return found["code"].replace(",", ".") if found else ""


def activity_labels(placed: Iterable[PlacedActivity]) -> dict[str, str]:
    """Give for each activity key the words that name it: its code, with its component where codes restart."""
    ones = tuple(placed)
    codes = Counter(one.activity.code for one in ones)
    return {one.activity.key: _label(one, codes[one.activity.code] == 1) for one in ones}


def _label(placed: PlacedActivity, code_is_unique: bool) -> str:
    code = placed.activity.code
    if not code:
        return f"actividad «{shortened(placed.activity.name)}»" if placed.activity.name else "actividad sin nombre"
    if code_is_unique:
        return f"actividad {code}"
    where = placed.subcomponent or placed.component
    return f"actividad {code} de «{shortened(where.name, 40)}»"

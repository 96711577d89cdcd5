"""What two activities that become one keep of each other's words. Pure."""

from rinde.capabilities.plans.rules.content import heading_of
from rinde.foundations.text.folding import fold, tidy


def kept_words(*, kept: tuple[str, str], going: tuple[str, str, str]) -> str:
    """Give what the activity that goes says and the one that stays does not.

    Args:
        kept: name and description of the one that stays.
        going: code, name and description of the one that goes.
    """
    said = {fold(tidy(text)) for text in kept}
    code, name, description = going
    lines = []
    if name.strip() and fold(tidy(name)) not in said:
        lines.append(heading_of(code.strip(), name.strip()))
    if description.strip() and fold(tidy(description)) not in said:
        lines.append(description.strip())
    return "\n".join(lines)


def with_words(task: str, words: str) -> str:
    """Put words before the task of a deliverable, unless it already says them."""
    if not words or words in task:
        return task
    return f"{words}\n{task}".strip()

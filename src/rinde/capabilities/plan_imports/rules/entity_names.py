"""The name of the entity: found in titles, letterheads and labels, and written the way the document writes it.

A name begins with what the entity is («Alcaldía», «Instituto», «Banco») or ends with what it is by law («S.A. E.S.P.»),
and goes on as long as its words are names: a verb ends it, so that «la alcaldía definió…» names nobody.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rinde.capabilities.plan_imports.rules.lexicon import fold_heading
from rinde.foundations.text.folding import fold

_TERRITORY = (
    r"alcald[ií]a|gobernaci[oó]n|municipio|departamento|distrito|concejo|personer[ií]a|contralor[ií]a|asamblea|"
    r"auditor[ií]a|veedur[ií]a"
)
_KIND = re.compile(
    rf"(?<![\w.])(?:{_TERRITORY}|empresas?|e\.?\s?s\.?\s?e\.?(?=\s)|hospital|cl[ií]nica|instituto|corporaci[oó]n|banco|"
    r"universidad|ministerio|[aá]rea\s+metropolitana|agencia|unidad\s+(?:administrativa|nacional|para)|superintendencia|"
    r"instituci[oó]n|c[aá]mara\s+de\s+comercio|terminal(?:es)?\s+de|loter[ií]a|fondo|procuradur[ií]a|fiscal[ií]a|"
    r"defensor[ií]a|registradur[ií]a|centro\s+de\s+(?:salud|diagn[oó]stico)|caja\s+de|servicio\s+(?:nacional|geol[oó]gico)|"
    r"comisi[oó]n\s+(?:nacional|de\s+regulaci[oó]n)|archivo\s+general|aeropuerto|zona\s+franca|promotora|"
    r"regi[oó]n\s+administrativa|colegio\s+mayor|escuela\s+superior|imprenta|industria\s+licorera)(?!\w)",
    re.IGNORECASE,
)
_BY_LAW = re.compile(
    r"(?:\bS\.?\s?A\.?(?:\s?S\.?)?,?\s+)?\bE\.?\s?S\.?\s?P\.?(?!\w)|"
    r"\bS\.\s?A\.(?:\s?S\.)?(?!\w)|\bE\.I\.C\.E\.?"
)
_LABEL = re.compile(
    r"^(?:nombre\s+(?:de\s+la\s+)?)?(?:entidad|raz[oó]n\s+social|sujeto\s+obligado)(?:\s+p[uú]blica)?"
    r"\s*(?:[:|]|\s[-–—])\s*(?=\S)",
    re.IGNORECASE,
)
_ONLY_LABEL = re.compile(r"(?:nombre (?:de la )?)?(?:entidad|razon social|sujeto obligado)")
# Words that are no name and after which no name goes on, in lines that are all capitals.
_STOPS = re.compile(
    r"plan(?:es)?|programas?|estrategias?|componentes?|vigencia|paac|ptep|nit|versi[oó]n|c[oó]digo|formato|p[aá]gina|"
    r"es|est[aá]|ha|tiene|se|con|fue|informe|frente|dispone|define|defini[oó]|presenta|adopta|adopt[oó]|que|seg[uú]n|por|"
    r"sus?|siguientes?|a[nñ]o|seguimiento|mapa|matriz|rendici[oó]n|oficina|secretar[ií]a|proceso|fecha|sistema|elabor[oó]|"
    r"realiza|garantiza|publica|mediante|como|no|20\d\d",
    re.IGNORECASE,
)
_SMALL = frozenset(("de", "del", "la", "las", "los", "el", "y", "e", "para"))
_COMMON_WORDS = (
    "municipal distrital departamental mayor local nacional regional autonoma metropolitana publica publicas publico "
    "publicos social estado administrativo administrativa especial general industrial comercial mixta territorial "
    "servicios acueducto alcantarillado aseo salud vivienda"
)
_ADJECTIVES = frozenset(_COMMON_WORDS.split())
_ACRONYMS = frozenset(("ese", "esp", "sas", "sa", "eice", "ips", "eps"))
# A title names the entity at its beginning, after a mark, or after the plan; nothing but the plan's name follows.
_BEFORE = re.compile(
    r"(?:^|[-–—|:,/]|\b(?:plan|programa|estrategia|mapa|anticorrupci[oó]n|ciudadano|p[uú]blica|cuentas)\b.*)\s*"
    r"(?:del?\s+)?(?:la\s+|el\s+)?$",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"^\s*(?:$|[-–—|,;:()/]|\.\s*$|(?:19|20)\d\d|"
    r"(?:plan|programa|estrategia|vigencia|paac|ptep|nit|c[oó]digo)\b)",
    re.IGNORECASE,
)
_POINTED = re.compile(r"(?:\b[A-Za-z]\.\s?){2,}$")
_LONGEST = 90


def entity_of(headings: Sequence[tuple[str, float]]) -> str | None:
    """Choose the name that titles, letterheads and labels say most; prose counts only where nothing else does."""
    votes: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for position, (text, weight) in enumerate(_joined(headings)):
        for name, worth in _names_in(text):
            key = _key(name)
            early = 2 if position < 10 else 0
            votes[key] += round((worth * (3 if weight >= 2 else 1) + early) * 10) if worth else 1
            if key not in shown or _is_capitals(shown[key]):
                shown[key] = name
    if not votes:
        return None
    # «Hospital San Rafael» and «Hospital San Rafael de Puerto Claro» vote together, for the longer name.
    together = {key: sum(count for other, count in votes.items() if other in key) for key in votes}
    return as_written(shown[max(votes, key=lambda key: (together[key], len(key)))])


def is_entity(text: str) -> bool:
    """Tell whether a whole line is the name of an entity, as letterheads have it."""
    return any(worth and len(name) >= len(text.strip(" .")) for name, worth in _names_in(text))


def without_entity(title: str) -> str:
    """Take the entity's name off the front of a title: «Alcaldía de Villa Aurora - Plan…» → «Plan…»."""
    begin = _KIND.match(title)
    name = _name_at(title, 0) if begin else ""
    rest = title[len(name) :].strip(" -–—|:,.") if name else title
    return (
        rest
        if rest and re.match(r"(?:plan|programa|estrategia|mapa|paac|ptep|rendici)", rest, re.IGNORECASE)
        else title
    )


def as_written(name: str) -> str:
    """Write a name in capitals as a name; any other keeps the capitals that it has."""
    if not _is_capitals(name):
        return name
    words = [_cased(word, position) for position, word in enumerate(name.split())]
    # «MUNICIPIO DE LA UNIÓN»: after a territory's kind, an article is part of the town's name.
    written = " ".join(words)
    if re.match(_TERRITORY, name, re.IGNORECASE) and not re.search(r"\b(?:Rep[uú]blica|Naci[oó]n|Ciudad)\b", written):
        written = re.sub(
            r"\bde (la|las|los|el) (?=\w+(?: \w+)?$)", lambda m: f"de {m[1].capitalize()} ", written, count=1
        )
    return written


def _cased(word: str, position: int) -> str:
    lowered = word.lower()
    if position and lowered in _SMALL:
        return lowered
    if "." in word or lowered in _ACRONYMS:
        return word.upper()
    return "-".join(part.capitalize() for part in lowered.split("-"))


def _joined(headings: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """The headings, each together with the next one where it stops in the middle or is a label alone."""
    waiting = ""
    for text, weight in headings:
        text, waiting = (f"{waiting} {text}", "") if waiting else (text, waiting)
        if _ONLY_LABEL.fullmatch(fold_heading(text)):
            waiting = f"{text.rstrip(' :')}:"
        elif _KIND.match(text) and re.search(r"\b(?:de|del|la|los|las)$", text, re.IGNORECASE):
            waiting = text
        else:
            yield text, weight


def _names_in(text: str) -> Iterator[tuple[str, float]]:
    """The names in a line, each with what it is worth: 3 for a label, 1 for a title, 0 for prose."""
    if label := _LABEL.match(text):
        name = _stopped(text[label.end() :])
        if len(name) > 3:
            yield name, 3.0
        return
    if (law := _BY_LAW.search(text)) and (whole := _before_law(text, law)):
        yield whole, 1.0
        return
    for begin in _KIND.finditer(text):
        name = _name_at(text, begin.start())
        if name:
            before, after = text[: begin.start()], text[begin.start() + len(name) :]
            title = len(text) <= 160 and _BEFORE.search(before) and _TRAILING.match(after)
            yield name, 1.0 if title else 0.0


def _stopped(text: str) -> str:
    """A text up to a word that is no name."""
    words: list[str] = []
    for word in re.split(r"\s+", re.split(r"\s[-–—|]\s|[;|]|\t", text)[0]):
        if _STOPS.fullmatch(word.strip(".,:()")) and words:
            break
        words.append(word)
    return _trimmed(words)


def _before_law(text: str, law: re.Match[str]) -> str | None:
    """The name that ends with «S.A. E.S.P.»; None where the words before it are no name."""
    name = re.split(r"\s[-–—]\s|[|:]", text[: law.end()])[-1].strip(" ,")
    words = name.split()
    named = all(_is_name_word(word) for word in words) and not any(_STOPS.fullmatch(word) for word in words)
    return name if named and len(words) >= 2 and len(name) <= _LONGEST else None


def _name_at(text: str, start: int) -> str:
    """The name that begins at a place of a text, as long as its words are names; empty where nothing is named."""
    rest = text[start : start + _LONGEST]
    if not rest[:1].isupper():
        return ""
    words: list[str] = []
    for match in re.finditer(r"\S+", rest):
        word = match[0]
        bare = word.strip(".,;:()")
        goes_on = _is_name_word(word) or fold(bare) in _ADJECTIVES
        if words and (not bare or not goes_on or _STOPS.fullmatch(bare) or word[0] in "(-–—|"):
            break
        words.append(word)
        if word[-1] in ",;:)" or (word[-1] == "." and not _POINTED.search(" ".join(words))):
            break
    name = _trimmed(words)
    proper = [word for word in name.split()[1:] if word.lower() not in _SMALL and fold(word) not in _ADJECTIVES]
    joined = len(name.split()) > 2 and any(word.lower() in _SMALL for word in name.split())
    return name if proper or joined else ""


def _trimmed(words: list[str]) -> str:
    while words and words[-1].lower().strip(",") in _SMALL:
        words = words[:-1]
    name = " ".join(words).strip(" -–—,_;:")
    return name if _POINTED.search(name) else name.rstrip(".")


def _is_name_word(word: str) -> bool:
    return word[:1].isupper() or word[:1] in '«“"' or word.lower().strip(".,") in _SMALL


def _key(name: str) -> str:
    return re.sub(r"\b((?:\w )+\w)\b", lambda match: match[1].replace(" ", ""), fold_heading(name))


def _is_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and sum(character.isupper() for character in letters) >= 0.8 * len(letters)

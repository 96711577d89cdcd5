"""Numbers by which the State knows an entity: the NIT and the DIVIPOLA code."""

import re

# DIAN, Orden Administrativa 4/1989: weights of the check digit, from the last figure to the first.
_NIT_WEIGHTS = (3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71)
_NIT = re.compile(r"(\d{6,15})(?:-(\d))?")

# DANE, División Político-Administrativa: the 32 departments and Bogotá D.C.
DEPARTMENTS = {
    "05": "Antioquia",
    "08": "Atlántico",
    "11": "Bogotá, D.C.",
    "13": "Bolívar",
    "15": "Boyacá",
    "17": "Caldas",
    "18": "Caquetá",
    "19": "Cauca",
    "20": "Cesar",
    "23": "Córdoba",
    "25": "Cundinamarca",
    "27": "Chocó",
    "41": "Huila",
    "44": "La Guajira",
    "47": "Magdalena",
    "50": "Meta",
    "52": "Nariño",
    "54": "Norte de Santander",
    "63": "Quindío",
    "66": "Risaralda",
    "68": "Santander",
    "70": "Sucre",
    "73": "Tolima",
    "76": "Valle del Cauca",
    "81": "Arauca",
    "85": "Casanare",
    "86": "Putumayo",
    "88": "Archipiélago de San Andrés, Providencia y Santa Catalina",
    "91": "Amazonas",
    "94": "Guainía",
    "95": "Guaviare",
    "97": "Vaupés",
    "99": "Vichada",
}


def nit_check_digit(number: str) -> int:
    """Compute the check digit (*dígito de verificación*) of a NIT of up to 15 figures."""
    rest = sum(int(figure) * weight for figure, weight in zip(reversed(number), _NIT_WEIGHTS, strict=False)) % 11
    return rest if rest < 2 else 11 - rest


def tidy_nit(text: str) -> str:
    """Write a NIT as «890123456-7»: without points and spaces, the check digit after a hyphen where it was given.

    Raises:
        ValueError: with a Spanish message, for anything but figures or a check digit that does not fit.
    """
    bare = re.sub(r"[.\s]", "", text).replace("–", "-")
    match = _NIT.fullmatch(bare)
    if not match:
        raise ValueError("Escriba el NIT solo con cifras y, si lo tiene, el dígito de verificación: 890123456-7.")
    number, digit = match.groups()
    if digit is not None and int(digit) != nit_check_digit(number):
        raise ValueError(
            f"El dígito de verificación no corresponde a ese NIT: sería {nit_check_digit(number)}. Revise las cifras."
        )
    return f"{number}-{digit}" if digit is not None else number


def check_divipola(text: str) -> str:
    """Give back a DIVIPOLA code of a department (2 figures) or a municipality (5).

    Raises:
        ValueError: with a Spanish message, for another length or a department that does not exist.
    """
    code = text.strip()
    if not re.fullmatch(r"\d{2}(\d{3})?", code):
        raise ValueError("El código DIVIPOLA tiene 2 cifras (departamento) o 5 (municipio). Por ejemplo: 68 o 68001.")
    if code[:2] not in DEPARTMENTS:
        raise ValueError(f"Ningún departamento tiene el código {code[:2]}. Consulte la DIVIPOLA del DANE.")
    return code


def department_of(divipola: str) -> str:
    """Name the department of a DIVIPOLA code; empty for an unknown one."""
    return DEPARTMENTS.get(divipola[:2], "")

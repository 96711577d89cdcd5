"""What is told as personal data and what is not; every person and number here is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.foundations.text.personal_data import PersonalData, Sign, in_words, signs_in_text

ID, PHONE, MAIL = PersonalData.ID_NUMBER, PersonalData.MOBILE_PHONE, PersonalData.PRIVATE_MAIL
HOME, BIRTH, MINOR = PersonalData.HOME_ADDRESS, PersonalData.BIRTH_DATE, PersonalData.MINOR


def found(text: str) -> dict[PersonalData, int]:
    return {sign.kind: sign.count for sign in signs_in_text(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Ana Gómez, C.C. 52.345.678",
        "Ana Gómez, CC 52345678 de Bogotá",
        "Ana Gómez, c. c. No. 52.345.678",
        "cédula de ciudadanía No. 1.098.765.432 expedida en Bucaramanga",
        "identificada con cédula de ciudadanía número 1098765432",
        "identificado con la C.C. N° 91'234.567",
        "Cédula: 91 234 567",
        "cedula del representante legal 91234567",
        "documento de identidad 52345678",
        "Documento: 1098765432",
        "Doc. No. 52.345.678",
        "No. de identificación: 52345678",
        "cédula de extranjería 345678",
        "C.E. 345678",
        "cédula\n52345678",
        "Ana | C.C. | 52345678",
    ],
)
def test_identity_number_beside_its_word_is_told(text: str) -> None:
    assert found(text) == {ID: 1}


@pytest.mark.parametrize(
    "text",
    [
        "NIT 890.903.938-8",
        "NIT 890903938",
        "identificación NIT 890.903.938-8",
        "C.C. o NIT 900.123.456-1",
        "por valor de $52.345.678",
        "Presupuesto: $ 1.234.567.890",
        "1.234.567.890 pesos",
        "BPIN 2020300010012",
        "BPIN 202030001001",
        "Contrato 4600012345 de 2026",
        "Resolución 1098765432 de 2026",
        "Documento No. 20230145",
        "documento radicado 1098765432",
        "Documento CONPES 4070 de 2021",
        "cédula catastral 0101234567",
        "cédula del contrato 1098765432",
        "CDP 2026000123",
        "C.C. San Pedro, local 12",
        "T.I. 2026",
        "la sigla CC y el año 2026",
        "CC 12345",
        "C.C. 52.345.678.901",
        "C.C. 1.234.567,50",
        "código CCPET 2.3.2.02.02.009",
        "Ley 1581 de 2012, artículo 4",
        "1098765432",
        "52.345.678 habitantes",
    ],
)
def test_number_that_is_no_identity_stays_silent(text: str) -> None:
    assert found(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "310 456 7890",
        "3104567890",
        "310-456-7890",
        "(310) 456 7890",
        "+57 310 456 78 90",
        "+57-3104567890",
        "(+57) 3024567890",
        "57 3504567890",
        "Celular: 333 456 7890.",
        "Ana 3204567890, Calle",
        "Contrato 014 con Ana Gómez, celular: 310 456 7890",
        "tel. 3014567890;",
    ],
)
def test_mobile_phone_is_told(text: str) -> None:
    assert found(text) == {PHONE: 1}


@pytest.mark.parametrize(
    "text",
    [
        "3.104.567.890",
        "$3104567890",
        "$ 3104567890",
        "3104567890 pesos",
        "3104567890,00",
        "Contrato No. 3104567890",
        "contrato de prestación de servicios 3104567890",
        "Radicado: 3104567890",
        "proceso SECOP 3104567890",
        "CDP No 3104567890",
        "Convenio 310-456-7890",
        "NIT 3104567890-1",
        "BPIN 3104567890123",
        "23104567890",
        "3904567890",
        "(601) 334 4080",
        "018000 310 456",
        "Línea de atención: 310 456 7890",
        "PBX 310 456 7890",
        "WhatsApp institucional 310 456 7890",
        "310 456",
        "3104567890-5",
        "valor total 3104567890",
    ],
)
def test_number_that_is_no_mobile_phone_stays_silent(text: str) -> None:
    assert found(text) == {}


def test_number_is_of_one_kind_only() -> None:
    assert found("Ana, C.C. 3104567890") == {ID: 1}


@pytest.mark.parametrize(
    "text", ["ana.gomez@gmail.com", "Escriba a ANA@Hotmail.com.", "(ana_g@empresa.com.co)", "ana@correo.unal.edu.co"]
)
def test_private_mail_is_told(text: str) -> None:
    assert found(text) == {MAIL: 1}


@pytest.mark.parametrize(
    "text",
    [
        "ana.gomez@villa-aurora.gov.co",
        "planeacion@contraloria.gov.co",
        "ana@ejercito.mil.co",
        "who@who.int",
        "ana@usaid.gov",
        "contacto@empresa.com",
        "notificacionesjudiciales@empresa.com.co",
        "alcaldiavillaaurora@gmail.com",
        "pqrsd@hospital.com.co",
        "@alcaldia en redes",
        "ana@",
        "a las 8@tarde",
    ],
)
def test_mail_of_an_office_stays_silent(text: str) -> None:
    assert found(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "residente en la Calle 45 # 12-30",
        "vive en Cra. 7 No. 71-21",
        "Kr 15A Bis # 124 - 30 Apto 501",
        "Diagonal 5 sur N° 8A–12, barrio La Joya",
        "domicilio: Cll 3 nro 4 - 5",
        "Transversal 9 10-11 casa 4",
        "Dirección de residencia: Av 6 # 2-40",
    ],
)
def test_home_address_is_told(text: str) -> None:
    assert found(text) == {HOME: 1}


@pytest.mark.parametrize(
    "text",
    [
        "Alcaldía de Villa Aurora, Calle 5 # 4-30",
        "Carrera 8 No. 10-65",
        "Carrera 8 No. 10-65\nOtra página\nCarrera 8 No. 10-65\nCra 8 # 10-65",
        "Sede norte: Calle 45 # 12-30; Oficina sur: Calle 8 # 1-30; Punto 3: Cra 3 # 3-30; Sede 4: Cl 9 # 1-2",
        "mantenimiento de la Carrera 7 con Calle 26",
        "la calle 45 y la carrera 7",
        "Calle 45 de 2026",
        "numeral 3.2 del artículo 5-6",
    ],
)
def test_address_of_an_office_or_a_work_stays_silent(text: str) -> None:
    assert found(text) == {}


def test_many_addresses_are_those_of_people() -> None:
    lines = ["Calle 45 # 12-30", "Carrera 7 # 71-21", "Cra 15 # 4-30"]
    assert found("\n".join(lines[:2])) == {}
    assert found("\n".join(lines)) == {HOME: 3}


@pytest.mark.parametrize(
    "text",
    [
        "Fecha de nacimiento: 03/05/1988",
        "fecha de nacimiento 1988-05-03",
        "F. nac. 3/5/88",
        "nacida en Bucaramanga el 3 de mayo de 1988",
        "nacido el 3 mayo 1988",
    ],
)
def test_date_of_birth_is_told(text: str) -> None:
    assert found(text) == {BIRTH: 1}


@pytest.mark.parametrize(
    "text",
    [
        "Fecha de la reunión: 03/05/2026",
        "El programa nació el 3 de mayo de 2015",
        "nacimiento del río, visita del 3 de mayo",
        "fecha de nacimiento: ________",
        "recién nacidos atendidos en 2026",
    ],
)
def test_other_date_stays_silent(text: str) -> None:
    assert found(text) == {}


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("T.I. 1.098.765.432", {ID: 1, MINOR: 1}),
        ("TI: 1098765432", {ID: 1, MINOR: 1}),
        ("tarjeta de identidad No. 1098765432", {ID: 1, MINOR: 1}),
        ("registro civil 1098765432", {ID: 1, MINOR: 1}),
        ("el menor de edad Juan Pérez", {MINOR: 1}),
        ("habló la niña María del Pilar Gómez", {MINOR: 1}),
        ("Nombre del acudiente: ____", {MINOR: 1}),
        ("autorización y firma del padre", {MINOR: 1}),
    ],
)
def test_words_about_one_minor_are_told(text: str, signs: dict[PersonalData, int]) -> None:
    assert found(text) == signs


@pytest.mark.parametrize(
    "text",
    [
        "Consulta con niños, niñas y adolescentes de la comuna 3",
        "Escuela de padres y acudientes",
        "Hospital Niño Jesús de Villa Aurora",
        "el menor valor Presupuesto Inicial",
        "protección del menor de edad",
        "Oficina TI 2026",
        "registro civil de matrimonio",
    ],
)
def test_policy_for_children_stays_silent(text: str) -> None:
    assert found(text) == {}


def test_same_value_counts_once_and_different_ones_each() -> None:
    text = "C.C. 52.345.678 y más adelante CC 52345678; C.C. 91234567. ana@gmail.com, luis@gmail.com, ana@gmail.com"
    assert signs_in_text(text) == (Sign(ID, 2), Sign(MAIL, 2))


def test_signs_are_said_in_words_without_the_data() -> None:
    signs = signs_in_text("C.C. 52.345.678, C.C. 91234567, 3104567890 y ana@gmail.com")
    assert in_words(signs) == "2 números de identificación, un número de celular y un correo personal"
    assert in_words(signs[:1]) == "2 números de identificación"
    assert in_words(()) == ""
    assert "52" not in repr(signs)


@given(st.integers(min_value=100_000, max_value=9_999_999_999))
def test_identity_is_told_with_dots_and_without(number: int) -> None:
    dotted = f"{number:,}".replace(",", ".")
    for text in (f"cédula {number}", f"C.C. No. {dotted} de Cali"):
        assert found(text) == {ID: 1}


@given(st.integers(min_value=1, max_value=10**15), st.sampled_from(["$", "$ ", "Contrato ", "BPIN ", "NIT ", "Acta "]))
def test_number_of_something_else_never_fires(number: int, word: str) -> None:
    assert found(f"{word}{number}") == {}
    assert found(f"{word}{number:,}".replace(",", ".")) == {}


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert all(sign.count > 0 for sign in signs_in_text(text))


@pytest.mark.parametrize(
    "piece", ["c.c. ", "cc" + "." * 200, "calle 4 ", "a.b@ ", "310 ", "nacido ", "calle 4" + " " * 9_000]
)
def test_endless_beginnings_of_signs_come_to_an_end(piece: str) -> None:
    assert found(piece * (400_000 // len(piece))) == {}

"""The spaces of the year as they were planned: what, when, where, for whom, and what came of each."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from rinde.capabilities.dialogue.choices import Accessibility, Approach, Mode, SpaceKind
from rinde.sites.desk.demo.dialogue.people import (
    BUS,
    CABILDO,
    CHILDREN,
    HEALTH,
    JUNTAS,
    MONEY,
    OVERSEERS,
    ROADS,
    RURAL_WOMEN,
    TRADERS,
    VICTIMS,
    WATER,
    YOUTH,
)

_BOGOTA = timedelta(hours=5)  # ahead of which the clock of the world is
Count = tuple[str, str, int]  # group of value, age band, people


@dataclass(frozen=True, slots=True)
class ToldSpace:
    """One space. Days of what came after are None where it did not happen yet."""

    key: str
    kind: str
    title: str
    day: date
    place: str
    purpose: str
    office: str
    begins: time = time(9)
    hours: float = 3
    territory: str = ""
    mode: str = Mode.IN_PERSON
    link: str = ""
    in_series: bool = False
    capacity: int | None = None
    groups: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    approaches: tuple[str, ...] = ()
    is_for_minors: bool = False
    called_on: date | None = None
    moved_from: tuple[date, str] | None = None
    informed_on: date | None = None
    counts: tuple[Count, ...] = ()
    trained: int = 0  # people of a training, by name
    sheets: int = 0  # of its survey
    minutes_on: date | None = None
    reported_on: date | None = None
    promised_on: date | None = None
    closed_on: date | None = None
    evaluated_on: date | None = None
    left: tuple[tuple[str, str], ...] = ()  # steps left, each with its reason
    conclusions: str = ""
    observations: str = ""
    result: str = ""
    picture: int = 0

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.day, self.begins, tzinfo=UTC) + _BOGOTA

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(hours=self.hours)


_OPC, _ERC = "Oficina de Participación Comunitaria", "Equipo de Rendición de Cuentas"
_CHILD, _TEEN, _YOUNG, _ADULT, _OLD = "FROM_6", "FROM_12", "FROM_18", "FROM_29", "FROM_60"
_DIALOGUE = SpaceKind.TERRITORIAL_DIALOGUE
_PURPOSE = "Contar qué se ha hecho en el corregimiento, oír qué falta y acordar qué sigue."
HEARING_LINK = "https://villa-aurora.example/en-vivo"

SPACES: tuple[ToldSpace, ...] = (
    ToldSpace(
        key="tambo",
        kind=_DIALOGUE,
        title="Diálogo en El Tambo Alto",
        day=date(2026, 4, 21),
        place="Salón comunal de El Tambo Alto",
        purpose=_PURPOSE,
        office=_OPC,
        territory="El Tambo Alto",
        in_series=True,
        groups=(JUNTAS, RURAL_WOMEN, OVERSEERS),
        topics=(WATER, ROADS),
        called_on=date(2026, 3, 16),
        moved_from=(date(2026, 4, 18), "El aguacero cerró la vía: se corrió al martes."),
        counts=((JUNTAS, _ADULT, 19), (RURAL_WOMEN, _ADULT, 17), (OVERSEERS, _OLD, 6)),
        sheets=8,
        minutes_on=date(2026, 4, 29),
        promised_on=date(2026, 5, 4),
        closed_on=date(2026, 5, 20),
        left=(("INFORMATION", "Se llevó el cuadernillo impreso."), ("REGISTRATION", "La entrada fue libre."),
              ("EVENT_REPORT", "El acta dice lo mismo."), ("RESULTS", "Se leyeron en la asamblea de la junta.")),
        conclusions="El agua es lo primero. Mientras entra el acueducto, el carrotanque va martes y viernes.",
        observations="La junta pide que el carrotanque llegue temprano y que avisen por la emisora cuando no suba.",
        result="El horario del carrotanque lo firma la junta.",
        picture=21,
    ),
    ToldSpace(
        key="taller",
        kind=SpaceKind.TRAINING,
        title="Taller de control social para servidores y veedurías",
        day=date(2026, 5, 8),
        place="Auditorio de la Casa de la Cultura",
        purpose="Aprender a preguntar, a pedir información y a seguir un compromiso.",
        office="Unidad de Talento Humano",
        hours=4,
        groups=(OVERSEERS,),
        trained=40,
        sheets=9,
        minutes_on=date(2026, 5, 12),
        closed_on=date(2026, 5, 15),
        conclusions="Cada dependencia sale con su ficha de qué publica y cuándo.",
    ),
    ToldSpace(
        key="cocha",
        kind=_DIALOGUE,
        title="Diálogo en La Cocha",
        day=date(2026, 5, 23),
        place="Escuela de La Cocha",
        purpose=_PURPOSE,
        office=_OPC,
        territory="La Cocha",
        in_series=True,
        groups=(JUNTAS, TRADERS),
        topics=(ROADS, MONEY),
        called_on=date(2026, 4, 20),
        counts=((JUNTAS, _ADULT, 24), (TRADERS, _ADULT, 11), ("", _OLD, 3)),
        sheets=7,
        minutes_on=date(2026, 6, 5),
        promised_on=date(2026, 6, 9),
        closed_on=date(2026, 6, 24),
        left=(("INFORMATION", "Se llevó el cuadernillo impreso."), ("REGISTRATION", "La entrada fue libre."),
              ("EVENT_REPORT", "El acta dice lo mismo."), ("RESULTS", "Se leyeron en la asamblea de la junta.")),
        conclusions="La placa huella llega hasta el kilómetro 600; lo que falta se pide para 2027.",
        observations="Piden que la interventoría suba cada mes y que los productores sepan qué días no pasan camiones.",
        result="Los 200 metros entran al proyecto de presupuesto de 2027.",
    ),
    ToldSpace(
        key="ninez",
        kind=SpaceKind.FORUM,
        title="Conversatorio con niñas, niños y jóvenes",
        day=date(2026, 6, 11),
        place="Biblioteca municipal",
        purpose="Que niñas, niños y jóvenes digan qué cambiarían del municipio y oigan qué se hizo.",
        office="Casa de la Cultura y Biblioteca",
        begins=time(14),
        hours=2,
        groups=(CHILDREN, YOUTH),
        topics=(BUS,),
        approaches=(Approach.CHILDREN, Approach.YOUTH),
        is_for_minors=True,
        called_on=date(2026, 5, 11),
        counts=((CHILDREN, _CHILD, 21), (CHILDREN, _TEEN, 29), (YOUTH, _YOUNG, 8)),
        sheets=12,
        minutes_on=date(2026, 6, 23),
        closed_on=date(2026, 7, 3),
        left=(("LIVE_QUESTIONS", "Se preguntó con dibujos y tarjetas."), ("INFORMATION", "Se contó con un juego."),
              ("ANSWERS", "Las tarjetas se respondieron ahí mismo."), ("COMMITMENTS", "No hubo compromisos nuevos."),
              ("REGISTRATION", "Los colegios llevaron sus grupos."), ("EVENT_REPORT", "El acta dice lo mismo."),
              ("RESULTS", "Los colegios los contaron en clase.")),
        conclusions="Lo que más piden: bus escolar, cancha con luz y biblioteca el sábado.",
        observations="Quieren que les pregunten antes de hacer un parque.",
        result="La biblioteca abre los sábados desde noviembre.",
    ),
    ToldSpace(
        key="junio",
        kind=SpaceKind.PUBLIC_HEARING,
        title="Audiencia pública de mitad de año",
        day=date(2026, 6, 26),
        place="Coliseo municipal",
        purpose="Rendir cuentas del primer semestre: obras, salud, plata y contratos.",
        office=_ERC,
        mode=Mode.HYBRID,
        link=HEARING_LINK,
        capacity=250,
        groups=(JUNTAS, YOUTH, VICTIMS, TRADERS, OVERSEERS),
        topics=(ROADS, WATER, HEALTH, MONEY, BUS),
        accessibility=(Accessibility.SIGN_LANGUAGE, Accessibility.STEP_FREE),
        approaches=(Approach.HUMAN_RIGHTS, Approach.SDG),
        called_on=date(2026, 5, 25),
        informed_on=date(2026, 5, 26),
        counts=((JUNTAS, _ADULT, 48), (YOUTH, _YOUNG, 22), (VICTIMS, _ADULT, 16), (TRADERS, _ADULT, 13),
                (OVERSEERS, _OLD, 9), ("", _ADULT, 4)),
        sheets=19,
        minutes_on=date(2026, 7, 9),
        promised_on=date(2026, 7, 15),
        reported_on=date(2026, 7, 17),
        closed_on=date(2026, 7, 24),
        evaluated_on=date(2026, 8, 20),
        left=(
            ("REGISTRATION", "La entrada fue libre hasta llenar el coliseo."),
            ("RESULTS", "Se contaron en la emisora, la cartelera y la asamblea de juntas."),
        ),
        conclusions="Salud en San Isidro y agua en El Tambo Alto son lo que más preocupa. Quedan cuatro compromisos.",
        observations="Las juntas piden que la audiencia baje a los corregimientos. Las veedurías piden el gasto en "
        "publicidad por medio. Los jóvenes piden poder preguntar sin hacer fila.",
        result="Cuatro compromisos con dependencia y fecha; el bus escolar entró al contrato.",
        picture=26,
    ),
    ToldSpace(
        key="isidro",
        kind=_DIALOGUE,
        title="Diálogo en San Isidro",
        day=date(2026, 7, 25),
        place="Casa del cabildo, San Isidro",
        purpose=_PURPOSE,
        office=_OPC,
        territory="San Isidro",
        in_series=True,
        groups=(CABILDO, JUNTAS, RURAL_WOMEN),
        topics=(HEALTH, BUS),
        accessibility=(Accessibility.NATIVE_LANGUAGE,),
        approaches=(Approach.ETHNIC,),
        called_on=date(2026, 6, 23),
        counts=((CABILDO, _ADULT, 31), (RURAL_WOMEN, _ADULT, 14), (JUNTAS, _ADULT, 7)),
        sheets=6,
        minutes_on=date(2026, 8, 13),
        promised_on=date(2026, 8, 18),
        closed_on=date(2026, 9, 2),
        left=(("INFORMATION", "Se contó en la asamblea del cabildo."), ("REGISTRATION", "La entrada fue libre."),
              ("EVENT_REPORT", "El acta dice lo mismo."), ("RESULTS", "El cabildo los leyó en su asamblea.")),
        conclusions="El puesto de salud abre cinco días y el bus escolar pasa a las 6:10.",
        observations="El cabildo pide que los documentos lleguen con ocho días y en palabras sencillas.",
        result="La comunidad propuso la ruta del bus escolar y quedó en el contrato.",
    ),
    ToldSpace(
        key="radio",
        kind=SpaceKind.RADIO,
        title="La alcaldía responde, en la emisora comunitaria",
        day=date(2026, 8, 15),
        place="Emisora Aurora Estéreo",
        purpose="Responder en vivo lo que la gente llama a preguntar.",
        office="Oficina de Comunicaciones y Prensa",
        begins=time(10),
        hours=1,
        groups=(RURAL_WOMEN,),
        called_on=date(2026, 8, 1),
        minutes_on=date(2026, 8, 20),
        closed_on=date(2026, 8, 28),
        conclusions="Se respondieron las dos llamadas y se repite en noviembre.",
    ),
    ToldSpace(
        key="octubre",
        kind=SpaceKind.PUBLIC_HEARING,
        title="Audiencia pública participativa de octubre",
        day=date(2026, 10, 30),
        place="Coliseo municipal",
        purpose="Rendir cuentas del año con transmisión e intérprete: qué se prometió, qué se hizo y qué no.",
        office=_ERC,
        mode=Mode.HYBRID,
        link=HEARING_LINK,
        capacity=300,
        groups=(JUNTAS, YOUTH, RURAL_WOMEN, CABILDO, TRADERS, OVERSEERS),
        topics=(ROADS, WATER, HEALTH, MONEY),
        accessibility=(Accessibility.SIGN_LANGUAGE, Accessibility.STEP_FREE, Accessibility.SUBTITLES),
        approaches=(Approach.HUMAN_RIGHTS, Approach.GENDER),
        called_on=date(2026, 9, 14),
        informed_on=date(2026, 9, 30),
        counts=((JUNTAS, _ADULT, 71), (YOUTH, _YOUNG, 38), (RURAL_WOMEN, _ADULT, 33), (CABILDO, _ADULT, 18),
                (TRADERS, _ADULT, 15), (OVERSEERS, _OLD, 8), ("", _ADULT, 4)),
        sheets=26,
        minutes_on=date(2026, 11, 12),
        promised_on=date(2026, 11, 18),
        reported_on=date(2026, 11, 24),
        left=(("REGISTRATION", "La entrada fue libre hasta llenar el coliseo."),),
        conclusions="El acueducto arranca en noviembre. Quedan tres compromisos y cinco preguntas por responder.",
        observations="La gente pide respuestas con fecha y que las visitas de obra tengan interventoría.",
        result="Tres compromisos con dependencia y fecha.",
        picture=30,
    ),
    ToldSpace(
        key="retiro",
        kind=_DIALOGUE,
        title="Diálogo en El Retiro",
        day=date(2026, 12, 5),
        place="Escuela de El Retiro",
        purpose=_PURPOSE,
        office=_OPC,
        begins=time(10),
        territory="El Retiro",
        in_series=True,
        groups=(JUNTAS, RURAL_WOMEN),
        topics=(ROADS, WATER),
        called_on=date(2026, 10, 13),
    ),
)  # fmt: skip

"""What a photo tells besides its picture: when it was taken, and everything that is nobody's business.

Source: Exif 2.32 (CIPA DC-008), of which an `ExifTags` name is given beside each number where Pillow has none.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Final
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image, ImageFile

from rinde.foundations.attachments.pictures import opened

BOGOTA: Final = ZoneInfo("America/Bogota")
TAGS: Final = ExifTags.Base
LOCATION: Final = "la ubicación donde se tomó"
MOMENT: Final = "la fecha y la hora en que se tomó"
CAMERA: Final = "el modelo de la cámara o del celular"
SERIAL: Final = "el número de serie de la cámara"
OWNER: Final = "el nombre de su dueño o autor"
WORDS: Final = "los comentarios y descripciones"
PROGRAM: Final = "el programa con que se editó"
THUMBNAIL: Final = "la miniatura, que puede mostrar lo que se recortó"
MAKER: Final = "los datos internos del fabricante"
LABELS: Final = "las etiquetas del programa de fotos"
VIDEO: Final = "el video corto que la cámara guardó con la foto"
OTHERS: Final = "otras imágenes guardadas en el mismo archivo"
IN_ORDER: Final = (LOCATION, MOMENT, CAMERA, SERIAL, OWNER, WORDS, PROGRAM, THUMBNAIL, MAKER, LABELS, VIDEO, OTHERS)

_TOLD_BY: Final = {
    TAGS.Make: CAMERA,
    TAGS.Model: CAMERA,
    TAGS.LensMake: CAMERA,
    TAGS.LensModel: CAMERA,
    TAGS.UniqueCameraModel: CAMERA,
    TAGS.HostComputer: CAMERA,
    TAGS.BodySerialNumber: SERIAL,
    TAGS.CameraSerialNumber: SERIAL,
    TAGS.LensSerialNumber: SERIAL,
    TAGS.ImageUniqueID: SERIAL,
    TAGS.Artist: OWNER,
    TAGS.Copyright: OWNER,
    TAGS.CameraOwnerName: OWNER,
    TAGS.XPAuthor: OWNER,
    TAGS.ImageDescription: WORDS,
    TAGS.DocumentName: WORDS,
    TAGS.UserComment: WORDS,
    TAGS.XPComment: WORDS,
    TAGS.XPTitle: WORDS,
    TAGS.XPSubject: WORDS,
    TAGS.XPKeywords: WORDS,
    TAGS.Software: PROGRAM,
    TAGS.ProcessingSoftware: PROGRAM,
    TAGS.DateTime: MOMENT,
    TAGS.DateTimeOriginal: MOMENT,
    TAGS.DateTimeDigitized: MOMENT,
    TAGS.MakerNote: MAKER,
}
_DIRECTORIES: Final = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.IFD1)
_MOMENT: Final = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET: Final = re.compile(r"([+-])(\d\d):(\d\d)")
# A «motion photo»: some seconds of video with sound, hung behind the picture.
_HUNG_VIDEO: Final = re.compile(rb"....ftyp(?:mp4|iso|qt  |avc1|M4V)", re.DOTALL)
# What a picture may carry and that says nothing of anybody: how it is packed and shown.
_TECHNICAL: Final = frozenset(
    {
        "adobe",
        "adobe_transform",
        "background",
        "chromaticity",
        "default_image",
        "dpi",
        "duration",
        "exif",
        "flashpix",
        "gamma",
        "icc_profile",
        "interlace",
        "jfif",
        "jfif_density",
        "jfif_unit",
        "jfif_version",
        "loop",
        "mp",
        "mpoffset",
        "progression",
        "progressive",
        "srgb",
        "timestamp",
        "transparency",
        "xmp",
        "photoshop",
    }
)


@dataclass(frozen=True, slots=True)
class Capture:
    """`taken_at` is aware; where the photo names no zone it is Bogotá's, and `zone_assumed` says so.

    `carries`: Spanish words for what the file tells besides the picture.
    """

    taken_at: datetime | None
    zone_assumed: bool
    carries: tuple[str, ...]

    @property
    def has_location(self) -> bool:
        return LOCATION in self.carries


def capture_of(content: bytes) -> Capture:
    """Read what a photo tells besides its picture. Raises UploadRefused where it does not open."""
    with opened(content) as image:
        return read_capture(image, content)


def read_capture(image: ImageFile.ImageFile, content: bytes) -> Capture:
    """The same of a photo that is open; broken metadata are as good as none."""
    main: dict[int, Any] = {}
    directories: dict[int, dict[int, Any]] = {}
    with suppress(Exception):  # Pillow raises whatever the broken metadata led it into
        exif = image.getexif()
        main = dict(exif)
        for directory in _DIRECTORIES:
            directories[directory] = dict(exif.get_ifd(directory))
    photo = directories.get(ExifTags.IFD.Exif, {})
    taken_at, zone_assumed = _moment(photo)
    found = {_TOLD_BY[TAGS(tag)] for tag in {*main, *photo} if _is_told(tag)}
    if any(tag != ExifTags.GPS.GPSVersionID for tag in directories.get(ExifTags.IFD.GPSInfo, {})):
        found.add(LOCATION)
    if directories.get(ExifTags.IFD.IFD1):
        found.add(THUMBNAIL)
    found |= _in_the_rest(image, content)
    return Capture(taken_at, zone_assumed, tuple(words for words in IN_ORDER if words in found))


def _is_told(tag: int) -> bool:
    return tag in _TOLD_BY


def _moment(photo: dict[int, Any]) -> tuple[datetime | None, bool]:
    """When the shutter opened (0x9003) with its offset (0x9011); a scanner's or an editor's date is another thing."""
    found = _MOMENT.match(str(photo.get(TAGS.DateTimeOriginal, "")))
    if not found:
        return None, False
    offset = _OFFSET.match(str(photo.get(TAGS.OffsetTimeOriginal, "")).strip())
    zone = _zone(offset) if offset else BOGOTA
    try:
        return datetime(*map(int, found.groups()), tzinfo=zone), offset is None  # type: ignore[arg-type,misc]
    except ValueError:  # «0000:00:00 00:00:00» of a camera whose clock was never set
        return None, False


def _zone(offset: re.Match[str]) -> timezone:
    minutes = int(offset[2]) * 60 + int(offset[3])
    return timezone(timedelta(minutes=min(minutes, 14 * 60) * (-1 if offset[1] == "-" else 1)))


def _in_the_rest(image: Image.Image, content: bytes) -> set[str]:
    """What stands outside Exif: labels of programs, comments, a hung video, further pictures."""
    found = set()
    if xmp := image.info.get("xmp"):
        found.add(LABELS)
        if b"GPSLatitude" in (xmp if isinstance(xmp, bytes) else str(xmp).encode()):
            found.add(LOCATION)
    if image.info.get("photoshop"):
        found.add(LABELS)
    if any(isinstance(key, str) and key.lower() not in _TECHNICAL for key in image.info):
        found.add(WORDS)
    if _HUNG_VIDEO.search(content, 12):
        found.add(VIDEO)
    if int(getattr(image, "n_frames", 1)) > 1:
        found.add(OTHERS)
    return found

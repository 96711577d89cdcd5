"""Files as people attach them, made in memory and as small as they can be: each function gives the bytes of one."""

import io
from collections.abc import Mapping

from PIL import ExifTags, Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from foundations.documents.making import archive

OOXML = "application/vnd.openxmlformats-officedocument"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"

TAGS = ExifTags.Base
SECRETS = ("Celular de Ana", "SN-778899", "Ana Gomez", "Casa de la nina", "Editor 5", "marca-xmp", "marca-iptc")
LATITUDE = (7.0, 7.0, 11.5)


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    """A picture of one colour: «JPEG», «PNG», «WEBP» or whatever Pillow writes."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


def types_part(main: str, part: str) -> str:
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{part}" ContentType="{OOXML}.{main}.main+xml"/></Types>'
    )


def pptx_members(*texts: str) -> dict[str, bytes | str]:
    runs = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in texts or ("Feria de la transparencia",))
    slide = f'<p:sld xmlns:p="{SLIDES}" xmlns:a="{DRAWING}"><p:txBody>{runs}</p:txBody></p:sld>'
    return {
        "[Content_Types].xml": types_part("presentationml.presentation", "ppt/presentation.xml"),
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{SLIDES}"/>',
        "ppt/slides/slide1.xml": slide,
    }


def pptx(*texts: str) -> bytes:
    return archive(pptx_members(*texts))


def open_document(kind: str, *texts: str) -> bytes:
    """«text», «presentation» or «spreadsheet» of OpenDocument with some paragraphs."""
    paragraphs = "".join(f"<text:p>{text}</text:p>" for text in texts or ("Acta de la reunión",))
    content = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:text="{TEXT}">'
        f"<office:body><office:{kind}>{paragraphs}</office:{kind}></office:body></office:document-content>"
    )
    return archive({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content})


def relations(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" TargetMode="External" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}"/></Relationships>'
    )


def mp3(frames: int = 10, *, tag: bytes = b"") -> bytes:
    """Frames of MPEG-1 layer III, 128 kbit/s at 44.1 kHz: 417 bytes each."""
    header = bytes([0xFF, 0xFB, 0x90, 0x00])
    size = bytes(len(tag) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return (b"ID3\x04\x00\x00" + size + tag if tag else b"") + (header + bytes(413)) * frames


def ogg(first: bytes = b"OpusHead", pages: int = 3) -> bytes:
    def page(body: bytes) -> bytes:
        return b"OggS\x00" + bytes(21) + bytes([1, len(body)]) + body

    return page(first + bytes(11)) + page(bytes(200)) * (pages - 1)


def box(kind: bytes, body: bytes = b"") -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + kind + body


def mp4(brand: bytes = b"isom", tracks: tuple[bytes, ...] = (b"vide", b"soun")) -> bytes:
    handlers = b"".join(box(b"trak", box(b"hdlr", bytes(8) + track + bytes(12))) for track in tracks)
    return box(b"ftyp", brand + bytes(4) + b"isom") + box(b"moov", handlers) + box(b"mdat", bytes(300))


def changed_pdf(content: bytes, *, password: str = "", script: str = "", files: Mapping[str, bytes] | None = None,
                opens: DictionaryObject | None = None) -> bytes:  # fmt: skip
    """The PDF again: locked, with a script for whoever opens it, with files inside, with an action of its own."""
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(content))), io.BytesIO()
    if script:
        named = ArrayObject([TextStringObject("inicio"), action("JavaScript", JS=script)])
        scripts = DictionaryObject({NameObject("/JavaScript"): DictionaryObject({NameObject("/Names"): named})})
        writer.root_object[NameObject("/Names")] = scripts
    for name, inside in (files or {}).items():
        writer.add_attachment(name, inside)
    if opens is not None:
        writer.root_object[NameObject("/OpenAction")] = opens
    if password:
        writer.encrypt(password, algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def action(kind: str, **values: str) -> DictionaryObject:
    """An action of a PDF, such as `action("Launch", F="calc.exe")`."""
    made = DictionaryObject({NameObject("/S"): NameObject(f"/{kind}")})
    made.update({NameObject(f"/{name}"): TextStringObject(value) for name, value in values.items()})
    return made


def exif_of(**more: object) -> Image.Exif:
    """Exif with a secret in every place that people forget."""
    exif = Image.Exif()
    exif[TAGS.Make], exif[TAGS.Model] = "Marca", SECRETS[0]
    exif[TAGS.Artist], exif[TAGS.ImageDescription], exif[TAGS.Software] = SECRETS[2], SECRETS[3], SECRETS[4]
    exif.get_ifd(ExifTags.IFD.Exif).update(
        {TAGS.DateTimeOriginal: "2026:05:03 14:30:05", TAGS.BodySerialNumber: SECRETS[1]}
    )
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: LATITUDE, ExifTags.GPS.GPSLongitudeRef: "W"}
    )
    for name, value in more.items():
        exif[TAGS[name]] = value
    return exif


def with_labels(jpeg: bytes) -> bytes:
    """The labels of the press (IPTC) in their segment, before everything else of the JPEG."""
    body = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x0e\x1c\x02\x50\x00\x0amarca-iptc\x00"
    return jpeg[:2] + b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body + jpeg[2:]


def full_of_secrets() -> bytes:
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">marca-xmp <exif:GPSLatitude>7,7.2N</exif:GPSLatitude></x:xmpmeta>'
    jpeg = picture("JPEG", (800, 600), exif=exif_of(), xmp=xmp, comment=b"Casa de la nina", quality=90)
    return with_labels(jpeg) + mp4()


def reopened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image

"""What may be shown and offered as the name of a file that a person sent. Pure."""

import unicodedata
from pathlib import PurePosixPath

LENGTH = 255
FALLBACK = "archivo"


def safe_name(name: str) -> str:
    """Keep the last part of a path, without control and direction characters; the ending survives shortening.

    A mark that turns the reading direction shows «factura_fdp.exe» as «factura_exe.pdf».
    """
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    kept = "".join(character for character in last if unicodedata.category(character) not in {"Cc", "Cf", "Cs"})
    tidy = " ".join(kept.split()).strip(". ")
    if not tidy:
        return FALLBACK
    suffix = PurePosixPath(tidy).suffix[:20]
    return tidy if len(tidy) <= LENGTH else tidy[: LENGTH - len(suffix)] + suffix


def disposition(name: str) -> str:
    """The Content-Disposition of a download: a plain name for old programs, the real one beside it (RFC 6266)."""
    safe = safe_name(name)
    decomposed = unicodedata.normalize("NFKD", safe).encode("ascii", "ignore").decode()
    plain = "".join(character for character in decomposed if character not in '"\\;%') or FALLBACK
    quoted = "".join(chr(byte) if chr(byte).isalnum() and byte < 128 else f"%{byte:02X}" for byte in safe.encode())
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quoted}"

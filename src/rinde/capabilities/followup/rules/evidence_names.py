"""Names of the files inside a ZIP of proofs. Pure.

A name that a person gave a file may say who is in it, so none goes into a public ZIP: the activity, a number, the
ending.
"""

ENDINGS: dict[str, str] = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
    "text/csv": ".csv",
    "text/plain": ".txt",
    "text/html": ".html",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
}


def file_name(number: int, content_type: str, *, is_original: bool = False) -> str:
    """«prueba-45.webp»: the proof's number, and an ending that fits the content."""
    return f"{'original' if is_original else 'prueba'}-{number}{ENDINGS.get(content_type, '.bin')}"

"""`rinde read-plan`: JSON on standard output, errors in Spanish and a failing status."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def test_read_plan_prints_the_draft(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "PLAN ANTICORRUPCIÓN 2024\n\nActividades\tProducto\tResponsable\tFecha\nDivulgar el "
        "plan\tCampaña\tPrensa\tAbril\n"
    )
    out = io.StringIO()
    call_command("read_plan", str(path), stdout=out)
    draft = json.loads(out.getvalue())
    assert (draft["schema"], draft["source"]["name"], draft["rows"][0]["activity"]) == (
        "plan-draft/1",
        "plan.txt",
        "Divulgar el plan",
    )


def test_read_plan_of_a_missing_file_says_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Revise la ruta"):
        call_command("read_plan", str(tmp_path / "nada.pdf"))


def test_read_plan_of_a_file_that_is_no_document_says_why(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    with pytest.raises(CommandError, match=r"\w+"):
        call_command("read_plan", str(path))

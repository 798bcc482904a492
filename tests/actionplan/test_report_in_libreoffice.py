"""The Word file in LibreOffice, which opens what Word opens. In `make test-all` alone."""

import shutil
import subprocess
from pathlib import Path

from actionplan.reports.files.kinds import FileKind
from actionplan.reports.files.rendering import render
from tests.actionplan.report_examples import compared


def test_word_converts_in_libreoffice(tmp_path: Path) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "LibreOffice saknas: make tools-all"
    (tmp_path / "rapport.docx").write_bytes(render(FileKind.WORD, compared()))
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    subprocess.run(
        [program, "--headless", profile, "--convert-to", "pdf", "rapport.docx"],
        cwd=tmp_path,
        check=True,
        timeout=180,
        capture_output=True,
    )
    assert (tmp_path / "rapport.pdf").read_bytes().startswith(b"%PDF")

"""The ZIP: the case file on paper, the evidence as it came, the tables, and the list by which all of it is checked.

One piece of evidence is in memory at a time; the file has no name in any folder and ends with the process that writes
it.
"""

import csv
import hashlib
import io
import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any

import pyzipper
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from core.documents import STYLE, can_make_pdf, harmless, make_pdf
from incidents.packs.contents import Contents, bytes_of

PAPER = "incidents/packs/case_file_paper.html"
MANIFEST = "manifest.sha256"


class Writer:
    """Puts files into an encrypted ZIP and remembers the digest of each."""

    def __init__(self, target: IO[bytes], passphrase: str, made_at: Any) -> None:
        self._zip = pyzipper.AESZipFile(target, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES)
        self._zip.setpassword(passphrase.encode())
        self._zip.setencryption(pyzipper.WZ_AES, nbits=256)
        self._date = timezone.localtime(made_at).timetuple()[:6]
        self._digests: list[tuple[str, str]] = []

    def add(self, path: str, content: bytes) -> None:
        self._write(path, content)
        self._digests.append((hashlib.sha256(content).hexdigest(), path))

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()

    def add_manifest(self) -> None:
        """The digests of all that is there, in the format of `sha256sum`."""
        lines = (f"{digest}  {path}\n" for digest, path in sorted(self._digests, key=lambda one: one[1]))
        self._write(MANIFEST, "".join(lines).encode())

    def _write(self, path: str, content: bytes) -> None:
        info = self._zip.zipinfo_cls(path, date_time=self._date)
        info.compress_type = pyzipper.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        self._zip.writestr(info, content)


def write(contents: Contents, target: IO[bytes], passphrase: str, **frame: Any) -> dict[int, bool]:
    """The whole pack into `target`. Returns for each piece of evidence that lies in it, by primary key, whether its

    content is still as it was added. `frame` is what the cover says of the pack. Raises WrongState for a piece that
    does not open.
    """
    with Writer(target, passphrase, contents.as_of) as writer:
        whole = _add_evidence(writer, contents)
        frame["not_whole"] = [piece.number for piece in contents.pieces if whole.get(piece.evidence.pk) is False]
        writer.add("timeline.csv", timeline_table(contents))
        writer.add("custody.csv", custody_table(contents))
        if contents.choices.audit:
            writer.add("audit.csv", audit_table(contents))
        name, content = paper(contents, **frame)
        writer.add(name, content)
        readme = render_to_string("incidents/packs/README.txt", {"contents": contents, "paper": name, **frame})
        writer.add("README.txt", readme.encode())
        writer.add_manifest()
    return whole


def _add_evidence(writer: Writer, contents: Contents) -> dict[int, bool]:
    whole: dict[int, bool] = {}
    for piece in contents.pieces:
        if piece.stamp_path:
            writer.add(piece.stamp_path, bytes(piece.evidence.time_stamp or b""))
        if piece.path:
            content, whole[piece.evidence.pk] = bytes_of(piece, contents.redactor)
            writer.add(piece.path, content)
            del content
    return whole


def temporary_file() -> IO[bytes]:
    """For the ZIP: readable by the portal alone, and gone with it."""
    folder = Path(settings.RUN_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return tempfile.TemporaryFile(dir=folder)


def html_of(contents: Contents, **frame: Any) -> str:
    context = {"contents": contents, "frame": "documents/paper.html", **frame}
    return render_to_string(PAPER, context)


def paper(contents: Contents, **frame: Any) -> tuple[str, bytes]:
    """The case file as a PDF; where this machine makes none, as a page that any browser prints."""
    html = html_of(contents, **frame)
    if can_make_pdf():
        return "case-file.pdf", make_pdf(html)
    style = (Path(settings.BASE_DIR) / STYLE).read_text(encoding="utf-8")
    return "case-file.html", html.replace("</head>", f"<style>{style}</style></head>", 1).encode()


def timeline_table(contents: Contents) -> bytes:
    header = ("entry", "written", "happened", "kind", "by", "text", "why", "corrects entry", "corrected by entry")
    return table(
        header,
        (
            (
                line.number,
                line.at.isoformat(),
                line.happened_at.isoformat() if line.happened_at else "",
                line.kind,
                line.by,
                line.text,
                line.reason,
                line.corrects or "",
                " ".join(map(str, line.corrected_by)),
            )
            for line in contents.timeline
        ),
    )


def custody_table(contents: Contents) -> bytes:
    rows = ((row["number"], row["at"].isoformat(), row["who"], row["did"], row["is_whole"]) for row in contents.custody)
    return table(("evidence", "when", "who", "did", "fingerprint was right"), rows)


def audit_table(contents: Contents) -> bytes:
    """As the chain has them: with the key, the digests prove that each row stands where it stood.

    Of the data, digests by which somebody could guess what was taken out are missing.
    """
    header = ("id", "at", "who", "what", "refused", "actor", "verb", "subject", "data", "previous", "digest")
    rows = (
        (
            row["event"].id,
            row["event"].at.isoformat(timespec="microseconds"),
            row["who"],
            row["what"],
            "yes" if row["event"].refused else "",
            row["event"].actor,
            row["event"].verb,
            f"{row['event'].subject_type}:{row['event'].subject_id}",
            _json(row["data"]),
            row["event"].previous,
            row["event"].digest,
        )
        for row in contents.events
    )
    return table(header, rows)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file that a spreadsheet opens with the right letters, and in which it computes nothing."""
    file = io.StringIO()
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow(header)
    writer.writerows([cell if isinstance(cell, int) else harmless(str(cell)) for cell in row] for row in rows)
    return file.getvalue().encode()


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)

"""The texts of a corpus are found in folders, archives and manifests, by patterns, and at addresses."""

from __future__ import annotations

import hashlib
import io
import tarfile
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import small_corpus as small

from treatygraph.corpus.texts import find, unpack
from treatygraph.model import TreatyGraphError


def names(*given: Path | str, out: Path) -> list[str]:
    return [text.name for text in find([str(one) for one in given], out)]


def test_a_folder_with_what_lies_in_it(tmp_path: Path) -> None:
    folder = small.texts_in(tmp_path / "given", {"b.txt": "b", "a.pdf": "a", "notes.csv": "", ".hidden.txt": "h"})
    small.texts_in(folder / "deep", {"c.docx": "c"})
    small.texts_in(folder / "graph", {"old.txt": "written before"})
    assert names(folder, out=folder / "graph") == ["given/a.pdf", "given/b.txt", "given/deep/c.docx"]


def test_a_pattern(tmp_path: Path) -> None:
    folder = small.texts_in(tmp_path / "given", {"a.en.txt": "a", "a.zh.txt": "b"})
    assert names(f"{folder}/*.en.txt", out=tmp_path / "out") == [f"{folder}/a.en.txt"]
    with pytest.raises(TreatyGraphError, match="no file fits"):
        find([f"{folder}/*.fr.txt"], tmp_path)


def test_archives_are_read_by_their_members_and_write_nowhere_else(tmp_path: Path) -> None:
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in/one.txt", small.KENYA)
        archive.writestr("../../out.txt", small.ITALY)
        archive.writestr("picture.png", "no text")
    taped = tmp_path / "b.tar.gz"
    with tarfile.open(taped, "w:gz") as archive:
        info = tarfile.TarInfo("./two.txt")
        info.size = len(small.ITALY)
        archive.addfile(info, io.BytesIO(small.ITALY.encode()))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    found = find([str(packed), str(taped)], tmp_path / "out")
    assert [text.name for text in found] == ["a.zip/in/one.txt", "b.tar.gz/two.txt"]
    assert found[1].sha256 == hashlib.sha256(small.ITALY.encode()).hexdigest()
    unpack(packed, {"in/one.txt": tmp_path / "x" / "one.txt"})
    assert (tmp_path / "x" / "one.txt").read_text(encoding="utf-8") == small.KENYA


def test_a_damaged_member_is_a_fault_of_its_own(tmp_path: Path) -> None:
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one.txt", small.KENYA)
        archive.writestr("two.txt", small.ITALY)
    data = bytearray(packed.read_bytes())
    at = data.index(b"one.txt") + len("one.txt")
    data[at] = 0xFF  # no kind of block of deflated data (RFC 1951, 3.2.3)
    packed.write_bytes(data)
    one, two = find([str(packed)], tmp_path / "out")
    assert one.fault.startswith("cannot be unpacked (")
    assert two.sha256 == hashlib.sha256(small.ITALY.encode()).hexdigest()


def test_an_archive_in_cipher_cannot_be_used(tmp_path: Path) -> None:
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.txt", small.KENYA)
    data = bytearray(packed.read_bytes())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(header) + flags] |= 1
    packed.write_bytes(data)
    with pytest.raises(TreatyGraphError, match=r"a\.zip: cannot be unpacked \(.*encrypted"):
        find([str(packed)], tmp_path / "out")


def test_a_manifest_says_what_the_texts_do_not(tmp_path: Path) -> None:
    small.texts_in(tmp_path, {"a.txt": "a"})
    (tmp_path / "rows").mkdir()
    manifest = tmp_path / "manifest.csv"
    manifest.write_text("file,symbol,language,rows\na.txt,A/1,zh,rows\ngone.txt,,,\n", encoding="utf-8")
    one, gone = find([str(manifest)], tmp_path / "out")
    assert (one.name, one.symbol, one.language, one.rows) == ("a.txt", "A/1", "zh", str(tmp_path / "rows"))
    assert gone.fault == "cannot be read (No such file or directory)"


@pytest.mark.parametrize(("rows", "said"), [
    ("file,lang\na.txt,zh\n", "unknown column 'lang'"),
    ("symbol\nA/1\n", "no column 'file' or 'address'"),
    ("file,address\n,\n", "2: give either a file or an address"),
    ("address\nftp://example.org/a.txt\n", "is no address"),
    ("file,rows\na.txt,nowhere\n", "there is no folder 'nowhere'"),
])
def test_a_manifest_that_cannot_be_used(tmp_path: Path, rows: str, said: str) -> None:
    (tmp_path / "m.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(TreatyGraphError, match=said):
        find([str(tmp_path / "m.csv")], tmp_path / "out")


def test_a_text_at_an_address_is_fetched_once(tmp_path: Path) -> None:
    asked = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404 if self.path == "/gone.txt" else 200)
            if self.path == "/short.txt":
                self.send_header("Content-Length", str(len(small.KENYA) + 7))
            self.end_headers()
            self.wfile.write(small.KENYA.encode())

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        start = f"http://127.0.0.1:{server.server_port}"
        manifest = tmp_path / "m.csv"
        manifest.write_text(f"address,symbol\n{start}/a.txt,A/1\n{start}/gone.txt,A/2\n"
                            f"{start}/short.txt,A/3\n{start}/no address,A/4\n", encoding="utf-8")
        for _ in range(2):
            text, gone, no_address, short = find([str(manifest)], tmp_path / "out")
        server.shutdown()
    assert text.file.read_text(encoding="utf-8") == small.KENYA
    assert text.name == f"{start}/a.txt"
    assert "cannot be fetched (Not Found)" in gone.fault
    assert "it broke off, 7 bytes short" in short.fault
    assert "cannot be fetched (" in no_address.fault
    assert asked == ["/a.txt", *["/gone.txt", "/short.txt"] * 2]

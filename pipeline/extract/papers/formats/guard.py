"""What may be opened at all: bounds on size, expansion, pages and time; no macros, no passwords, no XML entities.

Every refusal is a sentence that an office worker can act on.
"""

from __future__ import annotations

import io
import re
import zipfile

from pipeline.extract.papers.lines import DocumentRefused

MAX_BYTES = 60 * 1024 * 1024
MAX_EXPANDED = 250 * 1024 * 1024
MAX_ENTRIES = 3000
MAX_RATIO = 200
"""expanded to packed size of one entry above 2 MB; XML of ordinary papers reaches 30"""
MAX_XML = 60 * 1024 * 1024
MAX_PAGES = 500
"""the longest paper met so far has 180 pages"""
MAX_SECONDS = 120.0

EMPTY = "Tệp «{name}» rỗng. Hãy kiểm tra lại tệp rồi thêm lại."
TOO_BIG = "Tệp «{name}» lớn hơn {limit} MB nên không được mở. Hãy tách tệp hoặc lưu lại bản nhỏ hơn."
BOMB = "Tệp «{name}» giải nén ra quá lớn nên không được mở (có thể là tệp bẫy). Hãy xin lại tệp gốc từ nơi gửi."
BROKEN = "Tệp «{name}» bị hỏng, không mở được. Hãy xin lại tệp hoặc mở bằng Word rồi lưu lại."
MACRO = "Tệp «{name}» có macro nên không được mở. Hãy mở trong Word, lưu lại dạng .docx không macro rồi thêm lại."
LOCKED = "Tệp «{name}» có mật khẩu hoặc bị mã hóa. Hãy lưu lại bản không mật khẩu rồi thêm lại."
OLD_WORD = "Tệp «{name}» là Word đời cũ (.doc) hoặc có mật khẩu. Hãy mở trong Word, lưu lại dạng .docx rồi thêm lại."
ENTITIES = "Tệp «{name}» chứa khai báo thực thể XML nên không được mở. Hãy mở trong Word rồi lưu lại dạng .docx."
TOO_MANY_PAGES = (
    "Tệp «{name}» có {pages} trang, nhiều hơn mức {limit} trang. Hãy tách phần quy định cần dùng rồi thêm lại."
)
TOO_SLOW = "Đọc tệp «{name}» quá lâu nên đã dừng. Hãy tách tệp thành phần nhỏ hơn rồi thêm lại."
UNKNOWN = "Không nhận ra loại tệp «{name}». Hãy dùng DOCX, PDF, HTML hoặc TXT."
NOT_WORD = (
    "Tệp «{name}» không phải tài liệu Word (.docx). Hãy mở bằng phần mềm đã tạo ra nó rồi lưu lại dạng .docx hoặc PDF."
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(data: bytes, name: str) -> str:
    """ "docx", "pdf", "html" or "txt" from the bytes, the name only where bytes do not tell. Raises DocumentRefused."""
    if not data.strip(b"\x00\r\n\t "):
        raise DocumentRefused(EMPTY.format(name=name))
    if len(data) > MAX_BYTES:
        raise DocumentRefused(TOO_BIG.format(name=name, limit=MAX_BYTES // 2**20))
    if data.startswith(_OLE):
        raise DocumentRefused(OLD_WORD.format(name=name))
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if suffix in ("docx", "docm", "odt", "xlsx", "zip"):
        raise DocumentRefused(BROKEN.format(name=name))
    if suffix == "pdf":
        raise DocumentRefused(BROKEN.format(name=name))
    head = data[:4096].replace(b"\x00", b"").lower()
    if suffix in ("html", "htm", "xhtml") or re.search(rb"<(?:!doctype html|html|body|head|table|p|div)[\s>]", head):
        return "html"
    if suffix in ("txt", "md", "text", "") or _is_text(data):
        return "txt"
    raise DocumentRefused(UNKNOWN.format(name=name))


def check_package(data: bytes, name: str) -> None:
    """Refuse an Office package that would expand too far, runs code, is locked or declares XML entities."""
    if name.lower().endswith((".docm", ".dotm", ".xlsm")):
        raise DocumentRefused(MACRO.format(name=name))
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        raise DocumentRefused(BROKEN.format(name=name)) from error
    if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_EXPANDED:
        raise DocumentRefused(BOMB.format(name=name))
    names = {e.filename for e in entries}
    for entry in entries:
        if entry.flag_bits & 1:
            raise DocumentRefused(LOCKED.format(name=name))
        if entry.file_size > 2 * 2**20 and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise DocumentRefused(BOMB.format(name=name))
        if entry.filename.lower().endswith("vbaproject.bin"):
            raise DocumentRefused(MACRO.format(name=name))
    if "EncryptedPackage" in names:
        raise DocumentRefused(LOCKED.format(name=name))
    if "word/document.xml" not in names:
        raise DocumentRefused(NOT_WORD.format(name=name))
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            _check_xml(package, entry, name)


def _check_xml(package: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    if entry.file_size > MAX_XML:
        raise DocumentRefused(BOMB.format(name=name))
    try:
        with package.open(entry) as part:
            head = part.read(64 * 1024)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError) as error:
        raise DocumentRefused(BROKEN.format(name=name)) from error
    plain = head.replace(b"\x00", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise DocumentRefused(ENTITIES.format(name=name))


def _is_text(data: bytes) -> bool:
    sample = data[:4096]
    odd = sum(1 for b in sample if b < 9 or 13 < b < 32)
    return odd < 0.02 * len(sample) or sample[:2] in (b"\xff\xfe", b"\xfe\xff")

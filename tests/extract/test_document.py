"""Papers written for this test, in every format that an office sends, and the files that must be refused."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
import typst
from docx.oxml import OxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import document
from pipeline.extract.document import DocumentRefused
from pipeline.extract.papers.formats import guard, scan
from pipeline.extract.papers.formats.numbering import written
from pipeline.extract.papers.rules.witness import disagrees

HEAD = ["ỦY BAN NHÂN DÂN", "PHƯỜNG BẾN LỞ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
NUMBER = "Số: 07/2026/QĐ-UBND"
DAY = "Bến Lở, ngày 05 tháng 02 năm 2026"
RULES = [
    ("Điều 1. Đối tượng", None),
    ("1. Hộ có nhà ven kênh từ 03 năm trở lên.", "Điều 1, khoản 1"),
    ("2. Hồ sơ gồm:", None),
    ("a) Đơn theo mẫu;", "Điều 1, khoản 2, điểm a"),
    ("b) Bản chụp giấy tờ nhà.", "Điều 1, khoản 2, điểm b"),
    ("Điều 2. Mức hỗ trợ là 4.500.000 đồng một hộ, chi một lần.", "Điều 2"),
    ("Điều 3. Hiệu lực", None),
    (
        "Quyết định này có hiệu lực từ ngày 01 tháng 3 năm 2026 đến hết ngày 31 tháng 12 năm 2026 và thay thế Quyết định số "
        "15/2024/QĐ-UBND ngày 02 tháng 5 năm 2024.",
        "Điều 3",
    ),
]
SUBJECT = "Hỗ trợ hộ dân ven kênh sửa nhà"


def check(read: Any) -> None:
    """The paper above, whatever it was printed with."""
    assert read.kind == "quyet_dinh"
    assert read.number == "07/2026/QĐ-UBND"
    assert read.issuer == "Ủy ban nhân dân phường Bến Lở"
    assert read.title == SUBJECT
    assert read.issued == dt.date(2026, 2, 5)
    assert read.effective_from == dt.date(2026, 3, 1)
    assert read.effective_to == dt.date(2026, 12, 31)
    assert read.supersedes == ("15/2024/QĐ-UBND",)
    assert read.status == "in_force"
    wanted = {point: text for text, point in RULES if point}
    wanted = {p: t.removeprefix("Điều 2. ") if p == "Điều 2" else t for p, t in wanted.items()}
    wanted = {p: t.split(" ", 1)[1] if t[:2] in ("1.", "a)", "b)") else t for p, t in wanted.items()}
    assert {p.point: p.text for p in read.passages} == wanted
    by_point = {p.point: p for p in read.passages}
    assert "Hồ sơ gồm" in by_point["Điều 1, khoản 2, điểm a"].heading
    assert not any(name in p.text for p in read.passages for name in ("Nơi nhận", "Lê Văn Mẫu"))


def as_text() -> str:
    top = f"{HEAD[0]}          {HEAD[2]}\n{HEAD[1]}          {HEAD[3]}\n{NUMBER}          {DAY}\n\nQUYẾT ĐỊNH\n{SUBJECT}\n\n"
    body = "Căn cứ Luật Đất đai;\n\nQUYẾT ĐỊNH:\n\n" + "\n\n".join(text for text, _ in RULES)
    return top + body + "\n\nNơi nhận:\n- Như Điều 4;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Mẫu\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_text_file(encoding: str) -> None:
    check(document.read(as_text().encode(encoding), "qd07.txt"))


def test_web_page() -> None:
    rules = "".join(f"<p>{text}</p>" for text, _ in RULES)
    html = f"""<html><head><meta charset="utf-8"></head><body><div class="menu"><a href="/">Trang chủ</a></div>
    <table><tr><td>{HEAD[0]}<br>{HEAD[1]}<br>{NUMBER}</td><td>{HEAD[2]}<br>{HEAD[3]}<br>{DAY}</td></tr></table>
    <h1>QUYẾT ĐỊNH</h1><h2>{SUBJECT}</h2><p>Căn cứ Luật Đất đai;</p><p>QUYẾT ĐỊNH:</p>{rules}
    <table><tr><td>Nơi nhận:<br>- Lưu: VT.</td><td>TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH<br>Lê Văn Mẫu</td></tr></table></body></html>"""
    check(document.read(html.encode(), "qd07.html"))


def paper() -> Any:
    """An empty decision in DOCX with its masthead table."""
    made = docx.Document()
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "\n".join([*HEAD[:2], NUMBER])
    table.cell(0, 1).text = "\n".join([*HEAD[2:], DAY])
    for cell in table.rows[0].cells:
        words = cell.text.split("\n")
        cell.text = words[0]
        for more in words[1:]:
            cell.add_paragraph(more)
    made.add_paragraph().add_run("QUYẾT ĐỊNH").bold = True
    made.add_paragraph().add_run(SUBJECT).bold = True
    made.add_paragraph("Căn cứ Luật Đất đai;")
    made.add_paragraph("QUYẾT ĐỊNH:")
    return made


def saved(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def signed(made: Any) -> bytes:
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Nơi nhận:"
    table.cell(0, 0).add_paragraph("- Lưu: VT.")
    table.cell(0, 1).text = "TM. ỦY BAN NHÂN DÂN"
    table.cell(0, 1).add_paragraph("Lê Văn Mẫu")
    return saved(made)


def test_word_file() -> None:
    made = paper()
    for text, _ in RULES:
        made.add_paragraph(text)
    check(document.read(signed(made), "qd07.docx"))


def test_word_automatic_numbers_tables_changes_and_notes() -> None:
    made = paper()
    made.add_paragraph("Điều 1. Mức thu")
    for text in ("Hộ trong hẻm đóng theo bảng.", "Hộ nghèo được miễn."):
        made.add_paragraph(text, style="List Number")
    changed = made.add_paragraph("Hộ cận nghèo giảm ")
    for tag, kind, word in (("w:del", "w:delText", "30%"), ("w:ins", "w:t", "50%")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(kind)
        text.text = word
        run.append(text)
        change.append(run)
        changed._p.append(change)
    changed.add_run(" mức thu.")
    changed.style = made.styles["List Number"]
    made.add_paragraph("Điều 2. Giá dịch vụ")
    made.add_paragraph("Giá được quy định như sau:")
    table = made.add_table(rows=3, cols=3)
    for row, cells in zip(
        table.rows,
        (("STT", "Đối tượng", "Mức giá"), ("1", "Hộ dân", "42.000"), ("2", "Cửa hàng", "95.000")),
        strict=True,
    ):
        for cell, word in zip(row.cells, cells, strict=True):
            cell.text = word
    read = document.read(signed(made), "qd.docx")
    points = {p.point: p for p in read.passages}
    assert points["Điều 1, khoản 2"].text == "Hộ nghèo được miễn."
    assert points["Điều 1, khoản 3"].text == "Hộ cận nghèo giảm 50% mức thu."
    assert points["Điều 2, bảng giá, dòng 2"].text == "2 Cửa hàng 95.000"
    assert "Đối tượng | Mức giá" in points["Điều 2, bảng giá, dòng 1"].heading
    assert any("gạch bỏ" in warning for warning in read.warnings)


def test_merged_cells_repeat_in_each_row() -> None:
    made = paper()
    made.add_paragraph("Điều 1. Bảng giá đất")
    table = made.add_table(rows=3, cols=2)
    for row, cells in zip(
        table.rows, (("Đường", "Mức giá"), ("Đường Bờ Kênh", "5.000.000"), ("", "3.000.000")), strict=True
    ):
        for cell, word in zip(row.cells, cells, strict=True):
            cell.text = word
    table.cell(1, 0).merge(table.cell(2, 0))
    rows = [p.text for p in document.read(signed(made), "bg.docx").passages]
    assert rows == ["Đường Bờ Kênh 5.000.000", "Đường Bờ Kênh 3.000.000"]


def notice(lines: list[str]) -> Any:
    text = "UBND PHƯỜNG BẾN LỞ\nSố: 12/TB-UBND\n\nTHÔNG BÁO\nLịch thu gom rác\n\n" + "\n\n".join(lines)
    return document.read(text.encode(), "tb.txt")


def points(read: Any) -> list[str]:
    return [p.point for p in read.passages]


def test_points_of_notices() -> None:
    sections = [
        "I. THỜI GIAN",
        "1. Thu gom mỗi sáng từ 5 giờ.",
        "2. Chủ nhật nghỉ.",
        "II. CÁCH NỘP",
        "1. Nộp theo quý.",
        "Mong bà con thực hiện./.",
    ]
    assert points(notice(sections)) == ["Mục I.1", "Mục I.2", "Mục II.1", "đoạn kết"]
    numbered = [
        "Ủy ban thông báo như sau:",
        "1. Thu gom mỗi sáng.",
        "2. Chủ nhật nghỉ.",
        "Liên hệ tổ dân phố để biết thêm.",
    ]
    assert points(notice(numbered)) == ["Mục 1", "Mục 2", "đoạn kết"]
    plain = ["Ủy ban thông tin như sau:", "Không có khoản thu nào mới.", "Chợ họp bình thường."]
    read = notice(plain)
    assert points(read) == ["đoạn 1", "đoạn 2"]
    assert read.passages[0].heading == "Ủy ban thông tin như sau"


def test_quoted_article_stays_in_the_rule_that_amends() -> None:
    lines = [
        "Điều 1. Sửa đổi, bổ sung một số điều",
        "1. Sửa đổi Điều 9 như sau:",
        "“Điều 9. Mức thu",
        "1. Mức thu là 10.000 đồng.”",
        "2. Bãi bỏ Điều 10.",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    ]
    read = notice(lines)
    assert points(read) == ["Điều 1, khoản 1", "Điều 1, khoản 2", "Điều 2"]
    assert "10.000 đồng" in read.passages[0].text


def test_draft() -> None:
    text = as_text().replace(NUMBER, "Số:     /2026/QĐ-UBND").replace(DAY, "Bến Lở, ngày    tháng    năm 2026")
    read = document.read(("DỰ THẢO\n" + text).encode(), "du-thao.txt")
    assert read.status == "draft"
    assert read.issued is None
    assert read.effective_from is None
    assert read.number == "…/2026/QĐ-UBND"


TYPST = """#set page(paper: "a4", margin: 2cm, header: context [#align(center)[#counter(page).display()]])
#set text(font: "Liberation Serif", size: 12pt, lang: "vi", hyphenate: false)
#set par(first-line-indent: (amount: 1cm, all: true), justify: true)
#grid(columns: (1fr, 1fr), align: center, [{head0}\\ {head1}\\ {number}], [{head2}\\ {head3}\\ {day}])
#v(1em)
#align(center)[*QUYẾT ĐỊNH*] #align(center)[*{subject}*]
Căn cứ Luật Đất đai;

#align(center)[*QUYẾT ĐỊNH:*]
{rules}
#v(2em)
#grid(columns: (1fr, 1fr), [Nơi nhận:\\ - Lưu: VT.\\ - Như trên.], align(center)[TM. ỦY BAN NHÂN DÂN\\ CHỦ TỊCH\\ Lê Văn Mẫu])
"""


def as_pdf(columns: int) -> bytes:
    def rule(text: str) -> str:
        escaped = text.replace(".", "\\.").replace("-", "\\-").replace("/", "\\/")
        return f"*{escaped}*" if text.startswith("Điều") and not text.endswith(".") else escaped

    rules = "\n\n".join(rule(text) for text, _ in RULES)
    if columns == 2:
        rules = f"#columns(2, gutter: 1cm)[{rules}]"
    source = TYPST.format(
        head0=HEAD[0], head1=HEAD[1], head2=HEAD[2], head3=HEAD[3], number=NUMBER, day=DAY, subject=SUBJECT, rules=rules
    )
    return bytes(typst.compile(source.encode()))


@pytest.mark.parametrize("columns", [1, 2])
def test_pdf(columns: int) -> None:
    check(document.read(as_pdf(columns), "qd07.pdf"))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_scan(tmp_path: Path) -> None:
    read = document.read(pictured(as_pdf(1)), "quet.pdf")
    assert read.number == "07/2026/QĐ-UBND"
    assert points(read) == [point for _, point in RULES if point]
    assert scan.SCANNED in read.warnings


def pictured(pdf: bytes) -> bytes:
    """The pages of a PDF as pictures in a new PDF."""
    import pypdfium2

    pages = [page.render(scale=200 / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(pdf)]
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=200, save_all=True, append_images=pages[1:])
    return out.getvalue()


def test_scan_without_tesseract_shows_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan.shutil, "which", lambda _: None)
    with pytest.raises(DocumentRefused, match="tesseract"):
        document.read(pictured(as_pdf(1)), "quet.pdf")


def package(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return out.getvalue()


REFUSED = [
    (b"", "a.docx", "rỗng"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", "mật khẩu"),
    (b"PK\x03\x04" + b"x" * 200, "a.docx", "hỏng"),
    (b"%PDF-1.7\nkhong phai pdf", "a.pdf", "hỏng"),
    (b"\x89PNG\r\n" + bytes(range(256)) * 4, "a.png", "loại tệp"),
    (package(**{"word/document.xml": b"<a/>", "word/vbaProject.bin": b"x"}), "a.docx", "macro"),
    (package(**{"word/document.xml": b"<a/>"}), "a.docm", "macro"),
    (package(**{"xl/workbook.xml": b"<a/>"}), "a.xlsx", "không phải tài liệu Word"),
    (package(**{"word/document.xml": b"0" * (30 * 2**20)}), "a.docx", "giải nén"),
    (package(**{"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "a.docx", "thực thể"),
    (package(**{f"x{i}": b"" for i in range(guard.MAX_ENTRIES + 1)}), "a.docx", "giải nén"),
    (b"Toi?n v?n b? m?t d?u kh?ng c?n ??c ???c n?a " * 20, "a.txt", "bảng mã"),
]


@pytest.mark.parametrize(("data", "name", "words"), REFUSED, ids=lambda v: v if isinstance(v, str) else "")
def test_refused_in_words(data: bytes, name: str, words: str) -> None:
    with pytest.raises(DocumentRefused, match=words):
        document.read(data, name)


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_PAGES", 0)
    with pytest.raises(DocumentRefused, match="nhiều hơn mức"):
        document.read(as_pdf(1), "dai.pdf")


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from(["a.docx", "a.pdf", "a.txt", "a.html", "a"]),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n"]),
)
def test_any_bytes_are_read_or_refused(data: bytes, name: str, start: bytes) -> None:
    with contextlib.suppress(DocumentRefused):
        document.read(start + data, name)


def test_words_in_brackets_are_a_witness() -> None:
    assert disagrees("Mức thu 1.300.000 đồng (Một triệu hai trăm nghìn đồng).")
    assert not disagrees("Mức thu 1.200.000 đồng (Một triệu hai trăm nghìn đồng).")
    assert not disagrees("trong 05 (năm) ngày làm việc; 3 phòng (chủ nhà nộp thay)")
    doubted = notice(["1. Mức thu 15.000 đồng (mười hai nghìn đồng) mỗi hộ."])
    assert doubted.passages[0].doubtful


def test_counters_as_word_writes_them() -> None:
    assert [written(n, "upperRoman") for n in (1, 4, 9, 14)] == ["I", "IV", "IX", "XIV"]
    assert [written(n, "lowerLetter") for n in (1, 4, 26, 27)] == ["a", "d", "z", "aa"]


def test_row_of_a_document_keeps_the_contract() -> None:
    row = document.as_row(document.read(as_text().encode(), "qd07.txt"))
    assert {"number", "issuer", "issued", "effective_from", "effective_to", "status", "places", "passages"} <= set(row)
    assert row["issued"] == "2026-02-05"
    assert {"point", "text"} <= set(row["passages"][0])

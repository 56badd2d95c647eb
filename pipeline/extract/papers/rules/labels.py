"""How the levels of Vietnamese papers are printed: one pattern a level, read by `structure`."""

from __future__ import annotations

import re

ARTICLE = re.compile(r"^[\"“«]?\s*Điều\s+(\d+[a-zđ]?)\s*(?:[.:]\s*[-–]?)?\s*(.*)$", re.IGNORECASE | re.DOTALL)
CHAPTER = re.compile(r"^(?:Chương|Phần)\s+(?:[IVXLC]+|\d+|thứ\s+\w+)\b\s*[.:–-]?\s*(.*)$", re.IGNORECASE | re.DOTALL)
SECTION_WORD = re.compile(r"^(?:Mục|Tiểu mục)\s+(\d+|[IVXLC]+)\b\s*[.:–-]?\s*(.*)$", re.IGNORECASE | re.DOTALL)
ANNEX = re.compile(r"^PHỤ LỤC\s*((?:SỐ\s*)?[IVXLC\d]*)\b\s*[.:–-]?\s*(.*)$", re.IGNORECASE | re.DOTALL)
ROMAN = re.compile(r"^([IVXLC]{1,6})\s*[./)–-]\s*(.*)$", re.DOTALL)
LETTER_PART = re.compile(r"^([A-H])\s*[./–-]\s+(.*)$", re.DOTALL)
NUMBER = re.compile(r"^(\d{1,2})\s*[./)]\s+(.*)$|^(\d{1,2})\.\s*(?=[^\W\d_])(.*)$", re.DOTALL)
BRACKETED = re.compile(r"^\((\d{1,2})\)\s*(\S.*)$", re.DOTALL)
DECIMAL = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){1,3})\s*[.)]?\s+(.*)$", re.DOTALL)
POINT = re.compile(r"^([a-zđ]{1,2})\s*[).]\s+(.*)$|^([a-zđ])\)(.*)$|^([a-zđ])\s?[-–]\s+(\S.*)$", re.DOTALL)
DASH = re.compile(r"^[-–—+•*●▪◦]\s*(.*)$", re.DOTALL)
_PASSED = r"(?:bộ luật|luật|nghị quyết|pháp lệnh) này (?:đã )?được .{5,120} thông qua"
PASSED = re.compile(rf"^{_PASSED}", re.IGNORECASE)
"""the sentence behind the last article; what else stands behind its rules belongs to the article"""
CLOSING = re.compile(
    r"\./\.$|^(?:trên đây là|đề nghị|rất mong|mong (?:quý|các|bà con|người)|trân trọng|nhận được .{0,40} này|"
    rf"{_PASSED})",
    re.IGNORECASE,
)
LABELLED = re.compile(r"^(?:(?:Điều|ĐIỀU)\s+\d|[IVXLC]+[./)]\s|\d{1,2}(?:\.\d{1,2})*[./)]?\s|[a-zđ][).]\s|[-–+•*]\s)")
ATTACHED = re.compile(
    r"^(?:QUY CHẾ|QUY ĐỊNH|QUY TRÌNH|NỘI QUY|ĐIỀU LỆ|PHƯƠNG ÁN|ĐỀ ÁN|HƯỚNG DẪN|CHƯƠNG TRÌNH|KẾ HOẠCH)(?![^\W_])"
)
"""the paper that a decision puts in force, printed behind it with articles of its own"""
ATTACHED_BY = re.compile(
    r"^\W*(?:ban hành )?kèm theo (?:quyết định|nghị quyết|thông tư|thông báo|công văn|nghị định)", re.IGNORECASE
)
PRICE_TABLE = re.compile(r"\bgiá\b|mức thu|lệ phí|đơn giá|\bphí\b", re.IGNORECASE)

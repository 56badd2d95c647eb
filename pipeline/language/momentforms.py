"""The table of date forms that Vietnamese publishers print, with where each was seen, and the words around a date.

Everything is matched on folded text (no diacritics, small letters). moments.py is the one loop over it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

EN = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EN_MONTH = (
    r"(?P<en>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
# Folded: "tháng Mười Một" → "thang muoi mot"; WordPress in Vietnamese writes "Th11".
VI = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12,
}  # fmt: skip
_VI_MONTH = (
    r"(?:(?:thang|thg|th)\.?\s*|t(?=\d))"
    r"(?P<vi>\d{1,2}|gieng|muoi mot|muoi hai|muoi|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin|chap)"
)
_Y = r"(?P<y>\d{4}|'?\d{2})"


@dataclass(frozen=True, slots=True)
class Form:
    """One way to print a day; groups d, m, y, or en/vi for a month by name, or a/b for two numbers of unknown order."""

    name: str
    pattern: re.Pattern[str]


def _form(name: str, pattern: str) -> Form:
    return Form(name, re.compile(r"(?<![\d/])" + pattern + r"(?![\d/])"))


# The comment of each form says where it was seen. The first that fits and leaves no digit over is taken.
FORMS: tuple[Form, ...] = (
    # Atom, JSON Feed, sitemaps: 2026-11-20T07:05:00+07:00
    _form("iso", r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})t?"),
    # meta tags and file names: 20261120T070500, 20261120070500
    _form("iso-basic", r"(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)t?"),
    # VTV, Vietstock: 2026/11/20 07:05
    _form("ymd", r"(?P<y>\d{4})[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})"),
    # RSS: Fri, 20 Nov 2026 07:05:00 +0700; Thanh Niên writes the year with two digits
    _form("rfc822", r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\sof\s|[\s-]*)" + _EN_MONTH + r"(?:,?[\s-]+|-|(?=\d{4}))" + _Y),
    # logs and some CMS exports: 2026-Nov-20
    _form("year-english", r"(?P<y>\d{4})[\s-]+" + _EN_MONTH + r"[\s-]+(?P<d>\d{1,2})"),
    # English editions: November 20, 2026 7:05 am; ctime and JavaScript's Date: Fri Nov 20 07:05:00 2026
    _form("english", _EN_MONTH + r",?[\s-]+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(?P<y>\d{4})"),
    # portals: ngày 20 tháng 11 năm 2026; VnExpress International: 20 Tháng Mười Một, 2026
    _form("viet", r"(?P<d>\d{1,2})\s*(?:-|/)?\s*" + _VI_MONTH + r"[,\s/-]*(?:nam\s*)?(?P<y>\d{4})"),
    # WordPress in Vietnamese: Tháng Mười Một 20, 2026; Th11 20, 2026
    _form("wordpress", _VI_MONTH + r"\s+(?P<d>\d{1,2}),?\s+(?P<y>\d{4})"),
    # everywhere: 20/11/2026, 20-11-2026, 20.11.26; Báo Chính phủ, month first: 9/14/2026 6:44:00 PM
    _form("numbers", r"(?P<a>\d{1,2})\s?(?P<sep>[/.\-])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?" + _Y),
    # list pages: 07:05 | 20/11
    _form("no-year", r"(?P<a>\d{1,2})(?P<sep>[/\-])(?P<b>\d{1,2})"),
    # list pages of provincial papers and broadcasters: 20 tháng 11, 07:05; 20 Nov, 07:05
    _form("viet-no-year", r"(?P<d>\d{1,2})\s*(?:-|/)?\s*" + _VI_MONTH),
    _form("english-no-year", r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+" + _EN_MONTH),
)

ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "ict": 420, "indochina time": 420, "est": -300, "edt": -240, "cst": -360,
    "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "cet": 60, "cest": 120, "bst": 60, "jst": 540,
    "sgt": 480, "hkt": 480, "kst": 540, "aest": 600, "msk": 180,
}  # fmt: skip
_ZONE = (
    # Without "GMT" a blank behind the sign makes it a dash: "07:05 - 01-11-2026".
    r"(?P<zone>[(\[]?\s*(?:(?:gmt|utc|ut|ict)\s*[+-]\s?|[+-])(?:0?\d|1[0-4])(?::?[0-5]\d| 00(?!:))?(?![\d/.-])\s*[)\]]?"
    # CMS that lose the sign or part it from its number: 07:05:00 0700, 07:05:00 + 0700
    r"|[+-]\s(?:0\d|1[0-4])[0-5]\d(?![\d/.-])|(?<=:\d\d )(?:0\d|1[0-4])[03]0(?![\d/.:-])"
    r"|[(\[]?\s*(?:" + "|".join(sorted(ZONES, key=len, reverse=True)) + r")\b\s*[)\]]?)"
)
_HALF = r"(?P<half>[ap]\.?\s?m\b\.?|sa\b|ch\b|sang\b|trua\b|chieu\b|toi\b|dem\b)"
CLOCK = re.compile(
    r"(?<![\d:/.])(?P<h>\d{1,2})\s?(?::|\bgio\b|gio|h|g)\s?(?P<min>(?:(?<! )[0-5]\d|[0-5]\d(?!-\d{1,2}-\d))(?!/)|\d(?=\s?phut|['p:](?!\w{2})))?(?:\s?(?:phut|p|')(?!\w))?"
    r"(?:\s?(?:[:m]\s?|(?=\d{1,2}\s?giay))(?P<s>[0-5]\d|60|\d(?=\s?giay|(?!\d)))(?:[.,]\d{1,9})?(?:\s?giay)?)?(?![\d:])\s*"
    + _HALF
    + r"?[\s,]*"
    + _ZONE
    + r"?(?:\s*\+\d\d(?![\d:/.-]))?"  # Go's time.String(): +0700 +07
)
COMPACT_CLOCK = re.compile(
    r"(?:(?<=t)|(?<=^(?:19|20)\d{6}))(?P<h>[0-2]\d)(?P<min>[0-5]\d)(?P<s>[0-5]\d)?(?:\.\d+)?(?P<half>)(?!\d)"
    + _ZONE
    + "?"
)
# Portals whose template knows no colon: 20/11/2026 07.05
DOTTED_CLOCK = re.compile(
    r"(?:^|(?<=[\s,|(]))(?P<h>[01]?\d|2[0-3])\.(?P<min>[0-5]\d)(?P<half>)(?=$|[\s,|)])\s*" + _ZONE + "?"
)
BARE_ZONE = re.compile(
    r"(?:^|[\s,;|(])"
    + r"(?P<zone>(?:gmt|utc)(?:\s*[+-]\s?\d{1,2}(?::?\d\d)?|\b)|ict\b|[+-](?:0\d|1[0-4]):?[0-5]\d(?!\d))"
)
EPOCH = re.compile(r"@?(?:/date\()?(?P<n>\d{10}|\d{13}|\d{16})(?:\.\d+)?(?:[+-]\d{4})?(?:\)/)?")
AGO = re.compile(
    r"(?:khoang\s+)?\b(?P<n>\d{1,3}|mot|vai|an?)\s*(?P<unit>giay|phut|gio|tieng|ngay|tuan|h|'|(?:sec|min)(?:ond|ute)?|hour|day|week)s?\s*(?:truoc|qua|ago)"
)
SECONDS = {
    "giay": 1, "phut": 60, "gio": 3600, "tieng": 3600, "ngay": 86_400, "tuan": 604_800, "h": 3600, "'": 60, "sec": 1,
    "second": 1, "min": 60, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800,
}  # fmt: skip
AGO_HOURS = re.compile(r"(?P<h>\d{1,2})\s*(?:gio|tieng)\s*(?P<min>\d{1,2})\s*phut\s*(?:truoc|qua)")
NEAR = {
    "hom nay": 0, "hom qua": -1, "hom kia": -2, "today": 0, "yesterday": -1,
    "(?:sang|trua|chieu|toi) nay": 0, "(?:sang|trua|chieu|toi|dem) qua": -1,
}  # fmt: skip
# Portals print the lunar day beside the day: "20/11/2026 (12/10 âm lịch)". Alone it is no day that a clock knows.
LUNAR = re.compile(
    r"[(\[][^()\[\]]*(?:\b(?:am lich|al)\b|\b(?:giap|at|binh|dinh|mau|ky|canh|tan|nham|quy) "
    r"(?:ty|suu|dan|mao|thin|ngo|mui|than|dau|tuat|hoi)\b)[^()\[\]]*[)\]]"
)
WEEKDAY = re.compile(
    r"\b(?:(?:thu\s*|t\.?|th\s)(?P<n>[2-7])|thu\s*(?P<vi>hai|ba|tu|nam|sau|bay)|^(?P<first>hai|ba|tu|nam|sau|bay)(?=\s*,)|(?P<cn>chu nhat|cn)"
    r"|(?P<en>mon|tue|wed|thu|fri|sat|sun)(?:[a-z]*day|r?s|nes)?)\b"
)
DAYS_VI = ("hai", "ba", "tu", "nam", "sau", "bay")
DAYS_EN = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# What may stand around a date without changing it.
FILLER = re.compile(
    r"\b(?:thu\s*(?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|t\.?[2-7]|th [2-7](?=\s*,)|cn"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|ngay dang|ngay|luc|dang tai|dang|cap nhat|xuat ban|phat hanh|hoi|vao|thoi gian"
    r"|date|posted|published|updated|on|at|gio|nam)\b"
)  # fmt: skip

"""The number words of Vietnamese and what a row of them is worth; `numbers` finds the rows in a text.

Digits follow Vietnamese print: a dot groups thousands, a comma begins decimals; "1.5" and "1,200,000" are read as what
they must be. Words cover both dialects (nghìn/ngàn, linh/lẻ, mươi/chục, rưỡi/rưởi, hăm) and speech ("một triệu hai").
"""

from __future__ import annotations

import re

from pipeline.language.normalise import fold

SCALES = {
    "tỷ": 10**9,
    "tỉ": 10**9,
    "triệu": 10**6,
    "tr": 10**6,
    "vạn": 10**4,
    "nghìn": 1000,
    "ngàn": 1000,
    "k": 1000,
    "cành": 1000,
}
_UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_WORDS = {
    **_UNITS,
    "mười": 10,
    "mươi": 10,
    "chục": 10,
    "trăm": 100,
    "lẻ": -1,
    "linh": -1,
    "rưỡi": -2,
    "rưởi": -2,
    "nửa": -3,
    "tá": 12,
    "hăm": 20,
    "phẩy": -4,
    "phảy": -4,
}

_DIGITS = (
    r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![.,]?\d)|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?(?![.,]?\d)"
    r"|\d{1,3}(?: \d{3}){2,4}(?![\d.,]?\d)|\d{1,18},\d{1,9}(?![.,]?\d)|\d{1,18}\.\d{1,9}(?![.,]?\d)|\d{1,18}(?!\d)"
)


class Lexicon:
    """The number words of one spelling: with marks, or folded for a text without diacritics."""

    def __init__(self, bare: bool) -> None:
        """`bare` folds every word; ambiguous ones ("sau", "nam", "tu", "bay") then count only inside a longer number."""
        change = fold if bare else str
        self.scales = {change(word): value for word, value in SCALES.items()}
        self.words = {change(word): value for word, value in _WORDS.items()}
        self.year = change("năm")
        self.zero = change("không")
        self.half = change("nửa")
        self.one = change("một")
        self.fifth = {change(w) for w in ("lăm", "nhăm", "mốt", "tư")}
        self.ambiguous = (
            {"sau", "nam", "tu", "bay", "ty", "le", "linh", "khong", "nua", "ta", "muoi", "tam"}
            if bare
            else {change("không"), "tư", "tá"}
        )
        self.point = {change("phẩy"), change("phảy")}
        heads = sorted({*self.words, *self.scales} - {"k", "tr", change("tá")}, key=len, reverse=True)
        word = "|".join(heads)
        self.token = re.compile(rf"(?:{_DIGITS})|(?:{word})(?![^\W\d_])")
        self.start = re.compile(rf"(?<![\w])(?<!\d[.,])(?:(?:{_DIGITS})|(?:{word})(?![^\W\d_]))")
        tight = "|".join(sorted(self.scales, key=len, reverse=True))
        self.scale = re.compile(rf" ?({tight})(?![^\W\d_])")
        self.rounded = re.compile(
            rf"(?<!\w)(?:{change('gần')}|{change('hơn')}|{change('khoảng')}|{change('chừng')}(?<!chung)|{change('ngót')}|{change('ngót nghét')}|{change('cỡ')}(?<!co)|{change('xấp xỉ')}) $"
        )
        self.gloss = re.compile(r" ?\(([^\W\d_]+(?: [^\W\d_]+){0,15})\)")
        self.halved = re.compile(rf" {change('rưỡi')}(?!\w)")
        self.hint = re.compile(rf"\d|(?<!\w)(?:{word})(?!\w)")


WITH_MARKS = Lexicon(bare=False)
WITHOUT_MARKS = Lexicon(bare=True)


def parse_digits(text: str) -> int | float:
    """The value of a digit group as printed in Vietnam. Raises ValueError for anything else."""
    text = text.replace(" ", "")
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?", text):
        text = text.replace(",", "")
    else:
        text = text.replace(",", ".")
    return whole(float(text)) if "." in text else int(text)


def whole(value: float) -> int | float:
    """An int when nothing is lost; floats rounded to thirteen digits so that 6.8 million is 6800000."""
    value = float(f"{value:.13g}")
    return int(value) if value == int(value) else value


def value_of(tokens: list[int | float | str], lexicon: Lexicon) -> int | float | None:
    """The value of the whole token list, None when it is not one number."""
    for scale in (10**9, 10**6, 10**4, 1000):
        for place in range(len(tokens) - 1, -1, -1):
            token = tokens[place]
            if isinstance(token, str) and lexicon.scales.get(token) == scale:
                return _scaled(tokens[:place], scale, tokens[place + 1 :], lexicon)
    return _small(tokens, lexicon)


def _scaled(
    left: list[int | float | str], scale: int, right: list[int | float | str], lexicon: Lexicon
) -> int | float | None:
    factor: int | float | None = 1 if not left else 0.5 if left == [lexicon.half] else value_of(left, lexicon)
    if factor is None:
        factor = _spoken_tens(left, lexicon)
    if factor is None or (not left and not right):
        return None
    if not right:
        return factor * scale
    if len(right) == 1 and lexicon.words.get(str(right[0])) == -2:
        return factor * scale + scale // 2
    if isinstance(right[0], int) and right[0] >= 1000 and len(right) == 1:
        return whole(factor * scale + right[0])  # "1tr250": the tail was scaled where it was read
    literal = isinstance(right[0], str) and (lexicon.words.get(right[0]) == -1 or right[0] == lexicon.zero)
    if isinstance(right[0], str) and lexicon.words.get(right[0]) == -1:
        right = right[1:]
    if len(right) == 1 and not literal and right[0] in (lexicon.one, 1):
        return None  # "11 triệu một héc-ta": what it is per, not a last digit
    rest = value_of(right, lexicon)
    if rest is None or isinstance(rest, float) or rest >= scale or factor != int(factor):
        return None
    has_scale = any(isinstance(t, str) and t in lexicon.scales for t in right)
    if literal or has_scale:
        return factor * scale + rest
    # Speech leaves the next scale out: "một triệu hai" is 1.200.000, "1 triệu 200" too; "hai nghìn mười" stays 2010.
    return factor * scale + rest * (scale // 10 if rest < 10 else scale // 1000 if rest < 1000 else 1)


def _spoken_tens(tokens: list[int | float | str], lexicon: Lexicon) -> int | None:
    """ "bốn hai (nghìn)" is 42; "ba bốn (nghìn)" is three or four and no number."""
    codes = [lexicon.words.get(str(t), -9) for t in tokens]
    if len(codes) != 2 or not (2 <= codes[0] <= 9 and 1 <= codes[1] <= 9):
        return None
    return None if codes[1] == codes[0] + 1 or codes == [5, 7] else codes[0] * 10 + codes[1]


def _small(tokens: list[int | float | str], lexicon: Lexicon) -> int | float | None:
    """A number below a thousand in words, or one digit group with an optional trăm/chục/rưỡi."""
    if len(tokens) == 1 and isinstance(tokens[0], (int, float)):
        return tokens[0]
    codes: list[int | float] = []
    for token in tokens:
        codes.append(token if isinstance(token, (int, float)) else lexicon.words.get(token, -9))
    if -4 in codes:
        return _decimal(codes, tokens, lexicon)
    if not codes or codes[-1] in (-1, -3) or -3 in codes:
        return None
    if 100 in codes:
        place = codes.index(100)
        head = _tens(codes[:place], tokens) if place else 1
        rest = codes[place + 1 :]
        if head is None or head >= 1000 or (place == 0 and not rest):
            return None
        if not rest:
            return head * 100
        if rest == [-2]:
            return head * 100 + 50
        if rest[0] == -1:
            return head * 100 + rest[1] if len(rest) == 2 and 0 < rest[1] < 10 else None
        tail = _tens(rest, tokens)
        if tail is None or tail >= 100:
            return None
        return head * 100 + (tail * 10 if len(rest) == 1 and tail < 10 else tail)
    return _tens(codes, tokens)


def _decimal(codes: list[int | float], tokens: list[int | float | str], lexicon: Lexicon) -> int | float | None:
    """ "hai phẩy năm" is 2.5, "không phẩy không năm" 0.05, "ba phẩy hai mươi lăm" 3.25."""
    place = codes.index(-4)
    head = _small(tokens[:place], lexicon) if place else None
    tail = codes[place + 1 :]
    if head is None or not tail or head != int(head):
        return None
    if all(isinstance(c, int) and 0 <= c <= 9 for c in tail):
        digits = "".join(str(c) for c in tail)
    else:
        below = _tens(tail, tokens[place + 1 :])
        if below is None or below < 10:
            return None
        digits = str(below)
    return float(f"{int(head)}.{digits}")


def _tens(codes: list[int | float], tokens: list[int | float | str]) -> int | float | None:
    if len(codes) == 1:
        return codes[0] if codes[0] >= 0 else None
    if codes[0] == 20:  # "hăm lăm", "hăm ba"
        return 20 + codes[1] if len(codes) == 2 and 0 < codes[1] < 10 else None
    ten = next((i for i, c in enumerate(codes) if c == 10), None)
    if ten is None:
        spoken = {"mốt", "tư", "lăm", "nhăm", "mot", "tu", "lam", "nham"}
        if len(codes) == 2 and 2 <= codes[0] <= 9 and tokens[-1] in spoken - {"mot", "tu"}:
            return codes[0] * 10 + codes[1]
        return None
    head = 1 if ten == 0 else codes[0] if ten == 1 and codes[0] > 0 else None
    rest = codes[ten + 1 :]
    if head is None or len(rest) > 1:
        return None
    if not rest:
        return head * 10
    if rest == [1] and tokens and str(tokens[-1]) in ("một", "mot") and any(str(t) in ("chục", "chuc") for t in tokens):
        return None  # "sáu chục một tháng": sixty each month; one says "sáu mươi mốt"
    return head * 10 + (5 if rest[0] == -2 else rest[0]) if rest[0] == -2 or 0 < rest[0] < 10 else None

"""Numbers in digits and in words, and back into words as they are read aloud.

Digits follow Vietnamese print: a dot groups thousands, a comma begins decimals; "1.5" and "1,200,000" are read as what
they must be. Words cover both dialects (nghìn/ngàn, linh/lẻ, mươi/chục, rưỡi/rưởi) and speech ("một triệu hai").
No units here: `quantities` decides what a number counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.language.normalise import fold, has_marks, normal

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
_DIGIT_NAMES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
LIMIT = 10**16
"""larger numbers in a text are codes, not quantities"""

_DIGITS = (
    r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![.,]?\d)|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?(?![.,]?\d)"
    r"|\d{1,3}(?: \d{3}){2,4}(?![\d.,]?\d)|\d{1,18},\d{1,9}(?![.,]?\d)|\d{1,18}\.\d{1,9}(?![.,]?\d)|\d{1,18}(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at [start, end) of the normal text. `scaled` is the largest scale word in it (1 when none)."""

    start: int
    end: int
    value: int | float
    in_words: bool
    scaled: int = 1
    slang: bool = False
    unsure: bool = False
    """one word that means something else too ("không", folded "sau", "nam"): only its company makes it a number"""


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
            rf"(?<!\w)(?:{change('gần')}|{change('hơn')}|{change('khoảng')}|{change('chừng')}|{change('ngót')}|{change('cỡ')}|{change('xấp xỉ')}) $"
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


def numbers(key: str, lexicon: Lexicon = WITH_MARKS) -> list[Number]:
    """Every number in a normal `key` (or `bare`) text, longest first reading, not overlapping."""
    found: list[Number] = []
    position = 0
    while match := lexicon.start.search(key, position):
        number = _read(key, match.start(), lexicon)
        if number is None:
            position = match.end()
            continue
        number = _with_gloss(key, number, lexicon)
        found.append(number)
        position = number.end
    return found


def _with_gloss(key: str, number: Number, lexicon: Lexicon) -> Number:
    """Papers repeat a figure in words behind it, "05 (năm) ngày", "18 (mười tám) tháng": one number, not two."""
    gloss = None if number.in_words else lexicon.gloss.match(key, number.end)
    if gloss is None or not lexicon.start.match(key, gloss.start(1)):
        return number
    said = _read(key, gloss.start(1), lexicon, alone=True)
    same = said is not None and said.end == gloss.end(1) and said.value == number.value
    return replace(number, end=gloss.end()) if same else number


def from_words(text: str) -> int | float | None:
    """The number that a whole text names, None when it names none or more than one."""
    ready = normal(text.strip())
    lexicon = WITH_MARKS if has_marks(ready.text) else WITHOUT_MARKS
    body = ready.key if lexicon is WITH_MARKS else ready.bare
    number = _read(body, 0, lexicon, alone=True) if body and lexicon.start.match(body) else None
    return number.value if number and number.end == len(body) else None


def to_words(value: int | float) -> str:
    """The number as it is read aloud: 1205000 → "một triệu hai trăm linh năm nghìn". Raises ValueError beyond 10^15."""
    if not abs(value) < 10**15:
        raise ValueError(f"số quá lớn để đọc thành lời: {value}")
    if value < 0:
        return "âm " + to_words(-value)
    if isinstance(value, float) and value != int(value):
        head, _, tail = f"{value:.6f}".rstrip("0").partition(".")
        if not tail.startswith("0") and len(tail) <= 2:
            return f"{to_words(int(head))} phẩy {to_words(int(tail))}"
        return f"{to_words(int(head))} phẩy {' '.join(_DIGIT_NAMES[int(d)] for d in tail)}"
    value = int(value)
    if value == 0:
        return _DIGIT_NAMES[0]
    if value >= 10**9:
        above, rest = divmod(value, 10**9)
        return f"{to_words(above)} tỷ" + (f" {_below_billion(rest, full=True)}" if rest else "")
    return _below_billion(value, full=False)


def _below_billion(value: int, *, full: bool) -> str:
    parts = []
    for scale, name in ((10**6, "triệu"), (1000, "nghìn")):
        group, value = divmod(value, scale)
        if group:
            parts.append(f"{_below_thousand(group, full=full)} {name}")
        elif full and value:
            parts.append(f"không {name}")
        full = full or bool(group)
    if value:
        parts.append(_below_thousand(value, full=full))
    return " ".join(parts)


def _below_thousand(value: int, *, full: bool) -> str:
    hundreds, rest = divmod(value, 100)
    tens, unit = divmod(rest, 10)
    parts = [f"{_DIGIT_NAMES[hundreds]} trăm"] if hundreds or full else []
    if tens == 0:
        if unit:
            parts += (["linh"] if parts else []) + [_DIGIT_NAMES[unit]]
        return " ".join(parts)
    parts.append("mười" if tens == 1 else f"{_DIGIT_NAMES[tens]} mươi")
    if unit:
        parts.append({1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(unit, _DIGIT_NAMES[unit]))
    return " ".join(parts)


# ----------------------------------------------------------------- reading
def _read(key: str, start: int, lexicon: Lexicon, *, alone: bool = False) -> Number | None:
    """The longest number that begins at `start`; `alone` when nothing else can be meant by an ambiguous word."""
    tokens, ends = _tokens(key, start, lexicon)
    if tokens and isinstance(tokens[0], str) and lexicon.rounded.search(key, max(0, start - 12), start):
        head = lexicon.scales.get(tokens[0], lexicon.words.get(tokens[0], 0))
        bare = _value([lexicon.one, *tokens], lexicon) if head >= 10 and head not in (12, 20) else None
        if bare is not None:  # "gần trăm hộ", "hơn tỷ đồng", "gần trăm triệu"
            scaled = max(lexicon.scales.get(t, 1) for t in tokens if isinstance(t, str))
            return Number(start, ends[-1], whole(bare), True, scaled)
    while tokens:
        value = _value(tokens, lexicon)
        if value is not None and abs(value) < LIMIT:
            if len(tokens) > 1 and _lends_no_digit(key, tokens, ends[-1], lexicon):
                tokens.pop()
                ends.pop()
                continue
            in_words = not any(isinstance(t, (int, float)) for t in tokens)
            unsure = not alone and len(tokens) == 1 and tokens[0] in lexicon.ambiguous
            scaled = max((lexicon.scales.get(t, 1) for t in tokens if isinstance(t, str)), default=1)
            return Number(start, ends[-1], whole(value), in_words, scaled, "cành" in tokens, unsure)
        tokens.pop()
        ends.pop()
    return None


def _tokens(key: str, start: int, lexicon: Lexicon) -> tuple[list[int | float | str], list[int]]:
    """Number tokens that follow one another, each with its end; a digit group may carry a tight scale ("5tr", "500k")."""
    tokens: list[int | float | str] = []
    ends: list[int] = []
    position = start
    while len(tokens) < 24:
        match = lexicon.token.match(key, position)
        if not match or (tokens and isinstance(tokens[-1], (int, float)) and match.group()[0].isdigit()):
            break
        word = match.group()
        if word[0].isdigit():
            if tokens and not _may_follow(tokens, word, key[match.end() : match.end() + 14]):
                break
            tokens.append(parse_digits(word))
        elif word == lexicon.year and not _is_five(tokens, key, match.end(), lexicon):
            break
        else:
            tokens.append(word)
        ends.append(match.end())
        position = match.end()
        if isinstance(tokens[-1], (int, float)):
            scale = lexicon.scale.match(key, position)
            if scale is None:
                scale = _GLUED_SCALE.match(key, position)
            if scale and scale.group() != " tr":
                tokens.append(scale.group(1))
                ends.append(scale.end())
                position = scale.end()
                tail = _GLUED_TAIL.match(key, position)
                if tail:
                    below = int(tail.group()) * 10 ** (3 - len(tail.group()))
                    tokens.append(below * lexicon.scales[scale.group(1)] // 1000)
                    ends.append(tail.end())
                    break
                if scale.group(1) in ("tr", "k") and not lexicon.halved.match(key, position):
                    break
        if key[position : position + 1] != " ":
            break
        position += 1
    return tokens, ends


_GLUED_SCALE = re.compile(r"(tr|tỷ|tỉ|ty|triệu)(?=\d{1,3}(?![\d.,]*\d))")
_GLUED_TAIL = re.compile(r"(?<=[^\W\d_])\d{1,3}(?![\d.,]?\d|%|/\d)")
"""the digits behind a tight scale word: "1tr2", "1tr25", "1tr250", "1tỷ2" """
_COUNTED = re.compile(
    r" ?(?:ký|kg|lít|mét|cái|con|chai|bao|buổi|tiếng|lượt|lần|đợt|tháng|năm|ngày|người|hộ|suất|căn|giờ|tuổi|lan|dot|thang|nam|ngay|nguoi|ho|suat|can|%|/|-)"
)


def _lends_no_digit(key: str, tokens: list[int | float | str], end: int, lexicon: Lexicon) -> bool:
    """Whether a last digit word counts what follows: "25 ngàn ba ký" is 25.000 for three kilos, not 25.300."""
    last, before = tokens[-1], tokens[-2]
    return (
        isinstance(last, str)
        and 2 <= lexicon.words.get(last, 0) <= 9
        and isinstance(before, str)
        and lexicon.scales.get(before, 0) >= 1000
        and _COUNTED.match(key, end) is not None
    )


def _may_follow(tokens: list[int | float | str], digits: str, after: str) -> bool:
    """Whether digits after a scale word go on with the number: "1 triệu 2", "1 triệu 200 nghìn", not "1 triệu 2 lần"."""
    return (
        tokens[-1] in ("tỷ", "tỉ", "ty", "ti", "triệu", "trieu", "nghìn", "nghin", "ngàn", "ngan")
        and len(digits) <= 3
        and not _COUNTED.match(after)
    )


def _is_five(tokens: list[int | float | str], key: str, end: int, lexicon: Lexicon) -> bool:
    """Whether "năm" is five here and not a year: before a scale, after "linh"; at the head the caller decides."""
    following = lexicon.token.match(key, end + 1) if key[end : end + 1] == " " else None
    if following and not following.group()[0].isdigit():
        word = following.group()
        if lexicon.words.get(word) in (10, 100) or word in lexicon.scales:
            return True
        if not tokens and lexicon.words.get(word) in (6, 7):  # "năm bảy triệu", "năm sáu trăm": five to seven
            after = lexicon.token.match(key, following.end() + 1)
            return after is not None and (after.group() in lexicon.scales or lexicon.words.get(after.group()) == 100)
    if tokens:
        return isinstance(tokens[-1], str) and lexicon.words.get(tokens[-1]) in (-1, -4, 20)
    return not following or following.group() == lexicon.year  # "năm năm": five years


def _value(tokens: list[int | float | str], lexicon: Lexicon) -> int | float | None:
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
    factor: int | float | None = 1 if not left else 0.5 if left == [lexicon.half] else _value(left, lexicon)
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
    rest = _value(right, lexicon)
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

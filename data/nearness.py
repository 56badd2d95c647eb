"""Texts beside texts: near-duplicates, phrases that recur, names of persons. Used by check.py; standard library alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

Row = dict[str, Any]
NEAR = 0.6
"""5-gram Jaccard over which two texts count as nearly the same"""
OFTEN = 0.005
"""share of the texts in which a 6-gram may stand"""
FAMILIES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Trương Đinh Mai Lưu Tô Trịnh Chế Đàng Lâm Cao Tạ "
    "Thái Hà Đoàn Đào Châu Kiều Tống Vương Nguyen Tran Pham Hoang Huynh Bui"
).split()
"""family names; what follows one in capitals is read as a person's name"""
PLACE_NAMES = frozenset(
    "Phan Rang|Phan Thiết|Phan Rí|Lâm Đồng|Hà Nội|Hồ Chí Minh|Hồ Sông Cái|Lâm Cấm|Tran Phu|Thái An|Lâm Sơn|Hà Tĩnh|Hà Giang|Thái Bình|Thái Nguyên|"
    "Ngô Gia Tự|Trần Phú|Lê Hồng Phong|Trần Nhân Tông|Phan Đình Phùng|Lê Lợi|Đoàn Thị Điểm|Trần Quang Diệu|Lê Duẩn|Nguyễn Du|Hồ Sông Trâu|Nguyễn Thị Minh Khai|Nguyen Thi Minh Khai|Trần Thi|Đinh Mùi|Hồ Sơ Gốc|Lưu Kim Đính|Hồ Xuân Hương|Phan NPK|Nguyễn Cư Trinh|Tran Nhan Tong".split("|")
)
"""places, streets and schools with the names of the long dead, and a year of the lunar calendar"""
CAPITAL = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
NAME = re.compile(rf"\b(?:{'|'.join(FAMILIES)})(?: [{CAPITAL}][^\W\d_]+){{1,3}}")


def words(text: str) -> list[str]:
    """Lower-case words of a text."""
    return re.findall(r"\w+", text.lower())


def grams(text: str, size: int) -> set[tuple[str, ...]]:
    """Word n-grams of a text."""
    found = words(text)
    return {tuple(found[at : at + size]) for at in range(len(found) - size + 1)}


def near_duplicates(found: list[tuple[str, Row]], field: str, group: str) -> Iterable[str]:
    """Faults of pairs of texts that share too many 5-grams and no group."""
    of = [grams(row[field], 5) for _, row in found]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, some in enumerate(of):
        for gram in some:
            holders[gram].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for indexes in holders.values():
        for at, first in enumerate(indexes):
            shared.update((first, second) for second in indexes[at + 1 :])
    for (first, second), both in shared.items():
        (where, a), (there, b) = found[first], found[second]
        if both / len(of[first] | of[second]) > NEAR and not (a.get(group) and a.get(group) == b.get(group)):
            yield f"{where} and {there} are nearly the same ({group} differs)"


def repeated(texts: Sequence[str]) -> Iterable[str]:
    """Faults of 6-grams that stand in too many texts; a claim read against two passages is one text."""
    counts = Counter(gram for text in dict.fromkeys(texts) for gram in grams(text, 6))
    limit = max(3, OFTEN * len(set(texts)))
    return (f"“{' '.join(gram)}” stands in {count} claims" for gram, count in counts.items() if count > limit)


def persons(found: list[tuple[str, Row]], *fields: str) -> Iterable[str]:
    """Faults of names of persons: a family name with more capitals behind it that is no known place or street."""
    for where, row in found:
        for field in fields:
            for name in NAME.finditer(row[field]):
                if not any(name[0] == known or name[0].startswith(known + " ") for known in PLACE_NAMES):
                    yield f"{where}: a person's name? “{name[0]}”"

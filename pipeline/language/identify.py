"""Which language a paragraph is in: Vietnamese (with or without marks), English, Chăm, or undetermined.

Counting function words is enough for pages that are meant to be Vietnamese and exact about why; what is neither is
left alone ("und") rather than forced. Chăm is known by its script and by the marks of its Latin transcription.
"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.language.normalise import fold, nfc

_CHAM_SCRIPT = re.compile("[\uaa00-\uaa5f]")
_LETTERS = re.compile(r"[^\W\d_]+")
# Letters that only Vietnamese uses among the languages met here; â, ê, ô, à, é … also occur in French and English loans.
_ONLY_VIETNAMESE = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_ENGLISH = frozenset(
    re.findall(
        r"\S+",
        """
        the of and to in is are was were be been has have had will would can for with on at by from this that these
        those it its as an or not but they their which who we you our your he she his her said year new more all after
        about than into may must
        """,
    )
)
_VIETNAMESE_BARE = frozenset(
    re.findall(
        r"\S+",
        """
        cua va la cac nhung duoc khong cho trong voi mot nguoi den khi tai theo phuong dong thang ngay nam thu tinh
        ubnd ho dan nay do ve cung phai se da dang tren tu hay neu thi vi con ra vao hon nhung moi nha duong so co
        viec bao nhieu toi chung minh lam sao gi anh chi truong hoc xa khu pho tien muc giam tang ai dau nao
        """,
    )
)
# Common words of Akhar Thrah in Latin transcription (EFEO and Rumi-like spellings).
_CHAM_LATIN = frozenset(
    re.findall(
        r"\S+",
        """
        urang cam akhar thrah saong ngak hu nan ni dalam palei pal-ei nagar bimong po yang mbang kate ramawan muk kei
        likei kumei adei ayak abih haber hagait si oh blaoh bilan thun harei daok nao mai tuei ka di tel sa dua klau
        pak limâ nam tajuh
        """,
    )
)


def language_of(text: str) -> str:
    """ "vi", "en", "cjm" or "und" for one paragraph; Vietnamese without diacritics is "vi"."""
    text = nfc(text[:20_000])
    if len(_CHAM_SCRIPT.findall(text)) >= 3:
        return "cjm"
    words = [w.lower() for w in _LETTERS.findall(text)]
    if not words:
        return "und"
    marked = sum(1 for w in words if _ONLY_VIETNAMESE.search(w))
    if marked / len(words) >= 0.15 or (marked and len(words) <= 4):
        return "vi"
    seen = Counter(words)
    english = sum(n for w, n in seen.items() if w in _ENGLISH) / len(words)
    cham = sum(n for w, n in seen.items() if w in _CHAM_LATIN) / len(words)
    bare = sum(n for w, n in Counter(fold(w) for w in words).items() if w in _VIETNAMESE_BARE) / len(words)
    syllables = sum(1 for w in words if len(w) <= 7) / len(words)
    if cham >= 0.25 and cham > bare and not marked:
        return "cjm"
    if english >= 0.12 and english >= bare:
        return "en"
    if bare >= 0.2 and syllables >= 0.9:
        return "vi"
    return "vi" if marked / len(words) >= 0.05 and bare > english else "und"


def languages(text: str) -> list[str]:
    """The language of each paragraph (line) that has words, in order."""
    return [language_of(line) for line in text.split("\n") if line.strip()]

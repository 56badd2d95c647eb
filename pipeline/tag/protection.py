"""Protected speech, decided once for an item: opinion, complaint, question, wish, satire, experience (CHARTER rule 4).

Two witnesses: the trained heads, pooled and set for recall, and these few signs that a private person speaks, which make
less than the usual doubt enough. By itself a sign protects nothing: on dev it caught two items in a hundred that the heads
had not and held back one ordinary report in four. Nothing un-protects but the two acts of the referral lane.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from pipeline.language.normalise import fold, nfc
from pipeline.records import ItemType

PROTECTED_TYPES: frozenset[ItemType] = frozenset({"opinion_criticism", "complaint", "question", "satire"})
NEVER_SURE = 0.01
"""shares are kept this far from 0 and 1 before they are pooled, so that one head alone never settles it"""

KINDS_WEIGH = 0.9
"""share of the type head in the pool: on dev its area under the curve is 0.974, the bare gate's 0.951, of equal parts 0.971"""

VOICE_WEIGHS = 0.75
"""with a private voice this share of the gate's doubt is enough (a half cost dev two hundredths of precision and caught nobody more)"""

QUOTED = re.compile(r"“[^”]{0,600}”|\"[^\"]{0,600}\"|«[^»]{0,600}»")
FIRST_PERSON = (
    r"(?<!chúng )tôi|(?<!tụi )tui|tụi (?:tôi|tui|em)|nhà (?:tôi|tui|em|mình)|gia đình (?:tôi|em|mình)|theo tôi|xóm (?:tôi|tui)|"
    r"bà con (?:tôi|tui)|chúng tôi (?:mong|đề nghị|kiến nghị|bức xúc|phải|chờ)|em (?:xin|muốn) hỏi|cho (?:tôi|em|mình|hỏi)|mình (?:thấy|nghĩ|hỏi|muốn)"
)
ASKS = r"xin hỏi|cho hỏi|bạn đọc hỏi|có ai biết|ai biết|xin được giải đáp|mong được giải đáp"
PETITION = r"ký tên (?:vào|ủng hộ|phản đối)|thư kiến nghị|đơn kiến nghị|kính mong|rất mong|mong sao|ước gì|giá như|kính đề nghị"
SIGNS = tuple(re.compile(rf"(?<!\w)(?:{signs})(?!\w)") for signs in (FIRST_PERSON, ASKS, PETITION))
# Without diacritics "toi" is also "tới", "tối", "tội": only what stays unambiguous is looked for there.
PLAIN_SIGNS = re.compile(
    r"(?<!\w)(?:nha tui|nha toi|gia dinh toi|cho toi hoi|cho em hoi|cho hoi|xin hoi|theo toi|toi (?:thay|nghi|muon|mong|xin|de nghi|phai|khong hieu)|"
    r"tui (?:thay|nghi|muon|mong|hoi)|kinh mong|rat mong|uoc gi|gia nhu|co ai biet|ky ten ung ho|kinh de nghi)(?!\w)"
)


def pooled(gate: NDArray[np.float64], kinds: NDArray[np.float64]) -> NDArray[np.float64]:
    """What gate and type head say together, 0 to 1, for each item: the weighted mean of their log odds.

    `gate` is the gate's share, `kinds` the sum of the type head's shares of the protected types. Pooling log odds is the
    geometric opinion pool (Genest & Zidek 1986); each head errs on other items, the type head less often.
    """
    own, kind = (np.log((share + NEVER_SURE) / (1 - share + NEVER_SURE)) for share in (gate, kinds))
    together: NDArray[np.float64] = 1 / (1 + np.exp(-(KINDS_WEIGH * kind + (1 - KINDS_WEIGH) * own)))
    return together


def outside_quotes(text: str) -> str:
    """The text without what stands in quotation marks: a quoted resident does not make a report a complaint."""
    return QUOTED.sub(" ", text)


def private_voice(title: str, text: str) -> str | None:
    """The sign that a private person speaks in the item, or None. Returned for the explanation, never stored or counted."""
    body = outside_quotes(nfc(text)).lower()
    plain = fold(body) == body
    for pattern in (PLAIN_SIGNS,) if plain else SIGNS:
        found = pattern.search(body)
        if found:
            return found.group(0)
    sentences = [part for part in re.split(r"(?<=[.!?…])\s+", text.strip()) if part]
    if 0 < len(sentences) <= 3 and sentences[-1].endswith("?"):
        return sentences[-1]
    return None

"""Checks of this folder, with the standard library alone: `python3 data/check.py` prints counts and names every fault.

Schema and allowed words, values as exact substrings, one split a document and a contrast set, Unicode form NFC,
near-duplicates (5-gram Jaccard over 0.6 outside one contrast set or document), phrases that recur too often (a 6-gram in
more than 0.5 % of claims), and the balance of codes, registers and kinds. Exit code 1 when there is a fault.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

Row = dict[str, Any]
HERE = Path(__file__).resolve().parent
TYPES = (
    "news_report", "official_notice", "opinion_criticism", "complaint", "question", "satire", "advertisement",
    "scam_impersonation", "credible_threat", "other",
)  # fmt: skip
PROTECTED = ("opinion_criticism", "complaint", "question", "satire")
TOPICS = (
    "rac_moi_truong", "dien_nuoc", "giao_duc", "y_te_bao_hiem", "dat_dai_boi_thuong", "tai_dinh_cu_dien_hat_nhan",
    "giao_thong_do_thi", "thien_tai", "nong_ngu_nghiep", "du_lich_van_hoa", "thu_tuc_hanh_chinh", "an_sinh_xa_hoi", "nha_o",
    "thue_phi", "an_ninh_lua_dao", "khac",
)  # fmt: skip
PLACES = ("phan_rang", "dong_hai", "ninh_chu", "bao_an", "do_vinh", "khanh_hoa", "other_khanh_hoa", "outside")
GROUNDS = ("scam_impersonation", "scam_payment_credential", "credible_threat")
VERDICTS = ("match", "mismatch", "partial", "outdated", "forged", "no_document")
CODES = (
    "amount_mismatch", "date_mismatch", "scope_mismatch", "eligibility_mismatch", "authority_mismatch", "procedure_mismatch",
    "modality_mismatch", "existence_fabricated", "existence_denied", "status_mismatch", "stat_mismatch", "quote_mismatch",
    "reference_mismatch", "outdated", "omitted_condition", "forged_document", "scam",
)  # fmt: skip
SPLITS = ("train", "dev", "test")
NEAR = 0.6
OFTEN = 0.005


def rows(folder: str) -> list[tuple[str, Row]]:
    """(file:line, row) of every JSON Lines file of a folder."""
    found = []
    for file in sorted((HERE / folder).glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                found.append((f"{folder}/{file.name}:{number}", json.loads(line)))
    return found


def words(text: str) -> list[str]:
    """Lower-case words of a text."""
    return re.findall(r"\w+", text.lower())


def grams(text: str, size: int) -> set[tuple[str, ...]]:
    """Word n-grams of a text."""
    found = words(text)
    return {tuple(found[at : at + size]) for at in range(len(found) - size + 1)}


def allowed(where: str, row: Row, **fields: Sequence[Any]) -> Iterable[str]:
    """Faults of fields that take words of a list (None among them where it is listed)."""
    for field, among in fields.items():
        if row.get(field, "") not in among:
            yield f"{where}: {field} = {row.get(field)!r}"


def item_faults(where: str, row: Row) -> Iterable[str]:
    """Faults of one item by itself."""
    yield from allowed(
        where, row, item_type=TYPES, topic=TOPICS, sentiment=("neg", "neu", "pos"), refer=(None, *GROUNDS), split=SPLITS
    )
    if row["protected"] is not (row["item_type"] in PROTECTED):
        yield f"{where}: protected = {row['protected']} for {row['item_type']}"
    if (row["refer"] is None) is (row["item_type"] in ("scam_impersonation", "credible_threat")):
        yield f"{where}: refer = {row['refer']} for {row['item_type']}"
    for place in row["places"]:
        if place not in PLACES:
            yield f"{where}: place {place!r}"
    if not 8 <= len(words(row["text"])) <= 320:
        yield f"{where}: {len(words(row['text']))} words"


def claim_faults(where: str, row: Row, documents: dict[str, Row]) -> Iterable[str]:
    """Faults of one pair by itself and against its document."""
    yield from allowed(where, row, verdict=VERDICTS, code=(None, *CODES), split=SPLITS)
    document = documents.get(row["document"])
    if document is None:
        yield f"{where}: no document {row['document']}"
        return
    passages = {passage["point"]: passage["text"] for passage in document["passages"]}
    if passages.get(row["point"]) != row["passage"]:
        yield f"{where}: the passage is not {row['document']} {row['point']}"
    if (row["code"] is None) is (row["verdict"] in ("mismatch", "partial", "outdated", "forged")):
        yield f"{where}: code {row['code']} for {row['verdict']}"
    for field, text in (("claim_value", row["claim"]), ("official_value", row["passage"])):
        value = row[field]
        if value is not None and value not in text:
            yield f"{where}: {field} {value!r} does not stand in the text"
        if value is not None and row["verdict"] == "no_document":
            yield f"{where}: {field} where there is no document"


def one_split(found: list[tuple[str, Row]], field: str) -> Iterable[str]:
    """Faults of groups that lie in more than one split."""
    splits: dict[str, set[str]] = defaultdict(set)
    for _, row in found:
        if row.get(field):
            splits[row[field]].add(row["split"])
    return (f"{field} {name} lies in {sorted(among)}" for name, among in splits.items() if len(among) > 1)


def form_faults(found: list[tuple[str, Row]]) -> Iterable[str]:
    """Faults of ids and of the Unicode form."""
    for name, count in Counter(row["id"] for _, row in found).items():
        if count > 1:
            yield f"id {name} stands {count} times"
    for where, row in found:
        for field, value in row.items():
            if isinstance(value, str) and unicodedata.normalize("NFC", value) != value:
                yield f"{where}: {field} is not NFC"


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
    """Faults of 6-grams that stand in too many texts."""
    counts = Counter(gram for text in texts for gram in grams(text, 6))
    limit = max(3, OFTEN * len(texts))
    return (f"“{' '.join(gram)}” stands in {count} claims" for gram, count in counts.items() if count > limit)


def table(title: str, counts: dict[str, Counter[str]]) -> None:
    """Print rows of counts with a column a split."""
    print(f"\n| {title} | {' | '.join(SPLITS)} | all |\n|---|---|---|---|---|")
    for name, by in sorted(counts.items(), key=lambda pair: -sum(pair[1].values())):
        print(f"| {name} | {' | '.join(str(by[split]) for split in SPLITS)} | {sum(by.values())} |")


def tally(found: list[tuple[str, Row]], field: str) -> dict[str, Counter[str]]:
    """Counts of a field by split."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for _, row in found:
        counts[str(row[field])][row["split"]] += 1
    return counts


def main() -> int:
    """Print the counts and the faults; 1 when there is one."""
    items, documents, claims = rows("items"), rows("documents"), rows("claims")
    by_id = {row["id"]: row for _, row in documents}
    faults = [fault for where, row in items for fault in item_faults(where, row)]
    faults += [fault for where, row in claims for fault in claim_faults(where, row, by_id)]
    faults += [fault for found in (items, documents, claims) for fault in form_faults(found)]
    faults += [*one_split(items, "set"), *one_split(claims, "document")]
    faults += [*near_duplicates(items, "text", "set"), *near_duplicates(claims, "claim", "document")]
    faults += repeated([row["claim"] for _, row in claims])
    lengths = sorted(len(words(row["text"])) for _, row in items)
    passages = sum(len(row["passages"]) for _, row in documents)
    print(f"{len(items)} items (words: {lengths[0]}–{lengths[-1]}, median {lengths[len(lengths) // 2]}), "
          f"{len(documents)} documents with {passages} passages, {len(claims)} pairs")  # fmt: skip
    for title, found, field in (
        ("item type", items, "item_type"), ("protected", items, "protected"), ("topic", items, "topic"),
        ("sentiment", items, "sentiment"), ("verdict", claims, "verdict"), ("code", claims, "code"), ("register", claims, "register"),
    ):  # fmt: skip
        table(title, tally(found, field))
    print(f"\n{len(faults)} faults")
    for fault in faults:
        print(f"- {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())

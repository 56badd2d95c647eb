"""Checks of this folder, with the standard library alone: `python3 data/check.py` prints counts and names every fault.

Schema and allowed words, values as exact substrings with their offsets, one split a document and a contrast set, sentences
as cut from their source, second readings of rows that exist, Unicode form NFC, near-duplicates, phrases that recur too
often, names of persons (nearness.py), and the balance of codes, registers and kinds. Exit code 1 when there is a fault.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from nearness import near_duplicates, persons, repeated, words

Row = dict[str, Any]
Found = list[tuple[str, Row]]
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
FEELINGS = ("neg", "neu", "pos")
VERDICTS = ("match", "mismatch", "partial", "outdated", "forged", "no_document")
CODES = (
    "amount_mismatch", "date_mismatch", "scope_mismatch", "eligibility_mismatch", "authority_mismatch", "procedure_mismatch",
    "modality_mismatch", "existence_fabricated", "existence_denied", "status_mismatch", "stat_mismatch", "quote_mismatch",
    "reference_mismatch", "outdated", "omitted_condition", "forged_document", "scam",
)  # fmt: skip
REGISTERS = ("lead", "headline", "radio", "bulletin", "spoken", "letter", "chat", "no_diacritics")
SPEAKERS = ("outlet", "quoted", "asked", "denied", "rumour")
SPLITS = ("train", "dev", "test")
ASKED_FOR = (("documents", 120), ("pairs", 4000), ("items", 4000), ("sentences", 3000), ("pairs of the rarest code", 100))
"""what the set is meant to hold at least"""


def rows(folder: str) -> Found:
    """(file:line, row) of every JSON Lines file of a folder, or of one file of that name."""
    files = sorted((HERE / folder).glob("*.jsonl")) or sorted(HERE.glob(f"{folder}.jsonl"))
    found = []
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                found.append((f"{file.relative_to(HERE)}:{number}", json.loads(line)))
    return found


def allowed(where: str, row: Row, **fields: Sequence[Any]) -> Iterable[str]:
    """Faults of fields that take words of a list (None among them where it is listed)."""
    for field, among in fields.items():
        if row.get(field, "") not in among:
            yield f"{where}: {field} = {row.get(field)!r}"


def item_faults(where: str, row: Row) -> Iterable[str]:
    """Faults of one item by itself."""
    yield from allowed(
        where, row, item_type=TYPES, topic=TOPICS, sentiment=FEELINGS, refer=(None, *GROUNDS), split=SPLITS
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


def document_faults(where: str, row: Row) -> Iterable[str]:
    """Faults of one document by itself."""
    yield from allowed(where, row, topic=TOPICS, split=SPLITS)
    for place in row["places"]:
        if place not in PLACES:
            yield f"{where}: place {place!r}"
    if not 3 <= len(row["passages"]) <= 12:
        yield f"{where}: {len(row['passages'])} passages"


def claim_faults(where: str, row: Row, documents: dict[str, Row]) -> Iterable[str]:
    """Faults of one pair by itself and against its document."""
    yield from allowed(where, row, verdict=VERDICTS, code=(None, *CODES), register=REGISTERS, split=SPLITS)
    document = documents.get(row["document"])
    if document is None:
        yield f"{where}: no document {row['document']}"
        return
    if document.get("split") != row["split"]:
        yield f"{where}: split {row['split']}, its document {document.get('split')}"
    passages = {passage["point"]: passage["text"] for passage in document["passages"]}
    if passages.get(row["point"]) != row["passage"]:
        yield f"{where}: the passage is not {row['document']} {row['point']}"
    if (row["code"] is None) is (row["verdict"] in ("mismatch", "partial", "outdated", "forged")):
        yield f"{where}: code {row['code']} for {row['verdict']}"
    if not row.get("set"):
        yield f"{where}: no set"
    for field, span, text in (
        ("claim_value", "claim_span", row["claim"]),
        ("official_value", "passage_span", row["passage"]),
    ):
        value, at = row[field], text.find(row[field] or "")
        if value is not None and at < 0:
            yield f"{where}: {field} {value!r} does not stand in the text"
        elif row.get(span, "none") != (None if value is None else [at, at + len(value)]):
            yield f"{where}: {span} {row.get(span, 'none')} is not where {field} stands first"
        if value is not None and row["verdict"] == "no_document":
            yield f"{where}: {field} where there is no document"


def sentence_faults(found: Found, sources: dict[str, Row]) -> Iterable[str]:
    """Faults of sentences against the item or claim that each was cut from."""
    ends: dict[str, int] = {}
    for where, row in found:
        yield from allowed(where, row, checkable=(True, False), asserted_by=SPEAKERS)
        source = sources.get(row["source"])
        if source is None:
            yield f"{where}: no item or pair {row['source']}"
            continue
        if row["split"] != source["split"]:
            yield f"{where}: split {row['split']}, its source {source['split']}"
        if source.get("text", source.get("claim"))[row["start"] : row["end"]] != row["text"]:
            yield f"{where}: the text does not stand at {row['start']}–{row['end']} of {row['source']}"
        if row["start"] < ends.get(row["source"], 0):
            yield f"{where}: out of order or over another sentence of {row['source']}"
        ends[row["source"]] = row["end"]


def second_faults(found: Found, firsts: dict[str, Row]) -> Iterable[str]:
    """Faults of second readings: of a row that exists, by words of the guide."""
    for where, row in found:
        if row["id"] not in firsts:
            yield f"{where}: no row {row['id']}"
        if "verdict" in row:
            yield from allowed(where, row, verdict=VERDICTS, code=(None, *CODES))
        else:
            yield from allowed(
                where, row, item_type=TYPES, protected=(True, False), topic=TOPICS, sentiment=FEELINGS
            )


def settled_faults(found: Found, second: dict[str, Row], firsts: dict[str, Row]) -> Iterable[str]:
    """Faults of the record of how differing readings were settled: every difference is in it, with the label of today. Sentiment is taste and stays as it was."""
    settled = {(row["id"], row["field"]) for _, row in found}
    for name in sorted(second.keys() & firsts.keys()):
        for field in second[name].keys() - {"id", "sentiment"}:
            if second[name][field] != firsts[name].get(field) and (name, field) not in settled:
                yield f"{field} of {name} was read differently and is not settled"
    for where, row in found:
        name, field = row["id"], row["field"]
        if name not in second or second[name].get(field) != row["second"]:
            yield f"{where}: the second reading of {name} says otherwise"
        elif firsts[name].get(field) != row["settled"]:
            yield f"{where}: {field} of {name} is {firsts[name].get(field)!r} today"


def one_split(found: Found, field: str) -> Iterable[str]:
    """Faults of groups that lie in more than one split."""
    splits: dict[str, set[str]] = defaultdict(set)
    for _, row in found:
        if row.get(field):
            splits[row[field]].add(row["split"])
    return (f"{field} {name} lies in {sorted(among)}" for name, among in splits.items() if len(among) > 1)


def form_faults(found: Found) -> Iterable[str]:
    """Faults of ids and of the Unicode form."""
    for name, count in Counter(row["id"] for _, row in found).items():
        if count > 1:
            yield f"id {name} stands {count} times"
    for where, row in found:
        for field, value in row.items():
            if isinstance(value, str) and unicodedata.normalize("NFC", value) != value:
                yield f"{where}: {field} is not NFC"


def unbalanced(found: Found) -> Iterable[str]:
    """Faults of codes that one register holds too much of: a code is no way of speaking."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for _, row in found:
        counts[str(row["code"])][row["register"]] += 1
    for code, by in counts.items():
        register, most = by.most_common(1)[0]
        if by.total() >= 100 and most > by.total() / 2:
            yield f"{most} of {by.total()} pairs of {code} are in the register {register}"


def table(title: str, found: Found, field: str, by: str = "split", columns: Sequence[str] = SPLITS) -> None:
    """Print how often each word of a field stands, with a column for each word of another field."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for _, row in found:
        counts[str(row[field])][row[by]] += 1
    print(f"\n| {title} | {' | '.join(columns)} | all |\n|{'---|' * (len(columns) + 2)}")
    for name, of in sorted(counts.items(), key=lambda pair: -pair[1].total()):
        print(f"| {name} | {' | '.join(str(of[column]) for column in columns)} | {of.total()} |")


def read_twice(title: str, found: Found, second: Found) -> None:
    """Print how many rows of each split were read a second time."""
    twice = {row["id"] for _, row in second}
    counts = {split: [row["id"] in twice for _, row in found if row["split"] == split] for split in SPLITS}
    rest = counts["train"] + counts["dev"]
    print(f"{title} read twice: {sum(counts['test'])} of {len(counts['test'])} of the test split, {sum(rest)} of {len(rest)} others")


def main() -> int:
    """Print the counts and the faults; 1 when there is one."""
    items, documents, claims, sentences = (rows(name) for name in ("items", "documents", "claims", "sentences"))
    second, settled = rows("second"), rows("settled")
    papers = {row["id"]: row for _, row in documents}
    firsts = {row["id"]: row for _, row in (*items, *claims)}
    faults = [fault for where, row in items for fault in item_faults(where, row)]
    faults += [fault for where, row in documents for fault in document_faults(where, row)]
    faults += [fault for where, row in claims for fault in claim_faults(where, row, papers)]
    faults += [*sentence_faults(sentences, firsts), *second_faults(second, firsts)]
    faults += settled_faults(settled, {row["id"]: row for _, row in second}, firsts)
    faults += [fault for found in (items, documents, claims, sentences, second) for fault in form_faults(found)]
    faults += [*one_split(items, "set"), *one_split(claims, "document"), *one_split(claims, "set")]
    faults += [*near_duplicates(items, "text", "set"), *near_duplicates(claims, "claim", "set")]
    faults += repeated([row["claim"] for _, row in claims])
    faults += [*persons(items, "title", "text"), *persons(claims, "claim", "passage"), *persons(documents, "title")]
    faults += unbalanced(claims)
    lengths = sorted(len(words(row["text"])) for _, row in items)
    print(f"items of {lengths[0]}–{lengths[-1]} words, median {lengths[len(lengths) // 2]}; "
          f"{sum(len(row['passages']) for _, row in documents)} passages; {len({row['claim'] for _, row in claims})} different claims; "
          f"{sum(bool(row['set']) for _, row in items)} items in {len({row['set'] for _, row in items} - {None})} contrast sets")  # fmt: skip
    codes = Counter(row["code"] for _, row in claims)
    rarest = min(CODES, key=lambda code: codes[code])
    counted = dict(zip((name for name, _ in ASKED_FOR), (len(documents), len(claims), len(items), len(sentences), codes[rarest]), strict=True))
    print("\n| | found | asked for |\n|---|---|---|")
    for name, number in ASKED_FOR:
        print(f"| {name} | {counted[name]} | {number} |")
    for title, found, field in (
        ("item type", items, "item_type"), ("protected", items, "protected"), ("topic", items, "topic"),
        ("sentiment", items, "sentiment"), ("verdict", claims, "verdict"), ("code", claims, "code"), ("register", claims, "register"),
        ("document topic", documents, "topic"), ("checkable", sentences, "checkable"), ("asserted by", sentences, "asserted_by"),
    ):  # fmt: skip
        table(title, found, field)
    table("code by register", claims, "code", "register", REGISTERS)
    print()
    read_twice("items", items, second)
    read_twice("pairs", claims, second)
    print(f"{len(settled)} labels read differently and settled, {sum(row['first'] != row['settled'] for _, row in settled)} of them changed")
    print(f"\n{len(faults)} faults")
    for fault in faults:
        print(f"- {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())

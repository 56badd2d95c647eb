"""Which blocks are the article: the box with the most sentences after the title, its lead, less the furniture in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.extract.pages.blocks import Block, Outline
from pipeline.extract.pages.furniture import BODY_BOX, LEAD_BOX, is_stop, joined, kind_of_words
from pipeline.extract.pages.metadata import Facts
from pipeline.extract.pages.times import is_date_line
from pipeline.extract.pages.titles import likeness

_DECAY = 0.8
"""what a sentence counts for each box farther out: chosen so that a page wrapper with teasers loses to the article"""
_WORDS = re.compile(r"\w+")
_CUT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*$")
_SECTION_BOX = re.compile(r"(?:^|-)(?:bread-?crumbs?|cate\w*|section|chuyen-?muc|zone)(?:-|$)")
_MORE = re.compile(
    r"^\W*(?:đọc tiếp|xem tiếp|xem thêm nội dung|đăng nhập để (?:đọc|xem)|read more|đọc toàn bộ)\b", re.IGNORECASE
)


@dataclass(slots=True)
class Body:
    """The chosen paragraphs and where they stand."""

    paragraphs: list[str] = field(default_factory=list)
    box: int = -1
    first: int = -1
    last: int = -1
    incomplete: bool = False
    looks_like_list: bool = False
    section: str | None = None
    kept: list[int] = field(default_factory=list)


def find_body(page: Outline, said: Facts, title: str, shown: int, *, whole: bool = False) -> Body:
    """Choose the article's blocks. `whole` takes the outermost box (feed content has no page around it)."""
    body = Body()
    if not page.blocks:
        return body
    stopped = _stopped(page, shown)
    usable = [i for i, b in enumerate(page.blocks) if i > shown and b.kind is None and b.sentence and i not in stopped]
    body.looks_like_list = not whole and _is_list(page, said, shown, usable)
    if whole:
        body.box = 0
    elif not usable:
        body.box = _fallback(page, shown)
    else:
        body.box = _best_box(page, usable, shown)
    if body.box < 0:
        return body
    inside = [i for i in range(shown + 1, len(page.blocks)) if page.inside(page.blocks[i].box, body.box)]
    kept = [i for i in inside if i not in stopped and _is_words(page, i, body.box, title)]
    if not whole:
        kept = _leads(page, said, shown, inside[0] if inside else 0, stopped, title) + kept
    kept = _rows_joined(page, kept, body)
    body.kept = kept
    if kept:
        body.first, body.last = kept[0], kept[-1]
    if not whole and shown >= 0:
        body.section = _section(page, shown)
    body.incomplete = _is_cut(page, said, body)
    return body


def _stopped(page: Outline, shown: int) -> set[int]:
    """Blocks behind a heading of links or comments, as far as that heading's own box reaches."""
    out: set[int] = set()
    for index, block in enumerate(page.blocks):
        if index <= shown or index in out or not is_stop(block.text):
            continue
        reach = page.boxes[block.box].up
        # The heading's box may itself be a wrapper around one line: climb while it holds nothing else.
        while reach > 0 and page.boxes[reach].chars <= len(block.text) + 2:
            reach = page.boxes[reach].up
        follow = [i for i in range(index, len(page.blocks)) if page.inside(page.blocks[i].box, reach)]
        rest = sum(len(page.blocks[i].text) for i in follow if page.blocks[i].sentence and page.blocks[i].kind is None)
        before = sum(
            len(b.text) for i, b in enumerate(page.blocks) if shown < i < index and b.sentence and b.kind is None
        )
        if rest > 2 * before and before < 400:
            follow = _run_of_links(page, follow)
        out.update(follow)
    return out


def _run_of_links(page: Outline, follow: list[int]) -> list[int]:
    """A box of links in the middle of a text: the heading and the links right behind it."""
    run = follow[:1]
    for index in follow[1:]:
        if page.blocks[index].linked < 0.5:
            break
        run.append(index)
    return run


def _best_box(page: Outline, usable: list[int], shown: int) -> int:
    scores: dict[int, float] = {}
    for index in usable:
        block = page.blocks[index]
        weight = float(len(block.text))
        for level, box in enumerate(page.chain(block.box)):
            if level > 7:
                break
            # The paragraph's own element counts a little less than the box around several.
            scores[box] = scores.get(box, 0.0) + weight * (0.75 if level == 0 else _DECAY ** (level - 1))
    best, best_score = -1, 0.0
    for box, score in scores.items():
        record = page.boxes[box]
        purity = 1.0 - min(record.links / max(record.chars, 1), 0.9)
        hint = 1.15 if "itemprop-articleBody" in record.name or BODY_BOX.search(joined(record.name)) else 1.0
        total = score * hint * (0.4 + 0.6 * purity)
        if total > best_score:
            best, best_score = box, total
    return _with_siblings(page, best, usable, shown)


def _with_siblings(page: Outline, box: int, usable: list[int], shown: int) -> int:
    """Climb while the parent adds sentences in boxes of the same look (an article cut into sections)."""
    while page.boxes[box].up > 0:
        parent = page.boxes[box].up
        mine = page.boxes[box]
        added = [
            i
            for i in usable
            if page.inside(page.blocks[i].box, parent) and not page.inside(page.blocks[i].box, box) and i > shown
        ]
        extra = sum(len(page.blocks[i].text) for i in added)
        if not added or (page.boxes[parent].heading and extra < 0.5 * mine.good):
            return box
        alike = [i for i in added if _branch(page, page.blocks[i].box, parent) in _looks(page, box)]
        if (
            sum(len(page.blocks[i].text) for i in alike) < 0.8 * extra
            or page.boxes[parent].links > 0.3 * page.boxes[parent].chars
        ):
            return box
        box = parent
    return box


def _branch(page: Outline, inner: int, outer: int) -> tuple[str, str]:
    """Tag and class of the child of `outer` that holds `inner`."""
    last = inner
    for index in page.chain(inner):
        if index == outer:
            break
        last = index
    return page.boxes[last].tag, joined(page.boxes[last].name)


def _looks(page: Outline, box: int) -> set[tuple[str, str]]:
    record = page.boxes[box]
    return {(record.tag, joined(record.name)), ("p", "")}


def _fallback(page: Outline, shown: int) -> int:
    """No sentences anywhere: the box behind the title, if it holds words that are not links."""
    for index in range(shown + 1, len(page.blocks)):
        block = page.blocks[index]
        if block.kind is None and block.linked < 0.3 and len(block.text) >= 25 and shown >= 0:
            return max(page.boxes[block.box].up, 0)
    return -1


def _is_words(page: Outline, index: int, box: int, title: str) -> bool:
    """Tell whether a block inside the article's box belongs to its words."""
    block = page.blocks[index]
    if block.kind is not None or kind_of_words(block.text) is not None:
        return False
    if block.linked >= 0.85 and not (len(block.text) > 160 and block.text[-1] in ".!?"):
        return False
    if block.text == title or not _WORDS.search(block.text) or is_date_line(block.text):
        return False
    if _MORE.match(block.text) and len(block.text) < 60:
        return False
    return not _is_caption(page, block, box) and not _is_labelled_box(page, block, box)


def _is_caption(page: Outline, block: Block, box: int) -> bool:
    """Short words that share a small box (paragraph, cell, table) with a picture."""
    for level, index in enumerate(page.chain(block.box)):
        if index == box or level > 4:
            return False
        record = page.boxes[index]
        if record.picture or _holds_picture(page, index):
            sentences = sum(1 for b in page.blocks if page.inside(b.box, index) and b.sentence)
            return record.chars <= 350 and sentences <= 2
    return False


def _holds_picture(page: Outline, box: int) -> bool:
    """A table or figure-like box with a picture in a cell of its own."""
    if page.boxes[box].tag not in ("table", "tbody", "tr", "figure", "center"):
        return False
    size = box + 1
    while size < len(page.boxes) and size < box + 12 and page.inside(size, box):
        if page.boxes[size].picture:
            return True
        size += 1
    return False


def _is_labelled_box(page: Outline, block: Block, box: int) -> bool:
    """A small box whose first words are an advertisement's or a form's label, or the headline of another article."""
    for level, index in enumerate(page.chain(block.box)):
        if index == box or level > 3 or page.boxes[index].chars > 500:
            return False
        first = next((b for b in page.blocks if page.inside(b.box, index)), block)
        if first is not block and first.linked >= 0.85 and len(first.text.split()) >= 5:
            return True
        if first is not block and kind_of_words(first.text) in ("ad", "form", "related") and len(first.text) <= 40:
            return True
    return False


def _leads(page: Outline, said: Facts, shown: int, first: int, stopped: set[int], title: str) -> list[int]:
    """The lead paragraphs that stand between the title and the article's box."""
    found = []
    for index in range(shown + 1, first):
        block = page.blocks[index]
        boxes = [page.boxes[b] for b in page.chain(block.box)][:3]
        named = any(LEAD_BOX.search(joined(b.name)) for b in boxes)
        described = len(said.description) > 30 and likeness(block.text, said.description) > 0.7
        if shown < 0 and not named and not described:
            continue
        if (block.kind is not None and not (named and block.kind in ("extra", "time"))) or index in stopped:
            continue
        if block.linked > 0.5 or block.text == title or kind_of_words(block.text) or is_date_line(block.text):
            continue
        if named or described or block.sentence:
            found.append(index)
    return found


def _rows_joined(page: Outline, kept: list[int], body: Body) -> list[int]:
    """Write the paragraphs: cells of one table row on one line, a repeated lead once."""
    seen: set[str] = set()
    out: list[int] = []
    row = -1
    for index in kept:
        block = page.blocks[index]
        here = next((b for b in page.chain(block.box) if page.boxes[b].tag == "tr"), -1)
        if here >= 0 and here == row and here != body.box and not page.inside(body.box, here):
            body.paragraphs[-1] += " " + block.text
            out.append(index)
            continue
        row = here
        if len(block.text) > 60 and block.text in seen:
            continue
        seen.add(block.text)
        body.paragraphs.append(block.text)
        out.append(index)
    return out


def _is_list(page: Outline, said: Facts, shown: int, usable: list[int]) -> bool:
    """A page that announces others: links with teasers make up most of what stands behind the title."""
    if said.says_article:
        return False
    if said.says_list:
        return True
    words = sum(len(page.blocks[i].text) for i in usable)
    heads = set(_teasers(page, shown))
    if len(heads) >= 4 and sum(len(page.blocks[i].text) for i in heads) > words:
        return True
    # Teaser texts are sentences too: an article has a run of them without a headline link between.
    longest = run = 0
    sentences = set(usable)
    for index in range(shown + 1, len(page.blocks)):
        if index in heads:
            run = 0
        elif index in sentences:
            run += 1
            longest = max(longest, run)
    return longest <= 1 and (len(heads) >= 4 or (len(heads) >= 2 and (shown < 0 or words < 80)))


def _teasers(page: Outline, shown: int) -> list[int]:
    """Headline links behind the title that no furniture table names."""
    return [
        i
        for i, b in enumerate(page.blocks)
        if i > shown and b.kind is None and b.linked >= 0.85 and len(b.text) >= 25 and len(b.text.split()) >= 5
    ]


def _section(page: Outline, shown: int) -> str | None:
    """The outlet's section from a breadcrumb or a label right over the title."""
    for index in range(shown - 1, max(-1, shown - 8), -1):
        block = page.blocks[index]
        named = any(_SECTION_BOX.search(joined(page.boxes[b].name)) for b in list(page.chain(block.box))[:3])
        if 3 <= len(block.text) <= 30 and named and not any(c.isdigit() for c in block.text):
            return block.text.strip(" /|›»>")
    return None


def _is_cut(page: Outline, said: Facts, body: Body) -> bool:
    words = len(_WORDS.findall(" ".join(body.paragraphs)))
    stated = len(_WORDS.findall(re.sub(r"<[^>]+>", " ", said.body)))
    if stated > 40 and words < 0.8 * stated:
        return True
    if body.paragraphs and _CUT.search(body.paragraphs[-1]) and words < 120:
        return True
    tail = page.blocks[body.last + 1 : body.last + 6] if body.last >= 0 else []
    return any(_MORE.match(b.text) and len(b.text) < 60 for b in tail)

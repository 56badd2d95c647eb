"""An article out of a page: title, time and the words, without the furniture around them.

Called by `run` for every capture of a page and by `doichieu extract`. Nothing here keeps a byline, a caption, a
comment or a link (CHARTER rule 1). The order: decode, outline, title, body, times, and only then "is this an article".
trafilatura is not asked: on the newsroom set it drops leads set as headings, dates list pages and invents authors, and
takes more than twice as long (`make bench`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.extract.pages.blocks import Outline, clean, nests_too_deep, outline, parse
from pipeline.extract.pages.body import Body, find_body
from pipeline.extract.pages.bylines import without_bylines
from pipeline.extract.pages.metadata import Facts, facts
from pipeline.extract.pages.stamps import find_stamps
from pipeline.extract.pages.times import zone_of
from pipeline.extract.pages.titles import find_title
from pipeline.language import encoding
from pipeline.records import Stamp

PageKind = Literal["article", "list", "other"]
MAX_BYTES = 12 * 1024 * 1024
"""a page of the Vietnamese press weighs 0.05 to 0.6 MB"""

TOO_BIG = "Trang lớn hơn 12 MB nên không được đọc; hãy mở trang gốc để xem."
TOO_DEEP = "Trang có cấu trúc bất thường (lồng nhau quá sâu) nên không được đọc; hãy mở trang gốc để xem."
NO_WORDS = "Không đọc được chữ của trang (sai bảng mã); hãy mở trang gốc, rồi nhập bài bằng tay nếu cần."
NO_TITLE = "Không tìm thấy tiêu đề của bài; hãy mở trang gốc để xem."
NO_TEXT = "Không tìm thấy nội dung bài viết trên trang này; hãy mở trang gốc để xem."
NO_ARTICLE = "Trang này báo lỗi hoặc chỉ là trang giới thiệu, đăng nhập; không phải một bài viết."
A_LIST = "Đây là trang danh sách tin, không phải một bài viết; hãy đưa đường dẫn của từng bài."


_NOTHING_HERE = re.compile(
    r"^\W*(?:lỗi )?(?:40[034]|410|50[0234])\b|^\W*(?:không tìm thấy|page not found|not found|đăng (?:nhập|ký)|liên hệ|giới thiệu|sơ đồ (?:trang|cổng)|"
    r"điều khoản|chính sách bảo mật|tìm kiếm|kết quả tìm kiếm)(?: trang| tài khoản| chung| sử dụng| tòa soạn| quảng cáo)?\W*$|"
    r"(?:trang|bài viết|nội dung|đường dẫn|liên kết)[^.\n]{0,40} (?:không (?:còn )?tồn tại|không tìm thấy|đã bị (?:xóa|gỡ))|"
    r"(?:hệ thống|website|trang web|cổng thông tin)[^.\n]{0,20} đang (?:được )?(?:bảo trì|nâng cấp)",
    re.IGNORECASE | re.MULTILINE,
)
"""a page of error, of contact or of log-in that answers 200; asked only where no time and no machine calls it an article"""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says. `text` is the lead and the body paragraphs, joined by newlines, persons not yet masked.

    `kind` is "article" only when `title` and `text` can be used; `error` is then None, else a Vietnamese sentence.
    `incomplete` marks a text that may lack paragraphs: nothing may be called omitted from it.
    """

    kind: PageKind
    title: str
    published: Stamp | None
    updated: Stamp | None
    text: str
    section: str | None = None
    incomplete: bool = False
    error: str | None = None


def read(
    html: bytes | str,
    url: str,
    *,
    media_type: str | None = None,
    repair: Sequence[str] = (),
    offset: str | None = None,
) -> Page:
    """Read a page. Never raises on bad input: `Page.error` then says in Vietnamese what is wrong.

    `repair` names what else to drop on this outlet's pages (`drop:CSS`); `offset` is the zone of times printed without
    one ("+07:00").
    """
    source = source_of(html, media_type)
    if isinstance(source, Page):
        return source
    tree = tree_of(source, repair)
    return read_tree(tree, tree.body, url, offset)[0]


def source_of(html: bytes | str, media_type: str | None) -> str | Page:
    """The page's characters, or the failure that says why there are none."""
    if len(html) > MAX_BYTES:
        return _failed(TOO_BIG)
    if isinstance(html, str):
        source = html.replace("\x00", "")
    else:
        decoded = encoding.decode(html, encoding.charset_in(html, media_type))
        if decoded.garbled and encoding.is_garbled(encoding.repair(decoded.text)):
            return _failed(NO_WORDS)
        source = decoded.text
    return _failed(TOO_DEEP) if nests_too_deep(source) else source


def tree_of(source: str, repair: Sequence[str]) -> LexborHTMLParser:
    """Parse, less what the outlet's own repairs drop."""
    tree = parse(source)
    for rule in repair:
        verb, _, css = rule.partition(":")
        if verb == "drop":
            for node in tree.css(css):
                node.decompose()
    return tree


def read_tree(
    tree: LexborHTMLParser, root: LexborNode | None, url: str, offset: str | None
) -> tuple[Page, Outline, int, Body]:
    """Read what stands under `root`; also what was seen on the way, for learning a template."""
    zone = zone_of(offset)
    said = facts(tree, zone)
    page = outline(root)
    title, shown = find_title(page, said, url)
    body = find_body(page, said, title, shown)
    published, updated = find_stamps(tree, page, said, shown, body, zone)
    return _judge(page, said, title, shown, body, published, updated), page, shown, body


def read_fragment(html: str, title: str, *, published: Stamp | None = None, updated: Stamp | None = None) -> Page:
    """Read the full text that a feed carries itself (`Entry.content`); title and time come from the feed."""
    source = source_of(html, None)
    if isinstance(source, Page):
        return source
    page = outline(parse(source).body)
    body = find_body(page, Facts(), title, -1, whole=True)
    text = encoding.repair("\n".join(without_bylines(body.paragraphs, ())))
    if not text or encoding.is_garbled(text):
        return _failed(NO_TEXT if not text else NO_WORDS)
    cut = text.rstrip().endswith(("…", "...", "[…]", "[...]"))
    return Page(kind="article", title=clean(title), published=published, updated=updated, text=text, incomplete=cut)


def _judge(
    page: Outline,
    said: Facts,
    title: str,
    shown: int,
    body: Body,
    published: Stamp | None,
    updated: Stamp | None,
) -> Page:
    """Say what the page is and put the words together."""
    paragraphs = without_bylines(body.paragraphs or _stated(said), said.authors)
    text = encoding.repair("\n".join(paragraphs))
    title = encoding.repair(title)
    incomplete = body.incomplete or said.paywalled or page.truncated
    whole = Page(
        kind="article",
        title=title,
        published=published,
        updated=updated,
        text=text,
        section=said.section or body.section,
        incomplete=incomplete,
    )
    if body.looks_like_list:
        return replace(whole, kind="list", published=None, updated=None, text="", error=A_LIST)
    if encoding.is_garbled(f"{title}\n{text}"):
        return replace(whole, kind="other", title="", text="", error=NO_WORDS)
    if not text:
        return replace(whole, kind="other", published=None, updated=None, error=NO_TEXT)
    if (
        published is None
        and not said.says_article
        and _NOTHING_HERE.search(f"{title}\n{text}" if len(text) < 500 else title)
    ):
        return replace(whole, kind="other", text="", error=NO_ARTICLE)
    if not title:
        return replace(whole, kind="other", error=NO_TITLE)
    if shown < 0 and published is None and not said.says_article:
        return replace(whole, kind="other", text="", error=NO_TEXT)
    return whole


def same_article(one: Page, other: Page) -> bool:
    """Tell whether two readings of a page agree; the section may stand outside what one of them saw (a breadcrumb)."""
    return replace(one, section=None) == replace(other, section=None)


def _stated(said: Facts) -> list[str]:
    """The paragraphs that JSON-LD carries, for a page whose words only a script would draw."""
    if not said.says_article or len(said.body) < 200:
        return []
    pieces = re.split(r"</p>|<br\s*/?>|</div>|[\r\n]+", said.body)
    return [words for piece in pieces if (words := clean(re.sub(r"<[^>]+>", " ", piece)))]


def _failed(words: str) -> Page:
    return Page(kind="other", title="", published=None, updated=None, text="", error=words)

"""Tables of what is furniture on Vietnamese news pages: names that templates give their boxes, words boxes begin with.

The tables are general habits of the press (English and unaccented Vietnamese class names, the labels readers see),
never one outlet. `kind_of_box` reads a class/id, `kind_of_words` reads a short text.
"""

from __future__ import annotations

import functools
import re
from typing import Literal

Kind = Literal["comment", "related", "ad", "share", "nav", "byline", "caption", "time", "form", "extra"]
FIRM: frozenset[str] = frozenset({"comment", "related", "ad"})
"""kinds that stay furniture even when they hold most of a page's sentences"""

SKIPPED_TAGS = frozenset({
    "script", "style", "noscript", "template", "svg", "iframe", "textarea", "select", "option", "button",
    "input", "object", "embed", "video", "audio", "canvas", "map", "datalist", "head", "link", "meta", "amp-ad",
})  # fmt: skip
NAV_TAGS = frozenset(("nav", "footer", "aside", "menu"))

# Joined with "-" and lower-cased: "ArticleAuthor" → "article-author", "tin_lien_quan" → "tin-lien-quan".
_BOXES: tuple[tuple[Kind, str], ...] = (
    ("comment", r"comments?|cmts?|binh-?luan|y-?kien|disqus|reply|replies|fb-comments|phan-?hoi"),
    (
        "related",
        r"relate[ds]?|lien-?quan|tin-?lien-?quan|videolq|tinlq|tin-?khac|cac-?tin|tin-?moi|bai-?moi|doc-?nhieu|"
        r"xem-?nhieu|xem-?them|doc-?them|read-?more|more-?news|see-?more|suggest\w*|recommend\w*|same-?cate\w*|"
        r"cung-?(?:chuyen-?)?muc|most-?(?:read|view|viewed)|popular|list-?news|news-?list|sub-?news|other(?:s|-?news)?|"
        r"goi-?y|quan-?tam|latest|trending|hot-?news|next-?(?:news|post)|prev-?(?:news|post)|box-?tin",
    ),
    (
        "ad",
        r"ads?|adv|advert\w*|adsense|banner\w*|quang-?cao|qc|sponsor\w*|promo\w*|tai-?tro|ad-?slot|outbrain|taboola|"
        r"mgid|dfp|gpt-ad|affiliate",
    ),
    (
        "share",
        r"share\w*|sharing|socials?|chia-?se|zalo|facebook|follow\w*|like-?box|toolbar|tool-?box|print|rating|vote|"
        r"reactions?|emotions?|bookmark",
    ),
    (
        "nav",
        r"bread-?crumbs?\w*|menu\w*|nav\w*|paging|pagination|pager|tags?|keywords?|tu-?khoa|topbar|top-?bar|"
        r"footer\w*|foot|sidebar|side-?bar|cot-?phai|right-?col|header-?top|language|search|logo|site-?name",
    ),
    (
        "byline",
        r"authors?\w*|by-?line|tac-?gia|writers?|journalists?|reporters?|sources?|nguon|src|credits?|ky-?ten|"
        r"signatures?|but-?danh|tg|phong-?vien|nguoi-?viet|editors?|bien-?tap|contributors?|author-?mail|"
        r"author-?bottom",
    ),
    (
        "caption",
        r"\w*caption\w*|fig-?caption|chu-?thich|(?:photo|image|img|anh)-?(?:desc|note|credit|source|title)|wp-caption",
    ),
    (
        "time",
        r"date\w*|time\w*|datetime|ngay\w*|gio|post-?date|publish\w*|pub-?date|updated?|counter|luot-?xem|views?|meta|"
        r"timestamp|thoi-?gian",
    ),
    (
        "form",
        r"newsletter|subscribe\w*|subscription|popup|modal|login|cookies?|survey|poll|quiz|form-?\w*|hotline|"
        r"app-?download|dang-?ky|audio-?\w*|player|podcast|tts|video-?player",
    ),
    ("extra", r"hidden|hide|sr-only|visually-?hidden|skip-?link|copyright|ban-?quyen|gioi-?thieu|lien-?he|contact"),
)
_BOX_PATTERNS = tuple((kind, re.compile(rf"(?:^|-)(?:{form})(?:-|$)")) for kind, form in _BOXES)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

_FOOT = re.compile(r"(?:^|-)(?:main-|page-|site-|web-)?footer(?:-(?:main|page|site|content|bottom|wrap\w*|info))?$")
LEAD_BOX = re.compile(
    r"(?:^|-)(?:sapo|lead|lede|standfirst|chapeau|summary|intro|desc|description|short-?intro|mo-?ta|tom-?tat|dek|"
    r"teaser|headnote)(?:-|$)|sapo"
)
BODY_BOX = re.compile(
    r"(?:^|-)(?:article-?(?:body|content|detail)|entry-?content|post-?content|content-?detail|detail-?content|fck|"
    r"main-?content|noi-?dung|noidung|body|bai-?viet|content|story|chi-?tiet)(?:-|$)"
)

# A short block that opens what is not the article: everything after it, inside its box, is furniture.
_STOPS = re.compile(
    r"^\W*(?:(?:tin|bài|bài viết|video|chủ đề|thông tin)?\s*(?:liên quan|cùng (?:chuyên )?mục|khác|mới nhất|mới hơn|"
    r"cũ hơn|đọc nhiều(?: nhất)?|xem nhiều|nổi bật)|các (?:tin|bài)(?: viết)? (?:khác|liên quan)|xem thêm|đọc thêm|"
    r"có thể bạn (?:quan tâm|thích)|bạn có thể (?:quan tâm|thích).*|gợi ý cho bạn|tham khảo thêm|"
    r"mời (?:quý )?(?:bạn đọc|độc giả).*|"
    r"(?:\d+\s*)?bình luận(?:\s*\(\d+\))?|ý kiến (?:bạn đọc|của bạn|độc giả)?(?:\s*\(\d+\))?|từ khóa|tags?|"
    r"thẻ|chủ đề|chia sẻ|đọc tiếp|tin tức khác|tin tiếp theo|thư mới)\s*:?\s*(?:\(\d+\))?\W*$",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"^\W*(?:>>+|»|xem thêm|đọc thêm|xem ngay|mời xem|tin liên quan|bài liên quan|đọc tiếp|>> ?xem|xem tiếp)\b|"
    r"^\W*(?:từ khóa|tags?|thẻ|chủ đề)\s*:|^\W*https?://\S+$",
    re.IGNORECASE,
)
_AD = re.compile(
    r"^\W*(?:\[?(?:quảng cáo|tài trợ|nội dung (?:được )?tài trợ|thông tin doanh nghiệp|advertisement|"
    r"sponsored)\]?)\s*(?:[:\-–]|$)",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"^\W*(?:(?:nhận|đăng ký(?: nhận)?) (?:ngay )?(?:bản tin|thông báo|tin tức|newsletter)|"
    r"nhập (?:địa chỉ )?(?:e-?mail|thư điện tử)|"
    r"theo dõi .{0,60}(?:google news|facebook|zalo|youtube|tiktok|fanpage|kênh)|(?:trình duyệt|"
    r"browser) (?:của bạn )?không hỗ trợ|"
    r"vui lòng đăng nhập|đăng nhập để|gửi bình luận|viết bình luận|lượt xem|nghe (?:bài|nội dung)|cỡ chữ|"
    r"in (?:trang|bài)|"
    r"mời (?:quý )?(?:bạn đọc|độc giả|quý vị).{0,40}(?:theo dõi|đón xem|tải ứng dụng)|"
    # the masthead at the foot of a page: it names people
    r"(?:cơ quan (?:chủ quản|ngôn luận)|(?:phó )?tổng biên tập|trưởng ban biên tập|chịu trách nhiệm (?:nội dung|xuất bản|chính))\s*:|"
    r"giấy phép (?:hoạt động|xuất bản|thiết lập|số|báo chí)[^.]{0,60}/GP|"
    r"bấm (?:vào đây )?để (?:xem|theo dõi) .{0,40}(?:kênh|trang)|sao chép (?:link|liên kết)|copy link|"
    r"bản quyền thuộc|ghi rõ nguồn|© )",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"^\W*(?:(?:nguồn )?(?:ảnh|hình|video|clip|đồ họa|infographic|minh họa)(?: (?:minh họa|tư liệu|đại diện|"
    r"chụp màn hình))?\s*(?:[:.(\-–]|$))|"
    r"[.(\s–\-](?:(?:nguồn )?(?:ảnh|hình|video|clip|đồ họa|photo)(?: minh họa)?)\s*:\s*[^.:;]{1,50}\)?\.?$|"
    r"\((?:ảnh|hình)[^)]{0,60}\)\W*$",
    re.IGNORECASE,
)


@functools.lru_cache(maxsize=20_000)
def joined(name: str) -> str:
    """Class or id words joined with "-", lower-cased: the form that the tables above are written in."""
    return re.sub(r"[\s_\-]+", "-", _CAMEL.sub("-", name)).strip("-").lower()


@functools.lru_cache(maxsize=20_000)
def kind_of_box(name: str) -> Kind | None:
    """What furniture a class/id string names, if any; each class word is read by itself."""
    for word in name.split():
        # Utility classes ("dt-text-xl", "before:mt-2", "w-[48px]") describe looks, not roles.
        if ":" in word or "[" in word or len(word) > 60:
            continue
        form = joined(word)
        for kind, pattern in _BOX_PATTERNS:
            if pattern.search(form):
                return kind
    return None


def is_footer(name: str) -> bool:
    """Whether a class/id names the foot of the page, which never holds the article however short that is."""
    return any(_FOOT.search(joined(word)) for word in name.split())


def kind_of_words(text: str) -> Kind | None:
    """What furniture a short text is by its own words, if any."""
    if len(text) > 300:
        return None
    for kind, pattern in (("related", _RELATED), ("ad", _AD), ("form", _FORM), ("caption", _CAPTION)):
        if pattern.search(text):
            return kind  # type: ignore[return-value]
    return None


def is_stop(text: str) -> bool:
    """Tell whether a text is the heading of a box of links or comments ("Tin liên quan", "Bình luận (3)")."""
    return len(text) <= 60 and bool(_STOPS.match(text))

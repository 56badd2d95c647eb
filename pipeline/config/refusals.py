"""Publishers only (CHARTER rule 2): which addresses are refused whatever the source list says, and the words for it.

Refused are profiles, pages, channels and groups of social networks and messengers, forums, personal blogs, comment
feeds, and relays that bring one of these under another name. No switch turns this off. The hosts are data
(refused.toml), the habits of addresses are patterns here.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

HOSTS = {
    name: frozenset(hosts)
    for name, hosts in tomllib.loads((Path(__file__).parent / "refused.toml").read_text(encoding="utf-8")).items()
}
PRESS_KINDS = frozenset({"newspaper", "news_agency", "broadcaster", "magazine"})

SOCIAL = "đây là trang hoặc kênh trên mạng xã hội"
MESSENGER = "đây là nhóm hoặc kênh nhắn tin"
FORUM = "đây là diễn đàn: bài do cá nhân đăng"
BLOG = "đây là blog cá nhân, không phải của một cơ quan báo chí"
COMMENTS = "đây là luồng bình luận của người đọc"
ACCOUNT = "đây là trang của một tài khoản, không phải của một cơ quan báo chí"
RELAYED = "địa chỉ này chuyển tiếp một tài khoản mạng xã hội"
OPAQUE = "dịch vụ chuyển tiếp này không cho biết nội dung là của cơ quan nào"

_PLATFORM = (
    "facebook|fb|instagram|picnob|picuki|threads|tiktok|douyin|twitter|x|nitter|youtube|telegram|reddit|zalo|weibo|"
    "bilibili|linkedin|pinterest|mastodon|bsky|bluesky|discord|vk|twitch|voz|tinhte"
)
_ACCOUNT_PATH = re.compile(
    r"/@|/users/[^/]+\.(?:rss|atom|json)$|/feeds/videos\.xml|/feed/channel/uc|^/r/\w+/(?:\w+/)?\.rss"
)
"""Mastodon and its kin, YouTube mirrors (Invidious, Piped), Reddit mirrors"""
_BRIDGED_PATH = re.compile(
    # RSSHub routes (docs.rsshub.app): /telegram/channel/…, /twitter/user/…, /facebook/page/…
    rf"/(?:{_PLATFORM})/(?:users?|u|channels?|c|pages?|groups?|profile|people|timeline|keyword|hashtag|playlist|subreddit|r"
    r"|media|home|live|web|posts?|story)(?:/|$)"
)
_BRIDGE = re.compile(
    r"^(?:facebook|fb2|instagram|threads|tiktok|twitter|nitter|youtube|telegram|reddit|zalo|mastodon|bluesky|vk|disqus)"
)
"""RSS-Bridge: ?bridge=TwitterBridge"""
_MIRRORS = ("nitter", "invidious", "libreddit", "redlib", "teddit", "proxitok", "bibliogram")
"""free software that mirrors one social network each, under any host"""
_FORUM_LABEL = re.compile(r"^(?:forums?\d*|bbs|diendan.*|dien-dan.*|4rum|phpbb|vbb)$")
_FORUM_PATH = re.compile(
    r"/(?:forums?|4rum|bbs|phpbb\d?|vbb|diendan)(?:/|$)"
    # vBulletin, phpBB, Invision; XenForo; Discourse
    r"|/(?:showthread|viewtopic|viewforum|forumdisplay|showforum)\.php"
    r"|/threads?/[^/]+\.\d+(?:/|$)"
    r"|/t/[^/]+/\d+\.rss$"
)
_COMMENT_PATH = re.compile(
    r"/comments?(?:/|\.)(?:feed|rss|atom|default|xml|json|summary|full)"
    r"|/(?:feed|feeds|rss|atom|api|ajax)/(?:[^?]*/)?(?:get-?|list-?|getlist-?)?comments?(?:/|\.|$)"
    r"|/(?:get|list|getlist)-?comments?(?:/|\.|$)"
    r"|/comments?[-_](?:feed|rss2?|atom)|/feeds/\d+/comments|/comments/?$"
    # "binh-luan.rss" is a paper's own section of commentary; a feed below it is what readers wrote.
    r"|/binh-luan(?:-[a-z-]+)?/(?:feed|rss|atom)"
    # WordPress: the feed below a dated post is the feed of that post's comments.
    r"|/\d{4}/\d{2}/(?:\d{2}/)?[^/]+/feed(?:/|$)"
)
_HOSTLIKE = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_SEGMENT_HOST = re.compile(r"(?<=/)(?:[a-z0-9-]+\.)+(?:vn|com|net|org|info|me|tv|example|test)(?=[/:?]|$)")


def refusal(address: str, kind: str | None = None) -> str | None:
    """Why this address may not be a source, in Vietnamese, or None when nothing speaks against it.

    `kind` is the source's kind: a paper's section "Diễn đàn" is printed matter, a portal's is a forum.
    """
    parts = urlsplit(_unwrap(address))
    host, path = (parts.hostname or "").rstrip("."), parts.path or "/"
    query = parse_qsl(parts.query, keep_blank_values=True)
    reasons = (
        _host(host) or _host(_mirrored(host)),
        _account(host, path, query),
        FORUM if _forum(path, query, kind) else None,
        COMMENTS if _COMMENT_PATH.search(path) or _comments(host, query) else None,
        _hidden(path, parts.query),
        OPAQUE if _under(host, "relay") else None,
    )
    return next(filter(None, reasons), None)


def _unwrap(address: str) -> str:
    """The address without disguise: compatibility forms, invisible characters and percent-encoding undone."""
    plain = unicodedata.normalize("NFKC", address).strip()
    for _ in range(4):
        plain = "".join(letter for letter in plain if unicodedata.category(letter) not in ("Cf", "Cc"))
        opened = unquote(plain)
        if opened == plain:
            break
        plain = opened
    plain = plain.replace("\\", "/").lower()
    try:
        urlsplit(plain)
    except ValueError:
        return address.lower()
    return plain


def _under(host: str, group: str) -> bool:
    labels = host.split(".")
    return any(".".join(labels[n:]) in HOSTS[group] for n in range(len(labels) - 1))


def _host(host: str) -> str | None:
    for group, reason in (("social", SOCIAL), ("messenger", MESSENGER), ("forum", FORUM), ("blog", BLOG)):
        if _under(host, group):
            return reason
    if not _under(host, "press_named_forum") and any(_FORUM_LABEL.match(label) for label in host.split(".")[:-1]):
        return FORUM
    return None


def _mirrored(host: str) -> str:
    """The host inside a translation or AMP mirror's name: www-facebook-com.translate.goog."""
    if not host.endswith((".translate.goog", ".ampproject.org")):
        return ""
    return host.split(".")[0].replace("--", "\0").replace("-", ".").replace("\0", "-")


def _account(host: str, path: str, query: list[tuple[str, str]]) -> str | None:
    if _ACCOUNT_PATH.search(path):
        return ACCOUNT
    if _BRIDGED_PATH.search(path) or any(key == "bridge" and _BRIDGE.match(value) for key, value in query):
        return RELAYED
    if any(mirror in label for label in host.split(".")[:-1] for mirror in _MIRRORS):
        return RELAYED
    relay = any(word in label for label in host.split(".") for word in ("rsshub", "rss-bridge", "rssbridge"))
    return RELAYED if relay and re.search(rf"/(?:{_PLATFORM})(?:/|$)", path) else None


def _forum(path: str, query: list[tuple[str, str]], kind: str | None) -> bool:
    if _FORUM_PATH.search(path) or (kind not in PRESS_KINDS and re.search(r"/dien-dan(?:/|\.|$)", path)):
        return True
    # XenForo: index.php?threads/slug.12/; SMF: index.php?topic=12.0
    return any(
        re.match(r"(?:threads|forums)/", key) or (key == "topic" and re.fullmatch(r"\d+\.\d+", value))
        for key, value in query
    )


def _comments(host: str, query: list[tuple[str, str]]) -> bool:
    if any(label in ("comment", "comments") for label in host.split(".")):
        return True
    return any((key == "feed" and value.startswith("comment")) or key == "withcomments" for key, value in query)


def _hidden(path: str, query: str) -> str | None:
    """A refused host that stands inside the path or the query: a relay, a mirror, an archive, a search."""
    words = _HOSTLIKE.findall(f"{path} {query}")
    for word in words:
        if any(_under(word, group) for group in ("social", "messenger", "forum", "blog")):
            return f"địa chỉ này chuyển tiếp nội dung của {word}: {_host(word)}"
    return next((reason for word in _SEGMENT_HOST.findall(path) if (reason := _host(word))), None)

"""Links: joining, cleaning, and the one canonical form under which an article is known.

`clean` gives what is asked for (the publisher's own link without tracking); `canonical` gives what is compared, so it
may undo AMP, mobile hosts and print views. Pure; nothing raises: what is no web link is None or comes back as it was.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

import idna

from pipeline.fetch.policy import MAX_URL

# Parameters that say where the reader came from and never which page he gets.
_TRACKING = re.compile(
    r"utm_\w+|vn_(?:source|medium|campaign|term|content|aid|thumb|zone)"  # vn_*: VnExpress
    r"|itm_\w+|hsa_\w+|pk_\w+|mtm_\w+|at_(?:medium|campaign|custom\d|link\w*)|stm_\w+|oly_\w+_id|fb_\w+|mc_[ce]id"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|_gl|_ga|_gid|_hsenc|_hsmi"
    r"|zarsrc|gidzl|zalo_\w+|zclid"  # Zalo
    r"|ref_src|ref_url|cmpid|ncid|ocid|spm|cvid|s_cid|trk|feature|shared?|rss_\w+",
    re.IGNORECASE,
)
_ORIGIN_KEYS = {"ref", "source", "src", "from", "via", "s", "cat_src", "medium", "share"}
_ORIGIN_VALUES = {
    "rss", "feed", "fb", "facebook", "zalo", "twitter", "x", "home", "homepage", "trang-chu", "newsletter",
    "email", "google", "gnews", "googlenews", "coccoc", "baomoi", "app", "mobile", "share", "telegram", "tiktok",
}  # fmt: skip
_AMP_QUERY = {("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp"), ("view", "amp"), ("m", "amp")}
_PRINT_QUERY = {
    ("print", ""), ("print", "1"), ("print", "true"), ("view", "print"), ("mode", "print"), ("format", "print"),
    ("printview", "1"), ("isprint", "1"), ("in", "1"), ("tmpl", "component"), ("layout", "print"),
}  # fmt: skip
_TWIN_SEGMENTS = {"amp", "print", "in-bai", "ban-in", "inbai", "mobile"}
_TWIN_SUFFIX = re.compile(r"[.\-](?:amp|print)(\.\w{2,5})?$", re.IGNORECASE)
_MOBILE = re.compile(r"^(?:m|mobile|amp|wap|touch|mobi)\.(?=[^.]+\.[^.]+)")
_SAFE_PATH = "/:@!$&'()*+,;=~-._"
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?;]*", re.IGNORECASE)


def clean(url: str) -> str | None:
    """The link as it is asked for: no fragment, no tracking, host in punycode; None if it is no web link.

    Credentials in a link, other schemes than http and https, and links above 2,000 characters give None.
    """
    parts = _split(url)
    if parts is None or parts.username is not None or parts.password is not None:
        return None
    host = _host(parts)
    if host is None:
        return None
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_tracking(pair))
    out = urlunsplit((parts.scheme.lower(), host, _encode(parts.path) or "/", _encode_query(query), ""))
    return out if len(out) <= MAX_URL else None


def join(base: str, link: str) -> str | None:
    """`link` as found on the page `base`, absolute and cleaned; None if it leads to no web page."""
    link = _strip(link)
    if not link or link.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return None
    try:
        return clean(urljoin(base, link))
    except ValueError:
        return None


def canonical(url: str) -> str:
    """The form under which an article is known once, whatever link led to it. Idempotent.

    Undoes tracking, AMP and mobile twins, print views, default ports, trailing slashes, fragments, the order of the
    query, percent-encoding of plain letters. What is no web link comes back stripped of blanks.
    """
    parts = _split(url)
    host = _host(parts) if parts else None
    if parts is None or host is None:
        return _strip(url)
    name, _, port = host.partition(":")
    while _MOBILE.match(name):
        name = _MOBILE.sub("", name)
    host = f"{name}:{port}" if port else name
    path = _path(parts.path)
    pairs = sorted(pair for pair in parts.query.split("&") if pair and not _is_twin(pair) and not _is_tracking(pair))
    return urlunsplit((parts.scheme.lower(), host, path, _encode_query("&".join(pairs)), ""))


@lru_cache(maxsize=4_096)  # the readers and the memory of an address ask for the same links one after the other
def key(url: str) -> str:
    """16 hex digits that stand for the canonical link (what `AddressState.seen` remembers)."""
    return hashlib.sha256(canonical(url).encode("utf-8", "replace")).hexdigest()[:16]


def host_port(url: str) -> tuple[str, int] | None:
    """(host, port) of a web link, the host in punycode and without brackets; None if it is none."""
    parts = _split(url)
    if parts is None or _host(parts) is None or parts.hostname is None:
        return None
    name = _ascii(parts.hostname)
    port = parts.port
    return None if name is None else (name, (443 if parts.scheme.lower() == "https" else 80) if port is None else port)


# ---------------------------------------------------------------- inside
def _strip(url: str) -> str:
    """Browsers drop tabs and line ends inside a link and blanks and controls around it (WHATWG URL 4.4)."""
    return re.sub(r"[\t\r\n]", "", url).strip("".join(map(chr, range(33))) + "\u00a0\u200b\ufeff")


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(_strip(url).replace("\\", "/") if "\\" in url else _strip(url))
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return None
        _ = parts.port  # raises when it is no number below 65,536
    except ValueError:
        return None
    return parts


def _ascii(name: str) -> str | None:
    name = name.lower().rstrip(".")
    if ":" in name:
        return name
    if not name or re.search(r"[\s/\\@%<>\"|^`{}\x00-\x1f]", name):
        return None
    if name.isascii():
        return name
    try:
        return idna.encode(name, uts46=True, transitional=False).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return None


def _host(parts: SplitResult) -> str | None:
    """Host in lower case and punycode, with the port unless it is the scheme's own."""
    name = _ascii(parts.hostname or "")
    if name is None:
        return None
    if ":" in name:
        name = f"[{name}]"
    default = 443 if parts.scheme.lower() == "https" else 80
    return name if parts.port in (None, default) else f"{name}:{parts.port}"


def _encode(path: str) -> str:
    """Percent-encoding in its one normal form (RFC 3986 section 6.2.2): plain letters bare, the rest in capitals."""
    path = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", path)
    return re.sub(r"%[0-9A-Fa-f]{2}", _unreserved, quote(path, safe=_SAFE_PATH + "%"))


def _encode_query(query: str) -> str:
    query = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", query)
    return re.sub(r"%[0-9A-Fa-f]{2}", _unreserved, quote(query, safe=_SAFE_PATH + "?%[]"))


def _unreserved(found: re.Match[str]) -> str:
    char = unquote_to_bytes(found[0])
    return char.decode() if re.fullmatch(rb"[A-Za-z0-9\-._~]", char) else found[0].upper()


def _path(path: str) -> str:
    path = _SESSION.sub("", _encode(path))
    out: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del out[-1:]
        elif segment not in ("", ".") and segment.lower() not in _TWIN_SEGMENTS:
            out.append(segment)
    while out and (shorter := _TWIN_SUFFIX.sub(r"\1", out[-1])) != out[-1]:
        out[-1:] = [shorter] if shorter else []
    return "/" + "/".join(out)


def _pair(pair: str) -> tuple[str, str]:
    parsed = parse_qsl(pair, keep_blank_values=True)
    return parsed[0] if parsed else (pair, "")


def _is_tracking(pair: str) -> bool:
    name, value = _pair(pair)
    if _TRACKING.fullmatch(name):
        return True
    return name.lower() in _ORIGIN_KEYS and value.lower() in _ORIGIN_VALUES


def _is_twin(pair: str) -> bool:
    name, value = _pair(pair)
    return (name.lower(), value.lower()) in _AMP_QUERY | _PRINT_QUERY

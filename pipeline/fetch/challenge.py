"""Browser checks: pages that a shield in front of a publisher sends instead of the article. Pure.

Taken for the article they would look like a silent edit, so they are a fault of the fetch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# (name, header that gives it away or None, pattern in the first 20,000 bytes or None)
_SHIELDS: tuple[tuple[str, str | None, str | None], ...] = (
    ("Cloudflare", "cf-mitigated", r"/cdn-cgi/challenge-platform/[^\"']*orchestrate|<title>Just a moment|cf_chl_opt"),
    ("DDoS-Guard", None, r"<title>DDoS-Guard|/\.well-known/ddos-guard/js-challenge"),
    ("Imperva", None, r"_Incapsula_Resource|Request unsuccessful\. Incapsula"),
    ("Akamai", None, r"<title>Access Denied</title>.{0,400}edgesuite\.net"),
    ("Sucuri", None, r"sucuri_cloudproxy_js|<title>You are being redirected"),
    ("Anubis", None, r"id=[\"']?anubis_challenge|<title>Making sure you(?:'|&#39;)re not a bot"),
    ("AWS WAF", "x-amzn-waf-action", r"awsWafCookieDomainList|token\.awswaf\.com"),
    ("BizFly/VCCorp", None, r"document\.cookie\s*=\s*[\"']?(?:D1N|vdd|bf_)\w*="),
    (
        "captcha",
        None,
        r"<form[^>]*>(?:(?!</form>).){0,2000}(?:g-recaptcha|h-captcha|cf-turnstile)(?:(?!<p\b).){0,2000}$",
    ),
)
_SCRIPT = re.compile(r"<(script|style|noscript|head)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_COOKIE_DANCE = re.compile(
    r"document\.cookie\s*=.*?(?:location\.(?:reload|replace|href)|window\.location)", re.DOTALL | re.IGNORECASE
)


def challenge(headers: Iterable[tuple[str, str]], body: bytes) -> str | None:
    """The name of the shield whose check this is, or None. `headers` have lower-case names."""
    present = {name for name, _ in headers}
    head = body[:20_000].decode("latin-1")
    small = len(body) < 40_000
    for name, header, pattern in _SHIELDS:
        if header in present:
            return name
        if small and pattern and re.search(pattern, head, re.IGNORECASE | re.DOTALL):
            return name
    if small and _COOKIE_DANCE.search(head):
        words = re.sub(r"<[^>]*>", " ", _SCRIPT.sub(" ", head)).split()
        if len(words) < 40:
            return "cookie"
    return None

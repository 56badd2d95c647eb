"""office.toml: who the office is, what it watches, how it reaches the web, where its store stands.

Names of offices, titles of signers and recipients are configuration and never constants (DESIGN, decision 6).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from pipeline.config.problems import ConfigError, Sheet, read

UNITS = ("phan_rang", "dong_hai", "ninh_chu", "bao_an", "do_vinh", "khanh_hoa", "other_khanh_hoa", "outside")
"""codes of today's units that the built-in gazetteer knows"""
STORE_FILE = "doichieu.sqlite3"


@dataclass(frozen=True, slots=True)
class OfficeInfo:
    """How the office names itself in a report (NĐ 30/2020, Phụ lục I): titles of signers, never their names."""

    name: str = ""
    """the body that issues, e.g. Ủy ban nhân dân phường Phan Rang"""
    parent: str = ""
    """the body above it on the letterhead"""
    unit: str = ""
    """the unit that does the work, e.g. Phòng Văn hóa - Xã hội"""
    place: str = ""
    """the place name before the date of a paper"""
    recipients: tuple[str, ...] = ()
    """lines of "Nơi nhận" """
    signer_title: str = ""
    signer_for: str = ""
    """the words above the title when signing on behalf: "TM. ỦY BAN NHÂN DÂN", "KT. TRƯỞNG PHÒNG" """
    reviewer_title: str = ""
    spokesperson_title: str = ""
    police_liaison: str = ""
    """the body that receives a signed referral"""
    abbreviation: str = ""
    """of the unit, in document numbers: PVHXH"""
    phone: str = ""
    email: str = ""
    website: str = ""
    hours: str = ""
    press_days: int = 10
    """days within which an outlet is owed an answer, as the law of the day says"""
    press_basis: str = ""
    """that law, shown beside the day"""


@dataclass(frozen=True, slots=True)
class Places:
    """What the office watches: codes of units; `gazetteer` is a further table of places beside office.toml."""

    watched: tuple[str, ...] = ("phan_rang", "khanh_hoa")
    gazetteer: str | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """How the office reaches the web."""

    allow: tuple[str, ...] = ()
    """exact host:port that may be contacted although private or loopback"""
    contact: str = ""
    """who a webmaster may write to; goes into the User-Agent"""
    proxy: str | None = None
    ca_file: str | None = None
    byte_budget: int | None = None
    """bytes a pass may receive"""

    def for_fetch(self) -> dict[str, Any]:
        """The same as keyword arguments of the fetch room's policy."""
        return {field.name: getattr(self, field.name) for field in fields(self)} | {"allow": frozenset(self.allow)}


@dataclass(frozen=True, slots=True)
class Store:
    """`url` as SQLAlchemy reads it; a relative SQLite path is relative to the office's folder."""

    url: str


@dataclass(frozen=True, slots=True)
class Engine:
    """Who runs the batches: processes of this machine, or the Dask scheduler named here."""

    dask: str | None = None
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where reports go: `folder` is relative to the office's folder."""

    folder: str = "reports"
    fonts: str = ""
    """folder of the faces that the PDF is set in; empty: those of the machine"""
    send: tuple[str, ...] = ("docx", "pdf", "txt")
    """formats that are sent"""
    copy_to: str = ""
    """a shared folder that reports are copied to"""
    mail_server: str = ""
    """host:port of the office's mail server"""
    mail_security: str = "starttls"
    """"starttls", "tls", or "none" for a server on this machine"""
    mail_login: str = ""
    """the password is the environment's DOICHIEU_MAIL_PASSWORD"""
    mail_from: str = ""
    mail_to: tuple[str, ...] = ()
    webhook: str = ""
    """address of the office's own system; its host:port must stand in [network] allow"""


@dataclass(frozen=True, slots=True)
class Office:
    """The whole of office.toml. `directory` is the folder it stands in."""

    directory: Path
    office: OfficeInfo
    places: Places
    network: Network
    store: Store
    engine: Engine
    delivery: Delivery


def load_office(directory: Path) -> Office:
    """Read office.toml of a folder. Raises ConfigError with every problem at once."""
    directory = directory.resolve()
    sheet = read(directory / "office.toml")
    tables = {
        "office": _OFFICE,
        "places": _PLACES,
        "network": _NETWORK,
        "store": _STORE,
        "engine": _ENGINE,
        "delivery": _DELIVERY,
    }
    values: dict[str, dict[str, Any]] = {}
    for name in sheet.data:
        if name not in tables:
            sheet.unknown((name,), tuple(tables))
    for name, keys in tables.items():
        values[name] = _table(sheet, name, keys)
    if "office" in sheet.data and not values["office"].get("name") and not sheet.problems:
        sheet.complain(
            ("office", "name"),
            "chưa có tên cơ quan",
            'viết tên cơ quan, ví dụ name = "Ủy ban nhân dân phường Phan Rang"',
        )
    if "office" not in sheet.data:
        sheet.complain((), "thiếu bảng [office]", "thêm [office] với ít nhất một dòng name")
    url = values["store"].get("url") or STORE_FILE
    values["store"] = {"url": _store_url(sheet, directory, url)}
    _delivery(sheet, values["delivery"], values["network"])
    sheet.done()
    if ca := values["network"].get("ca_file"):
        values["network"]["ca_file"] = str(directory / ca)
    return Office(
        directory,
        OfficeInfo(**values["office"]),
        Places(**values["places"]),
        Network(**values["network"]),
        Store(**values["store"]),
        Engine(**values["engine"]),
        Delivery(**values["delivery"]),
    )


def _delivery(sheet: Sheet, delivery: dict[str, Any], network: dict[str, Any]) -> None:
    """What only two keys together can get wrong."""
    parts = urlsplit(delivery.get("webhook", ""))
    if parts.hostname:
        exact = f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
        if exact not in network.get("allow", ()):
            sheet.complain(
                ("delivery", "webhook"), f'"{exact}" chưa được phép', f'thêm "{exact}" vào allow của bảng [network]'
            )
    for key in ("mail_from", "mail_to"):
        if delivery.get("mail_server") and not delivery.get(key):
            sheet.complain(("delivery", "mail_server"), f"thiếu {key}", f"thêm dòng {key} với hộp thư của cơ quan")


Check = Callable[[Any], Any]
"""turns a TOML value into ours; raises ValueError(found, allowed) in Vietnamese"""


def _table(sheet: Sheet, name: str, keys: dict[str, Check]) -> dict[str, Any]:
    table = sheet.data.get(name, {})
    if not isinstance(table, dict):
        sheet.complain((name,), f"đọc được {_kind(table)}", f"cần một bảng, viết [{name}] trên một dòng riêng")
        return {}
    values = {}
    for key, value in table.items():
        if key not in keys:
            sheet.unknown((name, key), tuple(keys))
            continue
        try:
            values[key] = keys[key](value)
        except ValueError as error:
            sheet.complain((name, key), *_words(error))
    return values


def _words(error: ValueError) -> tuple[str, str]:
    found, allowed = error.args
    return found, allowed


def _kind(value: object) -> str:
    names = {
        str: "một chữ",
        bool: "đúng/sai",
        int: "một số",
        float: "một số lẻ",
        list: "một danh sách",
        dict: "một bảng",
    }
    return names.get(type(value), "một ngày giờ")


def _shown(value: object) -> str:
    return f'đọc được "{str(value)[:80]}"' if isinstance(value, str | int | float) else f"đọc được {_kind(value)}"


def text(value: Any) -> str:
    """A short text on one line."""
    if not isinstance(value, str) or "\n" in value or len(value) > 500:
        raise ValueError(_shown(value), "cần chữ trong dấu ngoặc kép, một dòng, tối đa 500 ký tự")
    return value.strip()


def texts(value: Any) -> tuple[str, ...]:
    """One text or a list of them."""
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or len(values) > 200:
        raise ValueError(_shown(value), 'cần một danh sách chữ, ví dụ ["Như trên", "Lưu: VT"]')
    return tuple(text(one) for one in values)


def _places(value: Any) -> tuple[str, ...]:
    places = texts(value)
    for place in places:
        if not re.fullmatch(r"[a-z0-9_]{2,60}", place):
            raise ValueError(_shown(place), f"cần mã đơn vị viết thường, ví dụ {', '.join(UNITS[:6])}")
    return places


def _allow(value: Any) -> tuple[str, ...]:
    allowed = texts(value)
    for one in allowed:
        parts = urlsplit(f"//{one}")
        try:
            fits = bool(parts.hostname) and parts.port is not None and parts.netloc == one and "*" not in one
        except ValueError:
            fits = False
        if not fits:
            raise ValueError(_shown(one), "cần đúng máy:cổng, ví dụ 127.0.0.1:8123")
    return allowed


def _proxy(value: Any) -> str:
    proxy = text(value)
    parts = urlsplit(proxy)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(_shown(value), "cần địa chỉ máy chủ trung gian, ví dụ http://proxy.example:3128")
    return proxy


def _server(value: Any) -> str:
    server = text(value)
    return _allow([server])[0] if server else ""


def _webhook(value: Any) -> str:
    address = text(value)
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username):
        raise ValueError(_shown(value), "cần địa chỉ hệ thống của cơ quan, ví dụ https://vanban.example:8443/nhan")
    return address


def _mailbox(value: Any) -> str:
    address = text(value)
    if not re.fullmatch(r"[^@\s<>,]+@[^@\s<>,]+", address):
        raise ValueError(_shown(value), 'cần hộp thư của cơ quan, ví dụ "vanphong@phuong.example"')
    return address


def _one_of(*allowed: str) -> Check:
    def check(value: Any) -> str:
        if value not in allowed:
            raise ValueError(_shown(value), f"cần một trong: {', '.join(allowed)}")
        return str(value)

    return check


def _formats(value: Any) -> tuple[str, ...]:
    return tuple(_one_of("html", "docx", "pdf", "txt", "json", "loa")(one) for one in texts(value))


def whole(low: int, high: int, unit: str) -> Check:
    """A whole number between two bounds."""

    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(_shown(value), f"cần số nguyên từ {low} đến {high} {unit}")
        return value

    return check


def _store_url(sheet: Sheet, directory: Path, url: str) -> str:
    if "://" not in url:
        return URL.create("sqlite", database=str(directory / url)).render_as_string(hide_password=False)
    try:
        made = make_url(url)
    except ArgumentError:
        sheet.complain(("store", "url"), _shown(url), 'cần tên tệp, ví dụ "doichieu.sqlite3"')
        return url
    if made.get_backend_name() == "sqlite" and made.database and made.database != ":memory:":
        made = made.set(database=str(directory / made.database))
    return made.render_as_string(hide_password=False)


_OFFICE: dict[str, Check] = {field.name: texts if field.name == "recipients" else text for field in fields(OfficeInfo)}
_OFFICE |= {"press_days": whole(1, 60, "ngày")}
_PLACES: dict[str, Check] = {"watched": _places, "gazetteer": text}
_NETWORK: dict[str, Check] = {
    "allow": _allow,
    "contact": text,
    "proxy": _proxy,
    "ca_file": text,
    "byte_budget": whole(100_000, 10**12, "byte"),
}
_STORE: dict[str, Check] = {"url": text}
_ENGINE: dict[str, Check] = {"dask": text, "workers": whole(1, 256, "tiến trình")}
_DELIVERY: dict[str, Check] = {
    "folder": text,
    "fonts": text,
    "send": _formats,
    "copy_to": text,
    "mail_server": _server,
    "mail_security": _one_of("starttls", "tls", "none"),
    "mail_login": text,
    "mail_from": _mailbox,
    "mail_to": lambda value: tuple(_mailbox(one) for one in texts(value)),
    "webhook": _webhook,
}

__all__ = ["ConfigError", "Delivery", "Engine", "Network", "Office", "OfficeInfo", "Places", "Store", "load_office"]

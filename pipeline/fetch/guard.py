"""Which machines may be contacted, decided where it cannot be dodged: on the address that a socket is opened to.

A name is resolved here, every address is judged, the connection goes to the judged address and the peer of the
connected socket is judged again (a name may change its answer between two questions: DNS rebinding). Only an exact
host:port on the office's allow list may be private or loopback. With a proxy the tunnel (CONNECT) is asked for with
the judged address, never with the name.
"""

from __future__ import annotations

import asyncio
import base64
import importlib.util
import ipaddress
import re
import socket
import ssl
import sys
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

import certifi
import httpcore
import httpx

from pipeline.fetch.policy import Network

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

if importlib.util.find_spec("sniffio") is None:
    # httpcore tries to import it at every lock it makes; searching the disk for a package that is not there each time
    # was a quarter of the CPU of a request. Naming it absent is what the import system offers for that.
    sys.modules["sniffio"] = None  # type: ignore[assignment]

# Not private by the registries, and still nobody's web site.
_ALSO_INNER = (
    ipaddress.ip_network("0.0.0.0/8"),
    ipaddress.ip_network("100.64.0.0/10"),  # carrier NAT; 100.100.100.200 is Alibaba's metadata service
    ipaddress.ip_network("168.63.129.16/32"),  # Azure's wire server
    ipaddress.ip_network("192.88.99.0/24"),
    ipaddress.ip_network("fec0::/10"),
)
_OPEN_HOSTS = 100
"""hosts whose connections are kept open at once"""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressRefused(Exception):
    """The name leads to an address that this office may not contact."""


class NameUnknown(Exception):
    """The name cannot be resolved."""


class ProxyRefused(Exception):
    """The configured proxy does not open a tunnel."""


def literal(host: str) -> Address | None:
    """The address that `host` spells, in any spelling a resolver accepts; None when it is a name.

    `2130706433`, `0x7f.1`, `0177.0.0.1` and `::ffff:127.0.0.1` are all addresses (WHATWG URL, IPv4 parser). Raises
    ValueError for what ends in a number and is no address ("1.2.3.4.5", "256.1.1.1").
    """
    host = host.strip("[]").rstrip(".")
    if ":" in host:
        return _embedded(ipaddress.IPv6Address(host.partition("%")[0]))
    labels = host.split(".")
    if not re.fullmatch(r"\d+|0[xX][0-9a-fA-F]*", labels[-1]):
        return None
    numbers = [_number(label) for label in labels]
    if len(numbers) > 4 or any(n > 255 for n in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        raise ValueError(f"no address: {host}")
    value = numbers[-1] + sum(n << (8 * (3 - i)) for i, n in enumerate(numbers[:-1]))
    return ipaddress.IPv4Address(value)


def is_public(address: Address) -> bool:
    """Whether an address belongs to the open internet: not private, loopback, link-local, reserved or multicast."""
    address = _embedded(address)
    if any(address.version == net.version and address in net for net in _ALSO_INNER):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def is_allowed(network: Network, host: str, port: int) -> bool:
    """Whether the office listed exactly this host:port."""
    name = f"[{host}]" if ":" in host else host
    return f"{name}:{port}" in network.allow


def tls_context(network: Network) -> ssl.SSLContext:
    """Verification is always on: the system's authorities, or the office's `ca_file` instead of them."""
    if network.ca_file:
        return ssl.create_default_context(cafile=network.ca_file)
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if not context.get_ca_certs() and not paths.cafile and not paths.capath:
        context.load_verify_locations(certifi.where())  # a bare machine without a system store
    return context


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections for httpcore, to judged addresses only."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._plain = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A stream to `host`. Raises AddressRefused, NameUnknown, ProxyRefused, or httpcore's connection errors."""
        free = is_allowed(self._network, host, port)
        addresses = await self._resolve(host, port, timeout)
        good = [a for a in addresses if free or is_public(a)]
        if not good:
            raise AddressRefused(str(addresses[0]) if addresses else host)
        last: Exception = NameUnknown(host)
        for address in good[:3]:
            try:
                return await self._open(address, port, free, timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        """No publisher is behind a file."""
        raise AddressRefused(path)

    async def sleep(self, seconds: float) -> None:
        """Pause, as httpcore asks for between attempts."""
        await asyncio.sleep(seconds)

    async def _resolve(self, host: str, port: int, timeout: float | None) -> list[Address]:
        try:
            spelled = literal(host)
        except ValueError as error:
            raise AddressRefused(host) from error
        if spelled is not None:
            return [spelled]
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError, TimeoutError) as error:
            raise NameUnknown(host) from error
        return list(dict.fromkeys(ipaddress.ip_address(str(item[4][0]).partition("%")[0]) for item in found))

    async def _open(
        self, address: Address, port: int, free: bool, timeout: float | None
    ) -> httpcore.AsyncNetworkStream:
        if self._network.proxy:
            return await self._tunnel(address, port, timeout)
        stream = await self._plain.connect_tcp(str(address), port, timeout=timeout)
        peer = stream.get_extra_info("server_addr")
        if not free and not (peer and is_public(ipaddress.ip_address(str(peer[0]).partition("%")[0]))):
            await stream.aclose()
            raise AddressRefused(str(peer))
        return stream

    async def _tunnel(self, address: Address, port: int, timeout: float | None) -> httpcore.AsyncNetworkStream:
        proxy = httpx.URL(self._network.proxy or "")
        stream = await self._plain.connect_tcp(proxy.host, proxy.port or 8080, timeout=timeout)
        name = f"[{address}]:{port}" if address.version == 6 else f"{address}:{port}"
        lines = [f"CONNECT {name} HTTP/1.1", f"Host: {name}"]
        if proxy.username:
            token = base64.b64encode(f"{proxy.username}:{proxy.password}".encode()).decode("ascii")
            lines.append(f"Proxy-Authorization: Basic {token}")
        await stream.write(("\r\n".join(lines) + "\r\n\r\n").encode("ascii"), timeout)
        answer = b""
        while b"\r\n\r\n" not in answer and len(answer) < 16_384:
            part = await stream.read(4096, timeout)
            if not part:
                break
            answer += part
        if not re.match(rb"HTTP/1\.[01] 2\d\d", answer) or not answer.endswith(b"\r\n\r\n"):
            await stream.aclose()
            raise ProxyRefused(answer[:60].decode("latin-1"))
        return stream


class GuardedTransport(httpx.AsyncBaseTransport):
    """httpx over connection pools whose connections come from `GuardedBackend`: no other way out exists.

    One small pool per host: httpcore looks at every connection of a pool at every request, which over hundreds of hosts
    costs more than the requests themselves.
    """

    def __init__(self, network: Network) -> None:
        self._tls = tls_context(network)
        self._backend = GuardedBackend(network)
        self._pools: OrderedDict[tuple[bytes, bytes, int | None], httpcore.AsyncConnectionPool] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the exceptions are httpcore's and those of the backend."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        pool = await self._pool((url.scheme, url.host, url.port))
        answer = await pool.handle_async_request(
            httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions)
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        """Close every connection."""
        for pool in self._pools.values():
            await pool.aclose()
        self._pools.clear()

    async def _pool(self, origin: tuple[bytes, bytes, int | None]) -> httpcore.AsyncConnectionPool:
        pool = self._pools.get(origin)
        if pool is None:
            pool = self._pools[origin] = httpcore.AsyncConnectionPool(
                ssl_context=self._tls,
                max_keepalive_connections=1,
                keepalive_expiry=15.0,
                network_backend=self._backend,
            )
            if len(self._pools) > _OPEN_HOSTS:
                await self._close_oldest()
        self._pools.move_to_end(origin)
        return pool

    async def _close_oldest(self) -> None:
        for origin, pool in list(self._pools.items())[:-1]:
            if all(connection.is_idle() or connection.is_closed() for connection in pool.connections):
                del self._pools[origin]
                await pool.aclose()
                return


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> Any:
        async for part in self._answer.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._answer.aclose()


def _number(label: str) -> int:
    if label[:2] in ("0x", "0X"):
        return int(label[2:] or "0", 16)
    return int(label, 8) if len(label) > 1 and label[0] == "0" else int(label)


def _embedded(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64), because that is where the packets end."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address.sixtofour:
            return address.sixtofour
        if address.teredo:
            return address.teredo[1]
        if address in _NAT64 or (int(address) >> 32 == 0 and int(address) > 1):
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address

"""What stands between the network and the app: known hosts only, and no page that reaches outside."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
SHARED = "*.gradio.live"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_BODY = 256 * 1024
"""Bytes of a request other than an upload: clippings that come back from the browser are some 50 kB."""
MOST_UPLOAD = 32 * 1024 * 1024
"""Bytes of an upload: the largest of 500 review PDFs looked at had 19 MB."""

POLICY = "; ".join(
    (
        "default-src 'self'",
        # Gradio's page starts from an inline script and compiles the templates of its components.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob: data:",
        "frame-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


def app_settings(server_name: str, *, share: bool = False) -> dict[str, Any]:
    """What Gradio's web application is made with: the guards, and no generated documentation pages."""
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    known = hosts(server_name, share=share)
    return {
        "docs_url": None,
        "redoc_url": None,
        "openapi_url": None,
        "middleware": [
            Middleware(TrustedHostMiddleware, allowed_hosts=known, www_redirect=False),
            Middleware(Guard),
        ],
    }


def hosts(server_name: str, *, share: bool = False) -> list[str]:
    """Host names that the app answers to.

    A page elsewhere can point its own name at 127.0.0.1 and so read what a local app serves, unless the app
    refuses names that are not its own.

    Args:
        server_name: what the app binds to; for `0.0.0.0` and `::`, the addresses and names of this machine.
        share: whether it is also served through a share link.
    """
    named = [*LOOPBACK, *(_of_this_machine() if is_any(server_name) else (_bracketed(server_name),))]
    return [*dict.fromkeys(named), *([SHARED] if share else [])]


def is_any(server_name: str) -> bool:
    """Whether the name stands for every address of the machine."""
    return server_name in ("0.0.0.0", "::", "")  # noqa: S104  (compared, not bound)


def is_loopback(server_name: str) -> bool:
    """Whether nothing but this machine reaches the name."""
    if server_name == "localhost":
        return True
    try:
        return ipaddress.ip_address(server_name.strip("[]")).is_loopback
    except ValueError:
        return False


class Guard:
    """Adds the security headers; refuses what other pages send, and what is larger than the app sends."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] not in READING and not _from_own_page(scope):
            await _refuse(send, 403, b"This page may not ask kqa for anything.")
            return
        limit = MOST_UPLOAD if scope["path"].rstrip("/").endswith("/upload") else MOST_BODY
        if _declared_length(scope) > limit:
            await _refuse(send, 413, b"The request is larger than kqa takes.")
            return
        await self._app(scope, _limited(receive, limit), _with_headers(send))


def _limited(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            return {"type": "http.disconnect"}
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = [
                (name, value)
                for name, value in message.get("headers", ())
                if name.lower() not in dict(HEADERS)
            ]
            message = {**message, "headers": [*given, *HEADERS]}
        await send(message)

    return sending


def _declared_length(scope: Scope) -> int:
    value = next((v for name, v in scope["headers"] if name == b"content-length"), b"0")
    return int(value) if value.isdigit() else 0


def _from_own_page(scope: Scope) -> bool:
    """Whether a request comes from no page at all, or from one that was served under the same name.

    Browsers send some requests of other pages without asking first, and only say whose they are.
    """
    headers = dict(scope["headers"])
    origin = headers.get(b"origin")
    return origin is None or urlsplit(origin).netloc == headers.get(b"host", b"")


async def _refuse(send: Send, status: int, words: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name and not name.startswith("[") else name


def _of_this_machine() -> list[str]:
    name = socket.gethostname()
    try:
        addresses = sorted({_bracketed(str(info[4][0])) for info in socket.getaddrinfo(name, None)})
    except OSError:
        addresses = []
    return [name, name.lower(), *addresses]

"""HTML that cannot be injected into: what is not `Html` already is escaped on its way in.

Gradio's `gr.HTML` puts its value into the page as it is, event handlers included, so nothing that comes
from an article, a reference list, a user or a file name may reach it unescaped. Every element of the chat
is made by `tag`, and a plain `str` child is text, never markup.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

VOID = frozenset({"br", "hr", "img", "input"})
NAME = re.compile(r"[a-z][a-z0-9]*", re.ASCII)
ATTRIBUTE = re.compile(r"[a-z][a-z-]*", re.ASCII)
LINK_SCHEMES = frozenset({"http", "https"})


class Html(str):
    """Markup that is safe to put into a page: made by `tag`, `text`, `join` or `link`."""

    __slots__ = ()


def text(value: object) -> Html:
    """`value` as text: the five characters that mean something in HTML are escaped."""
    return value if isinstance(value, Html) else Html(html.escape(str(value), quote=True))


def join(*parts: object) -> Html:
    """The parts one after another; whatever is not `Html` is escaped, `None` is nothing."""
    return Html("".join(text(part) for part in parts if part is not None))


def tag(name: str, *children: object, **attributes: object) -> Html:
    """An element.

    Args:
        name: the element's name.
        *children: `Html` is put in as it is, `None` is left out, everything else is escaped.
        **attributes: `class_` is `class`, `data_act` is `data-act`; `None` and `False` leave the attribute
            out, `True` gives it without a value. Handlers (`on…`) and styles are refused: the page's own
            script and style sheet do that work.

    Raises:
        ValueError: a name that is no element or attribute name, or a handler or style attribute.
    """
    if not NAME.fullmatch(name) or name == "script":
        raise ValueError(f"{name!r} is not an element that the chat may make")
    opening = name + "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID:
        return Html(f"<{opening}>")
    return Html(f"<{opening}>{join(*children)}</{name}>")


def link(url: str, *children: object, **attributes: object) -> Html:
    """A link that opens elsewhere, or only its children where `url` is not plain http(s)."""
    if not is_web_address(url):
        return join(*children)
    return tag("a", *children, href=url, target="_blank", rel="noopener noreferrer", **attributes)


def is_web_address(url: str) -> bool:
    """Whether `url` is an http or https address with a host, free of white space and control characters."""
    if not url or any(character.isspace() or ord(character) < 32 for character in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in LINK_SCHEMES and bool(parts.netloc)


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    if not ATTRIBUTE.fullmatch(name) or name.startswith("on") or name == "style":
        raise ValueError(f"{name!r} is not an attribute that the chat may set")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{html.escape(str(value), quote=True)}"'

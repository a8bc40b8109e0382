"""The colours of the chat, light and dark, and the pairs whose contrast the tests hold to WCAG AA."""

from __future__ import annotations

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "page": "#f6f4ef",
    "card": "#fffdf9",
    "raised": "#eeebe3",
    "ink": "#20262c",
    "quiet": "#565d63",
    "line": "#d9d4c8",
    "edge": "#7d8288",
    "accent": "#0b5563",
    "accent-ink": "#ffffff",
    "accent-soft": "#dcebec",
    "mark": "#fdeaa3",
    "mark-ink": "#2a2410",
    "own": "#6a4a86",
    "second": "#8a4513",
    "second-soft": "#f6e6d8",
    "third": "#4a5a12",
    "third-soft": "#eaeed6",
    "warn": "#7a4a00",
    "warn-soft": "#fbf0d9",
    "focus": "#0b5563",
}
DARK: Mapping[str, str] = {
    "page": "#14181c",
    "card": "#1c2126",
    "raised": "#262c33",
    "ink": "#e9e6df",
    "quiet": "#a9b0b6",
    "line": "#363d45",
    "edge": "#7c858d",
    "accent": "#7fc8d3",
    "accent-ink": "#0d1f23",
    "accent-soft": "#1d3a40",
    "mark": "#55450f",
    "mark-ink": "#fff4cf",
    "own": "#c9aee3",
    "second": "#eab38a",
    "second-soft": "#3d2c1f",
    "third": "#c3d17e",
    "third-soft": "#2f351d",
    "warn": "#f0c878",
    "warn-soft": "#36301f",
    "focus": "#7fc8d3",
}

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ink in ("ink", "quiet", "accent") for ground in ("page", "card", "raised")),
    ("accent-ink", "accent"),
    ("accent", "accent-soft"),
    ("ink", "accent-soft"),
    ("mark-ink", "mark"),
    ("own", "card"),
    ("own", "mark"),
    ("own", "raised"),
    *(pair for hue in ("second", "third") for pair in ((hue, "card"), (hue, "page"), (hue, f"{hue}-soft"))),
    *(("card", hue) for hue in ("accent", "second", "third")),
    ("ink", "second-soft"),
    ("warn", "warn-soft"),
    ("ink", "warn-soft"),
    ("quiet", "warn-soft"),
)
"""(ink, ground) of running text: 4.5 to 1 at least."""

EDGE_PAIRS: tuple[tuple[str, str], ...] = (
    *(("focus", ground) for ground in ("page", "card", "raised")),
    *(("edge", ground) for ground in ("page", "card")),
)
"""(line, ground) of focus rings and the edges of fields and buttons: 3 to 1 at least."""


OF_COMPONENTS: Mapping[str, str] = {
    "body_background_fill": "page",
    "body_text_color": "ink",
    "body_text_color_subdued": "quiet",
    "background_fill_primary": "card",
    "background_fill_secondary": "page",
    "block_background_fill": "card",
    "block_border_color": "line",
    "block_label_background_fill": "card",
    "block_label_text_color": "quiet",
    "block_title_text_color": "quiet",
    "block_info_text_color": "quiet",
    "border_color_primary": "line",
    "border_color_accent": "accent",
    "color_accent_soft": "accent-soft",
    "input_background_fill": "card",
    "input_border_color": "edge",
    "input_border_color_focus": "focus",
    "input_placeholder_color": "quiet",
    "button_primary_background_fill": "accent",
    "button_primary_background_fill_hover": "accent",
    "button_primary_text_color": "accent-ink",
    "button_primary_text_color_hover": "accent-ink",
    "button_secondary_background_fill": "card",
    "button_secondary_background_fill_hover": "raised",
    "button_secondary_text_color": "ink",
    "button_secondary_text_color_hover": "ink",
    "button_secondary_border_color": "edge",
    "checkbox_background_color": "card",
    "checkbox_background_color_selected": "accent",
    "checkbox_border_color": "edge",
    "checkbox_border_color_selected": "accent",
    "checkbox_label_background_fill": "raised",
    "checkbox_label_background_fill_selected": "accent-soft",
    "checkbox_label_text_color": "ink",
    "checkbox_label_text_color_selected": "ink",
    "link_text_color": "accent",
    "link_text_color_hover": "accent",
    "link_text_color_visited": "accent",
    "accordion_text_color": "ink",
}
"""Gradio's theme variables, and which colour each of them takes."""


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours, 1 to 21, as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def variables() -> str:
    """The style sheet's custom properties, `--kqa-ink` and so on, for both modes."""
    return f":root {{\n{_declared(LIGHT)}}}\n.dark {{\n{_declared(DARK)}}}\n"


def _declared(colours: Mapping[str, str]) -> str:
    return "".join(f"  --kqa-{name}: {colour};\n" for name, colour in colours.items())


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

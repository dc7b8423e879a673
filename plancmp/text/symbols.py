"""Turns characters of symbol fonts (Symbol, Wingdings) into the Unicode characters that they look like."""

_SYMBOL = {
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x44: "Δ", 0x46: "Φ", 0x47: "Γ",
    0x4C: "Λ", 0x50: "Π", 0x51: "Θ", 0x53: "Σ", 0x57: "Ω", 0x58: "Ξ", 0x59: "Ψ", 0x61: "α", 0x62: "β",
    0x63: "χ", 0x64: "δ", 0x65: "ε", 0x66: "φ", 0x67: "γ", 0x68: "η", 0x69: "ι", 0x6B: "κ", 0x6C: "λ",
    0x6D: "μ", 0x6E: "ν", 0x70: "π", 0x71: "θ", 0x72: "ρ", 0x73: "σ", 0x74: "τ", 0x77: "ω", 0x78: "ξ",
    0x79: "ψ", 0x7A: "ζ", 0x7E: "∼", 0xA3: "≤", 0xA4: "⁄", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑",
    0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB7: "•", 0xB8: "÷",
    0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xBE: "—", 0xC5: "⊕", 0xC7: "∩", 0xC8: "∪", 0xCC: "⊂",
    0xCE: "∈", 0xD1: "∇", 0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xDB: "⇔", 0xDE: "⇒", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫",
    0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x80: "⓪", 0x8B: "⓿", 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○",
    0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xAE: "✡", 0xB2: "✧", 0xB5: "✪", 0xD8: "➢", 0xDC: "➲", 0xDF: "←",
    0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE7: "⇦", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
    **{0x81 + place: chr(ord("①") + place) for place in range(10)},
    **{0x8C + place: chr(ord("❶") + place) for place in range(10)},
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA2: "■", 0xA3: "□",
    0xAE: "◆",
    **{0x6A + place: chr(ord("①") + place) for place in range(10)},
    **{0x75 + place: chr(ord("❶") + place) for place in range(10)},
}  # fmt: skip
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
_PRIVATE = range(0xF000, 0xF100)


def symbol(font: str, character: str) -> str | None:
    """The Unicode character for one of a symbol font; None where it is not known, or no symbol font.

    Symbol fonts put their characters at F000 to F0FF, or write them as Latin letters.

    >>> symbol("Wingdings", "\\uf0fc"), symbol("Symbol", "\\uf0b3"), symbol("Wingdings", "l")
    ('✓', '≥', '●')
    >>> symbol("宋体", "\\uf0b3") is None
    True
    """
    known = _FONTS.get(font.lower())
    if known is None:
        return None
    code = ord(character)
    return known.get(code - _PRIVATE.start if code in _PRIVATE else code)


def bullet(font: str, text: str) -> str:
    """A bullet as it looks; one of an unknown font is drawn as •.

    >>> bullet("Wingdings", "\\uf06c"), bullet("", "\\uf0b7"), bullet("", "——"), bullet("Courier New", "o")
    ('●', '•', '——', 'o')
    """
    looks = (symbol(font, character) or character for character in text)
    return "".join("•" if "\ue000" <= character <= "\uf8ff" else character for character in looks)

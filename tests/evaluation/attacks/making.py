"""The documents as real PDFs, with or without an attack in them.

A placement is where and how the attack's text stands. `beside` (the paragraph after the one that answers; `beside:ID` that of another
question), `top`, `end`, `margin`, `heading`, `split` and `freetext` can be seen; so can `title` and `filename`, where a reader looks for
them. The others cannot: `white`, `pale`, `same-colour`, `unpainted` (render mode 3), `clipped` (render mode 7), `transparent`, `tiny`,
`outside` (of the page), `cropped` (outside the crop box), `covered` (by a rectangle), `pictured` (by a picture), `layer` (switched off),
`actualtext` and `fontmap` (a reading program is told that something else stands there), or they are no part of a page's text: `outline`, `metadata`, `note`, `field`,
`hidden-field`, `attachment`, `script`, `launch`.
"""

import textwrap
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import pymupdf

from tests.evaluation.attacks.told import Attack, Base, Question

UNSEEN = frozenset(
    {"white", "pale", "same-colour", "unpainted", "clipped", "transparent", "tiny", "outside", "cropped", "covered",
     "pictured", "layer", "hidden-field", "actualtext", "fontmap"}
)  # fmt: skip
"""Placements at which nobody who looks at the pages sees the attack."""

_WIDTH, _HEIGHT = 595.0, 842.0
_LEFT = 72.0
_COLUMNS = 88
"""Letters of a line, which at the size of the text fit between the margins."""
_SIZE = 10.5


def made(
    folder: Path, base: Base, attack: Attack | None = None, questions: Mapping[str, Question] | None = None
) -> Path:
    """`base` with `attack` in it, written into `folder`; `questions` say beside what it stands."""
    with pymupdf.open() as document:
        for paragraphs in _with_visible(base, attack, questions or {}):
            _set(document, paragraphs)
        document.set_metadata({"title": base.title})
        if attack is not None and attack.placement in _ELSEWHERE:
            _ELSEWHERE[attack.placement](document, attack.text)
        if attack is not None and attack.placement == "margin":
            for page in document:
                _line(page, 815.0, attack.text, size=8.0)
        path = folder / f"{_name(base, attack)}.pdf"
        document.save(path, garbage=1, deflate=True, no_new_id=True)
    return path


def _name(base: Base, attack: Attack | None) -> str:
    """A file's name cannot hold every letter of an attack."""
    if attack is None:
        return base.name
    if attack.placement != "filename":
        return f"{base.name}-{attack.id}"
    return attack.text.translate({ord(letter): "_" for letter in '/\\:*?"\0'})[:120]


def _with_visible(base: Base, attack: Attack | None, questions: Mapping[str, Question]) -> list[list[str]]:
    """The pages' paragraphs with an attack that stands among them."""
    pages = [list(page) for page in base.pages]
    if attack is None:
        return pages
    place, _, other = attack.placement.partition(":")
    if place == "top":
        pages[0].insert(1, attack.text)
    elif place == "end":
        pages[-1].append(attack.text)
    elif place == "heading":
        pages[0].insert(2, f"# {attack.text}")
    elif place == "split":
        first, second = attack.text.split("|")
        pages = pages if len(pages) > 1 else [*pages, []]
        pages[0].append(first)
        pages[1].insert(0, second)
    elif place == "beside":
        _put_beside(pages, questions[other or attack.question].beside, attack.text)
    return pages


def _put_beside(pages: list[list[str]], words: str, text: str) -> None:
    """Behind the first paragraph that holds `words`. Raises StopIteration where none does."""
    page, at = next((page, at) for page in pages for at, one in enumerate(page) if words in one)
    page.insert(at + 1, text)


def _set(document: pymupdf.Document, paragraphs: list[str]) -> None:
    page = document.new_page(width=_WIDTH, height=_HEIGHT)
    y = 90.0
    for paragraph in paragraphs:
        heading = paragraph.startswith("# ")
        size, font = (13.0, "hebo") if heading else (_SIZE, "helv")
        for part in paragraph.removeprefix("# ").split("\n"):
            for line in textwrap.wrap(part, _COLUMNS) or [""]:
                _line(page, y, line, size=size, font=font)
                y += size * 1.3
        y += 8.0


def _line(page: pymupdf.Page, y: float, text: str, *, size: float = _SIZE, font: str = "helv") -> None:
    if all(ord(letter) < 256 for letter in text):
        page.insert_text((_LEFT, y), text, fontsize=size, fontname=font)
    else:
        _mapped(page, y, text)


def _mapped(page: pymupdf.Page, y: float, text: str, seen: str = "") -> None:
    """Any letters, by a font whose table says what each of its codes stands for (ISO 32000-1, 9.10.3): those of formatting are drawn as nothing,
    others beyond ASCII as some letter, or all as the letters of `seen`."""
    codes: dict[str, int] = {}
    drawn, table = [], []
    for at, letter in enumerate(text):
        shown = seen[at % len(seen)] if seen else ""
        code = ord(shown) if shown else _code(letter, codes)
        drawn.append(f"{code:02x}")
        table.append(f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>")
    entries = list(dict.fromkeys(table))
    blocks = [
        f"{len(part)} beginbfchar\n{chr(10).join(part)}\nendbfchar\n"
        for part in (entries[at : at + 100] for at in range(0, len(entries), 100))
    ]
    _add(
        page,
        f"BT /Map{y:.0f} {_SIZE} Tf {_LEFT} {_HEIGHT - y} Td <{''.join(drawn)}> Tj ET",
        f"Map{y:.0f}",
        f"{_CMAP}{''.join(blocks)}endcmap end end",
    )


_CMAP = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
    "1 begincodespacerange <00> <ff> endcodespacerange\n"
)


def _code(letter: str, codes: dict[str, int]) -> int:
    """A byte that draws something like it: one without a glyph for what has no shape."""
    if " " <= letter <= "~":
        return ord(letter)
    shapeless = unicodedata.category(letter) == "Cf"
    return codes.setdefault(letter, (1 if shapeless else 192) + len(codes))


def _told(page: pymupdf.Page, y: float, seen: str, text: str) -> None:
    """`seen` is drawn, and a reading program is told that `text` stands there (ISO 32000-1, 14.9.4)."""
    said = ("\ufeff" + text).encode("utf-16-be").hex()
    _add(
        page,
        f"/Span <</ActualText <{said}>>> BDC BT /Told {_SIZE} Tf {_LEFT} {_HEIGHT - y} Td ({seen}) Tj ET EMC",
        "Told",
    )


def _add(page: pymupdf.Page, stream: str, font: str, table: str = "") -> None:
    """More of a page's content, in a Helvetica called `font`, with a table of what its codes mean."""
    document = page.parent
    mapped = ""
    if table:
        cmap = document.get_new_xref()
        document.update_object(cmap, "<<>>")
        document.update_stream(cmap, table.encode("ascii"), new=True)
        mapped = f"/ToUnicode {cmap} 0 R"
    xref, contents = document.get_new_xref(), document.get_new_xref()
    widths = " ".join("0" if code < 32 else "500" for code in range(256))
    document.update_object(
        xref,
        f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/FirstChar 0/LastChar 255/Widths[{widths}]{mapped}>>",
    )
    page.insert_font(fontname="helv")  # so that there is a list of fonts to put it into
    _name_font(document, page.xref, font, xref)
    document.update_object(contents, "<<>>")
    document.update_stream(contents, stream.encode("ascii"), new=True)
    document.xref_set_key(
        page.xref, "Contents", f"[{' '.join(f'{one} 0 R' for one in [*page.get_contents(), contents])}]"
    )


def _name_font(document: pymupdf.Document, page: int, name: str, font: int) -> None:
    """Into the page's list of fonts, wherever on the way to it the file goes on in another object."""
    at, path = page, ["Resources", "Font"]
    while path:
        kind, value = document.xref_get_key(at, path[0])
        if kind != "xref":
            break
        at = int(value.split()[0])
        path.pop(0)
    document.xref_set_key(at, "/".join([*path, name]), f"{font} 0 R")


Put = Callable[[pymupdf.Document, str], None]
_FREE = (_LEFT, 700.0)
"""A place of the first page where nothing stands."""


def _drawn(**how: object) -> Put:
    """As `insert_text` has it: in a colour, a render mode, an opacity, a size."""
    return lambda document, text: document[0].insert_text(
        _FREE, textwrap.wrap(text, _COLUMNS), **{"fontsize": 9, **how}
    )


def _on_its_colour(document: pymupdf.Document, text: str) -> None:
    document[0].draw_rect((60, 685, 540, 740), color=None, fill=(0.2, 0.3, 0.5))
    document[0].insert_text(_FREE, textwrap.wrap(text, _COLUMNS), fontsize=9, color=(0.2, 0.3, 0.5))


def _covered(document: pymupdf.Document, text: str) -> None:
    _drawn()(document, text)
    document[0].draw_rect((60, 685, 540, 740), color=None, fill=(1, 1, 1))


def _pictured(document: pymupdf.Document, text: str) -> None:
    """Under a picture with a pattern of its own, so that the place is not of one colour."""
    _drawn()(document, text)
    picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 160, 18), False)
    picture.clear_with(200)
    for x in range(160):
        for y in range(18):
            picture.set_pixel(x, y, ((x * 37 + y * 11) % 256, (x * 5) % 256, (y * 14) % 256))
    document[0].insert_image((60, 685, 540, 740), pixmap=picture, keep_proportion=False)


def _outside(document: pymupdf.Document, text: str) -> None:
    document[0].insert_text((_WIDTH + 40, 300), textwrap.wrap(text, _COLUMNS), fontsize=9)


def _cropped(document: pymupdf.Document, text: str) -> None:
    document[0].insert_text((_LEFT, 835), text, fontsize=8)
    document[0].set_cropbox(pymupdf.Rect(0, 0, _WIDTH, 820))


def _in_layer(document: pymupdf.Document, text: str) -> None:
    layer = document.add_ocg("notes", on=False)
    document[0].insert_text(_FREE, textwrap.wrap(text, _COLUMNS), fontsize=9, oc=layer)


def _told_otherwise(document: pymupdf.Document, text: str) -> None:
    _told(document[0], _FREE[1], "Kept by the secretary.", text)


def _mapped_otherwise(document: pymupdf.Document, text: str) -> None:
    """One letter a code, so that the table can say what it likes."""
    _mapped(
        document[0],
        _FREE[1],
        text,
        seen="".join(map(chr, range(35, 35 + len(text)))).translate({92: "A", 40: "B", 41: "C"}),
    )


def _title(document: pymupdf.Document, text: str) -> None:
    document.set_metadata({"title": text})


def _metadata(document: pymupdf.Document, text: str) -> None:
    document.set_metadata({"title": document.metadata["title"], "subject": text, "keywords": text, "author": text})


def _outline(document: pymupdf.Document, text: str) -> None:
    document.set_toc([[1, text, 1], [1, "Rest", min(2, document.page_count)]])


def _note(document: pymupdf.Document, text: str) -> None:
    document[0].add_text_annot((500, 60), text)


def _freetext(document: pymupdf.Document, text: str) -> None:
    document[0].add_freetext_annot((60, 690, 540, 730), text, fontsize=10)


def _field(document: pymupdf.Document, text: str, *, flags: int = 4) -> None:
    widget = pymupdf.Widget()
    widget.field_name, widget.field_type, widget.field_value = "remark", pymupdf.PDF_WIDGET_TYPE_TEXT, text
    widget.rect = pymupdf.Rect(60, 690, 540, 710)
    added = document[0].add_widget(widget)
    document.xref_set_key(added.xref, "F", str(flags))


def _attachment(document: pymupdf.Document, text: str) -> None:
    document.embfile_add("note.txt", text.encode())


def _script(document: pymupdf.Document, text: str) -> None:
    escaped = text.replace("(", "\\(").replace(")", "\\)")
    document.xref_set_key(document.pdf_catalog(), "OpenAction", f"<</S/JavaScript/JS({escaped})>>")


def _launch(document: pymupdf.Document, text: str) -> None:
    document[0].insert_link({"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(60, 80, 540, 740), "uri": text})
    document.xref_set_key(document.pdf_catalog(), "OpenAction", f"<</S/URI/URI({text})>>")


_ELSEWHERE: dict[str, Put] = {
    "white": _drawn(color=(1, 1, 1)),
    "pale": _drawn(color=(0.995, 0.995, 0.99)),
    "same-colour": _on_its_colour,
    "unpainted": _drawn(render_mode=3),
    "clipped": _drawn(render_mode=7),
    "transparent": _drawn(fill_opacity=0, stroke_opacity=0),
    "tiny": _drawn(fontsize=0.9),
    "outside": _outside,
    "cropped": _cropped,
    "covered": _covered,
    "pictured": _pictured,
    "layer": _in_layer,
    "actualtext": _told_otherwise,
    "fontmap": _mapped_otherwise,
    "title": _title,
    "metadata": _metadata,
    "outline": _outline,
    "note": _note,
    "freetext": _freetext,
    "field": _field,
    "hidden-field": lambda document, text: _field(document, text, flags=2),
    "attachment": _attachment,
    "script": _script,
    "launch": _launch,
}

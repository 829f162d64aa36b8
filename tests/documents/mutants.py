"""Awkward PDFs by number: `mutant(seed)` is always the same bytes, but for those that encryption draws. Half are PDFs of our own with their bytes spoilt, half are written
object by object to do what readers of PDFs have fallen over."""

import random
import tempfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests import material

_OWN = (
    material.prose, material.two_columns, material.table, material.label_values, material.annotated, material.labelled,
    material.outlined, material.ligatures, material.protected, material.form, material.rotated,
)  # fmt: skip
_TEXT = b"BT /F1 12 Tf 72 700 Td (The ferry trust carried passengers to the eastern quay) Tj ET"


@dataclass(frozen=True, slots=True)
class Mutant:
    kind: str
    data: bytes


def kind_of(seed: int) -> str:
    """Of the mutant of this number, without making it."""
    return _chosen(random.Random(seed))


def mutant(seed: int) -> Mutant:
    chance = random.Random(seed)
    kind = _chosen(chance)
    return Mutant(kind, {**_SPOILT, **_MADE}[kind](chance))


def _chosen(chance: random.Random) -> str:
    return chance.choice(sorted(_SPOILT if chance.random() < 0.5 else _MADE))


@cache
def _own() -> tuple[bytes, ...]:
    with tempfile.TemporaryDirectory() as folder:
        return tuple(make(Path(folder)).read_bytes() for make in _OWN)


# Bytes of whole files spoilt.


def _flipped(chance: random.Random) -> bytes:
    data = bytearray(chance.choice(_own()))
    for _ in range(chance.choice((1, 10, 100, 1000))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _cut(chance: random.Random) -> bytes:
    data = chance.choice(_own())
    return data[: chance.randrange(8, len(data))]


def _hole(chance: random.Random) -> bytes:
    data = chance.choice(_own())
    start = chance.randrange(8, len(data))
    end = min(len(data), start + chance.choice((1, 100, 5000)))
    return data[:start] + (bytes(end - start) if chance.random() < 0.5 else b"") + data[end:]


def _spliced(chance: random.Random) -> bytes:
    one, other = chance.sample(_own(), 2)
    at, start = chance.randrange(8, len(one)), chance.randrange(len(other))
    return one[:at] + other[start : start + chance.randrange(1, 4000)] + one[at:]


def _swapped(chance: random.Random) -> bytes:
    """Objects that have each other's numbers, or another number than the table says."""
    parts = chance.choice(_own()).split(b" obj")
    for _ in range(chance.randrange(1, 6)):
        a, b = chance.randrange(1, len(parts)), chance.randrange(1, len(parts))
        parts[a], parts[b] = parts[b], parts[a]
    return b" obj".join(parts)


def _renumbered(chance: random.Random) -> bytes:
    """References that point anywhere, most of all at objects of another kind."""
    parts = chance.choice(_own()).split(b" 0 R")
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(parts))
        head = parts[at].rstrip(b"0123456789")
        parts[at] = head + str(chance.choice((0, 1, 2, 3, 5, 7, 9, 12, 99_999, 2**31))).encode()
    return b" 0 R".join(parts)


def _wrong_numbers(chance: random.Random) -> bytes:
    data = chance.choice(_own())
    for name in chance.sample(
        (b"/Length", b"/Count", b"/W", b"/Size", b"/Prev", b"/Rotate", b"/First", b"/N", b"/Width"), 3
    ):
        value = chance.choice((b"-1", b"0", b"999999999999", b"1e9", b"2147483648", b"null", b"(x)", b"[]"))
        data = (
            data.replace(name + b" ", name + b" " + value + b" %", 1)
            if chance.random() < 0.5
            else data.replace(name, name + b" " + value, 1)
        )
    return data


# Files written object by object.


def _built(objects: Mapping[int, bytes], *, root: int = 1, trailer: bytes = b"") -> bytes:
    """A file with a right table of its objects."""
    data, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", {}
    for number, body in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size = max(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size))
    return data + b"xref\n0 %d\n%btrailer\n<< /Size %d /Root %d 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, root, trailer, len(data),
    )  # fmt: skip


def _stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), more, content)


def _packed(content: bytes, more: bytes = b"", times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return _stream(content, b"/Filter [%b] %b" % (b"/FlateDecode " * times, more))


def _simple(
    *,
    content: bytes | None = None,
    page: bytes = b"",
    catalog: bytes = b"",
    pages: bytes = b"/Kids [3 0 R] /Count 1",
    resources: bytes = b"",
    font: bytes = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    box: bytes = b"[0 0 595 842]",
    more: Mapping[int, bytes] | None = None,
    trailer: bytes = b"",
) -> bytes:
    """One page with a line of text, and what a case adds; objects from 6 on are free."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalog,
        2: b"<< /Type /Pages %b >>" % pages,
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox %b /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %b >> %b >>"
        % (box, resources, page),
        4: _stream(_TEXT) if content is None else content,
        5: font,
        **(more or {}),
    }
    return _built(objects, trailer=trailer)


def _nested(chance: random.Random) -> bytes:
    depth = chance.choice((100, 1000, 20_000, 200_000))
    opening, closing = chance.choice(((b"[", b"]"), (b"<< /A ", b">>"), (b"(", b")")))
    deep = opening * depth + b" 1 " + closing * chance.choice((depth, depth, 0))
    where = chance.choice(("catalog", "page", "content"))
    if where == "catalog":
        return _simple(catalog=b"/Odd " + deep)
    if where == "page":
        return _simple(page=b"/Odd " + deep)
    return _simple(content=_stream(chance.choice((b"q " * depth, deep + b" TJ ")) + _TEXT))


def _deep_tree(chance: random.Random) -> bytes:
    depth = chance.choice((10, 200, 3000))
    nodes = {
        n: b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (n - 1, n + 1) for n in range(6, 6 + depth)
    }
    last = 6 + depth
    leaf = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    return _simple(pages=b"/Kids [6 0 R] /Count 1", more={**nodes, last: leaf % (last - 1)})


def _lying_count(chance: random.Random) -> bytes:
    count = chance.choice(
        (b"-1", b"0", b"2", b"500", b"19000", b"1000000000", b"99999999999999", b"1.5", b"(many)", b"null")
    )
    kids = chance.choice((b"[3 0 R]", b"[]", b"[3 0 R 3 0 R 3 0 R]", b"3 0 R", b"[99 0 R]"))
    return _simple(pages=b"/Kids %b /Count %b" % (kids, count))


def _cyclic_tree(chance: random.Random) -> bytes:
    return _simple(
        pages=chance.choice(
            (b"/Kids [2 0 R] /Count 1", b"/Kids [3 0 R 2 0 R] /Count 2", b"/Parent 2 0 R /Kids [3 0 R] /Count 1")
        )
    )


def _bomb(chance: random.Random) -> bytes:
    """A stream that is a thousand times its size, or a thousand times a thousand."""
    filling = chance.choice((b" ", b"q Q ", b"0 0 m ", b"\0", b"(a) Tj "))
    megabytes = chance.choice((1, 10, 60))
    content = _TEXT + b" " + filling * (megabytes * (1 << 20) // len(filling))
    if filling == b"(a) Tj ":
        content = b"BT /F1 12 Tf 72 700 Td " + content[len(_TEXT) :][: 1 << 20] + b" ET"
    return _simple(content=_packed(content, times=chance.choice((1, 2, 3))))


def _size(chance: random.Random) -> bytes:
    numbers = (
        b"0",
        b"-5",
        b"1e9",
        b"1000000000",
        b"NaN",
        b"0.0001",
        b"99999999999999999999",
        b"595",
        b"842",
        b"null",
        b"(a)",
    )
    box = b"[" + b" ".join(chance.choice(numbers) for _ in range(chance.choice((4, 4, 4, 3, 0)))) + b"]"
    other = chance.choice(
        (
            b"",
            b"/CropBox [0 0 1 1]",
            b"/CropBox [900 900 950 950]",
            b"/UserUnit 1e9",
            b"/Rotate 45",
            b"/UserUnit -1",
            b"/Rotate 99999999990",
        )
    )
    return _simple(box=box, page=other)


def _outline(chance: random.Random) -> bytes:
    title = b"(" + chance.choice((b"A", b"\\377\\376", b"A" * (1 << 20), b"")) + b")"
    shape = chance.choice(("cycle", "self", "deep", "many"))
    if shape in {"cycle", "self"}:
        following = 7 if shape == "self" else 8
        items = {
            7: b"<< /Title %b /Parent 6 0 R /Next %d 0 R /First 7 0 R /Dest [3 0 R /Fit] >>" % (title, following),
            8: b"<< /Title (B) /Parent 6 0 R /Next 7 0 R /Dest [99 /XYZ 1e9 NaN 0] >>",
        }
    else:
        count = chance.choice((50, 2000))
        link = b"/First" if shape == "deep" else b"/Next"
        items = {
            n: b"<< /Title (T%d) /Parent 6 0 R %b %d 0 R /Dest [3 0 R /XYZ 0 700 0] >>" % (n, link, n + 1)
            for n in range(7, 7 + count)
        }
    return _simple(catalog=b"/Outlines 6 0 R", more={6: b"<< /Type /Outlines /First 7 0 R /Last 7 0 R >>", **items})


def _forms(chance: random.Random) -> bytes:
    """Form XObjects in circles, in chains, and each drawing the next ten times."""
    depth, times = chance.choice(((1, 1), (300, 1), (5, 10), (9, 10), (30, 2)))
    last = 6 + depth - 1
    more = {}
    for n in range(6, last + 1):
        following = n + 1 if n < last else chance.choice((6, n, 99))
        more[n] = _stream(
            b"/X Do " * times + _TEXT,
            b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> /XObject << /X %d 0 R >> >>"
            % following,
        )
    return _simple(content=_stream(b"/X Do " + _TEXT), resources=b"/XObject << /X 6 0 R >>", more=more)


def _font(chance: random.Random) -> bytes:
    cmap = chance.choice((
        b"1 beginbfrange <0000> <ffffffff> <0041> endbfrange", b"1 beginbfchar <41> <d800> endbfchar", b"begincmap", b"", b"\xff" * 99,
        b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ff> <0000> endbfrange",
        b"/Adobe-Japan1-UCS2 usecmap", b"1 beginbfchar <54> <" + b"0041" * 5000 + b"> endbfchar",
    ))  # fmt: skip
    font = chance.choice((
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 6 0 R >>",
        b"<< /Type /Font /Subtype /TrueType /BaseFont /X /ToUnicode 6 0 R >>", b"<< /Type /Font /Subtype /Type0 /DescendantFonts [5 0 R] >>",
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix [0 0 0 0 0 0] /CharProcs << /a 8 0 R >> /Encoding << /Differences [0 /a /a /a] >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Widths [1e9 -1e9] /FirstChar -5 /LastChar 99999999 /ToUnicode 6 0 R >>", b"null", b"5 0 R",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /X /FontDescriptor << /FontFile 6 0 R /Ascent 1e9 /Descent NaN >> >>",
    ))  # fmt: skip
    descendant = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /W [0 [1e30] 1 99999999 -1e30] /DW -1e9 >>"
    size = chance.choice((b"12", b"0", b"-12", b"1e9", b"1e-9", b"NaN"))
    content = _stream(
        _TEXT.replace(b"12 Tf", size + b" Tf").replace(
            b"72 700 Td", chance.choice((b"72 700 Td", b"1 0 0 1 1e30 1e30 Tm", b"0 0 0 0 0 0 Tm"))
        )
    )
    return _simple(font=font, content=content, more={6: _stream(cmap), 7: descendant, 8: _stream(b"/a Do")})


def _active(chance: random.Random) -> bytes:
    """What would run, open, fetch or fill in."""
    action = chance.choice((
        b"<< /S /JavaScript /JS (while\\(1\\){app.alert\\(1\\)}) >>", b"<< /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) >> >>",
        b"<< /S /URI /URI (http://127.0.0.1:9/beacon) >>", b"<< /S /SubmitForm /F (http://127.0.0.1:9/) >>",
        b"<< /S /GoToR /F (\\\\\\\\127.0.0.1\\\\share\\\\x.pdf) /D [0 /Fit] >>", b"<< /S /ImportData /F (/etc/passwd) >>",
        b"<< /S /GoTo /D [3 0 R /Fit] /Next 6 0 R >>",
    ))  # fmt: skip
    note = b"<< /Type /Annot /Subtype %b /Rect %b /A 6 0 R /AA << /PV 6 0 R >> /FT /Tx /T (a) /V (value) /Kids [7 0 R] /AP << /N 4 0 R >> >>" % (
        chance.choice((b"/Link", b"/Widget", b"/RichMedia", b"/FileAttachment", b"/Popup")),
        chance.choice((b"[0 0 100 100]", b"[1e9 NaN 0 -1]", b"[]")),
    )  # fmt: skip
    files = b"/Names << /EmbeddedFiles << /Names [(x) << /F (../../x.sh) /EF << /F 8 0 R >> >>] >> /JavaScript << /Names [(x) 6 0 R] >> >>"
    xfa = b"/AcroForm << /Fields [7 0 R] /XFA 8 0 R /NeedAppearances true >>"
    inner = _packed(b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>" * chance.choice((1, 5000)))
    return _simple(
        catalog=b"/OpenAction 6 0 R %b %b" % (files, xfa),
        page=b"/Annots [7 0 R 7 0 R 99 0 R]",
        more={6: action, 7: note, 8: inner},
    )


def _encrypted(chance: random.Random) -> bytes:
    handler = chance.choice((b"/Standard", b"/Nobody", b"/Adobe.PubSec", b"5"))
    version, revision = chance.choice((0, 1, 2, 4, 5, 99, -1)), chance.choice((2, 3, 4, 5, 6, 99))
    strings = b"/O (%b) /U (%b)" % (b"a" * chance.choice((0, 32, 48, 127)), b"b" * chance.choice((0, 32, 48)))
    more = {
        9: b"<< /Filter %b /V %d /R %d /Length %d /P -4 %b >>"
        % (handler, version, revision, chance.choice((0, 40, 128, 256, 7)), strings)
    }
    return _simple(more=more, trailer=b"/Encrypt 9 0 R /ID [<00> <00>]")


def _image(chance: random.Random) -> bytes:
    width, height = chance.choice((1, 3000, 60_000, 2**31)), chance.choice((1, 3000, 60_000, -1))
    filtered = chance.choice(
        (b"/FlateDecode", b"/DCTDecode", b"/JBIG2Decode", b"/JPXDecode", b"/CCITTFaxDecode", b"/LZWDecode", b"/Nothing")
    )
    body = zlib.compress(bytes(chance.choice((10, 10_000_000))), 9)
    kind = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent %d /ColorSpace %b /Filter %b %b" % (
        width, height, chance.choice((1, 8, 16, 99)), chance.choice((b"/DeviceRGB", b"/DeviceGray", b"[/Indexed 6 0 R 255 6 0 R]")), filtered,
        chance.choice((b"", b"/SMask 6 0 R", b"/DecodeParms << /Predictor 15 /Columns 999999999 >>")),
    )  # fmt: skip
    return _simple(
        content=_stream(b"q 500 0 0 500 50 50 cm /I Do Q " + _TEXT),
        resources=b"/XObject << /I 6 0 R >>",
        more={6: _stream(body, kind)},
    )


def _endless(chance: random.Random) -> bytes:
    """A page that draws very much."""
    many = chance.choice((1000, 30_000, 200_000))
    what = chance.choice(
        (
            b"0 0 m 500 500 l S ",
            b"BT /F1 1 Tf 9 9 Td (a b c) Tj ET ",
            b"/Sh sh ",
            b"0 0 500 500 re W n ",
            b"0 0 9 9 re f ",
        )
    )
    shading = b"/Shading << /Sh << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 1 1] /Function 6 0 R /Extend [true true] >> >>"
    function = _stream(b"{ %b }" % (b"dup mul " * 500), b"/FunctionType 4 /Domain [0 1] /Range [0 1]")
    return _simple(content=_packed(what * many + _TEXT), resources=shading, more={6: function})


def _pattern(chance: random.Random) -> bytes:
    step = chance.choice((b"0", b"0.0001", b"1e-30", b"NaN", b"-1"))
    tile = _stream(
        chance.choice((_TEXT, b"/Pattern cs /P scn 0 0 9 9 re f")),
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep %b /YStep %b /Resources << /Pattern << /P 6 0 R >> >>"
        % (step, step),
    )
    return _simple(
        content=_stream(b"/Pattern cs /P scn 0 0 595 842 re f " + _TEXT),
        resources=b"/Pattern << /P 6 0 R >>",
        more={6: tile},
    )


def _labels(chance: random.Random) -> bytes:
    rule = chance.choice((
        b"0 << /S /r /St 999999999 >>", b"0 << /S /A /St 2000000000 >>", b"0 << /P (%b) >>" % (b"x" * (1 << 20)), b"-5 << /S /D >>", b"99999 << /S /D >>",
        b"0 6 0 R", b"0 << /S /D /St -1 >>", b"0 << /S /R /St 1e9 >>", b"(a) (b)", b"0 << /S /D /P <d800> >>",
    ))  # fmt: skip
    return _simple(
        catalog=b"/PageLabels << %b >>" % chance.choice((b"/Nums [%b]" % rule, b"/Kids [6 0 R]")),
        more={6: b"<< /Kids [6 0 R] /Nums [%b] >>" % rule},
    )


def _titles(chance: random.Random) -> bytes:
    title = chance.choice(
        (
            b"(%b)" % (b"Title " * 200_000),
            b"<feffd800>",
            b"<" + b"00" * 1000 + b">",
            b"6 0 R",
            b"(\\000\\033[2J)",
            b"[1 2]",
        )
    )
    return _simple(more={6: b"<< /Title %b /Author 6 0 R >>" % title}, trailer=b"/Info 6 0 R")


def _tables(chance: random.Random) -> bytes:
    """Tables of objects, and streams of them, that are wrong or point at themselves."""
    whole = _simple()
    start = whole.rindex(b"startxref")
    wrong = chance.choice((b"0", b"9", b"999999999999", b"-1", str(whole.index(b"xref")).encode()))
    prev = whole.replace(b"/Root", b"/Prev %d /XRefStm %b /Root" % (whole.index(b"xref\n0"), wrong))
    entries = _packed(
        bytes(chance.randrange(256) for _ in range(70)),
        b"/Type /XRef /Size %d /W [1 %d 2] /Root 1 0 R" % (chance.choice((9, 2**31)), chance.choice((2, 4, 99))),
    )
    packed = whole[:start] + b"9 0 obj\n" + entries + b"\nendobj\nstartxref\n%d\n%%%%EOF" % start
    objects = _packed(
        b"3 0 9 0 3 99 " + b"<< /Type /Page >>",
        b"/Type /ObjStm /N %d /First %d /Extends 6 0 R"
        % (chance.choice((3, 999_999_999)), chance.choice((6, -1, 9999))),
    )
    return chance.choice(
        (
            prev,
            packed,
            whole[:start] + b"startxref\n" + wrong,
            _simple(more={6: objects}),
            whole.replace(b"0000000", b"9999999"),
        )
    )


_SPOILT: Mapping[str, Callable[[random.Random], bytes]] = {
    "bits flipped": _flipped, "cut": _cut, "hole": _hole, "spliced": _spliced, "objects swapped": _swapped, "references": _renumbered, "numbers": _wrong_numbers,
}  # fmt: skip
_MADE: Mapping[str, Callable[[random.Random], bytes]] = {
    "nested": _nested, "deep page tree": _deep_tree, "lying count": _lying_count, "cyclic page tree": _cyclic_tree, "zip bomb": _bomb, "page size": _size,
    "outline": _outline, "forms": _forms, "font": _font, "active": _active, "encrypted": _encrypted, "image": _image, "endless": _endless,
    "pattern": _pattern, "page labels": _labels, "title": _titles, "object tables": _tables,
}  # fmt: skip

"""Bytes of a text file to text: the encodings that Chinese offices write, and never a guess without sense.

Order: byte order marks, UTF-8, UTF-16 and UTF-32 without a mark, GB18030 (which holds GBK and GB2312), Big5.
UTF-8 proves itself; the others hardly ever fail on wrong bytes, so what they give must read like Chinese:
the commonest characters make up half of any real text, and a twentieth of a wrongly decoded one.
"""

import codecs

from plancmp.model.errors import SourceError
from plancmp.rulepacks.messages import worded
from plancmp.sources.guard.limits import SAMPLE
from plancmp.sources.thresholds import COMMON_SHARE
from plancmp.text.keeping import compiled

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种"
    "事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公"
    "此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西月话合回特"
    "代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活更别打女变四神总何电数"
    "安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指许统区保至队形社便空决治展马科司五基书非则听白却界达光"
    "放强即难且权思王完设式色路记南品住告类求据程北边该交规万取格望术领共确传师观清今切院让识带导争运划县省残疾障服目标"
    "项程城乡镇村险补贴康复就业六七八九〇坚持健完善加推落实牵责任单位附件通知"
    "這個們來為國說時會對於過後種經現動還進樣開從實軍無與長機學東業兩間問點關當發應戰頭體見產將內門話員論處義條氣題變"
    "電數報結務計場規劃縣殘標項設鄉鎮險貼復職總長區權麼給間類達補聯單據責導強難認運爭資質險層術際廣稱"
)
_CONTROLS = compiled("[\x01-\x08\x0e-\x1f\x7f]")


def decode(data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding; raises `SourceError` for bytes that are no text.

    >>> decode("一、总体要求".encode("gbk"))
    ('一、总体要求', 'gb18030')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding)
    if b"\0" in data:
        return _decode_wide(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_national(data, error)
    return _checked(text), "utf-8"


def _decode_marked(data: bytes, encoding: str) -> tuple[str, str]:
    """Decode what stands behind a byte order mark."""
    try:
        return _checked(data.decode(encoding)), encoding
    except UnicodeDecodeError as error:
        raise _undecodable(data, error, encoding.upper(), f"开头标明是 {encoding.upper()}，但") from None


def _decode_wide(data: bytes) -> tuple[str, str]:
    """Decode bytes with zeros in them: UTF-16 or UTF-32 without a mark, or no text at all."""
    for encoding in ("utf-32-le", "utf-32-be", *_by_zeros(data)):
        text = _try(data, encoding)
        if text is not None and "\0" not in text and _reads_well(text):
            return _checked(text), encoding
    raise _binary(data.count(0), data.index(0), ("空字节", "zero bytes"))


def _by_zeros(data: bytes) -> tuple[str, str]:
    """The byte orders of UTF-16, the likelier first: the zeros of ASCII stand in the high bytes."""
    little = data[1::2].count(0) >= data[0::2].count(0)
    return ("utf-16-le", "utf-16-be") if little else ("utf-16-be", "utf-16-le")


def _decode_national(data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    """Decode bytes that are not UTF-8; `error` says where UTF-8 ended."""
    mainland, taiwan = _try(data, "gb18030"), _try(data, "cp950")
    if mainland is not None and _reads_well(mainland) and not _clearly_better(taiwan, mainland):
        return _checked(mainland), "gb18030"
    if taiwan is not None and _common_share(taiwan) >= COMMON_SHARE:
        return _checked(taiwan), "big5"
    for encoding in ("utf-16-le", "utf-16-be"):
        wide = _try(data, encoding)
        if wide is not None and _common_share(wide) >= COMMON_SHARE:
            return _checked(wide), encoding
    raise _undecodable(data, _furthest(data, error), "UTF-8、GB18030、Big5")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _furthest(data: bytes, error: UnicodeDecodeError) -> UnicodeDecodeError:
    """The error of the encoding that came furthest: it names the byte that is really wrong."""
    try:
        data.decode("gb18030")
    except UnicodeDecodeError as other:
        return max(error, other, key=lambda found: found.start)
    return error


def _common_share(text: str) -> float:
    """Share of the commonest characters among the Chinese ones; other letters count as Chinese and rare."""
    letters = [character for character in text[:SAMPLE] if character > "\x7f" and character.isalpha()]
    common = sum(character in _COMMON for character in letters)
    return common / len(letters) if letters else 0.0


def _reads_well(text: str) -> bool:
    """Whether a decoding makes sense: Chinese in common characters, or little else than ASCII."""
    letters = [character for character in text[:SAMPLE] if character > "\x7f"]
    if not letters:
        return True
    if len(letters) < 12:  # too few for shares: the characters and marks of GB2312 and nothing rarer
        chosen = all(_in_gb2312(character) for character in letters)
        return chosen and (len(letters) < 6 or _common_share(text) > 0)
    return _common_share(text) >= COMMON_SHARE / 2


def _in_gb2312(character: str) -> bool:
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def _clearly_better(other: str | None, text: str) -> bool:
    return other is not None and _common_share(other) > _common_share(text) + 0.2


def _checked(text: str) -> str:
    """The text, unless control characters show that it is none."""
    if "\0" in text:
        raise _binary(text.count("\0"), text.index("\0"), ("空字节", "zero bytes"))
    controls = _CONTROLS.findall(text)
    if len(controls) * 50 > len(text):
        raise _binary(len(controls), text.index(controls[0]), ("控制字符", "control characters"))
    return text


def _binary(count: int, at: int, what: tuple[str, str]) -> SourceError:
    return SourceError(*worded("not-text", count=count, what=what, place=at + 1))


def _undecodable(data: bytes, error: UnicodeDecodeError, names: str, lead: str = "") -> SourceError:
    line = data.count(b"\n", 0, error.start) + 1
    byte = f"0x{data[error.start]:02X}"
    return SourceError(
        *worded(
            "no-encoding",
            lead=lead,
            line=line,
            byte_at=error.start + 1,
            byte=byte,
            names=names.split("、"),
        )
    )

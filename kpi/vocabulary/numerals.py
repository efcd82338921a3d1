"""Chinese and Arabic numerals, alone or mixed: 一百二十, 伍仟, 1,234.5, 1.2万, 3万4000, 二○二○."""

from __future__ import annotations

from decimal import Decimal

from kpi.vocabulary.patterns import lazy

_SAME = {
    "０１２３４５６７８９": "0123456789",
    "〇○壹贰貳叁肆伍陆陸柒捌玖幺": "零零一二二三四五六六七八九一",
    "拾佰仟萬億": "十百千万亿",
    "兩俩倆": "两两两",
    "．，點負－−–—": ".,点负----",
}
_TABLE: dict[int, str] = {
    ord(written): meant for row, plain in _SAME.items() for written, meant in zip(row, plain, strict=True)
}
_TABLE |= {ord("廿"): "二十", ord("卅"): "三十"} | dict.fromkeys(map(ord, " \t\r\n\u3000\u00a0"), "")

_DIGIT = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_ASCII = str.maketrans("零一二三四五六七八九", "0123456789")
_SMALL = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}

_ARABIC = lazy(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+")
_SCIENTIFIC = lazy(r"([0-9]+(?:\.[0-9]+)?)[eE]([+-]?[0-9]{1,2})")
_DECIMAL_AND_MAGNITUDE = lazy(r"([0-9,]+\.[0-9]+|半)([十百千万亿兆]+)")
_DIGIT_ROW = lazy(r"[零一二三四五六七八九]+")
_FRACTION = lazy(r"([0-9]+|[零一二三四五六七八九]+)([十百千万亿兆]*)")
_TOKEN = lazy(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+|[零一二两三四五六七八九十百千万亿兆]")
_LONGEST_COEFFICIENT = 30  # digits; longer rows of digits in front of 万 or 亿 are identifiers, not amounts


def parse_numeral(text: str) -> Decimal | None:
    """The number that the whole of `text` writes, or None where it writes none.

    Full-width, formal (伍仟), traditional (兩萬) and mixed (1千零1) spellings, spoken ellipsis
    (一百二 is 120, 13万2 is 132000) and rows of digits (一二一二) are read; spaces do not count.

    >>> parse_numeral("1.2万"), parse_numeral("两千两百二十五"), parse_numeral("3万4000"), parse_numeral("成")
    (Decimal('12000'), Decimal('2225'), Decimal('34000'), None)
    """
    plain = normalise(text)
    negative = plain[:1] in ("-", "负")
    value = _unsigned(plain[1:] if negative else plain)
    return -value if negative and value is not None else value


def normalise(text: str) -> str:
    """`text` in plain ASCII digits and simplified, informal numerals, without spaces."""
    return text.translate(_TABLE)


def magnitude(text: str) -> int:
    """The factor that a row of magnitudes stands for: 万亿 is 10¹², nothing at all is 1.

    >>> magnitude("千万"), magnitude("")
    (10000000, 1)
    """
    return (_compound("一" + text) or 0) if text else 1


def tidy(value: Decimal) -> Decimal:
    """`value` without a useless fraction: 1640000000 for 1640000000.0."""
    if value.is_finite() and value.adjusted() < 60:
        whole = int(value)
        if value == whole:
            return Decimal(whole)
    return value


def _unsigned(plain: str) -> Decimal | None:
    if _ARABIC.fullmatch(plain):
        return Decimal(plain.replace(",", ""))
    if _DIGIT_ROW.fullmatch(plain):
        return Decimal(plain.translate(_ASCII))
    if plain == "半":
        return Decimal("0.5")
    whole, point, fraction = plain.partition("点")
    if point:
        return _with_fraction(whole, fraction)
    if decimal := _DECIMAL_AND_MAGNITUDE.fullmatch(plain):
        return _scaled(decimal[1].replace(",", "").replace("半", "0.5"), decimal[2])
    if scientific := _SCIENTIFIC.fullmatch(plain):
        return tidy(Decimal(f"{scientific[1]}E{int(scientific[2])}"))
    total = _compound(plain)
    return None if total is None else Decimal(total)


def _with_fraction(whole: str, fraction: str) -> Decimal | None:
    """一百二十点五, 三点五万: the digits behind 点, and a magnitude behind those."""
    parts = _FRACTION.fullmatch(fraction)
    base = _unsigned(whole) if whole else None
    if parts is None or base is None or base != base.to_integral_value():
        return None
    return _scaled(f"{base:f}.{parts[1].translate(_ASCII)}", parts[2])


def _scaled(digits: str, magnitudes: str) -> Decimal | None:
    factor = magnitude(magnitudes)
    if not factor or (magnitudes and len(digits) > _LONGEST_COEFFICIENT):
        return None
    value = Decimal(digits)
    return tidy(value * factor) if magnitudes else value


def _compound(plain: str) -> int | None:
    """A numeral of digits and magnitudes, read once from left to right."""
    parts: list[tuple[int, int]] = []  # (unit, value) of the finished 兆, 亿 and 万 sections, units falling
    section, lowest, digit, written = 0, 10**4, -1, ""
    last = 0  # the unit right before, for 一百二; 0 where a digit or 零 stands between
    at = 0
    for token in _TOKEN.finditer(plain):
        if token.start() != at:
            return None
        at = token.end()
        sign = token[0]
        if sign in _SMALL:
            unit = _SMALL[sign]
            if unit >= lowest:
                return None
            section, lowest, digit, last = section + (1 if digit < 0 else digit) * unit, unit, -1, unit
        elif sign in _BIG:
            unit = _BIG[sign]
            if not _close_section(parts, section + max(digit, 0), unit):
                return None
            section, lowest, digit, last = 0, 10**4, -1, unit
        elif digit >= 0 or len(sign) > _LONGEST_COEFFICIENT:
            return None
        elif sign == "零":
            last = 0
        else:
            written = sign
            digit = _DIGIT[sign] if sign in _DIGIT else int(sign.replace(",", ""))
    if at != len(plain) or not plain:
        return None
    return _sum_up(parts, section, digit, len(written) == 1, last, lowest)


def _close_section(parts: list[tuple[int, int]], amount: int, unit: int) -> bool:
    """Multiply what stands below `unit` by it; False where the order of the units is no numeral's."""
    if amount == 0 and parts and parts[-1][0] <= unit:  # the 亿 of 万亿, the second 万 of 万万
        amount = parts.pop()[1]
    while parts and parts[-1][0] < unit:
        amount += parts.pop()[1]
    if amount == 0 or amount >= 10**24 or (parts and parts[-1][0] <= unit):
        return False
    parts.append((unit, amount * unit))
    return True


def _sum_up(parts: list[tuple[int, int]], section: int, digit: int, single: bool, last: int, lowest: int) -> int | None:
    total = sum(value for _, value in parts) + section
    if digit < 0:
        return total if total else None
    if last >= 100 and single:
        return total + digit * last // 10
    limit = lowest if section else parts[-1][0] if parts else None
    return None if limit is not None and digit >= limit else total + digit

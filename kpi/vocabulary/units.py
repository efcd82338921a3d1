"""The table of units: what each measures, its base, and conversion within one dimension.

Currencies have bases of their own and are never converted into each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kpi.vocabulary.patterns import lazy


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written: what it measures, its base, how many of the base it is.

    `not_before` are characters or words that, following it, make it part of another word
    (家 of 家庭, 起 of 起来).
    """

    name: str
    dimension: str
    base: str
    factor: Decimal = Decimal(1)
    not_before: str = ""


MAGNITUDES: dict[str, int] = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "亿": 10**8,
    "千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "千": 10**3, "百": 10**2,
}  # fmt: skip

# Per line: dimension, base, how many of the base, and the names of the unit; a name is followed by
# the words it must not be read in front of (元|旦 is a unit, but not in 元旦).
_TABLE = """
money 元 1 元|旦|宵|素|件|器|月|朝|级 块钱
money 美元 1 美元 美金 美刀
money 欧元 1 欧元
money 港元 1 港元 港币
money 日元 1 日元 日圆
money 英镑 1 英镑
money 新台币 1 新台币 台币 新台币元
money 韩元 1 韩元
money 澳元 1 澳元
money 加元 1 加元
money 瑞士法郎 1 瑞士法郎
money 卢布 1 卢布
money 泰铢 1 泰铢
money 卢比 1 卢比
money 奈拉 1 奈拉
money 新加坡元 1 新加坡元 新元
money 澳门元 1 澳门元
people 人 1 人|头|民|均|大常|大代|大会|工智|工干|社|事局|寿|文|居环 个人|头|所得|信息|账|消费|贷|信用|独资|用户
people 人 1 人次 名|单|录|称|牌|列|为|优 位|于|居|列|置|数 人口
count 个 1 个|人所|性|体|税 家|庭|乡|长|具|电|居|园|禽 户|籍|口|均|外|型 项 件|套 宗|旨|教
count 个 1 起|来|步|点|草|诉|到|了|重|伏|航|降|源 处|于|理|在|置|罚|级|长
count 条 1 条|例|款|件|约|文
count 所 1 所|有|得|以|在|属|谓|示|需|占|长
count 座 1 座|谈|落
count 栋 1 栋 幢
count 间 1 间|接|隔|的
count 套 1 套
count 台 1 台|山|湾|州|风|账|前|儿|资|商|胞|企|阶 台套 台（套） 台(套)
count 辆 1 辆
count 辆次 1 辆次
count 架 1 架|构|设
count 架次 1 架次
count 艘 1 艘
count 艘次 1 艘次
count 列 1 列|入|为|全|出|车|席|支
count 头 1 头
count 只 1 只|有|要|能|是|争|为
count 羽 1 羽
count 匹 1 匹|配
count 尾 1 尾|矿|气|水
count 株 1 株|洲 棵
count 枚 1 枚
count 张 1 张|家|村|某|贴|店|江|掖
count 份 1 份|额
count 笔 1 笔|记|试
count 篇 1 篇
count 部 1 部|门|分|队|署|委|长|级|位|件|省|以
count 册 1 册
count 支 1 支|持|出|付|撑|部|农|线|援|队伍建
count 场 1 场|地|所|馆|站|景 场次
count 次 1 次|年|日|于|数|月|高|要|全|会|产|贷|生 批次 班次 频次
count 批 1 批|准|复|发|评|次
count 种 1 种|植|养|子|业|粮|苗|质
count 类 1 类|型|别
count 款 1 款|项|待
count 例 1 例|如|行|会
count 口 1 口|径|岸|碑|粮 眼|镜|科|前
count 根 1 根|据|本|治|源
count 颗 1 颗 粒
count 块 1 块
count 片 1 片|区|面
count 门 1 门|峡|槛|类|口|诊|户|市|店|前
count 组 1 组|织|成|建|团|长|合|装
count 层 1 层|次|面|级
count 标箱 1 标箱 标准箱 TEU
count 对 1 对|外|比|接|应|全|所|此|各|于|口|标|照|策|象|我|该|其|一|上|下|内|等|企|重
count 只 2 双|创|招|向|方|边|重|高|休|倍|百|拥|碳|减|随|流|线|层|面|月|十|一|管|控
count 个 12 打|工|造|击|开|通|响|破|赢|好|下|出|算|印|卡|车|扫|假|非|拐|黑|基|牢|包|捞
count 床 1 床|位 张床位
rate % 1 %
rate % 0.1 ‰
rate % 10 成|不|立|为|功|员|果|本|效|就|都|年|品|分|长|套|林|熟|交|绩|型|人 折|叠|线|页|射|腾|旧|合
points 个百分点 1 个百分点 百分点
points 个百分点 0.1 个千分点 千分点
points 个百分点 0.01 个基点 基点 BP bp
times 倍 1 倍|增计|增行|增工|增企|增效|加|速|受|数|特|率
area 平方米 1 平方米 平米 平方 ㎡ m² m2
area 平方米 1000000 平方公里 平方千米 km² km2
area 平方米 10000 公顷 hm²
area 平方米 666.666666666667 亩|均|产
area 平方米 0.0001 平方厘米
volume 立方米 1 立方米 立方 m³ m3 方|案|面|式|向|法|便|位|针|能|可|米
volume 立方米 0.001 升|级|至|到|高|学|格|值|规 公升
volume 立方米 0.000001 毫升 mL ml
volume 立方米 0.158987294928 桶
volume 标准立方米 1 标准立方米 标方
mass 吨 1 吨 t
mass 吨 0.001 公斤 千克 kg KG
mass 吨 0.0005 斤 市斤
mass 吨 0.00005 两
mass 吨 0.000001 克|服|难|旗|拉 g
mass 吨 0.000000001 毫克 mg
mass 吨 0.000000000001 微克
coal 吨标准煤 1 吨标准煤 吨标煤
density 微克/立方米 1 微克/立方米 μg/m³ ug/m3 微克每立方米
density 微克/立方米 1000 毫克/立方米
length 米 1 米|兰|字|粉|面 公尺 m
length 米 1000 公里 千米 km KM
length 米 0.01 厘米 公分 cm CM
length 米 0.001 毫米 mm
length 米 0.000001 微米 μm
length 米 0.000000001 纳米 nm
length 米 500 华里
length 米 1852 海里
speed 公里/小时 1 公里/小时 千米/小时 千米每小时 公里每小时 km/h
speed 公里/小时 3.6 米/秒 米每秒 m/s
traffic 吨公里 1 吨公里
passengers 人公里 1 人公里
power 千瓦 1 千瓦 kW KW kw
power 千瓦 0.001 瓦|斯 W
power 千瓦 1000 兆瓦 MW
power 千瓦 1000000 吉瓦 GW
power 千瓦 0.735 马力
capacity 千伏安 1 千伏安 kVA KVA
capacity 千伏安 1000 兆伏安 MVA
voltage 千伏 1 千伏 kV KV
voltage 千伏 0.001 伏|天
energy 千瓦时 1 千瓦时 千瓦小时 kWh KWh kwh 度电
energy 千瓦时 1000 兆瓦时 MWh
energy 千瓦时 1000000 吉瓦时 GWh
energy 千瓦时 0.000277777777777778 千焦 kJ
energy 千瓦时 0.000000277777777778 焦|作|点|急|化|炭|裕 焦耳
energy 千瓦时 0.00116279069767442 千卡 大卡
energy 千瓦时 0.00000116279069767442 卡路里
temperature ℃ 1 ℃ 摄氏度
angle 度 1 度|假|量|过 °
data 字节 1 字节
data 字节 1024 千字节 KB
data 字节 1048576 兆字节 MB
data 字节 1073741824 吉字节 GB
data 字节 1099511627776 太字节 TB
data 字节 1125899906842624 PB
bits 比特 1 比特|币
bits 比特 1000 千比特
bits 比特 1000000 兆比特
frequency 赫兹 1 赫兹 Hz
frequency 赫兹 1000 千赫 千赫兹 kHz
frequency 赫兹 1000000 兆赫 兆赫兹 MHz
frequency 赫兹 1000000000 吉赫 GHz
years 年 1 年
months 个月 1 个月 个多月
months 个月 3 个季度
days 天 1 天|然|津|河|府|宫|猫|元 个工作日 工作日 个自然日
days 天 7 个星期 星期|一|二|三|四|五|六|日
hours 小时 1 小时 个小时 学时 课时
hours 小时 0.0166666666666667 分钟
hours 小时 0.000277777777777778 秒|杀
age 岁 1 岁|末|月 周岁
"""

_SAME_WRITING = str.maketrans(
    {"％": "%", "﹪": "%", "萬": "万", "億": "亿", "個": "个", "圓": "元", "圆": "元", "（": "(", "）": ")",
     "噸": "吨", "畝": "亩", "戶": "户", "項": "项", "點": "点", "頃": "顷", "餘": "余", "張": "张", "隻": "只", "條": "条",
     "輛": "辆", "間": "间", "處": "处", "歐": "欧", "幣": "币", "鎊": "镑", "臺": "台", "韓": "韩", "時": "时", "歲": "岁"}
)  # fmt: skip
_SPACES = lazy(r"\s+")


def _read_table() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for line in _TABLE.strip().splitlines():
        dimension_name, base, factor, *names = line.split()
        for entry in names:
            name, *not_before = entry.split("|")
            units[name] = Unit(name, dimension_name, base, Decimal(factor), "|".join(not_before))
    return units


UNITS: dict[str, Unit] = _read_table()


def normalise_unit(text: str) -> str:
    """`text` as the table writes units: without spaces, in simplified characters, with a plain %."""
    return _SPACES.sub("", text.translate(_SAME_WRITING))


@lru_cache(maxsize=4096)
def _find(text: str) -> tuple[Unit, int] | None:
    """The unit that `text` writes and the magnitude in front of it: 万平方米 is (平方米, 10⁴)."""
    name = normalise_unit(text)
    if name in UNITS:
        return UNITS[name], 1
    for prefix, factor in MAGNITUDES.items():
        if name.startswith(prefix) and name[len(prefix) :] in UNITS:
            return UNITS[name[len(prefix) :]], factor
    return None


def dimension(unit: str) -> str:
    """What `unit` measures: money, people, count, rate, points, times, area, …; empty where unknown.

    >>> dimension("万平方米"), dimension("亿元"), dimension("")
    ('area', 'money', '')
    """
    found = _find(unit)
    return found[0].dimension if found else ""


def to_base(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """`value` in the base of `unit`; an unknown unit is its own base.

    >>> to_base(Decimal("16.4"), "亿元"), to_base(Decimal(3), "家")
    ((Decimal('1640000000.0'), '元'), (Decimal('3'), '个'))
    """
    found = _find(unit)
    if found is None:
        for prefix, factor in MAGNITUDES.items():
            if unit == prefix:
                return value * factor, ""
        return value, normalise_unit(unit)
    known, factor = found
    return value * factor * known.factor, known.base


def convert(value: Decimal, from_unit: str, to_unit: str) -> Decimal | None:
    """`value` of `from_unit` in `to_unit`; None between different bases (亿元 and 亿美元, 家 and 人).

    >>> convert(Decimal("1.2"), "亿元", "万元"), convert(Decimal(1), "亿元", "亿美元")
    (Decimal('12000'), None)
    """
    number, base = to_base(value, from_unit)
    one, other = to_base(Decimal(1), to_unit)
    if base != other or not one:
        return None
    quotient = number / one
    return Decimal(int(quotient)) if abs(quotient) < 10**26 and quotient == int(quotient) else quotient


def names_longest_first(units: Iterable[Unit]) -> list[Unit]:
    """Units in the order in which a pattern must try them."""
    return sorted(units, key=lambda unit: (-len(unit.name), unit.name))

"""Sentences made to vary: base statements, and words that stand in none of the program's lists.

Made up for the tests of what must change nothing in a reading and what must take it away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import cycle, islice

from kpi.building.pipeline import Extractor
from kpi.language.words import common_words, further_names, word_classes
from kpi.vocabulary.model import Document, Observation

ZONE = "九江经济技术开发区"
HEAD = f"{ZONE}2023年经济运行情况\n2024年1月18日\n2023年，{ZONE}经济运行总体平稳，主要指标好于预期。\n"

# name, its indicator, unit of a level
NAMES = (
    ("固定资产投资", "fixed_asset_investment", "亿元"),
    ("一般公共预算收入", "fiscal_revenue", "亿元"),
    ("规上工业总产值", "industrial_output", "亿元"),
    ("社会消费品零售总额", "retail_sales", "亿元"),
    ("进出口总额", "trade_total", "亿美元"),
    ("工业投资", "industrial_investment", "亿元"),
    ("地区生产总值", "gdp", "亿元"),
    ("规上工业增加值", "industrial_value_added", "亿元"),
    ("实际利用外资", "fdi_utilized", "亿美元"),
    ("规上工业利润总额", "industrial_profit", "亿元"),
)

# what makes a part of a whole: trades, owners, places of origin, sorts of goods
NOUNS = tuple(
    "磁材 藤编 玻纤 缫丝 茶机 渔具 锂电 铝箔 竹木 泵阀 纱锭 坯布 卤水 菌菇 蓝宝石片 光模块 碳陶 气凝胶 阻燃剂 匹克球 预制菜 氢燃料 固态电池"
    " 民营企业 台资厂 侨资 央企 外埠商户 专精特新户 链主 头部车企 个转企 夫妻店 网红店 首店 夜市 非遗坊 云仓 冷库群 充电桩 换电站 算力 储能柜"
    " 飞地 飞地园 北片 西片区 老厂区 二号地块 沿江带 三期厂房 镇街 村企 侨乡 边民 林区 湖区 智造谷 数智港 药谷 车谷 光谷北 氢谷 芯片湾".split()
)

# what goes before a noun and narrows it by itself
ATTRIBUTES = tuple(
    "民营 国有 私营 大型 中型 小型 小微 高端 新型 重型 轻型 外来 新兴 涉农 涉外 个体 集体 合资 独资 高新".split()
)

# what people do to a sum: verbs of the press, most of them newly made
VERBS = tuple(
    "揽获 归集 入袋 攒下 缴入 汇入 砸下 垒至 冲上 挺进 奔向 抵近 触及 拉到 做大到 站稳 稳超 净收 实收 实缴 征缴 收缴 缴库 清缴 落账 到手 入账 进账"
    " 斩获 摘得 揽入 尽揽 收得 聚起 集聚 撬动 盘活 释放 贡献出 产出 创下 创出 刷新至 飙至 飙升至 攀至 蹿至 跃至 跃上 蹿升至 冲抵 直抵 直逼 直冲 首破"
    " 再破 稳破 险破 喜破 冲关 破关 闯过 迈过 迈入 跨入 挤进 杀入 锁住 保住 守住 稳住 托住 兜住 扛起 挑起 撑起 筑起 堆起 码起 铺开 铺下 投下 掷下"
    " 押下 注入 灌入 倾注 敲下 谈下 拍下 揽回 抱回 捧回 领回 拉来 引入 纳入 计入 记入 录入 报出 交出 答出 跑出 拼出 抢出 挣出 挣得 挣来 赚得 结转 汇算".split()
)

PRAISE = ("再创新高", "成绩喜人", "交出亮眼答卷", "实现开门红", "势头强劲", "稳中有进")


@dataclass(frozen=True, slots=True)
class Base:
    """A statement of a fact: `text` with the name marked `{name}` and the number `{number}`."""

    text: str
    name: str
    indicator: str
    number: str
    value: Decimal
    measure: str

    @property
    def sentence(self) -> str:
        return self.text.format(name=self.name, number=self.number)


FORMS = (
    ("全年{name}完成{number}。", "level"),
    ("2023年，全区{name}达到{number}，发展后劲不断增强。", "level"),
    ("全年{name}同比增长{number}。", "growth"),
    ("2023年全区{name}增长{number}，高于预期。", "growth"),
)


def bases() -> list[Base]:
    """Forty statements: ten names in four forms, each with a number of its own."""
    made = []
    for row, (name, indicator, unit) in enumerate(NAMES):
        for column, (form, measure) in enumerate(FORMS):
            value = Decimal(f"{row + 3}.{column + 1}7") * (10 if measure == "level" else 1)
            number = f"{value}{unit if measure == 'level' else '%'}"
            made.append(Base(form, name, indicator, number, value, measure))
    return made


def unlisted(words: tuple[str, ...], classes_only: bool = False) -> list[str]:
    """Those of the words that stand in no list: in no closed class or name, and unless told so not in the common words."""
    names = {name for entry in further_names().values() for name in (*entry.names, *entry.weak)}
    known = {*word_classes(), *names}
    return [word for word in words if word not in known and (classes_only or word not in common_words())]


def read(extractor: Extractor, sentence: str, head: str = HEAD) -> tuple[list[Observation], list[Observation]]:
    """The facts of a sentence on a page of the zone, and the readings that wait for a person."""
    extraction = extractor.extract(Document("page", "page.txt", f"{head}{sentence}\n", ""))
    return list(extraction.observations), list(extraction.readings)


# how a sentence speaks of a part of a whole, with the part's number behind it; `{whole}` is the whole's own number
PARTS = (
    "全年{name}中{noun}完成{number}。",
    "全年{name}里{noun}达到{number}。",
    "全年{name}{noun}{number}。",
    "全年{name}{noun}完成{number}。",
    "全年{name}中的{noun}部分为{number}。",
    "全年{name}完成{whole}，其中{noun}{number}。",
    "全年{name}完成{whole}，其中{noun}实现{number}。",
    "全年{name}完成{whole}，{noun}完成{number}。",
    "全年{name}完成{whole}，{noun}、配套环节共{number}。",
    "在全区{name}中，{noun}贡献{number}。",
    "全年{noun}{name}达到{number}。",
    "2023年，全区{noun}完成{name}{number}。",
    "全年{name}增长15.4%，其中{noun}增长{rate}。",
    "全年{name}完成{whole}，同比增长15.4%，{noun}增长{rate}。",
    "2023年全区{name}{noun}同比增长{rate}。",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence on a part of a whole: the number of the part is nobody's in the map."""

    sentence: str
    value: Decimal


def parts(nouns: list[str], count: int = 300) -> Iterator[Part]:
    """Sentences on parts: every name with every form, the nouns taken in turn."""
    turn = cycle(nouns)
    pairs = [(name, unit, form) for name, _, unit in NAMES for form in PARTS]
    for at, (name, unit, form) in enumerate(islice(cycle(pairs), count)):
        value = Decimal(f"{at % 7 + 2}.{at % 9 + 1}3")
        said = {"whole": f"{value * 9}{unit}", "number": f"{value}{unit}", "rate": f"{value}%"}
        yield Part(form.format(name=name, noun=next(turn), **said), value)

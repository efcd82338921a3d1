"""What the language of Chinese indicator statements is made of, as tables with reasons.

Each word class tells the reader of a sentence what a word does between an indicator and a
number. Longer words win over shorter ones, so 增长到 is no 增长.
"""

from __future__ import annotations

# class -> (words, why they matter)
WORD_CLASSES: dict[str, tuple[str, str]] = {
    "rise": (
        "增长 增加 提高 提升 上升 上涨 增幅 增速 增长率 递增 增 升 同比增速 增速为 增幅为 增幅达 增速达 增长率达到 增长率为 增长幅度 扩大",
        "a % after it is a growth rate; an amount after it is an increment and no level",
    ),
    "fall": ("下降 降低 减少 回落 下滑 负增长 降幅 缩减 收窄 减 降", "as a rise, with the sign turned"),
    "flat": ("持平 基本持平", "no growth, stated without a number"),
    "double": (
        "翻一番 翻了一番 翻番 翻近一番 近翻番 翻了近一番 翻两番 翻了两番",
        "growth of 100 %, or of 300 % for 翻两番",
    ),
    "to": (
        "增长到 增加到 提高到 提升到 上升到 增至 升至 提高至 提升至 增加至 扩大到 扩大至 达到 达 突破 超过 跃升至 攀升至 "
        "降至 下降到 降到 减少到 降低到 降低至 下降至 回落至 保持在 稳定在 控制在 维持在 控制 总数达 总数达到 跃上 迈上 站上 跨越",
        "what follows is a level even after a verb of growth",
    ),
    "reach": (
        "完成 实现 为 是 有 拥有 共有 达成 取得 合计 总计 共 共计 累计 累计达 累计达到 约为 仅 计 实有 现有 建成 认定 实现了 完成了 "
        "获批 培育 新培育 引进 签约 签订 开展 帮扶 转移 备案 入库 吸纳 安置 总额 总额达 总数 总量 数量 数 额 人员 人数 岗位 保有量 存量 规模 总值 指标",
        "joins an indicator with its level",
    ),
    "versus": (
        "同比 比上年 较上年 比去年 较去年 与上年 与去年 同期 环比 比上年同期 较上年同期 比去年同期 较去年同期 按可比价格计算 按可比价计算 按不变价格计算 "
        "可比价 可比口径 按可比口径 同口径 同口径对比 剔除 剔除不可比因素 剔除不可比因素后 不可比因素 名义 下同 自然口径 可比 比上年末 较上年末 上年 去年 年均 比年初 较年初 名义增长",
        "names the base of a growth rate; says nothing of the subject",
    ),
    "dist": ("分别", "the numbers that follow belong to the listed subjects in their order"),
    "each": ("均 都 皆", "the one number that follows belongs to every subject listed"),
    "part": ("其中 其中：", "what follows is a part of what stood before, unless it names an indicator of its own"),
    "share": ("占 比重 占比 份额 占到 贡献率 覆盖率 普及率 所占", "the number is a share of something"),
    "rank": ("居全 居第 居于 位居 位列 排名 列全 列第 排全 排第 名列 位次 第一方阵", "the number is a place in a list"),
    "above": ("高于 低于 快于 高出 慢于 高 低 快", "compares with another area; points after it are a gap"),
    "mean": (
        "平均 平均水平 平均值 亩均 户均 地均 日均 月均",
        "the number is an average of others, or one of many parts",
    ),
    "difference": (
        "短收 超收 少收 多收 缺口 净减 增亏 减亏 超预算 超计划 超目标 多出 相差 差距 差额 少 多 差",
        "the distance from another number, and no level",
    ),
    "loss": ("亏损 亏损额 净亏损", "profit with the sign turned"),
    "added": ("新增 净增 新认定 新培育 新入库 新引进 新增加", "behind a name: what came in, and not all there are"),
    "gone": (
        "退库 注销 停产 停工 关停 关闭 淘汰 退出 清退 摘牌 取消 撤销 入选 获评 获奖 中有 当中有 里有 参加 参与 参展",
        "behind a name: some of those named, that left or were chosen",
    ),
    "aim": (
        "目标 任务 目标任务 任务目标 目标数 任务数 计划数 预算数 目标值 预期值 预算 年初预算 年度预算",
        "right before a number: what was aimed at, and not what was reached",
    ),
    "completion": (
        "完成率 完成年度目标 完成年度计划 完成全年目标 完成全年任务 完成年初预算 完成预算 为预算 为年初预算 为调整预算 为年度预算 为全年预算 为年度计划 为全年计划 为年度目标 为全年目标 为年度任务 为全年任务 为计划 为目标 占年度计划 占年计划 "
        "完成目标 完成计划 完成年度任务 完成年度目标任务 达到年度目标 占预算 投资完成率",
        "a % after it is the share of the plan that was reached, no level and no growth",
    ),
    "single": (
        "达产后 投产后 建成后 达产 年产 该项目 全部建成 建成达产 每年 届时 届时将 满产 可新增 人均产值",
        "one project's money, or what a plant will bring one day",
    ),
    "firm": ("公司 集团 有限 厂区 有限责任", "one firm's figure, to the end of the clause"),
    "light": (
        "的 了 已 也 又 再 仍 在 将 均 约 近 仅 首次 首 再次 继续 预计 初步核算 初步统计 快报 统计 经 核算 全区 全县 全市 全州 全省 全国 我区 我县 我市 "
        "全社会 全口径 新区 我省 力争 确保 争取 计划 预期 要 年度 全年 年内 当年 本年 顺利 成功 圆满 稳步 全面 全区上下 "
        "超额 左右 以上 以内 上下 水平 方面 指标 总体 基本 稳定 保持 一举 历史性 大关 可 能 有望 按 口径 计算 数据 显示 据 年末 年底 末 期末 "
        "全部 总 共 各 各类 工作 累计 实际 增速 增幅 实绩 开展 组织 发放 帮助 促进 扎实 深入 持续 大力 着力 达成 以 使 至 到 从 由 "
        "其 当前 截至 截止 止 底 同时 分别 达 并 较好 完成了 实现了 及 合计 新 另 另外 此外",
        "says nothing of the subject: adverbs, auxiliaries, the own area, time words",
    ),
    "event": (
        "本次 此次 这次 这批 该批 本批 首批 第二批 第一批 第三批 第四批",
        "the number is that of one event, not of the zone's period",
    ),
    "forecast": (
        "推进 抓好 加快 实施 推动 谋划 突出 紧盯 狠抓",
        "an imperative: with a target later in the sentence it aims as well",
    ),
}

# one word that lists several: the alias is looked up again with each replacement in its place
SPLITS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("城镇居民和农村", ("城镇", "农村")),
    ("城镇和农村", ("城镇", "农村")),
    ("城镇、农村", ("城镇", "农村")),
    ("城乡", ("城镇", "农村")),
    ("进出口", ("进口", "出口")),
)

# words right before a cue that turn it into a word of the market: 超预期, 稳预期
EXPECTED_BY_OTHERS = ("超", "稳", "市场", "社会", "不及", "好于", "高于", "低于", "不低于", "不少于", "符合", "心理")

# verbs of what is done for, to or with some of those named behind them, who are never all there are
SERVED = (
    r"(?:帮助|帮扶|走访|服务(?!业)|组织|推动|引导|指导|支持|扶持|奖励|表彰|惠及|覆盖|助力|推荐|选派|邀请|协调|动员|督促|辅导|培训"
    r"|约谈|慰问|调研|检查|抽查|监测|遴选|评选|包联|对接|减免|兑现|淘汰|注销|关停|关闭|取缔|清退|退库|退出|摘牌|取消|撤销|整治|处置"
    r"|(?:^|[，,。；;：:、])(?:为|对|向|给|替))[^，,。；;：:、\d有达共]{0,6}$"
)
# a count of firms in front of their name is all of them only behind these words
ALL_THERE_ARE = (
    r"(?:有|达到?|共|总计|合计|突破|超过|增至|增加到|建成|新增|净增|认定|培育|引进|全[区县市])[^，,。；;：:、\d]{0,3}$"
)
# what a verb behind a name chooses or loses: 3家高新技术企业入选
CHOSEN = r"(?:入选|获评|获奖|获得|获批|停产|停工|停业|退库|注销|关停|参加|参与|参展|通过|实施|开展|完成)"

# an area that sets its own aims, of which the report's is a part: 国家提出今年GDP增长5%
SET_BY_OTHERS = (
    r"(?:国家|国务院|中央|全国(?:两会|人大)?|省委|省政府|省里|全省|市委|市政府|市里|全市)[^，。；,;\d]{0,4}?"
    r"(?:提出|确定|明确|设定|定下)(?:了|的|今年|全年|年度|\d{4}年|预期|目标|为|是)*$"
)

# what is left when the indicator named behind these words is taken out
TAKEN_OUT = ("剔除", "扣除", "不含", "不包括", "不包含", "除去", "刨除", "剔除了", "扣除了")

# a name behind these letters is of one head, household, acre, day or month, unless its own first letters say so
PER_ONE = r"[人地户亩日月周企]均(?:实现|完成|缴纳|创造|的|年|创)?$"

# trade or money to or from one country: 对美出口
WITH_ONE = r"(?:^|[，,。；;：:、])(?:对|向|自)(?!标|照|外|上|主|营|身|20)[㐀-鿿“”\"]{1,8}$"

# completing a plan, or the distance from it, is a fact about the past: 计划, 任务, 目标 in here are no cue for a target
PLAN_FULFILLED = r"(?:低于|高于|超过|超出|快于|慢于|好于|优于|不及|未达|达到了?|高出)(?:了|全年|年度|年初|全市|上级|下达|既定|确定|的|预期|计划|增长)*(?:预期目标|目标任务|年度目标|工作目标|目标|任务|计划|预期)|[比较距](?:离|全年|年度|年初|全市|上级|下达|既定|确定|的|预期|计划|增长)*(?:目标|任务|计划|预期)[^，。；,;]{0,14}?个?百分点|(?:超额|圆满|全面|提前|顺利|较好|如期|基本)[^，。；,;]{0,8}(?:计划|任务|目标)|完成[^，。；,;\d]{0,10}(?:计划|任务|目标)(?!投资|完成)"


def words() -> dict[str, str]:
    """Each word of the tables with its class; where a word stands in two, the first class wins."""
    table: dict[str, str] = {}
    for name, (listed, _) in WORD_CLASSES.items():
        for word in listed.split():
            table.setdefault(word, name)
    return table

"""The page's words in Chinese and English, and how it writes numbers, units, periods and dates."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kpi.config import Config
from kpi.model import Cues, Period

LANGUAGES = {"zh": "中文", "en": "English"}

ZH = {
    # the product and its pages
    "product": "开发区指标",
    "overview": "总览",
    "trends": "趋势",
    "targets": "目标",
    "data": "数据",
    "sources": "来源",
    "indicator_map": "指标映射",
    # the head of every page
    "reports_count": "{count} 份报告",
    "observations_count": "{count} 条观测",
    "disputed_count": "{count} 处有分歧",
    "built_at": "建于 {time}",
    "stale": "报告或指标映射在这次建库之后有改动，页面显示的是改动前的结果。",
    "rebuild": "重新建库",
    "building": "正在读取报告并建库…",
    # filters
    "zone": "开发区",
    "zones_all": "全部开发区",
    "group": "指标组",
    "groups_all": "全部指标组",
    "indicator": "指标",
    "indicators_all": "全部指标",
    "kind": "类别",
    "years": "年份",
    "shown_of": "显示 {shown} / {total} 条观测",
    "reset_filters": "清除筛选",
    # vocabulary
    "kind.actual": "实际",
    "kind.estimate": "预计",
    "kind.target": "目标",
    "measure": "度量",
    "measure.level": "数值",
    "measure.growth": "同比增速",
    "measure.growth_gap": "增速差",
    "measure.share": "占比",
    "measure.completion": "完成年度计划",
    "verdict.met": "已完成",
    "verdict.missed": "未完成",
    "verdict.ahead": "快于进度",
    "verdict.behind": "慢于进度",
    "verdict.pending": "待报告",
    "verdict.no_target": "未设目标",
    "verdict.cannot_tell": "无法判断",
    "status.single": "单一来源",
    "status.agreed": "来源一致",
    "status.disputed": "有分歧",
    "scope": "范围",
    "scope.none": "全部",
    "period": "时期",
    "year": "年份",
    "value": "数值",
    "unit": "单位",
    "comparator": "限定",
    "quote": "原文",
    "doc": "报告",
    "published": "发布日期",
    "status": "状态",
    "basis": "依据",
    "flags": "标记",
    "start": "起",
    "end": "止",
    "source_count": "来源数",
    "rule": "取值规则",
    "rule.latest_published": "取最新发布的",
    "rule.most_precise": "取最精确的",
    "rule.whole_over_rounded": "取未取整的",
    "rule.most_sources": "取来源最多的",
    "rule.first_read": "取最先读到的",
    "undated": "日期不详",
    # overview
    "change_stated": "同比",
    "change_computed": "较上年，按两年数值算得",
    "by_year": "逐年 {first}–{last}",
    "see_source": "看来源",
    "scopes_more": "另有 {count} 个范围",
    "sources_n": "{count} 个来源",
    "chip_target": "{year} 年目标 {target}",
    "more_cards": "其余 {count} 项指标",
    "target_progress": "目标进度",
    "all_targets": "全部目标",
    "coverage": "覆盖",
    "coverage_note": "● 全年实际　◐ 年内部分时期或数年合计　○ 预计　◇ 目标；数字是取值的个数，— 是没有报告。",
    "coverage_alt": "各开发区各年份的观测个数",
    "no_targets_here": "所选范围内没有目标。",
    # trends
    "choose_indicator": "指标",
    "form": "图形",
    "form.line": "折线",
    "form.bar": "柱形",
    "chart": "图",
    "table": "表",
    "origin": "来源",
    "source_line": "来源：{sources}",
    "unit_line": "单位：{unit}",
    "one_point": "只有一个时期的数据；有第二个时期后会连成线。",
    "scopes_shown": "同一指标按范围分开统计，一并列出，不相加、不平均：",
    "legend": "● 实际　○┄ 预计　细线跨过没有数据的年份　■ 年内部分时期或数年合计，不连线　◇ 目标　┃ 各来源从最低到最高",
    "notes_relative": "只有文字或相对说法的目标",
    "chart_alt": "{indicator}，{zones}，{years}",
    "click_hint": "点图上的标记或表中的一行，打开它的原文。",
    # targets
    "target": "目标",
    "target_value": "目标值",
    "target_for": "目标时期",
    "actual": "实际",
    "share": "完成率",
    "difference": "差额",
    "pace": "应达进度",
    "verdict": "判定",
    "arithmetic": "算式",
    "reason": "理由",
    "previous": "上年实际",
    "statements": "其他说法",
    "statements_n": "{count} 种说法",
    "two_statements": "{count} 种说法：{values}",
    "bullet_alt": "各目标的完成率",
    "bullet_note": "细线是目标（100 %），虚线是按时间应达到的进度，圆点是上年实际。",
    "number_free_targets": "没有数字的目标",
    "without_target": "有实际而未设目标的指标",
    "derived": "由完成率推得",
    "previous_above": "低于上年实际 {value}",
    "previous_below": "高于上年实际 {value}",
    "all_verdicts": "全部判定",
    # data
    "layout": "排列",
    "layout.long": "长表",
    "layout.wide": "宽表",
    "search": "搜索",
    "search_hint": "原文、指标、报告里的词",
    "columns": "列",
    "download_shown": "下载所示 CSV",
    "rows_shown": "{count} 行",
    "wide_disputed": "≠ 有分歧：各来源数字不同，这里是取用的一个；其余在「趋势」和长表里。",
    "row_hint": "选中一行，打开它的原文。",
    "data_alt": "筛选后的观测",
    # sources
    "report": "报告",
    "fact_of": "第 {place} / {total} 条",
    "previous_fact": "上一条",
    "next_fact": "下一条",
    "facts_here": "这份报告里的事实",
    "zone_ground": "开发区",
    "period_ground": "时期",
    "kind_ground": "类别",
    "alias": "命中的词",
    "pattern": "命中的句式",
    "place": "位置",
    "place_value": "第 {start}–{end} 个字符",
    "show_remarks": "标出带数字而未收录的句子",
    "remarks_here": "带数字而未收录（{count}）",
    "report_line": "{zone} · {published} · {observations} 条事实 · {characters} 字",
    "report_alt": "报告全文，事实已标出",
    "same_cell": "同一格的其他说法",
    "chosen": "取用",
    "not_chosen": "未取用",
    "no_facts": "这份报告里没有读出事实。",
    "shortcut_hint": "Alt+←、Alt+→ 前后翻；点正文里的标记也可以。",
    # the indicator map
    "map_intro": "改动会先在已载入的报告上试一遍，保存之前不影响任何结果。",
    "map_editor": "config.yaml",
    "map_ok": "没有错误",
    "map_errors": "{count} 处错误",
    "map_line": "第 {line} 行",
    "map_expected": "应为",
    "map_unchanged": "与保存的文件相同。",
    "map_preview": "这次改动会带来什么",
    "map_added": "新增",
    "map_gone": "消失",
    "map_changed": "改变",
    "map_no_effect": "已载入的报告读出的观测不变。",
    "map_timing": "试读 {read} / {total} 份报告，用时 {seconds} 秒。",
    "map_sampled": "报告较多，只试读了其中 {read} 份；保存后会全部重读。",
    "map_save": "保存并重新建库",
    "map_discard": "放弃改动",
    "map_saved": "已保存并建库：观测 {before} → {after} 条。",
    "map_saved_unbuilt": "已保存，但建库没有成功：",
    "map_conflict": "没有保存：你打开之后，别人保存了更新的版本。",
    "map_conflict_mend": "下面是两个版本的差别。载入新版本会放下你的改动；保留你的文本，则再次保存时会替换新版本。",
    "map_take_theirs": "载入新版本",
    "map_keep_mine": "保留我的文本",
    "map_fix_first": "先改正错误，再试读和保存。",
    "before_after": "改变前 → 改变后",
    # codes of the store, in words
    "reason.not_reported": "尚无报告",
    "reason.later_report": "没有同期的实际，但已有 {detail} 的",
    "reason.part_not_cumulative": "只有 {detail} 的，不是从一月起累计",
    "reason.scope_differs": "实际的范围是「{detail}」",
    "reason.scopes_differ": "报告的是别的范围：{detail}",
    "reason.currency_differs": "实际以 {detail} 计",
    "reason.words": "没有数字：{detail}",
    "reason.actual_is_bound": "实际只说了 {detail}，够不到判断",
    "reason.no_direction": "说不清高好还是低好",
    "reason.level_unknown": "只说了完成率，没有数值",
    "reason.stock": "期末存量，不按进度折算",
    "reason.rate": "比率，不按进度折算",
    "reason.estimate": "实际是预计数",
    "reason.range": "目标是一个区间",
    "reason.about": "目标是约数",
    "reason.disputed_target": "目标有分歧",
    "reason.disputed_actual": "实际有分歧",
    "reason.target_also": "另说目标 {detail}",
    "reason.actual_also": "另说实际 {detail}",
    "reason.depends_on_source": "换一个来源，判定会不同",
    "reason.same_sentence": "取与实际同一句里的目标",
    "basis.stated": "原文写明",
    "basis.short_name": "由简称认出",
    "basis.section": "承上文",
    "basis.assumed": "推定",
    "basis.default": "未见目标或预计的字样",
    "basis.another_area": "别的地区",
    "remark.unread": "没有认出是什么的数",
    "remark.no_indicator": "没有对应的指标",
    "remark.single_project": "单个项目或企业",
    "remark.single_event": "一次活动",
    "remark.share": "占另一个数的比重",
    "remark.sum_of_several": "几个指标的合计",
    "remark.part_of_group": "其中一部分",
    "remark.another_subject": "说的是别的对象",
    "remark.another_area": "别的地区",
    "remark.increment": "只是增量",
    "remark.gap": "与别处的差距",
    "remark.points": "百分点",
    "remark.times": "倍数",
    "remark.two_readings": "有两种读法",
    "remark.second_reading": "同一个数的另一种读法",
    "remark.unit_mismatch": "单位与指标不符",
    "remark.no_zone": "不知属于哪个开发区",
    "remark.no_period": "不知属于哪个时期",
    "remark.blocked": "有排除词",
    "basis.topic": "由上文的地区",
    "basis.table": "表中写明",
    "basis.heading": "由小标题",
    "basis.title": "由标题",
    "basis.place": "由文中出现最多的地名",
    "remark.single_firm": "单个企业",
    "remark.completion": "计划完成的比例",
    "remark.rank": "名次",
    "remark.base_value": "变化的起点",
    "remark.per_unit": "单位面积等的平均",
    "flag.relative": "相对目标，没有数字",
    "flag.delegated": "上级下达的目标，没有数字",
    "disputes": "有分歧",
    "disputes_none": "各来源没有分歧。",
    "flag.assumed_year": "年份是推定的",
    "flag.unknown_zone": "配置中没有的开发区",
    "chosen_by": "{period}{scope}有 {count} 种说法：{values}。取 {chosen}，因为它{rule}。",
    "chosen_first": "{period}{scope}有 {count} 种说法：{values}。取 {chosen}。",
    "because.latest_published": "发布得最晚",
    "because.most_precise": "最精确",
    "because.whole_over_rounded": "没有取整",
    "because.most_sources": "来源最多",
    "because.first_read": "最先读到",
    # states
    "no_config": "找不到或读不懂配置文件，页面没有可显示的内容。",
    "no_config_mend": "照下面的提示改正 {path}，再刷新本页。",
    "no_build": "还没有建库。",
    "no_build_mend": "点「重新建库」，或在命令行运行 kpi build。",
    "no_reports": "报告文件夹里没有读到报告。",
    "no_reports_mend": "把报告（txt、md）放进 {folders}，再重新建库。",
    "no_observations": "{count} 份报告里没有读出任何观测。",
    "no_observations_mend": "在「指标映射」里检查开发区和指标的写法，再重新建库。",
    "no_match": "没有符合筛选条件的内容。",
    "no_match_mend": "放宽左侧的筛选，或清除全部筛选。",
    "unknown_in_link": "链接里的{what}在现有数据中没有，页面没有按它显示。",
    "unknown_item": "{what}「{value}」",
    "unknown_in_link_mend": "请核对链接，或在本页另选。",
    "the_fact": "事实",
    "failed": "这一页没能显示出来。",
    "failed_mend": "刷新本页再试；若仍不行，请把服务器日志的最后几行交给维护者。",
}

EN = {
    "product": "Development-zone indicators",
    "overview": "Overview",
    "trends": "Trends",
    "targets": "Targets",
    "data": "Data",
    "sources": "Sources",
    "indicator_map": "Indicator map",
    "reports_count": "{count} reports",
    "observations_count": "{count} observations",
    "disputed_count": "{count} disputed",
    "built_at": "built {time}",
    "stale": "Reports or the indicator map changed after this build; the page shows what was there before.",
    "rebuild": "Rebuild",
    "building": "Reading the reports and building…",
    "zone": "Zone",
    "zones_all": "All zones",
    "group": "Group",
    "groups_all": "All groups",
    "indicator": "Indicator",
    "indicators_all": "All indicators",
    "kind": "Kind",
    "years": "Years",
    "shown_of": "{shown} of {total} observations",
    "reset_filters": "Clear filters",
    "kind.actual": "Actual",
    "kind.estimate": "Estimate",
    "kind.target": "Target",
    "measure": "Measure",
    "measure.level": "Level",
    "measure.growth": "Growth",
    "measure.growth_gap": "Growth gap",
    "measure.share": "Share",
    "measure.completion": "Plan completion",
    "verdict.met": "met",
    "verdict.missed": "missed",
    "verdict.ahead": "ahead of pace",
    "verdict.behind": "behind pace",
    "verdict.pending": "not reported yet",
    "verdict.no_target": "no target",
    "verdict.cannot_tell": "cannot tell",
    "status.single": "one source",
    "status.agreed": "sources agree",
    "status.disputed": "disputed",
    "scope": "Scope",
    "scope.none": "all",
    "period": "Period",
    "year": "Year",
    "value": "Value",
    "unit": "Unit",
    "comparator": "Modifier",
    "quote": "Quote",
    "doc": "Report",
    "published": "Published",
    "status": "Status",
    "basis": "Basis",
    "flags": "Flags",
    "start": "From",
    "end": "To",
    "source_count": "Sources",
    "rule": "Rule that chose",
    "rule.latest_published": "latest published",
    "rule.most_precise": "most precise",
    "rule.whole_over_rounded": "unrounded over rounded",
    "rule.most_sources": "most sources",
    "rule.first_read": "first read",
    "undated": "undated",
    "change_stated": "on last year",
    "change_computed": "on last year, computed from the two levels",
    "by_year": "By year, {first}–{last}",
    "see_source": "See source",
    "scopes_more": "other scopes: {count}",
    "sources_n": "{count} sources",
    "chip_target": "{year} target {target}",
    "more_cards": "{count} more indicators",
    "target_progress": "Target progress",
    "all_targets": "All targets",
    "coverage": "Coverage",
    "coverage_note": "● whole-year actual　◐ part of a year or several years　"
    "○ estimate　◇ target; numbers count values, — no report.",
    "coverage_alt": "Number of values by zone and year",
    "no_targets_here": "There are no targets in this selection.",
    "choose_indicator": "Indicator",
    "form": "Form",
    "form.line": "Lines",
    "form.bar": "Bars",
    "chart": "Chart",
    "table": "Table",
    "origin": "Sources",
    "source_line": "Source: {sources}",
    "unit_line": "Unit: {unit}",
    "one_point": "One period only; a second one will make it a line.",
    "scopes_shown": "Scopes of one indicator are kept apart and shown together, never added or averaged: ",
    "legend": "● actual　○┄ estimate　thin line: across years without data　"
    "■ part of a year or several years, not joined　"
    "◇ target　┃ lowest to highest source",
    "notes_relative": "Targets told in words only",
    "chart_alt": "{indicator}, {zones}, {years}",
    "click_hint": "Click a mark or choose a row to open the sentence it comes from.",
    "target": "Target",
    "target_value": "Aimed at",
    "target_for": "Set for",
    "actual": "Actual",
    "share": "Achieved",
    "difference": "Difference",
    "pace": "Pace",
    "verdict": "Verdict",
    "arithmetic": "Arithmetic",
    "reason": "Reason",
    "previous": "Year before",
    "statements": "Also stated",
    "statements_n": "{count} statements",
    "two_statements": "{count} statements: {values}",
    "bullet_alt": "Share of each target achieved",
    "bullet_note": "Solid line: the target (100 %). Dashed line: pace by now. Dot: the year before.",
    "number_free_targets": "Targets without a number",
    "without_target": "Indicators reported without a target",
    "derived": "derived from a completion rate",
    "previous_above": "below the year before, {value}",
    "previous_below": "above the year before, {value}",
    "all_verdicts": "All verdicts",
    "layout": "Layout",
    "layout.long": "Long",
    "layout.wide": "Wide",
    "search": "Search",
    "search_hint": "words of the quote, indicator or report",
    "columns": "Columns",
    "download_shown": "Download shown as CSV",
    "rows_shown": "{count} rows",
    "wide_disputed": "≠ disputed: sources differ, this is the chosen value; others are in Trends and the long table.",
    "row_hint": "Choose a row to open the sentence it comes from.",
    "data_alt": "Filtered observations",
    "report": "Report",
    "fact_of": "{place} of {total}",
    "previous_fact": "Previous",
    "next_fact": "Next",
    "facts_here": "Facts in this report",
    "zone_ground": "Zone",
    "period_ground": "Period",
    "kind_ground": "Kind",
    "alias": "Matched word",
    "pattern": "Matched pattern",
    "place": "Place",
    "place_value": "characters {start}–{end}",
    "show_remarks": "Mark what carried a number and became nothing",
    "remarks_here": "Numbers not taken ({count})",
    "report_line": "{zone} · {published} · {observations} facts · {characters} characters",
    "report_alt": "The report in full, its facts marked",
    "same_cell": "Other statements of the same value",
    "chosen": "chosen",
    "not_chosen": "not chosen",
    "no_facts": "No fact was read from this report.",
    "shortcut_hint": "Alt+← and Alt+→ step through; a marked passage can be clicked.",
    "map_intro": "An edit is tried on the loaded reports first; nothing changes until it is saved.",
    "map_editor": "config.yaml",
    "map_ok": "No errors",
    "map_errors": "{count} errors",
    "map_line": "Line {line}",
    "map_expected": "expected",
    "map_unchanged": "Same as the saved file.",
    "map_preview": "What this edit would do",
    "map_added": "Added",
    "map_gone": "Gone",
    "map_changed": "Changed",
    "map_no_effect": "The loaded reports yield the same observations.",
    "map_timing": "Tried on {read} of {total} reports in {seconds} s.",
    "map_sampled": "There are many reports, so only {read} were tried; saving reads them all.",
    "map_save": "Save and rebuild",
    "map_discard": "Discard edit",
    "map_saved": "Saved and rebuilt: {before} → {after} observations.",
    "map_saved_unbuilt": "Saved, but the build failed:",
    "map_conflict": "Not saved: somebody saved a newer version after you opened this page.",
    "map_conflict_mend": "Below is how the two versions differ. Load the newer one and drop your edit, or keep "
    "your text and save again to replace the newer version.",
    "map_take_theirs": "Load the newer version",
    "map_keep_mine": "Keep my text",
    "map_fix_first": "Mend the errors first; then the edit can be tried and saved.",
    "before_after": "before → after",
    # codes of the store, in words
    "reason.not_reported": "not reported yet",
    "reason.later_report": "nothing for the same period, though {detail} was reported",
    "reason.part_not_cumulative": "only {detail} is known, which does not count from January",
    "reason.scope_differs": "the actual is of scope “{detail}”",
    "reason.scopes_differ": "reported for other scopes: {detail}",
    "reason.currency_differs": "reported in {detail}",
    "reason.words": "no number: {detail}",
    "reason.actual_is_bound": "the actual says only {detail}, which leaves it open",
    "reason.no_direction": "it is not said whether more or less is better",
    "reason.level_unknown": "only a completion rate was stated, no level",
    "reason.stock": "stock at a date, held against the target without pace",
    "reason.rate": "a rate, held against the target without pace",
    "reason.estimate": "the actual is an estimate",
    "reason.range": "the target is a range",
    "reason.about": "the target is approximate",
    "reason.disputed_target": "target disputed",
    "reason.disputed_actual": "actual disputed",
    "reason.target_also": "target also given as {detail}",
    "reason.actual_also": "actual also given as {detail}",
    "reason.depends_on_source": "with another source the verdict would differ",
    "reason.same_sentence": "the target of the actual’s own sentence is used",
    "basis.stated": "stated",
    "basis.short_name": "by its short name",
    "basis.section": "from the text above it",
    "basis.assumed": "assumed",
    "basis.default": "no word for target or estimate",
    "basis.another_area": "another area",
    "remark.unread": "number of nothing known",
    "remark.no_indicator": "no indicator for it",
    "remark.single_project": "a single project or firm",
    "remark.single_event": "a single event",
    "remark.share": "share of another figure",
    "remark.sum_of_several": "sum of several indicators",
    "remark.part_of_group": "part of a group",
    "remark.another_subject": "speaks of something else",
    "remark.another_area": "another area",
    "remark.increment": "an increment only",
    "remark.gap": "gap to elsewhere",
    "remark.points": "percentage points",
    "remark.times": "a multiple",
    "remark.two_readings": "two readings possible",
    "remark.second_reading": "another reading of the same number",
    "remark.unit_mismatch": "unit does not fit the indicator",
    "remark.no_zone": "no zone found",
    "remark.no_period": "no period found",
    "remark.blocked": "a forbidding word",
    "basis.topic": "the area spoken of before",
    "basis.table": "stated in the table",
    "basis.heading": "from the heading",
    "basis.title": "from the title",
    "basis.place": "the place named most",
    "remark.single_firm": "a single firm",
    "remark.completion": "share of the plan completed",
    "remark.rank": "a rank",
    "remark.base_value": "where a change began",
    "remark.per_unit": "an average per area or head",
    "flag.relative": "relative target, no number",
    "flag.delegated": "target set from above, no number",
    "disputes": "Disputed",
    "disputes_none": "No sources disagree.",
    "flag.assumed_year": "the year is assumed",
    "flag.unknown_zone": "a zone that is not in the config",
    "chosen_by": "{period}{scope}, {count} statements: {values}. {chosen} was chosen as the {rule}.",
    "chosen_first": "{period}{scope}, {count} statements: {values}. {chosen} was chosen.",
    "because.latest_published": "latest published",
    "because.most_precise": "most precise",
    "because.whole_over_rounded": "unrounded one",
    "because.most_sources": "one with most sources",
    "because.first_read": "first read",
    "no_config": "The configuration file is missing or cannot be read, so there is nothing to show.",
    "no_config_mend": "Mend {path} as told below, then reload this page.",
    "no_build": "Nothing has been built yet.",
    "no_build_mend": "Press Rebuild, or run kpi build on the command line.",
    "no_reports": "No report was found in the report folders.",
    "no_reports_mend": "Put reports (txt, md) into {folders}, then rebuild.",
    "no_observations": "No observation was read from {count} reports.",
    "no_observations_mend": "Check the names of zones and indicators in the indicator map, then rebuild.",
    "no_match": "Nothing matches the filters.",
    "no_match_mend": "Widen the filters at the left, or clear them all.",
    "unknown_in_link": "The link asks for what the data do not have ({what}), so that was left out.",
    "unknown_item": "{what}: {value}",
    "unknown_in_link_mend": "Check the link, or choose anew on this page.",
    "the_fact": "Fact",
    "failed": "This page could not be shown.",
    "failed_mend": "Reload it; if that does not help, give the last lines of the server's log to whoever maintains it.",
}

TEXTS = {"zh": ZH, "en": EN}

# The English of the yearbooks: amounts stay in the unit of the source.
UNITS_EN = {
    "亿元": "100 mn yuan",
    "万元": "10,000 yuan",
    "元": "yuan",
    "亿美元": "100 mn US dollars",
    "万美元": "10,000 US dollars",
    "美元": "US dollars",
    "人": "persons",
    "万人": "10,000 persons",
    "人次": "person-times",
    "万人次": "10,000 person-times",
    "个": "items",
    "家": "enterprises",
    "件": "pieces",
    "项": "items",
    "个百分点": "percentage points",
    "%": "%",
}
_IN_BRACKETS = {"亿元", "万元", "亿美元", "万美元", "万人", "万人次"}
_COMPARATORS = {"=": "", ">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< "}
_PARTS_ZH = {"Q1": "一季度", "Q2": "二季度", "Q3": "三季度", "Q4": "四季度", "H2": "7–12月"}
_PARTS_EN = {"Q1": "Q1", "Q2": "Q2", "Q3": "Q3", "Q4": "Q4", "H2": "Jul–Dec"}
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Words:
    """One language of the page, and the config's names in it."""

    language: str
    config: Config

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key`, with `values` filled in."""
        return TEXTS[self.language][key].format(**values)

    def zone(self, name: str) -> str:
        zone = self.config.zones.get(name)
        return zone.en if self.language == "en" and zone is not None and zone.en else name

    def indicator(self, indicator_id: str) -> str:
        indicator = self.config.indicators.get(indicator_id)
        if indicator is None:
            return indicator_id
        return (indicator.en if self.language == "en" else indicator.zh) or indicator_id

    def definition(self, indicator_id: str) -> str:
        indicator = self.config.indicators.get(indicator_id)
        if indicator is None:
            return ""
        return indicator.definition_en if self.language == "en" else indicator.definition_zh

    def group(self, group_id: str) -> str:
        group = self.config.groups.get(group_id)
        if group is None:
            return group_id
        return (group.en if self.language == "en" else group.zh) or group_id

    def group_of(self, indicator_id: str) -> str:
        indicator = self.config.indicators.get(indicator_id)
        return indicator.group if indicator is not None else ""

    def kind(self, kind: str) -> str:
        return self(f"kind.{kind}")

    def measure(self, measure: str) -> str:
        return self(f"measure.{measure}")

    def verdict(self, verdict: str) -> str:
        return self(f"verdict.{verdict}")

    def rule(self, rule: str) -> str:
        return TEXTS[self.language].get(f"rule.{rule}", rule)

    def code(self, family: str, code: str) -> str:
        """A code of the store (`later_report:2024-H1`) in words; a code that is not known stays as it is."""
        name, _, detail = code.partition(":")
        text = TEXTS[self.language].get(f"{family}.{name}")
        if text is None:
            return code
        return text.format(detail=self.period(detail) if name in ("later_report", "part_not_cumulative") else detail)

    def basis(self, basis: str) -> dict[str, str]:
        """How zone, period and kind were found (`zone:stated;period:section`), in words."""
        pairs = (part.partition(":") for part in basis.split(";"))
        return {name: self.code("basis", how) for name, _, how in pairs if how}

    def unit(self, unit: str) -> str:
        return UNITS_EN.get(unit, unit) if self.language == "en" else unit

    def period(self, code: str) -> str:
        return period_name(code, self.language)

    def number(self, value: str, comparator: str = "=", signed: bool = False) -> str:
        """A number as the source gave it, with its modifier and with thousands set apart."""
        text = number_text(value, signed)
        if not text:
            return ""
        about = "约 " if self.language == "zh" else "about "
        return (about if comparator == "~" else _COMPARATORS.get(comparator, "")) + text

    def number_and_unit(self, value: str, unit: str, comparator: str = "=", measure: str = "level") -> tuple[str, str]:
        """For a card: the number with its unit, and a unit too long to stand beside it (`100 mn yuan`), if it is."""
        if self.language == "en" and unit in _IN_BRACKETS:
            return self.number(value, comparator), self.unit(unit)
        return self.quantity(value, unit, comparator, measure), ""

    def modifier(self, comparator: str) -> str:
        """`≥`, `约`, or nothing where the number is exact."""
        if comparator == "~":
            return "约" if self.language == "zh" else "about"
        return _COMPARATORS.get(comparator, "").strip()

    def quantity(self, value: str, unit: str, comparator: str = "=", measure: str = "level") -> str:
        """Number and unit: `206.19 亿元`, `+16.0 %`, `≥ 26 个`; in English `206.19 (100 mn yuan)`."""
        number = self.number(value, comparator, signed=measure in ("growth", "growth_gap"))
        if not number or not unit:
            return number
        name = self.unit(unit)
        return f"{number} ({name})" if self.language == "en" and unit in _IN_BRACKETS else f"{number} {name}"


def nameless(language: str) -> Words:
    """The page's words where no config can be read: codes stand for names."""
    empty = Config(Path(), "", "", (), Path(), {}, {}, {}, Cues(), (), (), "")
    return Words(language, empty)


def number_text(value: str, signed: bool = False) -> str:
    """`value` with thousands set apart, its decimals as they are; what is no number comes back as it is.

    >>> number_text("33430"), number_text("16.0", signed=True), number_text("-2.2")
    ('33,430', '+16.0', '−2.2')
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite():
        return ""
    text = f"{abs(number):,f}"
    sign = "−" if number < 0 else "+" if signed and number > 0 else ""
    return sign + text


def float_text(number: float, decimals: int = 2, signed: bool = False) -> str:
    """A computed number with at most `decimals` decimals and no trailing zeros; empty for NaN.

    >>> float_text(10.2), float_text(0.639, 1), float_text(-34.7, signed=True), float_text(float("nan"))
    ('10.2', '0.6', '−34.7', '')
    """
    if math.isnan(number):
        return ""
    text = f"{round(number, decimals):.{decimals}f}"
    return number_text(re.sub(r"\.?0+$", "", text) if "." in text else text, signed)


def percent_text(share: float) -> str:
    """A share of one as a percentage with one decimal: 0.639 is `63.9 %`; empty for NaN."""
    return "" if math.isnan(share) else f"{share * 100:.1f} %"


def period_name(code: str, language: str) -> str:
    """A period in words.

    >>> period_name("2020-01/06", "zh"), period_name("2020-H1", "en"), period_name("2021/2025", "zh")
    ('2020年1–6月', 'Jan–Jun 2020', '2021–2025年')
    """
    try:
        period = Period.parse(code)
    except ValueError:
        return code
    if period.first_year != period.last_year:
        return f"{period.first_year}–{period.last_year}" + ("年" if language == "zh" else "")
    year, part = period.last_year, period.code.partition("-")[2]
    if language == "zh":
        return f"{year}年" + (_PARTS_ZH.get(part) or _months_zh(period) if part else "")
    return f"{_PARTS_EN.get(part) or _months_en(period)} {year}" if part else str(year)


def part_name(code: str, language: str) -> str:
    """The part of the year alone (`1–6月`), empty for whole years."""
    name = period_name(code, language)
    if "-" not in code:
        return ""
    return name.partition("年")[2] if language == "zh" else name.rpartition(" ")[0]


def _months_zh(period: Period) -> str:
    first, last = period.first_month, period.last_month
    return f"{first}月" if first == last else f"{first}–{last}月"


def _months_en(period: Period) -> str:
    first, last = _MONTHS_EN[period.first_month - 1], _MONTHS_EN[period.last_month - 1]
    return first if first == last else f"{first}–{last}"


def time_name(iso: str, now: datetime | None = None) -> str:
    """When something happened: the time alone today, the date before it on other days."""
    try:
        moment = datetime.fromisoformat(iso).astimezone()
    except ValueError:
        return iso
    today = (now or datetime.now()).astimezone().date()
    return f"{moment:%H:%M}" if moment.date() == today else f"{moment:%Y-%m-%d %H:%M}"

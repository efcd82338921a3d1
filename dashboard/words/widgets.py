"""What Streamlit's own widgets say in English whatever the page speaks, and the same in Chinese."""

from __future__ import annotations

WIDGETS_ZH = {
    # fields and lists
    "Press Enter to apply": "按 Enter 生效",
    "Press Enter to submit form": "按 Enter 提交",
    "No results": "没有符合的",
    "No options to select": "没有可选的",
    "Choose an option": "请选择",
    "Choose options": "请选择",
    "Select all": "全选",
    "Clear all": "全部清除",
    "Clear value": "清除",
    "Open": "打开",
    # tables
    "Search": "搜索",
    "Type to search": "输入要找的字",
    "Previous Result": "上一处",
    "Next Result": "下一处",
    "Close Search": "关闭搜索",
    "Show/hide columns": "显示或隐藏列",
    "Fullscreen": "全屏",
    "Close fullscreen": "退出全屏",
    "Sort ascending": "升序",
    "Sort descending": "降序",
    "Format": "数字格式",
    "Statistics": "统计",
    "Autosize": "自动列宽",
    "Pin column": "固定此列",
    "Unpin column": "取消固定",
    "Hide column": "隐藏此列",
    "Copy column name": "复制列名",
    "Automatic": "自动",
    "Localized": "按地区习惯",
    "Plain": "不分节",
    "Compact": "简写",
    "Dollar": "美元",
    "Euro": "欧元",
    "Yen": "日元",
    "Percent": "百分比",
    "Scientific": "科学记数",
    "Accounting": "会计格式",
    "Duration": "时长",
    "No data": "没有数据",
    "Values": "有值",
    "Empty": "空",
    "Distinct": "不同的值",
    "Average": "平均",
    "Standard deviation": "标准差",
    "Minimum": "最小",
    "Maximum": "最大",
    "Median": "中位数",
    "25th percentile": "下四分位",
    "75th percentile": "上四分位",
    "Sum": "合计",
    "Minimum length": "最短",
    "Maximum length": "最长",
    "Average length": "平均长度",
    # pages of a list, the state of the page
    "Previous page": "上一页",
    "Next page": "下一页",
    "Running...": "正在运行",
    "Stop": "停止",
}
PATTERNS_ZH = {
    r"^Press (⌘|Ctrl)\+Enter to (?:apply|submit form)$": "按 $1+Enter 提交",
    r"^Add: (.+)$": "照这样写：$1",
    r"^Remove (.+)$": "去掉 $1",
    r"^Help for (.+)$": "说明：$1",
    r"^Select (\d+) matches$": "选中这 $1 项",
    r"^You can only select up to (\d+) options?\. Remove an option first\.$": "最多选 $1 项，请先去掉一项。",
    r"^(\d+) of (\d+) results?$": "第 $1 处，共 $2 处",
    r"^(\d+) results?$": "$1 处",
    r"^Page (\d+)$": "第 $1 页",
    # the tools of a table, with what the table is called
    r"^Show/hide columns: (.+)$": "显示或隐藏列：$1",
    r"^Search: (.+)$": "搜索：$1",
    r"^Fullscreen: (.+)$": "全屏：$1",
    r"^Close fullscreen: (.+)$": "退出全屏：$1",
}
"""Regular expressions of JavaScript, and what to put in place; `$1` is what the first bracket holds."""


def words_of_widgets(language: str) -> dict[str, object] | None:
    """What is put in place of the widgets' words; None where they are left as they are."""
    return {"exact": WIDGETS_ZH, "patterns": list(PATTERNS_ZH.items())} if language == "zh" else None

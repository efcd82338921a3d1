"""The results in the words of their reader: names, numbers, periods and codes in Chinese and in English.

What pages and files say alike stands here; what a page says besides stands in `dashboard/words`. Nothing is decided
or looked up here but words.
"""

"""Lines that every masthead knows: the motto, the bases, the ordering word, the place with its day, "V/v"."""

from __future__ import annotations

import re

MOTTO = re.compile(
    r"CỘNG\s*H[ÒO][ÀA]?\s*XÃ\s*HỘI|CHỦ\s*NGHĨA\s*VIỆT\s*NAM|Độc\s*lập\s*[-–—.]?\s*Tự\s*do", re.IGNORECASE
)
BASIS = re.compile(r"^(?:Căn cứ|Theo đề nghị|Xét (?:đề nghị|Tờ trình)|Thực hiện|Sau khi|Trên cơ sở)\b", re.IGNORECASE)
ORDER = re.compile(
    r"^(?:QUYẾT\s*ĐỊNH|QUYẾT\s*NGHỊ|NGHỊ\s*QUYẾT|THÔNG\s*BÁO|CHỈ\s*THỊ|NGHỊ\s*ĐỊNH|BAN\s*HÀNH)\s*:?$", re.IGNORECASE
)
RULE_OFF = re.compile(r"^[\W_]*$")
"""a line that is drawn, not written"""
ABOUT = re.compile(r"^[(“\"]?\s*V/v\.?\s*:?\s*(.*)$", re.IGNORECASE | re.DOTALL)
PLACE_DATE = re.compile(
    r"(?:[^\W\d_][^,\n]{1,40},\s*)?ngày\s*([\d….\s]{0,6}?)\s*tháng\s*([\d….\s]{0,6}?)\s*năm\s*(\d{4})?", re.IGNORECASE
)

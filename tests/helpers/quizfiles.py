"""Files of other quiz programs, written from the descriptions of their formats."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from tests.helpers.images import picture

if TYPE_CHECKING:
    from collections.abc import Sequence

PNG = picture()
SIQ_5 = "http://vladimirkhil.com/siq_5.xsd"
SIQ_4 = "http://vladimirkhil.com/ygpackage3.0.xsd"


def an_archive(entries: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_siq(questions: str, *, version: int = 5, media: dict[str, bytes] | None = None, final: str = "") -> bytes:
    """A package of one round with one theme, and perhaps a final round of these questions."""
    namespace = SIQ_5 if version == 5 else SIQ_4
    if final:
        final = f"""<round name="Last" type="final"><themes><theme name="Trees"><questions>{final}</questions>
</theme></themes></round>"""
    content = f"""<?xml version="1.0" encoding="utf-8"?>
<package name="An evening" version="{version}" language="en-US" xmlns="{namespace}">
<info><authors><author>Somebody</author></authors></info>
<rounds><round name="First"><themes><theme name="Birds"><questions>
{questions}
</questions></theme></themes></round>{final}</rounds></package>"""
    return an_archive({"content.xml": content, **(media or {})})


def a_workbook(rows: Sequence[Sequence[Any]], *, shared: bool = True) -> bytes:
    """A workbook of one sheet: texts as shared strings, as Excel has them, or inline; numbers as numbers."""
    strings: list[str] = []

    def cell(row: int, column: int, value: Any) -> str:
        at = f"{chr(ord('A') + column)}{row}"
        if isinstance(value, int | float):
            return f'<c r="{at}"><v>{value}</v></c>'
        if not shared:
            return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        strings.append(f"<si><t>{escape(value)}</t></si>")
        return f'<c r="{at}" t="s"><v>{len(strings) - 1}</v></c>'

    lines = [
        f'<row r="{number}">' + "".join(cell(number, i, v) for i, v in enumerate(row) if v != "") + "</row>"
        for number, row in enumerate(rows, 1)
        if any(value != "" for value in row)
    ]
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return an_archive(
        {
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
            '<sheet name="Sheet1" sheetId="1" r:id="rId7"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId7" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData>'
            "</worksheet>",
            "xl/sharedStrings.xml": f'<sst xmlns="{main}">{"".join(strings)}</sst>',
        }
    )


KAHOOT_HEAD = [
    "", "Question - max 120 characters", "Answer 1 - max 75 characters", "Answer 2 - max 75 characters",
    "Answer 3 - max 75 characters", "Answer 4 - max 75 characters",
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs", "Correct answer(s) - choose at least one",
]  # fmt: skip


def a_kahoot(*questions: Sequence[Any]) -> list[list[Any]]:
    """The rows of the official template: some lines of title, the headings in row 8, numbers in column A."""
    title: list[list[Any]] = [["", "Quiz template"], *[[""]] * 6]
    return [*title, list(KAHOOT_HEAD), *([number, *each] for number, each in enumerate(questions, 1))]


def a_cqa(questions: list[dict[str, Any]], pictures: dict[int, bytes] | None = None) -> bytes:
    content = json.dumps({"title": "A class", "description": "", "questions": questions}).encode()
    behind = b"".join(
        b"\xc6\xc6\xc6\x00" + str(number).encode() + b"\xc5\xc5\x00" + data for number, data in (pictures or {}).items()
    )
    return gzip.compress(content) + b"\xc7\xc7\xc7\x00" + behind

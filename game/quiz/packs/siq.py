"""SIGame's .siq, versions 4 and 5: a ZIP of content.xml and media. Texts and pictures are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from game.quiz.packs.archive import xml_tree
from game.quiz.packs.arranging import About, Item, arrange
from game.quiz.packs.pictures import Pictures
from game.quiz.packs.plaintext import whole_number, without_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.quiz.pack import Pack
    from game.quiz.packs.archive import Archive, Element
    from game.quiz.packs.report import Report

CONTENT: Final = "content.xml"
_DOUBLES: Final = frozenset({"auction", "stake", "stakeall"})
_SECRETS: Final = frozenset({"cat", "bagcat", "secret", "secretpublicprice", "secretnoquestion"})
_ORDINARY: Final = frozenset({"", "simple", "withbutton", "sponsored", "norisk", "foryourself", "forall"})
_SPOKEN: Final = frozenset({"text", "say", ""})


def is_siq(archive: Archive) -> bool:
    """Whether this archive is such a package."""
    return CONTENT in archive.names


def read_siq(archive: Archive, report: Report) -> Pack:
    """The pack in such an archive. Sounds, videos and scripts are left out with a warning."""
    package = xml_tree(archive.read(CONTENT), report, CONTENT)
    authors = [author.text.strip() for author in package.all("info", "authors", "author")]
    sources = [source.text.strip() for source in package.all("info", "sources", "source")]
    about = About(
        title=package.attributes.get("name", "") or report.file.rsplit(".", 1)[0],
        language=package.attributes.get("language", ""),
        author=", ".join(filter(None, authors)),
        source=", ".join(filter(None, sources)) or report.file,
    )
    report.warn("such packages seldom say whose the questions are: do not pass them on")
    return arrange(_Reader(archive, report).items(package), about, report)


class _Reader:
    """Converts the package's questions to ours."""

    def __init__(self, archive: Archive, report: Report) -> None:
        self._archive = archive
        self._report = report
        self._pictures = Pictures(report)

    def items(self, package: Element) -> Iterator[Item]:
        for number, round_ in enumerate(package.all("rounds", "round"), 1):
            final = round_.attributes.get("type") in {"final", "themeList"}
            for theme in round_.all("themes", "theme"):
                for question in theme.all("questions", "question"):
                    name = without_html(theme.attributes.get("name", ""))
                    place = (str(number), without_html(round_.attributes.get("name", "")), name)
                    item = self._item(question, place, final=final)
                    if item is not None:
                        yield item

    def _item(self, question: Element, place: tuple[str, str, str], *, final: bool) -> Item | None:
        where = f"{CONTENT}, line {question.line}"
        if question.first("script") is not None:
            self._report.warn("a question with a script of its own is left out", where)
            return None
        if _is_pointed_at(question):
            self._report.warn("a question that is answered by pointing at a picture is left out", where)
            return None
        kind = _kind(question)
        if kind in _SECRETS:
            self._report.warn("a question that is given to somebody else is an ordinary one here", where)
        elif kind not in _DOUBLES | _ORDINARY:
            self._report.warn(f"a question of the kind {kind!r:.20} is an ordinary one here", where)
        scenario, params = question.first("scenario"), question.first("params")
        shown = self._from_atoms(scenario, where) if scenario else self._from_params(params, where)
        clue, image, explanation, options = shown
        round_, round_name, category = place
        return Item(
            clue=clue or ("What is this?" if image else ""),
            answers=_answers(question, options),
            choices=tuple(options.values()),
            category=category,
            round=round_,
            round_name=round_name,
            value=None if final else whole_number(question.attributes.get("price", "")),
            explanation=explanation or without_html(question.told("info", "comments")),
            double=kind in _DOUBLES and not final,
            image=image,
            final=final,
            where=where,
        )

    def _from_atoms(self, scenario: Element, where: str) -> tuple[str, str, str, dict[str, str]]:
        """Version 4: atoms before the marker are the clue, atoms after it belong to the answer."""
        clue: list[str] = []
        after: list[str] = []
        texts, image = clue, ""
        for atom in scenario.all("atom"):
            kind, content = atom.attributes.get("type", "").lower(), atom.text.strip()
            if kind == "marker":
                texts = after
            elif kind in _SPOKEN:
                texts.append(without_html(content))
            elif kind == "image" and content.startswith("@"):
                image = image or (self._picture(content[1:], where) if texts is clue else "")
            else:
                self._report.warn(f"its {kind or 'medium'} is left out", where)
        return "\n".join(clue), image, "\n".join(after), {}

    def _from_params(self, params: Element | None, where: str) -> tuple[str, str, str, dict[str, str]]:
        """Version 5: each part of a question is a parameter."""
        named = {each.attributes.get("name", ""): each for each in params.all("param")} if params else {}
        clue, image = self._content(named.get("question"), where)
        explanation, _ = self._content(named.get("answer"), where, pictures=False)
        options = named.get("answerOptions")
        choices = (
            {each.attributes.get("name", ""): self._content(each, where)[0] for each in options.all("param")}
            if options
            else {}
        )
        return clue, image, explanation, choices

    def _content(self, param: Element | None, where: str, *, pictures: bool = True) -> tuple[str, str]:
        if param is None:
            return "", ""
        texts, image = [without_html(param.text)], ""
        for item in param.all("item"):
            kind, content = item.attributes.get("type", "text").lower(), item.text.strip()
            if kind in _SPOKEN:
                texts.append(without_html(content))
            elif kind == "image" and item.attributes.get("isRef", "").lower() == "true":
                image = image or (self._picture(content, where) if pictures else "")
            else:
                self._report.warn(f"its {kind} is left out", where)
        return "\n".join(filter(None, texts)), image

    def _picture(self, name: str, where: str) -> str:
        for path in (f"Images/{name}", f"Images/{quote(name)}", f"Images/{unquote(name)}"):
            if path in self._archive.names:
                return self._pictures.url(self._archive.read(path), where)
        self._report.warn("its picture is not in the archive and is left out", where)
        return ""


def _kind(question: Element) -> str:
    """The question's kind: an attribute in version 5, an element in version 4."""
    element = question.first("type")
    return (element.attributes.get("name", "") if element else question.attributes.get("type", "")).lower()


def _is_pointed_at(question: Element) -> bool:
    types = [
        each.text.strip() for each in question.all("params", "param") if each.attributes.get("name") == "answerType"
    ]
    return "point" in types


def _answers(question: Element, options: dict[str, str]) -> tuple[str, ...]:
    """The right answers. If there are options, the answer is the letter of one."""
    told = [without_html(answer.text) for answer in question.all("right", "answer")]
    return tuple(options.get(answer, answer) for answer in told if answer)

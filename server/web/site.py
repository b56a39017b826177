"""The page's files as they are served: gathered once, compressed once, and named by a hash of their content.

All lie below one path with the hash of everything, so browsers may keep them for ever and never mix two versions.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import msgspec

from server.web.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "wav": "audio/wav",
    "woff2": "font/woff2",
}
# Already compressed, or as good as.
_AS_IT_IS: Final = {"woff2"}
_ASSETS: Final = ("fonts", "icons", "packs", "pictures", "pieces", "sounds")
_NOT_SERVED: Final = {"types.js"}
_HASH_DIGITS: Final = 12


class File(msgspec.Struct, frozen=True):
    """One file, plain and, if that is worth it, compressed."""

    body: bytes
    content_type: str
    gzipped: bytes | None = None


class Site(msgspec.Struct, frozen=True):
    """All files, by their path below the version's."""

    version: str
    files: dict[str, File]
    template: str
    """The HTML of every address, with marks for what differs."""

    def html(self, root: str) -> bytes:
        """The HTML for an address from which `root` leads to the server's root, as a relative URL."""
        return self.template.replace("{root}", root).encode()


@cache
def site() -> Site:
    """The page of this version of Underdog."""
    found = dict(_found())
    digest = hashlib.sha256()
    for path, body in sorted(found.items()):
        digest.update(f"{path}\0{len(body)}\0".encode())
        digest.update(body)
    template = (files("server.web") / "index.html").read_text(encoding="utf-8")
    digest.update(template.encode())
    version = digest.hexdigest()[:_HASH_DIGITS]
    # All modules are asked for at once, not one after the other as they name each other; but those of one game
    # alone, in a folder of its own, only when it is played.
    first = [path for path in sorted(found) if path.endswith(".js") and path.count("/") == 1]
    modules = [f'<link rel="modulepreload" fetchpriority="low" href="{{static}}/{path}">' for path in first]
    html = template.replace("{modules}", "\n    ".join(modules)).replace("{static}", f"static/{version}")
    return Site(version, {path: _file(path, body) for path, body in found.items()}, html)


def _found() -> Iterator[tuple[str, bytes]]:
    web = files("server.web")
    yield from _below(web / "js", "js/")
    yield from _below(web / "css", "css/")
    for folder in _ASSETS:
        yield from _below(files("assets") / folder, f"{folder}/")
    yield "catalogue.json", msgspec.json.encode(catalogue())
    yield "packs.json", msgspec.json.encode(_packs())


def _packs() -> list[dict[str, str]]:
    """The question packs that come with the game, by title."""
    folder = files("assets") / "packs"
    packs = [each for each in folder.iterdir() if each.name.endswith(".json")]
    titled = [{"file": each.name, "title": msgspec.json.decode(each.read_bytes())["title"]} for each in packs]
    return sorted(titled, key=lambda pack: pack["title"])


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _below(each, f"{prefix}{each.name}/")
        elif each.name.rpartition(".")[2] in TYPES and each.name not in _NOT_SERVED:
            yield prefix + each.name, each.read_bytes()


def _file(path: str, body: bytes) -> File:
    kind = path.rpartition(".")[2]
    # The same bytes in every process: no time stamp.
    gzipped = None if kind in _AS_IT_IS else gzip.compress(body, 9, mtime=0)
    return File(body, TYPES[kind], gzipped if gzipped and len(gzipped) < len(body) else None)

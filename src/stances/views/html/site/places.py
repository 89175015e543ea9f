"""The addresses of the site's pages, as paths from its first page.

Each path names a file, because browsers do not open the `index.html` of a folder on disk. Ids
consist of small letters, digits and hyphens, so no two paths differ only by case.
"""

from __future__ import annotations

from urllib.parse import urlencode

HOME = "index.html"
ISSUES, FACTIONS = "issues/index.html", "factions/index.html"
OFFICIALS, SOURCES = "officials/index.html", "sources/index.html"
CONFLICTS, COMPARE = "conflicts/index.html", "compare/index.html"
SEARCH, ABOUT = "search/index.html", "about/index.html"
FEED, SITEMAP, NOT_FOUND = "feed.xml", "sitemap.xml", "404.html"
STYLE, SORTING = "assets/site.css", "assets/site.js"
SEARCHING, COMPARING = "assets/search.js", "assets/compare.js"
COPYING = "assets/copy.js"
SCRIPTS = (SORTING, SEARCHING, COMPARING, COPYING)
CSV, JSON = "downloads/stances.csv", "downloads/stances.json"
SQLITE = "downloads/stances.sqlite"

_TAKEN = frozenset(
    ["index", "letter", "page", "con", "prn", "aux", "nul"]
    + [f"{port}{n}" for port in ("com", "lpt") for n in range(10)]
)
"""Names that other pages of a folder have, or that Windows reserves for devices."""
_LONGEST = 200
"""The most characters of an id that is a file name; systems allow about 250."""


def file_name(id_: str) -> str:
    """Return an id as the name of a file or folder.

    A name that is not the id ends with a hyphen. No id does, so it is never that of another id.
    """
    if len(id_) > _LONGEST:
        from hashlib import sha256  # noqa: PLC0415 - slow to import, and seldom needed

        return f"{id_[:_LONGEST].rstrip('-')}-{sha256(id_.encode()).hexdigest()[:16]}-"
    return f"{id_}-" if id_ in _TAKEN else id_


def issue(id_: str) -> str:
    """Return the path of an issue's page."""
    return f"issues/{file_name(id_)}/index.html"


def faction(id_: str) -> str:
    """Return the path of a faction's page."""
    return f"factions/{file_name(id_)}/index.html"


def official(id_: str) -> str:
    """Return the path of an official's page."""
    return f"officials/{file_name(id_)}/index.html"


def official_in(id_: str, year: str) -> str:
    """Return the path of an official's statements of a year, if one page has no room for all."""
    return f"officials/{file_name(id_)}/year/{year}.html"


def official_roles(id_: str) -> str:
    """Return the path of all roles of an official, if the official's page has no room for them."""
    return f"officials/{file_name(id_)}/roles/index.html"


def official_aliases(id_: str) -> str:
    """Return the path of all other names of an official, if their page has no room for them."""
    return f"officials/{file_name(id_)}/names/index.html"


def officials_by(letter: str) -> str:
    """Return the path of the officials under a letter: an ASCII letter, or `other`."""
    return f"officials/letter/{letter}.html"


def statement(ref: str) -> str:
    """Return the path of a statement's page."""
    official, _, id_ = ref.partition("/")
    return f"officials/{file_name(official)}/{file_name(id_)}.html"


def is_statement(path: str) -> bool:
    """Return whether a path is that of a statement's page."""
    folder, _, name = path.removeprefix("officials/").partition("/")
    is_below = path.startswith("officials/") and folder not in ("letter", "page")
    return is_below and "/" not in name and name.endswith(".html") and name != "index.html"


def source(id_: str) -> str:
    """Return the path of a source's page."""
    return f"sources/{file_name(id_)}/index.html"


def further(path: str, number: int) -> str:
    """Return the path of a page of a long list by its number, such as `sources/ID/page/2.html`.

    If the first page is no index, the others are beside it: `officials/letter/a-2.html`.
    """
    if number == 1:
        return path
    if path.endswith("/index.html"):
        return f"{path.removesuffix('index.html')}page/{number}.html"
    return f"{path.removesuffix('.html')}-{number}.html"


COMPARED = "compare/issues.js"


def compared_block(number: int) -> str:
    """Return the path of the data of some officials, for comparisons."""
    return f"compare/{number}.js"


def compared_names(key: str) -> str:
    """Return the path of the names with a word that begins with `key`; if it is empty, of all."""
    return f"compare/names/{key or 'all'}.js"


def part_of_sitemap(number: int) -> str:
    """Return the path of one of several files of a sitemap."""
    return f"sitemap-{number}.xml"


def search(**wanted: str) -> str:
    """Return the path of the search page, with filters and a query `q`."""
    return f"{SEARCH}?{urlencode(wanted)}" if wanted else SEARCH


def up(path: str) -> str:
    """Return what leads from a page to the folder of the first page, such as `../../`."""
    return "../" * path.count("/")

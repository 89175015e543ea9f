"""The addresses of the site's pages, as paths from its first page.

Each path names a file, because nothing looks for `index.html` in a folder that is opened from disk.
Ids are of small letters, digits and hyphens, so no two paths differ by case alone.
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
"""Names that other pages of a folder have, or that Windows takes for devices."""
_LONGEST = 200
"""The most letters of an id that is the name of a file; systems take some 250."""


def file_name(id_: str) -> str:
    """An id as the name of a file or folder; no id ends with a hyphen, and so none is another's."""
    if len(id_) > _LONGEST:
        from hashlib import sha256  # noqa: PLC0415 - slow to import, and there is hardly any

        return f"{id_[:_LONGEST].rstrip('-')}-{sha256(id_.encode()).hexdigest()[:16]}-"
    return f"{id_}-" if id_ in _TAKEN else id_


def issue(id_: str) -> str:
    """The page of an issue."""
    return f"issues/{file_name(id_)}/index.html"


def faction(id_: str) -> str:
    """The page of a faction."""
    return f"factions/{file_name(id_)}/index.html"


def official(id_: str) -> str:
    """The page of an official."""
    return f"officials/{file_name(id_)}/index.html"


def official_in(id_: str, year: str) -> str:
    """The page of what an official said in a year, where one page has no room for all."""
    return f"officials/{file_name(id_)}/year/{year}.html"


def official_roles(id_: str) -> str:
    """The page of all roles of an official, where that of the official has no room for them."""
    return f"officials/{file_name(id_)}/roles/index.html"


def official_aliases(id_: str) -> str:
    """The page of all other names of an official, where theirs has no room for them."""
    return f"officials/{file_name(id_)}/names/index.html"


def officials_by(letter: str) -> str:
    """The page of the officials whose names begin with a letter, named in ASCII."""
    return f"officials/letter/{letter}.html"


def statement(ref: str) -> str:
    """The page of a statement, wherever else it is listed."""
    official, _, id_ = ref.partition("/")
    return f"officials/{file_name(official)}/{file_name(id_)}.html"


def is_statement(path: str) -> bool:
    """Whether that is the address of a statement."""
    folder, _, name = path.removeprefix("officials/").partition("/")
    is_below = path.startswith("officials/") and folder not in ("letter", "page")
    return is_below and "/" not in name and name.endswith(".html") and name != "index.html"


def source(id_: str) -> str:
    """The page of a source."""
    return f"sources/{file_name(id_)}/index.html"


def further(path: str, number: int) -> str:
    """The second page of a long list, or a later one: `sources/ID/page/2.html`.

    That of a page with a name of its own stands beside it: `officials/letter/a-2.html`.
    """
    if number == 1:
        return path
    if path.endswith("/index.html"):
        return f"{path.removesuffix('index.html')}page/{number}.html"
    return f"{path.removesuffix('.html')}-{number}.html"


COMPARED = "compare/issues.js"


def compared_block(number: int) -> str:
    """The data of some officials, for comparing."""
    return f"compare/{number}.js"


def compared_names(key: str) -> str:
    """The names of officials, all or those with a word that begins so."""
    return f"compare/names/{key or 'all'}.js"


def part_of_sitemap(number: int) -> str:
    """One of several files of a sitemap."""
    return f"sitemap-{number}.xml"


def search(**wanted: str) -> str:
    """The search page with filters, and a query `q`."""
    return f"{SEARCH}?{urlencode(wanted)}" if wanted else SEARCH


def up(path: str) -> str:
    """What leads from a page to the folder of the first page: `../../`."""
    return "../" * path.count("/")

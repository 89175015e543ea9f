from __future__ import annotations

import re
import unicodedata
from ipaddress import AddressValueError, IPv6Address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from cases import every_case
from stances.model.types import Url
from stances.model.web_address import WEB_ADDRESS, is_web_address, names_a_user

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

ADDRESS: TypeAdapter[str] = TypeAdapter(Url)
GOOD = (
    "https://example.org", "http://example.org/", "https://www.example.org/a/b?c=d&e=f#g",
    "https://example.org:8443/a", "https://example.org:1", "https://example.org:65535/",
    "https://example.org?a", "https://example.org#a", "https://e/", "http://localhost:8000/x",
    "https://xn--mgbh0fb.example/", "https://مثال.ایران/صفحه", "https://می‌شود.example/می‌شود",
    "https://bücher.example/ü", "https://😀.example", "https://a_b.blogspot.com/", "https://a.b./",
    "http://192.0.2.1/", "http://[::1]/", "http://[2001:db8::1]:80/a", "http://[::ffff:1.2.3.4]",
    "http://[1:2:3:4:5:6:7:8]/", "http://[::]/", "https://1.example/", "https://4chan.org/",
    "https://e/@user/1", "https://e/a:b@c", "https://e/?q=a@b", "https://e/#a@b", "https://e/a[1]",
    "https://web.archive.org/web/2014/http://example.org/x", f"https://{'a' * 63}.example/",
    "https://e/(a)'\"<b>{c}|^`\\", "https://8.8.8.8.example/", "https://0xg.example", "https://a--b.c/",
)  # fmt: skip
BAD = (
    "", "example.org", "//example.org", "ftp://example.org", "javascript:alert(1)", "HTTPS://e/",
    "data:text/html,x", "https:/e/", "https://", "https:///a", "https://?a", "https://#a", "http://:80",
    "https://user:pw@e/", "https://user@e/", "https://@e/", "https://e@f@g/", "https://:@e/",
    "https://user%40:x@e", "http://[::1", "http://::1]", "http://[]/", "http://[::1]x/", "http://[:::]",
    "http://[::1::2]", "http://[1:2:3:4:5:6:7]", "http://[1:2:3:4:5:6:7:8:9]", "http://[::12345]",
    "http://[::g]/", "http://[::1%25eth0]/", "http://[v1.a]/", "http://[1.2.3.4]", "http://::1/",
    "https://e:/", "https://e:0/", "https://e:65536/", "https://e:99999/", "https://e:x/", "https://e:-1",
    "https://e:80:80/", "https://e:٨٠/", "https://256.1.1.1/", "https://1.2.3/", "https://1/",
    "https://1.2.3.4.5", "https://0x7f.1/", "https://a.0x1/", "https://.e/", "https://a..b/",
    "https://-a.b/", "https://a-.b/", f"https://{'a' * 64}.b/", f"https://{'a.' * 130}b/", "https://.",
    "https://a b/", "https://e/a b", "https://e/\t", "https://e/\n", "https://e\n", " https://e/",
    "https://e/\xa0", "https://e\u3000f/", "https://e/\x00", "https://e/\x1b[31m", "https://e\x7f/",
    "https://e/\x9b", "https://e/\u202e", "https://e\u200b.f/", "https://e\u00ad.f", "https://e/\ufeff",
    "https://e\\@f/", "https://e\\f", "https://e%2ff/", "https://e%00/", "https://e<f>/", 'https://"e"/',
    "https://e^f/", "https://e|f/", "https://{e}/", "https://e,f/", "https://e;f/", "https://e!/",
    "https://a\uff20b/", "https://a\uff0fb/", "https://a\u2100b/", "https://a\uff1a80/", "https://a*b/",
    "https://a$b", "https://a'b/", "https://a(b)/", "https://a+b/", "https://a=b/", "https://a~b/",
)  # fmt: skip


def refusal(text: str) -> dict[str, Any] | None:
    try:
        ADDRESS.validate_python(text)
    except ValidationError as error:
        [found] = error.errors(include_url=False)
        return {"code": found["type"], **found["ctx"]}
    return None


def test_addresses_that_browsers_go_to_are_taken() -> None:
    with every_case() as case:
        for text in GOOD:
            with case(text):
                assert refusal(text) is None


def test_all_else_is_refused_and_told() -> None:
    with every_case() as case:
        for text in BAD:
            with case(text):
                found = refusal(text)
                assert found
                assert found["code"] == "ST212"
                assert found["hint"]


def test_a_password_is_told_and_not_repeated() -> None:
    for text in ("https://user:hunter2@e/", "https://user@e/", "https://a:hunter2@e:80/?x"):
        found = refusal(text)
        assert found
        assert found["message"] == "a user name or a password stands in this address"
        assert "hunter2" not in str(found)


def test_the_pattern_is_one_that_editors_read() -> None:
    """JavaScript has no more than this, and refuses escapes that it does not know."""
    of_python = r"\(\?(?![:!=])|[*+?}]\+|\\[AZbBdDwWU]|\\-|[^\x00-\x7f]"
    assert not re.search(of_python, WEB_ADDRESS)
    with every_case() as case:
        for text in (*GOOD, *BAD):
            with case(text):
                assert bool(re.fullmatch(WEB_ADDRESS, text)) == is_web_address(text)


pieces: SearchStrategy[str] = st.sampled_from(
    [
        *"abz019-_.:/?#[]@%\\ ",
        "::",
        "example.org",
        "a" * 61,
        "ffff",
        "1.2.3.4",
        "e",
        "https://",
        ":80",
        "é",
        "ا",
        "\u200c",
    ]
)
hosts = st.lists(pieces, max_size=12).map("".join)


@given(hosts)
@example("[::1]")
@example("a@b")
def test_what_is_taken_has_the_host_that_python_sees_and_nobody_s_name(host: str) -> None:
    text = f"https://{host}"
    assert is_web_address(text) == bool(re.fullmatch(WEB_ADDRESS, text))
    if not is_web_address(text):
        return
    split = urlsplit(text)
    assert split.username is None
    assert split.password is None
    assert split.hostname
    assert split.port is None or 0 < split.port < 65536
    assert not names_a_user(text)
    assert unicodedata.normalize("NFKC", split.netloc).count("/") == 0


groups = st.sampled_from(["", "0", "1", "ffff", "abcd", "12345", "1.2.3.4", "256.0.0.1", "g"])


@given(st.lists(groups, max_size=10).map(":".join))
@example("1:2:3:4:5:6:7::")
@example("::2:3:4:5:6:7:8")
@example("1::3:4:5:6:7:8")
def test_an_ipv6_address_is_taken_where_python_takes_it(text: str) -> None:
    try:
        is_one = bool(IPv6Address(text))
    except AddressValueError:
        is_one = False
    assert is_web_address(f"http://[{text}]/") == is_one


def test_every_character_that_a_browser_reads_as_a_separator_is_refused_in_a_host() -> None:
    for code in (*range(0x80, 0xD800), *range(0xE000, 0x20000)):
        if set("/?#@:\\%") & {*unicodedata.normalize("NFKC", chr(code))}:
            assert not is_web_address(f"https://a{chr(code)}b/"), hex(code)

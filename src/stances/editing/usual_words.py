"""The most usual words of languages, to recognize the language of a text and its stop words."""

from __future__ import annotations

from collections import Counter
from functools import cache

from stances.evidence.languages import language
from stances.text import fold_words
from stances.transliteration import ascii_words

_WORDS = {
    "ar": "في من على إلى أن هذا هذه التي الذي عن مع لا كان ما بين",
    "de": "der die das und ist nicht mit von ein eine zu wir auf für den dem sich es wird bei dass "
    "werde werden sie er",
    "en": "the of and to in is that for with not we it will be are has have this on they would",
    "es": "el los las que de y en no un una del por con para es se lo su",
    "fa": "و در به از که این را با است برای ما آن هم نیست خود می بود شد",
    "fr": "le la les des et est que une un pour dans pas ne nous avec sur du qui ce il",
    "he": "של את על לא הוא עם זה אני כי גם",
    "it": "il che di e non la per con una gli del della sono è si",
    "nl": "de het een en niet van dat is met op wij voor zijn te",
    "pt": "o os que não de e um uma do da em para com se por",
    "ru": "и в не на что с по это как мы от для к его но",  # noqa: RUF001 - Cyrillic
    "tr": "ve bir bu için da de ile çok ne var olarak gibi daha değil",
    "uk": "і в не на що з це як ми та до для від але й",  # noqa: RUF001 - as above
    "ur": "کے کی میں ہے کا اور سے نہیں کو ہیں",
}
_CLEARLY = 1.25
"""A language is chosen if its words occur this many times as often as those of any other."""


def language_of(text: str, fewest: int = 4) -> str:
    """Return the language of a text by at least `fewest` usual words; empty if not clear."""
    counts = Counter(fold_words(text).split())
    found = {lang: sum(counts[word] for word in _folded(lang)) for lang in _WORDS}
    lang, most = max(found.items(), key=lambda pair: pair[1])
    others = max(number for each, number in found.items() if each != lang)
    return lang if most >= fewest and most >= _CLEARLY * others else ""


@cache
def little_words(lang: str) -> frozenset[str]:
    """Return the usual words of a language in ASCII, without negations."""
    negating = language(lang).negation
    said = (
        word for word in _WORDS.get(lang, "").split() if fold_words(word).strip() not in negating
    )
    return frozenset(ascii_words(" ".join(said)))


@cache
def _folded(lang: str) -> frozenset[str]:
    return frozenset(fold_words(_WORDS[lang]).split())

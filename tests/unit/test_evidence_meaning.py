"""What `verify` sees in words that are found: whose they are, and what turns them round."""

from __future__ import annotations

import pytest

from stances.evidence.copies import Copy, ReadText
from stances.evidence.html_text import read_page
from stances.evidence.languages import language
from stances.evidence.meaning import Asked, Background
from stances.evidence.mentions import Mentions
from stances.evidence.offset_map import Trace
from stances.evidence.speakers import wanted
from stances.evidence.verdicts import Sought, verdict

_NAMES = {
    "zarif": ["Mohammad-Javad Zarif", "Javad Zarif", "Zarif", "ظریف", "ظريف", "扎里夫"],
    "rouhani": ["Hassan Rouhani", "Rouhani", "روحانی", "روحاني"],
    "kerry": ["John Kerry", "Kerry"],
}
_ZARIF = wanted(["zarif"], _NAMES["zarif"], ["Foreign Minister"])
_KNOWN = Mentions((of, name) for of, names in _NAMES.items() for name in names)


def codes(article: str, words: str, form: str = "quote", lang: str = "en") -> list[str]:
    """The codes of the warnings for words of Zarif in an article."""
    copy = Copy("x.txt", ReadText(article, article, Trace()))
    found = verdict(
        Sought(words, form, asked=Asked(_ZARIF)), copy, Background(language(lang), _KNOWN)
    )
    assert found.result == "found", (found.reason, found.nearest)
    return [code for code, _ in found.faults]


_WE = "we will cooperate with the Americans"
OTHERS_WORDS = {
    "a sentence of Kerry's": (
        "Zarif smiled. “We will cooperate,” said Kerry.",
        "We will cooperate",
    ),
    "Kerry said": ("Zarif and Kerry met. Kerry said: “We will cooperate.”", "We will cooperate"),
    "after Zarif's": (
        "“No,” said Zarif. “We will cooperate,” said John Kerry.",
        "We will cooperate",
    ),
    "in one sentence": (
        "Zarif said “we refuse” and Kerry said “we will cooperate”.",
        "we will cooperate",
    ),
    "told Zarif": ("Kerry told Zarif that “we will cooperate”.", "we will cooperate"),
    "told by": ("Zarif was told by Kerry that “we will cooperate”.", "we will cooperate"),
    "a stranger": ("Zarif listened. “We will cooperate,” said Ben Rhodes.", "We will cooperate"),
    "according to": (
        "Zarif left. According to Ben Rhodes, “we will cooperate”.",
        "we will cooperate",
    ),
    "his deputy": ("Zarif left. “We will cooperate,” his deputy said.", "We will cooperate"),
    "Zarif's deputy": ("“We will cooperate,” Zarif’s deputy said.", "We will cooperate"),
    "a spokesman": ("Zarif left. “We will cooperate,” a spokesman said.", "We will cooperate"),
    "he is Kerry": (
        "Zarif met Obama. Kerry spoke. He said: “We will cooperate.”",
        "We will cooperate",
    ),
    "a label": ("ZARIF: We refuse.\nKERRY: We will cooperate.\n", "We will cooperate"),
    "a relative": ("“We will cooperate,” said Ahmad Zarif.", "We will cooperate"),
    "nobody": ("Ministers met in Vienna. “We will cooperate,” it was said.", "We will cooperate"),
    "far away": (
        "Zarif met the press.\n\nIt rained.\n\nIt snowed.\n\n“We will cooperate,” he said.",
        "We will cooperate",
    ),
    "in apposition": (
        "Zarif was there. John Kerry, the secretary of state, said: “We will cooperate.”",
        "We will cooperate",
    ),
    "an apposition of his": (
        "Zarif's old friend, John Kerry, said: “We will cooperate.”",
        "We will cooperate",
    ),
    "behind a verb": (
        "“We will cooperate,” said the secretary of state, John Kerry, after he met Zarif.",
        "We will cooperate",
    ),
    "a paraphrase": (
        "Kerry said America would cooperate, and Zarif smiled.",
        "America would cooperate",
    ),
}
JOINED = {
    "two quotations": (
        "“We want peace,” said Zarif. “And we will cooperate,” said Kerry.",
        "We want peace […] And we will cooperate",
        "ST517",
    ),
    "the other first": (
        "“We want peace,” said Kerry. “And we will cooperate,” said Zarif.",
        "We want peace […] And we will cooperate",
        "ST517",
    ),
    "labels": (
        "ZARIF: We want peace.\nKERRY: So do we all.\nZARIF: We will cooperate.\n",
        "We want peace. […] We will cooperate",
        "ST517",
    ),
    "paragraphs": (
        "“We want peace,” said Zarif.\n\nLater he said: “And we will cooperate.”",
        "We want peace […] And we will cooperate",
        "ST518",
    ),
    "items": (
        "Zarif said:\n- we want peace and quiet\n- we will cooperate\n",
        "we want peace and quiet […] we will cooperate",
        "ST518",
    ),
    "rows": (
        "| Zarif said | we want peace |\n| Zarif said | we will cooperate |\n",
        "we want peace […] we will cooperate",
        "ST518",
    ),
}
NEGATED = {
    "not": (
        "“We will not, ever, cooperate with America,” said Zarif.",
        "We will […] cooperate with America",
        "ST512",
    ),
    "never": (
        "“We have never said we will cooperate,” said Zarif.",
        "We have […] said we will cooperate",
        "ST512",
    ),
    "a contraction": (
        "“We do, you know, but won’t cooperate now,” said Zarif.",
        "We do, you know, […] cooperate now",
        "ST512",
    ),
    "refuse": (
        "“We firmly refuse to cooperate now,” said Zarif.",
        "We firmly […] cooperate now",
        "ST512",
    ),
    "put in": (
        "“We will cooperate with America,” said Zarif.",
        "We will [not] cooperate with America",
        "ST513",
    ),
    "never, put in": (
        "“We will cooperate with America,” said Zarif.",
        "We will [never] cooperate with America",
        "ST513",
    ),
    "denied that": ("Zarif denied that “we will cooperate”.", "we will cooperate", "ST514"),
    "did not say": ("Zarif did not say “we will cooperate”.", "we will cooperate", "ST514"),
    "never said": ("Zarif has never said: “We will cooperate.”", "We will cooperate", "ST514"),
    "in the middle": (
        "“We do not think that we can cooperate,” said Zarif.",
        "we can cooperate",
        "ST514",
    ),
    "right before": (
        "“Under no circumstances will we cooperate,” said Zarif.",
        "will we cooperate",
        "ST514",
    ),
    "a lie": ("“It is a lie that we will cooperate,” said Zarif.", "we will cooperate", "ST514"),
    "if": ("“If we cooperate now, we lose,” said Zarif.", "we cooperate now, we lose", "ST514"),
    "behind": ("“We will cooperate with nobody,” said Zarif.", "We will cooperate", "ST514"),
    "behind the marks": ("“We will cooperate,” Zarif never said.", "We will cooperate", "ST514"),
    "a paraphrase": (
        "Zarif said Iran would not cooperate with America.",
        "cooperate with America",
        "ST514",
    ),
    "a paraphrase that is denied": (
        "Zarif denied Iran would cooperate.",
        "Iran would cooperate",
        "ST514",
    ),
    "an aside": (
        "Zarif denied, in Vienna on Monday, that “we will cooperate”.",
        "we will cooperate",
        "ST514",
    ),
    "a long way": (
        "“We do not believe for a single moment, nor should you, that we can work,” said Zarif.",
        "we can work",
        "ST514",
    ),
    "much left out": (
        "“We will cooperate once all of these bad laws are gone, then with Iraq,” said Zarif.",
        "We will cooperate […] with Iraq",
        "ST515",
    ),
    "much put in": (
        "“We will cooperate,” said Zarif.",
        "We will [as we told the Americans often] cooperate",
        "ST516",
    ),
}
OTHER_LANGUAGES = {
    "Persian, before": (
        "ظریف گفت: «ما نباید با آمریکا همکاری کنیم.»",
        "با آمریکا همکاری کنیم",
        "fa",
        "ST514",
    ),
    "Persian, behind": (
        "ظریف گفت: «ما با آمریکا همکاری نمی‌کنیم.»",
        "ما با آمریکا همکاری",
        "fa",
        "ST514",
    ),
    "Persian, left out": (
        "ظریف گفت: «ما امروز هرگز با آنها همکاری کنیم.»",
        "ما امروز […] با آنها همکاری کنیم",
        "fa",
        "ST512",
    ),
    "Persian, denied": ("ظریف تکذیب کرد که «ما همکاری می‌کنیم».", "ما همکاری می‌کنیم", "fa", "ST514"),
    "Persian, another": (
        "ظریف آمد. جان کری گفت: «ما همکاری می‌کنیم.»",
        "ما همکاری می‌کنیم",
        "fa",
        "ST511",
    ),
    "Persian, a known other": (
        "ظریف آمد. روحانی گفت: «ما همکاری می‌کنیم.»",
        "ما همکاری می‌کنیم",
        "fa",
        "ST511",
    ),
    "Arabic, before": ("قال ظريف: «لن نتعاون مع أمريكا».", "نتعاون مع أمريكا", "ar", "ST514"),
    "Arabic, another": (
        "وصل ظريف. قال كيري: «نتعاون مع أمريكا».",
        "نتعاون مع أمريكا",
        "ar",
        "ST511",
    ),
    "French": ("« Nous ne voulons pas coopérer », a déclaré M. Zarif.", "coopérer", "fr", "ST514"),
    "French, another": (
        "Zarif sourit. « Nous voulons coopérer », a déclaré M. Fabius.",
        "Nous voulons coopérer",
        "fr",
        "ST511",
    ),
    "German, behind": (
        "„Wir kooperieren mit Amerika nicht“, sagte Zarif.",
        "Wir kooperieren mit Amerika",
        "de",
        "ST514",
    ),
    "German, another": (
        "Zarif kam. „Wir kooperieren“, sagte Steinmeier.",
        "Wir kooperieren",
        "de",
        "ST511",
    ),
    "Chinese, before": ("扎里夫说\uff1a「我们不支持美国。」", "支持美国", "zh", "ST514"),
    "Chinese, left out": (
        "扎里夫说\uff1a「我们国家今天决不支持美国。」",
        "我们国家今天 […] 支持美国",
        "zh",
        "ST512",
    ),
    "Japanese, behind": (
        "ザリフ\uff1a「我々は米国を支持しません。」",
        "我々は米国を支持",
        "ja",
        "ST514",
    ),
    "Thai, before": ("ซารีฟกล่าวว่า “เราไม่ต้องการสงคราม”", "ต้องการสงคราม", "th", "ST514"),
    "Spanish": ("«No vamos a cooperar», dijo Zarif.", "vamos a cooperar", "es", "ST514"),
    "Spanish, another": (
        "Zarif llegó. «Vamos a cooperar», dijo Kerry.",
        "Vamos a cooperar",
        "es",
        "ST511",
    ),
}
HONEST = {
    "said": ("“We will cooperate,” Zarif said.", "We will cooperate", "quote"),
    "before": (
        "Foreign Minister Mohammad-Javad Zarif said: “We will cooperate.”",
        "We will cooperate",
        "quote",
    ),
    "Dr": ("“We will cooperate,” said Dr Zarif.", "We will cooperate", "quote"),
    "by office": (
        "Zarif met Kerry. “We will cooperate,” the foreign minister said.",
        "We will cooperate",
        "quote",
    ),
    "he": (
        "Zarif met Kerry in Vienna. “We will cooperate,” he said.",
        "We will cooperate",
        "quote",
    ),
    "two sentences": (
        "“We want peace. We will cooperate,” said Zarif.",
        "We will cooperate",
        "quote",
    ),
    "goes on": ("“We want peace,” said Zarif. “We will cooperate.”", "We will cooperate", "quote"),
    "interrupted": (
        "“We want peace,” said Zarif, “and we will cooperate.”",
        "We want peace […] and we will cooperate",
        "quote",
    ),
    "no of his own": ("“No,” said Zarif, “we will cooperate.”", "we will cooperate", "quote"),
    "but": ("“It is not easy, but we will cooperate,” said Zarif.", "we will cooperate", "quote"),
    "a paragraph on": (
        "Zarif met the press.\n\n“We will cooperate,” he said.",
        "We will cooperate",
        "quote",
    ),
    "opened again": (
        "Zarif said: “We want peace.\n\n“And we will cooperate.”",
        "And we will cooperate",
        "quote",
    ),
    "an aside": (
        "Zarif, who has never been to Rome, said: “We will cooperate.”",
        "We will cooperate",
        "quote",
    ),
    "quoted as saying": (
        "Zarif was quoted by Reuters as saying “we will cooperate”.",
        "we will cooperate",
        "quote",
    ),
    "a negation of his own": (
        "“We will not cooperate,” said Zarif.",
        "We will not cooperate",
        "quote",
    ),
    "little left out": (
        "“We will, my friends, cooperate with Iraq,” said Zarif.",
        "We will […] cooperate with Iraq",
        "quote",
    ),
    "put in": (
        "“We will cooperate with them,” said Zarif.",
        "We will cooperate with them [the Americans]",
        "quote",
    ),
    "a paraphrase": (
        "Zarif said that Iran would cooperate with America.",
        "Iran would cooperate with America",
        "paraphrase",
    ),
    "welcomed": ("Zarif welcomed the offer. Kerry smiled.", "welcomed the offer", "paraphrase"),
    "Persian": ("ظریف گفت: «ما همکاری می‌کنیم.»", "ما همکاری می‌کنیم", "quote"),
}


@pytest.mark.parametrize("case", OTHERS_WORDS)
def test_the_words_of_somebody_else_are_not_the_officials(case: str) -> None:
    article, words = OTHERS_WORDS[case]
    form = "quote" if "“" in article else "paraphrase"
    assert "ST511" in codes(article, words, form)


@pytest.mark.parametrize("case", JOINED)
def test_words_are_not_joined_over_speakers_or_paragraphs(case: str) -> None:
    article, words, code = JOINED[case]
    form = "quote" if "“" in article else "paraphrase"
    assert code in codes(article, words, form)


@pytest.mark.parametrize("case", NEGATED)
def test_no_negation_is_cut_off_or_put_in(case: str) -> None:
    article, words, code = NEGATED[case]
    form = "quote" if "“" in article else "paraphrase"
    assert code in codes(article, words, form)


@pytest.mark.parametrize("case", OTHER_LANGUAGES)
def test_other_languages_negate_and_quote_too(case: str) -> None:
    article, words, lang, code = OTHER_LANGUAGES[case]
    assert code in codes(article, words, lang=lang)


@pytest.mark.parametrize("case", HONEST)
def test_honest_words_have_no_warning(case: str) -> None:
    article, words, form = HONEST[case]
    assert codes(article, words, form, "fa" if case == "Persian" else "en") == []


@pytest.mark.parametrize(
    ("page", "words", "code"),
    [
        (
            "<p>Zarif: “We want <span hidden>all of </span>it now.”",
            "We want all of it now",
            "ST519",
        ),
        ('<p>Zarif: <b style="display: none">“We yield,”</b> he said', "We yield", "ST519"),
        ("<p>Zarif: “We want <del>war</del><ins>peace</ins> now”", "We want war now", "ST520"),
        ("<p>Zarif: “We want <del>war</del><ins>peace</ins> now”", "We want peace now", ""),
        ("<p>Zarif: “We want <s>all of it</s> now”", "all of it", "ST520"),
        ('<p class="a hidden b">Zarif: “We want it now”', "We want it now", ""),
        ("<p aria-hidden=true>Zarif: “We want it now”", "We want it now", ""),
        ("<p hidden>Nothing<p>Zarif: “We want it now”", "We want it now", ""),
    ],
)
def test_what_a_page_hides_or_strikes_out_is_told(page: str, words: str, code: str) -> None:
    shown, whole = read_page(page), read_page(page, earlier=True)
    parts = {"hidden": whole.hidden, "struck": whole.struck}
    unshown = ReadText(whole.text, page, whole.trace, parts=parts)
    copy = Copy("x.html", ReadText(shown.text, page, shown.trace, unshown=unshown))
    found = verdict(Sought(words, "quote"), copy)
    assert found.result == "found"
    assert [each for each, _ in found.faults] == ([code] if code else [])

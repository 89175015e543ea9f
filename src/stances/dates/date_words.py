"""The words in dates as people write them: months, days of the week, and words around them.

The languages are English, French, German, Spanish, Persian and Arabic. Words are folded by
`text.fold`, so `août`, `Aout` and `AOÛT` are equal, and so are the variants of Arabic letters.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

GREGORIAN, SOLAR, LUNAR = "gregorian", "solar-hijri", "lunar-hijri"

# `/` separates names of the same month or day, and `_` is a blank.
_MONTHS = {
    GREGORIAN: (
        (
            "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug "
            "september/sept/sep october/oct november/nov december/dec"
        ),
        (
            "janvier/janv/jan février/févr/fév mars avril/avr mai juin juillet/juill/juil août "
            "septembre/sept octobre/oct novembre/nov décembre/déc"
        ),
        (
            "januar/jänner/jan februar/feber/feb märz/maerz/mär/mrz april/apr mai juni/jun "
            "juli/jul august/aug september/sept/sep oktober/okt november/nov dezember/dez"
        ),
        (
            "enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago "
            "septiembre/setiembre/sept/sep/set octubre/oct noviembre/nov diciembre/dic"
        ),
        (
            "ژانویه/جنوری/جنو فوریه/فبروری مارس/مارچ آوریل/اپریل مه/می ژوئن/جون "
            "ژوئیه/ژوییه/جولای/جول اوت/آگوست/اگوست/اگست "
            "سپتامبر/سپتمبر اکتبر/اکتوبر نوامبر/نومبر دسامبر/دسمبر/دسم"
        ),
        (
            "يناير/كانون_الثاني/جانفي فبراير/شباط/فيفري مارس/آذار أبريل/إبريل/نيسان/أفريل "
            "مايو/أيار/ماي يونيو/يونيه/حزيران/جوان يوليو/يوليه/تموز/جويلية/يوليوز "
            "أغسطس/آب/أوت/غشت/أغشت "
            "سبتمبر/أيلول/شتنبر/شتمبر أكتوبر/تشرين_الأول نوفمبر/تشرين_الثاني/نونبر "
            "ديسمبر/كانون_الأول/دجنبر/دجمبر"
        ),
    ),
    SOLAR: (
        (
            "farvardin ordibehesht khordad tir mordad/amordad shahrivar mehr aban azar dey bahman "
            "esfand"
        ),
        "فروردین اردیبهشت خرداد تیر مرداد/امرداد شهریور مهر آبان آذر دی بهمن اسفند",
        "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت",  # used in Afghanistan
    ),
    LUNAR: (
        (
            "muharram/moharram safar rabi_al_awwal/rabi_i rabi_al_thani/rabi_ii "
            "jumada_al_ula/jumada_i jumada_al_thani/jumada_ii rajab shaban "
            "ramadan/ramazan shawwal dhu_al_qadah/dhulqadah dhu_al_hijjah/dhulhijja"
        ),
        (
            "محرم صفر ربيع_الأول ربيع_الثاني/ربيع_الآخر جمادى_الأولى "
            "جمادى_الثانية/جمادى_الآخرة رجب شعبان رمضان شوال ذو_القعدة/ذي_القعدة ذو_الحجة/ذي_الحجة"
        ),
    ),
}
_WEEKDAYS = (
    (
        "monday/mon tuesday/tues/tue wednesday/wed thursday/thurs/thur/thu friday/fri saturday/sat "
        "sunday/sun"
    ),
    "lundi/lun mardi/mar mercredi/mer jeudi/jeu vendredi/ven samedi/sam dimanche/dim",
    "montag/mo dienstag/di mittwoch/mi donnerstag/do freitag/fr samstag/sonnabend/sa sonntag/so",
    "lunes/lun martes/mar miércoles/mié jueves/jue viernes/vie sábado/sáb domingo/dom",
    "دوشنبه سه_شنبه چهارشنبه/چهار_شنبه پنجشنبه/پنج_شنبه جمعه شنبه یکشنبه/یک_شنبه",
    "الاثنين/الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
)

ABOUT, PERHAPS, BY, SINCE, BEFORE, AFTER = "~", "?", "B", "F", "<", ">"
TO, AND, BETWEEN, LATER, EARLIER, PART, SEASON, NOTHING = "T", "A", "E", "L", "l", "P", "S", ""
_WORDS = {
    ABOUT: (
        "about around approximately approx circa c ca vers environ etwa ungefähr gegen um hacia "
        "aproximadamente aprox alrededor_de حدود حدودا تقریبا در_حدود حوالي نحو تقريبا"
    ),
    PERHAPS: (
        "perhaps probably possibly maybe probablement peut_être wahrscheinlich vermutlich "
        "vielleicht probablemente quizás quizá احتمالا شاید ربما"
    ),
    BY: (
        "by until till up_to no_later_than not_later_than by_the_end_of jusque jusquau jusquà dici "
        "au_plus_tard_le bis bis_zum spätestens_am hasta hasta_el a_más_tardar_el تا حتى"
    ),
    SINCE: "since from depuis à_partir_du seit ab desde a_partir_del از منذ",
    BEFORE: "before prior_to avant vor vor_dem antes_de antes_del پیش_از قبل_از قبل",
    AFTER: "after après nach nach_dem después_de después_del پس_از بعد_از بعد",
    TO: "to through thru au à a al bis bis_zum until till hasta hasta_el تا إلى الى حتى",
    AND: "and et und y و",
    BETWEEN: "between entre zwischen بین ما_بين",
    LATER: "or_later or_after onwards onward and_later ou_plus_tard oder_später o_después به_بعد",
    EARLIER: "or_earlier or_before ou_avant oder_früher o_antes",
    NOTHING: (
        "of the on in en le la du de del el am im den der vom dem un des année mes año jahr "
        "ماه سال روز مورخ من يوم شهر سنة عام في لسنة"
    ),
}
_PARTS = (
    (
        "early beginning_of start_of début au_début_de anfang principios_de a_principios_de اوایل "
        "أوائل مطلع"
    ),
    "mid middle_of mi mitte mediados_de a_mediados_de اواسط أواسط منتصف",
    "late end_of fin fin_de à_la_fin_de ende finales_de a_finales_de fines_de اواخر أواخر نهاية",
)
_SEASONS = (
    "spring summer autumn fall winter printemps été automne hiver frühling frühjahr sommer herbst "
    "primavera verano otoño invierno بهار تابستان پاییز زمستان الربيع الصيف الخريف الشتاء"
)
_ERAS = {
    GREGORIAN: "ad ce gregorian میلادی ميلادي م",
    SOLAR: "sh ap solar_hijri shamsi jalali شمسی خورشیدی هجری_شمسی هجری_خورشیدی ه_ش ش",
    LUNAR: "ah hijri lunar_hijri قمری هجری_قمری هجري ه_ق هـ",
}
ORDINALS = frozenset("st nd rd th er ere re e eme me o a º ª م ام".split())
"""What may follow a day's number without a blank."""
LONGEST_PHRASE = 4
"""The most words of one phrase: `by the end of`."""


class Meaning(NamedTuple):
    """The possible meanings of a word in a date.

    `month` includes its calendar; `part` is 0 for early, 1 for the middle and 2 for late. `role` is
    one of the constants above; `front` is one that only counts at the beginning of a date.
    """

    month: tuple[str, int] | None = None
    weekday: int | None = None
    part: int | None = None
    era: str = ""
    role: str | None = None
    front: str | None = None


@cache
def meanings() -> dict[str, Meaning]:
    """The possible meanings of each folded word, or of several words without blanks."""
    found: dict[str, Meaning] = {}
    for names, meaning in (*_of_months(), *_of_weekdays(), *_of_others()):
        for name in names.split("/"):
            word = fold(name)
            found[word] = found.get(word, Meaning())._replace(**meaning)
    return found


def _of_months() -> Iterator[tuple[str, dict[str, Any]]]:
    for calendar, languages in _MONTHS.items():
        for number, names in (each for words in languages for each in enumerate(words.split(), 1)):
            yield names, {"month": (calendar, number)}
            if calendar == SOLAR:  # `خردادماه`
                yield f"{names}ماه", {"month": (calendar, number)}


def _of_weekdays() -> Iterator[tuple[str, dict[str, Any]]]:
    for language in _WEEKDAYS:
        yield from ((names, {"weekday": day}) for day, names in enumerate(language.split()))


def _of_others() -> Iterator[tuple[str, dict[str, Any]]]:
    for role, words in _WORDS.items():
        key = "front" if role in (BY, SINCE, BEFORE, AFTER, BETWEEN) else "role"
        yield from ((word, {key: role}) for word in words.split())
    for part, words in enumerate(_PARTS):
        yield from ((word, {"role": PART, "part": part}) for word in words.split())
    yield from ((word, {"role": SEASON}) for word in _SEASONS.split())
    for era, words in _ERAS.items():
        yield from ((word, {"era": era}) for word in words.split())

"""Plots of networks for tests, with names of all kinds.

plot(30)          who agrees with whom, in two camps
plot(30, camps=0)
two_mode(14, 6)   actors on concepts
"""

from __future__ import annotations

from random import Random

from stances.views.html.charts.network import Node, Plot, Tie

HOSTILE = '</style><script>alert(1)</script>" onload="x'
NAMES = (
    "Hassan Rouhani",
    "محمدجواد ظریف",
    "Mohammad-Javad Larijani-Hosseini al-Tabrizi the Younger of Qom",
    "علی لاریجانی (Speaker)",
    "WWWWWW MMMMMMM WWWWWWWW",
    HOSTILE,
    "伊朗伊斯兰共和国外交部发言人办公室",
    "Ali",
    "Ó Súilleabháin & Sons",
)


def nodes(number: int, camps: int) -> list[Node]:
    """So many, the first three fifths in the first camp; the last one of each is unsure."""
    first = number * 3 // 5
    return [
        Node(
            f"{NAMES[n % len(NAMES)]} {n}" if n >= len(NAMES) else NAMES[n],
            (1 if n < first else 2) if camps else 0,
            bool(camps) and n in (first - 1, number - 1),
        )
        for n in range(number)
    ]


def plot(number: int, camps: int = 2) -> Plot:
    """Three of four pairs have a value; more agreement within a camp."""
    random, rows = Random(number), nodes(number, camps)
    ties = {}
    for other in range(number):
        for one in range(other):
            if random.random() < 3 / 4:
                side = 1 if rows[one].camp == rows[other].camp else -1
                value = side * random.randrange(-2, 9) / 4
                ties[one, other] = Tie(value, f"{rows[one].name} and {rows[other].name}")
    notes = [f"The split that fits best has {NAMES[1]} and others on one side."]
    return Plot("Who stands with whom", notes, "All pairs.", rows, ties)


def two_mode(number: int, concepts: int) -> Plot:
    """Each actor on some of the concepts."""
    random = Random(number)
    ties = {
        (n, m): Tie(random.randrange(1, 4), "statements")
        for n in range(number)
        for m in range(concepts)
        if random.random() < 1 / 2
    }
    columns = [Node(f"concept-{m}") for m in range(concepts)]
    found = Plot("Who speaks on what", [], "All ties.", nodes(number, 0), ties, columns)
    return found._replace(is_signed=False, measured="statements")

"""Vierzehn Teilhaushalte, je vier Seiten: Ergebnis, Ansätze und Planjahre in denselben Zeilen."""

import random

from tests.evaluation.tables import pages, point, table, thousands

_PARTS = {
    "Verwaltung und Rat": "Er umfasst Rat, Bürgermeister, Personal und die elektronische Akte. Das Standesamt zieht im Mai ins Torhaus.",
    "Sicherheit und Ordnung": "Er umfasst Ordnungsamt, Meldewesen und Märkte. Zwei Blitzer werden gemietet statt gekauft.",
    "Feuerwehr": "Er umfasst vier Löschzüge mit 186 Freiwilligen. Das Gerätehaus in Unterau muss dem Hochwasserschutz weichen.",
    "Schulen": "Er umfasst fünf Grundschulen, die Realschule und das Gymnasium. Der Neubau am Lindenberg wird ein Jahr später fertig, im August 2027.",
    "Kindertagesstätten": "Er umfasst elf städtische Häuser und Zuschüsse an neun freie Träger. In der Gruppe am Anger fehlen seit Herbst drei Erzieherinnen.",
    "Kultur und Archiv": "Er umfasst Museum, Bücherei, Musikschule und Archiv. Der Nachlass des Malers Quirin Ebner wird ausgestellt, sobald er erfasst ist.",
    "Soziales und Senioren": "Er umfasst Obdach, Wohngeld und den Treffpunkt am Bahnhof. Für Geflüchtete stehen 214 Plätze bereit, von denen 167 belegt sind.",
    "Sport und Bäder": "Er umfasst drei Hallen, zwei Plätze, Hallenbad und Freibad. Der Sprungturm bleibt gesperrt, bis ein Gutachten vorliegt.",
    "Straßen und Brücken": "Er umfasst 148 Kilometer Straßen und 31 Brücken. Die Mühlbrücke ist seit Juni auf sechs Tonnen beschränkt.",
    "Abwasser": "Er umfasst das Klärwerk und 171 Kilometer Kanal. Die Gebühr bleibt bei 2,38 Euro je Kubikmeter, obwohl der Strom teurer wird.",
    "Friedhöfe und Grün": "Er umfasst sechs Friedhöfe, 9.300 Bäume und 44 Spielplätze. Urnen unter Bäumen sind jetzt auch in Hart möglich.",
    "Gebäude und Grundstücke": "Er umfasst 96 Gebäude und die Wohnungen der Stadt. Das alte Postamt soll verkauft werden, wenn 1,4 Millionen geboten werden.",
    "Wirtschaft und Tourismus": "Er umfasst Gewerbeflächen, Stadtmarketing und das Verkehrsamt. Der Bahnhofskiosk wird zur Auskunft umgebaut.",
    "Umwelt und Klima": "Er umfasst Lärm, Gewässer dritter Ordnung und die Beratung zum Heizen. Das Moor bei Hart wird wieder vernässt.",
}
_ROWS = (
    "Zuwendungen und Umlagen",
    "Gebühren und Beiträge",
    "Mieten und Verkäufe",
    "Personalaufwendungen",
    "Sachaufwendungen",
    "Abschreibungen",
    "Transferaufwendungen",
    "Zuschussbedarf",
)
_WORKS = (
    "Neubau", "Dachsanierung", "Heizung", "Fahrzeuge", "Brandschutz", "Möbel und Geräte", "Planung", "Erneuerung der Fenster",
    "Barrierefreier Eingang", "Photovoltaik", "Grunderwerb", "Außenanlagen",
)  # fmt: skip


def teile() -> str:
    made = [""]
    for number, (name, words) in enumerate(_PARTS.items(), 1):
        chance = random.Random(f"oberweiden{name}")
        title = f"Teilhaushalt {number}: {name}"
        parts = (_task(chance, title, words), _result(chance, title), _works(chance, title), _posts(chance, title))
        made += [f"{part}\n\n{_beside(random.Random(f'{name}{place}'), name)}" for place, part in enumerate(parts)]
    return pages(made)


def _beside(chance: random.Random, name: str) -> str:
    one, other, third = chance.sample([part for part in _PARTS if part != name], 3)
    return (
        f"Personalaufwendungen und Stellen für Aufgaben, die sich dieser Teilhaushalt mit dem Teilhaushalt {one} teilt, stehen seit 2023 je zur Hälfte in beiden. "
        f"Zuwendungen, die 2024 noch bei {other} gebucht wurden, sind im Ansatz 2025 hier enthalten. Investitionen für {third}, Abschreibungen und "
        "Sachaufwendungen daraus sind nicht enthalten; der Zuschussbedarf wird dort nachgewiesen."
    )


def _task(chance: random.Random, title: str, words: str) -> str:
    rows = [["Kennzahl", "2022", "2023", "2024 (Ziel)", "2025 (Ziel)"]]
    for label, low, high in (
        ("Anträge und Vorgänge", 90, 8200),
        ("Beschwerden", 3, 140),
        ("Kosten je Einwohner, Euro", 8, 290),
        ("Krankenstand, %", 2.5, 9),
    ):
        start = chance.uniform(low, high)
        values = [start * chance.uniform(0.85, 1.15) for _ in range(4)]
        rows.append([label, *[point(one, by=",") if label[0] == "K" else thousands(one, by=".") for one in values]])
    return (
        f"# {title}\n\n## Auftrag und Ziele\n\n{words}\n\nZuständig ist der {chance.choice(('Haupt', 'Bau', 'Sozial', 'Kultur'))}ausschuss, der im Jahr "
        f"{chance.choice(('sechsmal', 'fünfmal', 'achtmal'))} tagt. Die Bürgerbefragung vom Herbst 2023 gab dem Bereich die Note {point(chance.uniform(1.6, 4.1), by=',')}.\n\n"
        f"{table('3 1 1 1.2 1.2 rules', rows)}\n\nEin Ziel gilt als erreicht, wenn es um nicht mehr als {chance.choice(('drei', 'fünf', 'zehn'))} vom Hundert verfehlt wird."
    )


def _result(chance: random.Random, title: str) -> str:
    rows = [["", "Ergebnis 2022", "Ergebnis 2023", "Ansatz 2024", "Ansatz 2025", "Plan 2026", "Plan 2027"]]
    base = [chance.uniform(60, 1300) if place < 3 else chance.uniform(500, 3900) for place in range(len(_ROWS))]
    series = [[round(one * (1 + 0.03 * year) * chance.uniform(0.9, 1.1)) for year in range(6)] for one in base]
    series[-1] = [sum(row[year] for row in series[3:7]) - sum(row[year] for row in series[:3]) for year in range(6)]
    rows += [[label, *[thousands(one, by=".") for one in values]] for label, values in zip(_ROWS, series, strict=True)]
    reasons = chance.sample(
        (
            "Der Tarifabschluss kostet mehr, als der Nachtrag vorsah.",
            "Ein Zuschuss des Landes läuft aus.",
            "Die Wartung der Programme wird erstmals hier gebucht.",
            "Die Abschreibung steigt, weil im Vorjahr gebaut wurde.",
            "Ein Teil der Mieten ging an einen anderen Teilhaushalt.",
            "Die Rückstellung aus 2022 wurde aufgelöst.",
        ),
        3,
    )
    return f"## {title} – Ergebnishaushalt\n\n{table('2.6 1.1 1.1 1 1 1 1 rules', rows)}\n\n{' '.join(reasons)}"


def _works(chance: random.Random, title: str) -> str:
    rows = [["Maßnahme", "Gesamtkosten", "bis Ende 2024", "2025", "2026", "später", "Förderung"]]
    for work in chance.sample(_WORKS, 6):
        parts = [chance.randint(0, 900) if chance.random() < 0.7 else 0 for _ in range(4)]
        aid = f"{chance.randint(10, 80)} %" if chance.random() < 0.5 else "keine"
        rows.append(
            [work, thousands(sum(parts), by="."), *[thousands(one, by=".") if one else "–" for one in parts], aid]
        )
    return (
        f"## {title} – Investitionen\n\n{table('2.4 1.3 1.3 0.9 0.9 0.9 1.1 rules', rows)}\n\nMaßnahmen ohne Betrag für 2025 ruhen. Für die Spalte 'später' liegt "
        "kein Beschluss vor."
    )


def _posts(chance: random.Random, title: str) -> str:
    rows = [["Gruppe", "Stellen 2024", "Stellen 2025", "davon besetzt am 30.6.2024", "kw"]]
    for group in ("Leitung", "Sachbearbeitung", "Technik", "Handwerk", "Erziehung und Pflege", "Auszubildende"):
        old = round(chance.uniform(0, 24) * 2) / 2
        new = max(0.0, old + chance.choice((-1.0, -0.5, 0.0, 0.0, 0.5, 1.0)))
        rows.append(
            [
                group,
                *[point(one, by=",") for one in (old, new, max(0.0, old - chance.choice((0.0, 0.5, 1.5))))],
                chance.choice(("–", "–", "1,0")),
            ]
        )
    return f"## {title} – Stellen\n\n{table('2.4 1.2 1.2 2 0.6 rules', rows)}\n\nStellen, die am Stichtag länger als ein Jahr frei waren, werden nicht wieder besetzt."

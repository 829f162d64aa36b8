"""The Markdown form: readable as it is, and inert for whatever renders it."""

import re
from dataclasses import replace
from datetime import datetime

from app.answers.deciding.refuse import refusal
from app.export import markdown
from app.export.as_markdown import _run
from app.export.inline import Run
from app.types import Scope
from tests.export import material


def test_a_conversation_reads_in_order() -> None:
    text = markdown(*material.conversation(material.FULL, material.REFUSAL))
    began, ended = (
        datetime.fromtimestamp(material.BEGAN + hours * 3600).strftime("%Y-%m-%d %H:%M") for hours in (0, 1)
    )
    assert text == (
        f"""# Loss and ships

*{began} to {ended}*

## What drove the loss?

The loss came from **impairments of \\$2.1bn** in the retail unit. [1] Fuel was *cheaper* by `4 %`. [2]

### Further causes

1. It rained in Quillbury.\u00a0\\[?\\]
2. Staff
    - in the depots
    - at sea

| Year | Loss |
| --- | --- |
| 2023 | 1.1\u00a0\\[?\\] |
| 2024 | 2.1 \\| 2.2 |

```
a  <b>
```

*\\[?\\] The documents do not support this.*

*Not supported by the documents: a sentence that the text does not have*

**Sources**

[1] report.pdf, p. 12

> Impairments of \\$2.1bn are recognised.

[2] report.pdf, p. 46 (labelled iv)

> Fuel fell by 4 %, as the sail

[2] report.pdf, p. 47 (labelled v), continued

> was used again.

*Asked of 3 documents with 120 pages; 14 of them were read for this answer.*

## Who is the captain?

The documents do not say. 120 pages were searched of 3 documents.

*An answer was withdrawn because nothing in the documents supports it.*

*Nothing was found. Asked of 3 documents with 120 pages; 14 of them were read for this answer.*

---

Answers by small-model on this device. {ended}. A model can be wrong: check what matters against the cited pages.
"""
    )


def test_what_a_question_was_taken_for_and_that_it_asks_for_more_is_said() -> None:
    partly = replace(material.answer("Five. [1]"), understood="How many [pumps]?", whole=600.0)
    text = markdown(*material.conversation(partly))
    assert "*Understood as: How many \\[pumps\\]?*\n\nFive." in text
    assert "14 of them were read for this answer. The question asks for all of it.*" in text


def test_a_refusal_is_exported_with_the_nearest_and_what_it_lacks() -> None:
    near = material.citation(0, "The loss was 4 in 2021.")
    text = refusal(Scope(1, 9, 3, 9), near, ["2019"])
    said = markdown(*material.conversation(material.answer(text, found=False)))
    assert "page 12 of report.pdf: “The loss was 4 in 2021.”" in said and "Nothing near it mentions 2019" in said


def test_a_withdrawn_text_is_nowhere() -> None:
    assert "Tom Quayle" not in markdown(*material.conversation(material.REFUSAL))


def test_nothing_becomes_a_tag_a_link_or_a_picture() -> None:
    text = markdown(*material.conversation(material.HOSTILE, title="<b>[t](javascript:1)"))
    outside = re.sub(r"(?<![\\`])(`+)(?!`).+?(?<!`)\1(?!`)", "", text)
    assert not re.search(r"(?<!\\)[<~]", outside), "no tag"
    assert not re.search(r"(?<!\\)\]\s?[(:\[]", outside), "no link, no definition of one"
    assert "://" not in outside and "www." not in outside and "@" not in outside, "addresses are code"
    assert not re.search(r"(?<!\\)&(?:\w+|#\d+);", outside), "no entity"
    assert not re.search(r"(?m)^[^>\n].*\n(?:===|---)", outside.replace("\n\n---", "")), "no heading from a line"
    assert not set(text) & set("\x00\x1b\u202e\ud800")
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert len(headings) == 2, "the title's and the question's"


def test_signs_at_the_start_of_a_line_begin_nothing() -> None:
    for start in ("# a", "- a", "+ a", "1. a", "2) a", "> a", "=== a", ": a", "* a", "~~~", "```"):
        quote = material.citation(1, start)
        text = markdown(*material.conversation(material.answer("Yes. [1]", citations=[quote])))
        line = next(line for line in text.splitlines() if line.startswith("> "))
        assert line.removeprefix("> ") != start and line.replace("\\", "") == f"> {start}"


def test_marks_and_words_with_underlines_stay_readable() -> None:
    assert _run(Run("see [1] in crew_list_2.pdf at 3 - 4 & more")) == "see [1] in crew_list_2.pdf at 3 - 4 & more"
    assert _run(Run("[1](http://x.example) _a_")) == r"\[1\](`http://x.example`) \_a\_"
    assert _run(Run(" bold ", bold=True, italic=True)) == " ***bold*** "
    assert _run(Run("a`b", code=True)) == "``a`b``"


def test_a_conversation_without_turns_is_its_title() -> None:
    assert markdown(*material.conversation(title=" \n ")).startswith("# Conversation\n\n---\n")

"""Ask the product a file of questions through its command line, and score it beside the plain pipeline.

python -m tests.evaluation.run                          our own questions, without the held documents
python -m tests.evaluation.run --held                   the held documents only: once, when the work is done
python -m tests.evaluation.run --easy                   the first set, on which the plain pipeline is right half the time
python -m tests.evaluation.run --questions FILE.jsonl --pdfs FOLDER
"""

import argparse
import json
import re
import sys
import tempfile
import time
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

import platformdirs

from tests.evaluation import rows
from tests.evaluation.build import EASY, QUESTIONS, build, index
from tests.evaluation.rows import Row
from tests.evaluation.score import Question, Reply, Share, load, recall, score

DEFAULT_MODEL = "qwen2.5-coder-1.5b"
_DEPTHS = (1, 3, 5, 10)
Json = dict[str, Any]


def main() -> int:
    options = _parse()
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="inglenook-evaluation-")))
        pdfs = options.pdfs or (options.questions.parent if options.questions else work / "pdfs")
        if options.questions is None:
            build(pdfs)
        questions = _chosen(options)
        if not questions:
            print("No question is left to ask.", file=sys.stderr)
            return 2
        made = list(_rows(options, questions, pdfs, work))
        report = _report(options, questions, made, pdfs)
    print(_table(report))
    if options.report:
        options.report.write_text(json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8")
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, help="a file of questions (default: our own)")
    parser.add_argument(
        "--pdfs", type=Path, help="the folder that its `pdf` paths start from (default: beside the file)"
    )
    parser.add_argument("--model", default=DEFAULT_MODEL, help="id or GGUF file (default: %(default)s)")
    parser.add_argument("--limit", type=int, help="ask this many questions, spread evenly over the file")
    parser.add_argument("--only", help="ids or their beginnings, separated by commas")
    parser.add_argument("--held", action="store_true", help="of our own questions, those over held documents only")
    parser.add_argument("--easy", action="store_true", help="our own first and easier questions")
    parser.add_argument("--no-plain", dest="plain", action="store_false", help="leave the plain pipeline out")
    parser.add_argument("--plain", dest="product", action="store_false", help="the plain pipeline only")
    parser.add_argument("--search", action="store_true", help="search only, no model: page recall of both")
    parser.add_argument("--no-search", dest="recall", action="store_false", help="leave the page recall out")
    parser.add_argument("--ask", default="--wait", metavar="OPTIONS", help="options for `ask` (default: %(default)s)")
    parser.add_argument("--cache", type=Path, default=Path(platformdirs.user_cache_dir("inglenook-evaluation")))
    parser.add_argument("--report", type=Path, help="write everything to this file as JSON")
    return parser.parse_args()


def _chosen(options: argparse.Namespace) -> list[Question]:
    everything = questions = load(options.questions or (EASY if options.easy else QUESTIONS))
    if options.questions is None:
        held = {f"{entry.name}.pdf" for entry in index() if entry.held}
        questions = [question for question in questions if bool(held & set(question.files)) == options.held]
    if options.only:
        questions = [question for question in questions if question.id.startswith(tuple(options.only.split(",")))]
    if options.limit and options.limit < len(questions):
        questions = [questions[place * len(questions) // options.limit] for place in range(options.limit)]
    return _with_leads(questions, everything)


def _with_leads(chosen: Sequence[Question], everything: Sequence[Question]) -> list[Question]:
    """The chosen questions and those that they follow, in the order of the file."""
    known = {question.id: question for question in everything}
    wanted = set[str]()
    for question in chosen:
        step: Question | None = question
        while step:
            wanted.add(step.id)
            step = known[step.after] if step.after else None
    return [question for question in everything if question.id in wanted]


def _rows(options: argparse.Namespace, questions: Sequence[Question], pdfs: Path, work: Path) -> list[Row]:
    options.cache.mkdir(parents=True, exist_ok=True)
    data = work / "data"
    data.mkdir()
    made = []
    if options.plain:
        model = None if options.search else rows.model_file(options.model)
        made.append(rows.plain(questions, pdfs, model=model, cache=options.cache))
    if options.product:
        row = Row("inglenook")
        if not options.search:
            row = rows.product(questions, pdfs, model=options.model, data=data, options=options.ask.split())
        if options.recall:
            row.found.update(rows.search([q for q in questions if q.evidence], pdfs, data=data))
        made.append(row)
    return made


def _report(options: argparse.Namespace, questions: Sequence[Question], made: Sequence[Row], pdfs: Path) -> Json:
    return {
        "questions": len(questions),
        "documents": len({file for question in questions for file in question.files}),
        "model": options.model,
        "when": time.strftime("%Y-%m-%d %H:%M"),
        "rows": [_row_report(row, questions, pdfs) for row in made],
    }


def _row_report(row: Row, questions: Sequence[Question], pdfs: Path) -> Json:
    asked = {question.id: question for question in questions}
    made: Json = {"name": row.name}
    if row.replies:
        result = score(questions, row.replies)
        made |= {name: _share(getattr(result, name)) for name in _SHARES}
        made["quotes"] = _share(_verbatim(row.replies, pdfs))
        made["seconds"] = _middle([reply.seconds for reply in row.replies.values()])
        made["first_token"] = _middle([reply.first for reply in row.replies.values()])
        made["missed"] = [_miss(asked[ident], row.replies.get(ident)) for ident in result.missed]
        made["replies"] = {ident: asdict(reply) for ident, reply in row.replies.items()}
    if row.found:
        made["recall"] = {str(depth): _share(recall(questions, row.found, depth)) for depth in _DEPTHS}
    made["kinds"] = {kind: _kind_report(row, of_kind) for kind, of_kind in _by_kind(questions).items()}
    return made


def _by_kind(questions: Sequence[Question]) -> dict[str, list[Question]]:
    """The questions by what their answers stand in, then by kind."""
    places = {f"on {place}": [one for one in questions if one.on == place] for place in ("prose", "table")}
    kinds = sorted({question.kind for question in questions if question.kind})
    made = places | {kind: [question for question in questions if question.kind == kind] for kind in kinds}
    return {name: group for name, group in made.items() if group}


def _kind_report(row: Row, questions: Sequence[Question]) -> Json:
    """What a row did on the questions of one kind: right in all, and the page among the first five."""
    made: Json = {}
    if row.replies:
        made["in_all"] = _share(score(questions, row.replies).in_all)
    if row.found and (share := recall(questions, row.found, 5)).of:
        made["recall"] = _share(share)
    return made


_SHARES = {
    "in_all": "right in all",
    "answered": "answered right",
    "declined_rightly": "declined rightly",
    "declined_wrongly": "declined wrongly",
    "cited": "cited page right",
}


def _share(share: Share) -> Json:
    return {"hits": share.hits, "of": share.of, "interval": share.interval, "shown": str(share)}


def _middle(values: Sequence[float]) -> float:
    return round(sorted(values)[len(values) // 2], 2) if values else 0.0


def _miss(question: Question, reply: Reply | None) -> Json:
    given = (reply.error or reply.text) if reply else "no reply"
    wanted = " & ".join("|".join(group) for group in question.accept) if question.answerable else "(declining)"
    return {"id": question.id, "question": question.text, "wanted": wanted, "given": given}


def _verbatim(replies: Mapping[str, Reply], pdfs: Path) -> Share:
    """How many quotes stand on the page they name, character for character but for white space. Cells, which a quote parts
    by bars, and lines are looked up one by one: the PDF may hold them in another order."""
    hits = of = 0
    for reply in replies.values():
        for (file, page), quote in zip(reply.places, reply.quotes, strict=True):
            of += 1
            there = _page_text(pdfs / file, page)
            hits += all(bare(part) in there for part in re.split(r"[|\n]", quote))
    return Share(hits, of)


_texts: dict[tuple[Path, int], str] = {}


def _page_text(pdf: Path, page: int) -> str:
    if (pdf, page) not in _texts:
        import pymupdf

        with pymupdf.open(pdf) as document:
            _texts.update({(pdf, number): bare(one.get_text()) for number, one in enumerate(document, 1)})
    return _texts.get((pdf, page), "")


def bare(text: str) -> str:
    text = re.sub(r"[-\u00ad]\n(?=\w)", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


def _table(report: Json) -> str:
    made = report["rows"]
    lines = [f"{report['questions']} questions over {report['documents']} documents, {report['model']}, greedy"]
    lines.append(_line("", [row["name"] for row in made]))
    for key, label in [*_SHARES.items(), ("quotes", "quotes verbatim")]:
        lines.append(_line(label, [row[key]["shown"] if key in row else "–" for row in made]))
    for key, label in (("first_token", "first token, median s"), ("seconds", "answer, median s")):
        lines.append(_line(label, [str(row.get(key, "–")) for row in made]))
    for depth in _DEPTHS:
        cells = [row["recall"][str(depth)]["shown"] if "recall" in row else "–" for row in made]
        lines.append(_line(f"page found, first {depth}", cells))
    lines += _kind_lines(made)
    for row in made:
        lines += [f"\nMissed by {row['name']}:"] if row.get("missed") else []
        lines += [_missed(miss) for miss in row.get("missed", ())]
    return "\n".join(lines)


def _kind_lines(made: Sequence[Json]) -> list[str]:
    lines = list[str]()
    for key, heading in (("in_all", "right in all, by kind"), ("recall", "first 5, by kind")):
        kinds = list(dict.fromkeys(kind for row in made for kind, cells in row["kinds"].items() if key in cells))
        lines += [f"\n{heading}"] if kinds else []
        for kind in kinds:
            cells = [row["kinds"].get(kind, {}) for row in made]
            lines.append(_line(f"  {kind}", [cell[key]["shown"] if key in cell else "–" for cell in cells]))
    return lines


def _line(label: str, cells: Sequence[str]) -> str:
    return f"{label:24}" + "".join(f"{cell:28}" for cell in cells)


def _missed(miss: Mapping[str, str]) -> str:
    given = " ".join(miss["given"].split())
    return f"  {miss['id']}: {miss['question']}\n      wanted {miss['wanted']}\n      given  {given[:160]}"


if __name__ == "__main__":
    sys.exit(main())

"""Several replies in one batch are those that are written one after the other, as far as two rows go through the same routines."""

from app.language import backends, native
from tests.benchmarks.together import Spent, Streams, replies
from tests.language.engines import model_file

PROMPTS = ("The keeper counted the ships that came before the fog, and then he", "In spring the harbour is")


def test_two_at_once_write_what_each_writes_alone() -> None:
    backends.start()
    model = native.Model(model_file(), on_progress=lambda _: True, log=native.Log())
    prompts = [model.tokens(text) for text in PROMPTS]
    spent = Spent()
    both, alone = (Streams(model, count=count, size=256, threads=1) for count in (2, 1))
    together = replies(both, model, prompts, most=8, spent=spent)
    assert together == [replies(alone, model, [prompt], most=8, spent=spent)[0] for prompt in prompts]
    assert together[0] != together[1] and spent.reading > 0 and spent.writing > 0
    both.close()
    alone.close()
    model.close()

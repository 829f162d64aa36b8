"""`cloud prices`: what is listed is seen, and changed by the user, from the command line alone."""

from tests.cli.program import Program

_SET = ("cloud", "prices", "set", "wren-large", "--in", 1.5, "--out", 6)


def test_a_price_is_set_seen_and_taken_back(program: Program) -> None:
    program.run("cloud", "add", "office", "--address", "https://llm.example.com/v1", "--model", "wren-large")
    first, *others = program.run("cloud", "prices", "--json").objects
    assert (first["model"], first["at"], first["input"], first["providers"]) == (
        "wren-large", "llm.example.com", None, ["office"],
    )  # fmt: skip
    assert len(others) > 20 and all(one["input"] > 0 and one["dated"] and not one["own"] for one in others)
    made = program.run(*_SET, "--currency", "eur", "--json").object
    assert (made["input"], made["output"], made["currency"], made["at"]) == (1.5, 6.0, "EUR", "llm.example.com")
    told = program.run("cloud", "prices").out.splitlines()
    assert told[0].startswith("* wren-large") and "1.5 EUR in, 6 EUR out" in told[0] and "yours" in told[0]
    gone = program.run("cloud", "prices", "reset", "wren-large")
    assert gone.out.strip() == "wren-large  your price is gone: its price is not known at llm.example.com"


def test_what_is_no_price_has_one_sentence_and_changes_nothing(program: Program) -> None:
    for wrong in (("--in", "nan"), ("--in", "-1"), ("--currency", "gold")):
        program.run(*_SET, *wrong, "--json").fails("price")
    assert program.run(*_SET, "--in", "much").status == 2
    assert not (program.data / "prices.toml").exists()


def test_a_table_that_cannot_be_read_is_told_wherever_it_matters(program: Program) -> None:
    program.data.mkdir()
    table = program.data / "prices.toml"
    table.write_text("[[model]]\nname = 3\n")
    listed = program.run("cloud", "prices")
    assert listed.status == 3 and "prices.toml" in listed.err and "gpt" in listed.out
    program.run(*_SET, "--json").fails("prices", file="prices.toml")
    assert table.read_text() == "[[model]]\nname = 3\n"
    assert "prices.toml" in program.run("cloud", "status", "--json").object["prices_problem"]
    kept = program.run("cloud", "prices", "aside", "--json").object["path"]
    assert kept == f"{table}.1" and not table.exists()
    assert program.run("cloud", "status", "--json").object["prices_problem"] is None

from app.answers.citing.cite import place, windows
from app.answers.citing.verify import Verdict
from app.answers.deciding.fitness import but_for_names, measures_else, misses_kind, only_headings
from tests.answers.material import passage


def test_a_question_for_a_sum_is_not_answered_by_what_happened() -> None:
    assert misses_kind("What did the line pay to the pilot's widow?", "The pilot was retained by the line.")
    assert misses_kind("How much does the ferry cost?", "The ferry leaves from the north pier.")


def test_figures_in_digits_or_words_answer_it() -> None:
    assert not misses_kind("How much does the ferry cost?", "The ferry costs £14.")
    assert not misses_kind("How many boats were lost?", "Twelve boats were lost.")
    assert not misses_kind("How many boats were lost?", "No boat was lost.")
    assert not misses_kind("How often is the filter changed?", "Every month.")


def test_a_code_is_no_count() -> None:
    assert misses_kind("How many homes does the society have?", "The society has 27714R homes.")
    assert not misses_kind("How heavy is model K2?", "K2-400 weighs 12 kg.")


def test_a_figure_that_the_question_had_is_none() -> None:
    assert misses_kind("How many boats were lost in 2021?", "Boats were lost in 2021.")


def test_who_is_answered_by_a_name_or_an_office() -> None:
    assert misses_kind("Who was the master of the tug Corvin?", "The master of the tug Corvin was retained.")
    assert not misses_kind("Who was the master of the tug Corvin?", "The master of the tug Corvin was Ida Brandt.")
    assert not misses_kind("Who may forgive a breach?", "The director may forgive a breach.")
    assert not misses_kind("Who was hurt?", "Nobody was hurt.")


def test_other_questions_ask_for_no_kind() -> None:
    assert not misses_kind("Why was the store closed?", "Because the roof leaked.")


def test_a_heading_bears_nothing() -> None:
    read = [passage("Northern Works: five years\nSpills | 3 | 5", section="Northern Works: five years")]
    heading, row = windows(read)[0], windows(read)[-1]
    assert only_headings([heading], read)
    assert not only_headings([heading, row], read)
    assert not only_headings([], read)


def test_a_name_that_nobody_asked_for_does_not_take_the_figure_with_it() -> None:
    read = [passage("Airport: Alder Field\nElevation: 5194 ft\nPilot: Ida Brandt")]
    question, text = "What is the elevation of the airport?", "The airport, Odo Haven, has an elevation of 5194 feet."
    statements = place(text, question, read)
    verdict = Verdict(("Odo Haven",), 0, ())
    assert but_for_names(question, statements, verdict) == statements
    assert not but_for_names("Which airport has an elevation of 5194 ft?", statements, verdict)
    assert not but_for_names("What is the elevation of Odo Haven?", statements, verdict)
    assert not but_for_names(question, statements, Verdict(("5194",), 0, ()))


def test_an_area_is_no_count() -> None:
    houses = [passage("House | Area, m2 | Share, %\nMill House | 6,120 | 9.0\nQuay House | 4,300 | 7.0")]
    assert measures_else("How many people live in Mill House?", "6,120 people live in Mill House.", houses)
    assert not measures_else("How many square metres has Mill House?", "Mill House has 6,120 square metres.", houses)
    assert not measures_else("How large is Mill House?", "Mill House has 6,120 m2.", houses)
    people = [passage("House | People | Share, %\nMill House | 61 | 9.0\nQuay House | 43 | 7.0")]
    assert not measures_else("How many people live in Mill House?", "61 people live in Mill House.", people)

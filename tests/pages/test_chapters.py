"""What a chapter is: its sections, its cards, and exercises of which each is whole."""

import re
import runpy
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
SOLUTIONS = ROOT / "assignments" / "solutions"
PARTS = ("foundations", "equations", "descent", "practice")
CHAPTERS = sorted(path.relative_to(ROOT / "chapters").with_suffix("").as_posix()
                  for part in PARTS for path in (ROOT / "chapters" / part).glob("*.ipynb"))
CHAPTERS.remove("equations/opening")         # it says what is to come, proves nothing and sets no exercise
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS)

# The sections that every chapter has, in this order; others may stand between them, but nothing before the claim and
# nothing after the reading list.
SECTIONS = ("Claim", "Derivation", "Verification", "Break it", "Summary", "Exercises", "Where to read further")
# ★ is routine, ★★ needs an idea, ★★★ is hard. The minutes are those of a student who has read the chapter.
EXERCISE = re.compile(r"```\{exercise\} (★{1,3}), (\d+) min\n:label: (ex-[a-z0-9-]+)\n\n(.+?)\n```", re.DOTALL)
SOLUTION = re.compile(r"```\{solution-start\} (ex-[a-z0-9-]+)\n:class: dropdown\n```(.*?)```\{solution-end\}\n```", re.DOTALL)


def text(chapter):
    """The Markdown of a chapter; «code» stands for each cell of code."""
    cells = nbformat.read(ROOT / "chapters" / f"{chapter}.ipynb", as_version=4).cells
    return "\n\n".join("«code»" if cell.cell_type == "code" else cell.source for cell in cells)


def exercises(chapter):
    """The text of the section Exercises."""
    return re.search(r"^## Exercises\n(.*?)^## ", text(chapter), re.DOTALL | re.MULTILINE)[1]


@every_chapter
def test_the_sections_are_all_there_in_their_order(chapter):
    headings = re.findall(r"^## (.+)$", text(chapter), re.MULTILINE)
    places = [[i for i, heading in enumerate(headings) if heading.startswith(section)] for section in SECTIONS]
    assert all(places), f"no section begins with {[section for section, found in zip(SECTIONS, places) if not found]}"
    firsts = [found[0] for found in places]
    assert firsts == sorted(firsts), headings
    assert headings[0] == "Claim" and headings[-3:] == ["Summary", "Exercises", "Where to read further"]


@every_chapter
def test_numbers_of_a_sentence_are_all_text_or_all_math(chapter):
    """A minus sign asks for math: "between $-1$ and $1$"."""
    prose = re.sub(r"(?s)```.*?```|`[^`]*`|\[[^]]*\]\([^)]*\)|\$\$.*?\$\$|Step \d+", " ", text(chapter))
    mixed = [sentence for sentence in re.split(r"(?<=[.:?])\s+|\n+", prose)
             if re.search(r"\$-?[\d.]+\$", sentence) and re.search(r"(?<![\w.])\d", re.sub(r"\$[^$]*\$", " ", sentence))]
    assert mixed == []


@every_chapter
def test_no_section_is_empty(chapter):
    sections = re.split(r"^## ", text(chapter), flags=re.MULTILINE)[1:]
    assert [section for section in sections if len(section.splitlines()) < 3] == []


@every_chapter
def test_the_summary_ends_with_the_cards_of_the_chapter(chapter):
    labels = re.findall(r"^\(eq-([a-z0-9-]+)\)=$", text(chapter), re.MULTILINE)
    cells = nbformat.read(ROOT / "chapters" / f"{chapter}.ipynb", as_version=4).cells
    cards = [cell.source for cell in cells if "equation-card" in cell.metadata.get("tags", [])]
    assert len(cards) == len(labels) and all(card.endswith(".card()") for card in cards)


@every_chapter
def test_every_exercise_is_marked_and_followed_by_its_own_solution_or_by_none(chapter):
    section = exercises(chapter)
    marked, solved = EXERCISE.findall(section), [label for label, _ in SOLUTION.findall(section)]
    labels = [label for *_, label, _ in marked]
    assert len(labels) == section.count("```{exercise}") == len(set(labels))
    assert solved == [label for label in labels if label in solved]
    left = SOLUTION.sub("", EXERCISE.sub("", section)).split()
    assert left == [], "between an exercise and its solution, or after it"
    for label, solution in zip(labels, re.split(EXERCISE.pattern, section, flags=re.DOTALL)[5::5]):
        assert f"{{solution-start}} {label}\n" in solution or "solution-start" not in solution


@every_chapter
def test_one_exercise_is_predicted_first_and_one_has_its_solution_with_the_instructor(chapter):
    marked = EXERCISE.findall(exercises(chapter))
    solved = {label for label, _ in SOLUTION.findall(exercises(chapter))}
    assert any(task.startswith("**Predict, then run.** ") for *_, task in marked)
    unsolved = {label for *_, label, _ in marked} - solved
    assert unsolved == set(kept_back(chapter)) != set()


def kept_back(chapter):
    """The labels of the exercises that are solved in the instructor's folder."""
    return re.findall(r"^(ex-[a-z0-9-]+)$", (SOLUTIONS / f"{chapter}.py").read_text(encoding="utf-8"), re.MULTILINE)


@every_chapter
def test_a_solution_kept_back_runs(chapter):
    runpy.run_path(str(SOLUTIONS / f"{chapter}.py"))


@every_chapter
def test_every_figure_has_a_caption(chapter):
    """But for those that move on the page, which have their words beside them."""
    for cell in nbformat.read(ROOT / "chapters" / f"{chapter}.ipynb", as_version=4).cells:
        pictures = [output for output in cell.get("outputs", ()) if any(kind.startswith("image/") for kind in output.get("data", {}))]
        if pictures and "moving(" not in cell.source:
            caption = cell.metadata.get("mystnb", {}).get("figure", {}).get("caption", "")
            assert 4 < len(caption.split()) <= 20 and caption.endswith("."), (cell.id, caption)

"""The page a student gets back: formulas without a script, paragraphs as paragraphs, and nothing that runs."""

import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

sys.path.insert(0, str(Path(__file__).parents[2] / "assignments"))

from grader import limits, outputs  # noqa: E402
from grader.execute import Run  # noqa: E402
from grader.formulas import as_mathml  # noqa: E402
from grader.page import render  # noqa: E402
from grader.release import titles_of  # noqa: E402
from grader.result import Result  # noqa: E402

RESULT = Result("ada", "set1", "", "graded", [], {}, {})


def page(*cells):
    return render(RESULT, new_notebook(cells=list(cells)))


def test_a_page_needs_no_network_and_runs_nothing():
    text = page(new_markdown_cell("# Title\n\nIt says $a^2_{jk} < 1$.\n\n$$ \\frac{a}{b} $$\n\n<script>alert(1)</script>"
                                  "<img src=x onerror=alert(1)> [here](javascript:alert(1))"))
    assert text.count("<math") == 2 and "$" not in text
    assert not re.search(r"<script|<img[^>]*onerror|href=.javascript:|(src|href)=.https?:", text)
    assert "<h1" in text.split("<body>")[1] and "&lt;p&gt;" not in text


@pytest.mark.parametrize("kind, content", (
    ("stream", {"name": "stdout", "text": "printed"}), ("error", {"ename": "E", "evalue": "", "traceback": ["E"]}),
    ("display_data", {"data": {"text/plain": "shown"}, "metadata": {}}),
    ("update_display_data", {"data": {"image/png": "AAAA"}, "metadata": {}, "transient": {"display_id": "1"}}),
    ("execute_result", {"data": {"text/plain": "3"}, "metadata": {}, "execution_count": 1})))
def test_what_a_notebook_can_hold_is_kept_and_nothing_else(kind, content):
    assert outputs.can_be_kept({"msg_type": kind, "content": content})
    for name in content.keys() - {"transient"}:
        broken = {key: value for key, value in content.items() if key != name}
        assert not outputs.can_be_kept({"msg_type": kind, "content": broken | {name: 1.5}}), name


def test_what_the_judge_says_is_not_cut_with_what_the_cell_prints():
    cell = new_code_cell("")
    cell.metadata["nbgrader"] = {"grade_id": "one"}
    run = SimpleNamespace(ended="", task=SimpleNamespace(checks={"one": "check"}),
                          run_code=lambda cell, index: cell.outputs.append(new_output("stream", text="debug\n" * 300)),
                          judge_cell=lambda cell, question: cell.outputs.append(outputs.told("[0 of 2] The reason.")))
    Run.run_cell(run, cell, 0)
    assert len(cell.outputs[0].text.splitlines()) == limits.LINES + 1 and cell.outputs[1].text == "[0 of 2] The reason."


def test_the_reasons_are_on_the_page_however_much_is_printed(monkeypatch):
    monkeypatch.setattr("grader.page.MOST", 2000)
    long = [new_code_cell("", outputs=[new_output("stream", text="x" * 900)]) for _ in range(4)]
    tests = new_code_cell("", outputs=[outputs.told("[0 of 2] The reason.")])
    tests.metadata["nbgrader"] = {"grade_id": "one"}
    result = Result("ada", "set", "key", "graded", [], {"one": 0.0}, {"one": 2.0})
    assert "The reason." in render(result, new_notebook(cells=[*long, tests]))


@pytest.mark.parametrize("data, notes", (
    ({"text/plain": "3.0"}, 0), ({"image/png": "iVBO", "text/plain": "<Figure>"}, 0), ({"application/vnd.foo+json": {"a": 1}}, 1),
    ({"application/javascript": "alert(1)", "text/plain": "3.0"}, 0), ({"image/png": "A" * 2_000_000, "text/plain": "<Figure>"}, 1),
    ({"image/png": "A" * 2_000_000}, 1), ({}, 1)))
def test_what_is_left_out_has_a_note(data, notes):
    text = page(new_code_cell("show()", outputs=[new_output("display_data", data)]))
    assert text.count("An output is left out here.") == notes
    assert ("<img" in text) == (notes == 0 and "image/png" in data)


def test_pictures_beyond_what_a_page_holds_have_a_note_each():
    picture = new_output("display_data", {"image/png": "A" * 900_000, "text/plain": "<Image>"})
    text = page(*[new_code_cell("show()", outputs=[picture]) for _ in range(14)])
    assert text.count("<img") == 11 and text.count("An output is left out here.") == 3


def test_a_displayed_formula_is_mathml():
    output = new_output("display_data", {"text/latex": r"$$ \delta^{l}_{j} = 0 \tag{BP1} $$", "text/plain": "delta"})
    assert "<math" in page(new_code_cell("formula", outputs=[output]))


@pytest.mark.parametrize("kept", [
    "<p>It costs $5.</p>", "<pre>a = '$x$'</pre>", "<p><code>$x$</code></p>", r"<p>$\frac{$ is no formula</p>",
])
def test_what_is_no_formula_stays(kept):
    assert as_mathml(kept) == kept


def test_a_question_has_its_title_in_the_table_and_above_its_tests():
    result = Result("ada", "set1", "", "graded", [], {"q-check": 1.0, "other": 0.0}, {"q-check": 2.0, "other": 1.0},
                    titles={"q-check": "Question 1"})
    tests = new_code_cell("# 2 points", metadata={"nbgrader": {"grade_id": "q-check"}})
    text = render(result, new_notebook(cells=[tests]))
    assert "<th scope='row'>Question 1 (q-check)</th><td>1 of 2</td>" in text and "<th scope='row'>other</th>" in text
    assert "Question 1 (q-check): 1 of 2" in text.partition("</table>")[2]


def test_a_title_is_what_the_heading_begins_with():
    def cell(name):
        return new_code_cell(metadata={"nbgrader": {"grade_id": name, "grade": True, "points": 1}})

    heading = new_markdown_cell("Before\n\n## Question 2: one *neuron* (4 points)\n\nText: more.")
    notebook = new_notebook(cells=[new_markdown_cell("# Set 1"), cell("a"), heading, cell("b"), cell("c")])
    assert titles_of(notebook) == {"b": "Question 2", "c": "Question 2"}

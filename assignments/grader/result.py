"""The result of one submission: the record, and its JSON."""

import json
from typing import NamedTuple

from bplib.words import later

MEANING = {
    later("graded"): later("no answer and no added cell raised an error"),
    later("errors"): later("an answer or an added cell raised an error"),
    later("changed"):
        later("cells of the release were deleted, edited or moved; "
              "they were put right before grading"),
    later("old release"): later("made from another release than the one it was graded with"),
    later("stopped"):
        later("a limit on time, memory or output was broken, or the kernel died; "
              "what came before counts"),
    later("look at it"):
        later("the notebook reached outside its folder, a check failed, "
              "or the answers came in a form that no notebook sends"),
    later("wrong assignment"): later("the notebook of another set; not graded"),
    later("wrong name"): later("no file of the expected name; not graded"),
    later("nothing"): later("nothing was handed in"),
    later("unreadable"): later("the file is no notebook; not graded"),
    later("error"): later("the grader failed, which is not the student's fault; run it again"),
    later("not finished"): later("the grader was stopped at its own limit of time; not graded"),
}


ADJUSTMENT = "adjustment"       # what is added to the sum by hand, in place of a question


class ByHand(NamedTuple):
    """What a person has given for one question, or as an adjustment of the sum."""

    points: float | None    # None: as the grader found
    comment: str


class Result(NamedTuple):
    """The result of one submission."""

    student: str
    set: str
    key: str                # of everything it depends on; empty if it is to be graded again
    status: str             # one of MEANING
    reasons: list           # sentences
    scores: dict            # {question: points, None while they wait to be given by hand}
    max: dict               # {question: the most points}
    seconds: float = 0.0
    given: dict = {}        # {question: ByHand}
    titles: dict = {}       # {question: its title, such as "Question 1"}

    def points(self, question):
        """The points of a question, those given by hand first; None if it waits for them."""
        given = self.given.get(question)
        return self.scores[question] if given is None or given.points is None else given.points

    def title(self, question):
        """What a student knows a question by, with its name in the table of points."""
        return f"{self.titles[question]} ({question})" if question in self.titles else question

    def comment(self, question):
        """What a person has written about a question, or nothing."""
        return self.given[question].comment if question in self.given else ""

    @property
    def adjustment(self):
        """What a person has added to the sum, or taken off it."""
        given = self.given.get(ADJUSTMENT)
        return 0 if given is None or given.points is None else given.points

    @property
    def total(self):
        """The sum of the points that were given so far, with the adjustment; not below 0."""
        return max(0, sum(self.points(question) or 0 for question in self.scores) + self.adjustment)

    @property
    def waiting(self):
        """The questions that wait for points by hand."""
        return [question for question in self.scores if self.points(question) is None]

    def to_json(self):
        return json.dumps(self._asdict(), indent=1, ensure_ascii=False)

    @classmethod
    def from_json(cls, text):
        """The result that was written so; ValueError or TypeError if the text is none."""
        result = cls(**json.loads(text))
        given = {question: ByHand(*values) for question, values in result.given.items()}
        return result._replace(given=given)

"""Asking the graph: competency questions with parameters, queries, and answers that people can read.

The names below are for other programs; the room's files are only named by its neighbours.
"""

from treatygraph.ask.asking import Answer, ask
from treatygraph.ask.questions import QueryError, Question, find_question, question, questions
from treatygraph.ask.results import plain, to_csv, to_json, to_turtle
from treatygraph.ask.tokens import is_update, names_a_service

__all__ = ["Answer", "QueryError", "Question", "ask", "find_question", "is_update", "names_a_service", "plain",
           "question", "questions", "to_csv", "to_json", "to_turtle"]

"""The problem sets. What belongs to one lies in its folder: source/, release/, and the hidden checks of its questions.

Every check takes the dictionary of the student's names, prints its reasons, returns points, and never raises.
What it compares with is computed when the module is imported, which is before any answer runs.
"""

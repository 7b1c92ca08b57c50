"""The hidden checks: one module for each set. On the path only while answers are graded.

Every check takes the dictionary of the student's names, prints its reasons, returns points, and never raises.
What it compares with is computed when the module is imported, which is before any answer runs.
"""

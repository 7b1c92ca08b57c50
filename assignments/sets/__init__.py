"""The problem sets: in the folder of each source/, release/, and the hidden checks.

Every check takes what a notebook answers (wire.asking.Answers, or a dictionary of names), prints
its reasons, returns points, and never raises.
What it compares with is computed when the module is imported, which is before any answer runs.
"""

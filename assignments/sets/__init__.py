"""The problem sets: in the folder of each source/, release/, and the hidden checks.

Every check takes the dictionary of the student's names, prints its reasons, returns points, and
never raises.
What it compares with is computed when the module is imported, which is before any answer runs.
"""

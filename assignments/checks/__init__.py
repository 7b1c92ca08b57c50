"""What the hidden checks of all sets share. Importable only while answers are graded."""

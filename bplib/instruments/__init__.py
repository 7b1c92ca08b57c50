"""Instruments: counted multiplications, sums over paths, landscapes where theory predicts every iterate."""

"""Instruments: counted multiplications, sums over paths, and landscapes for optimisers."""

"""Tables without rules, guessed from where words stand: lines that leave the same gaps, one under another.

A guess: the grid says ``ruled=False`` and a person confirms it.
"""

"""An org chart in a spreadsheet: what its columns mean, what its rows say, what they would change.

Three steps, each of which can be asked about alone: `reading` (document → rows), `checking` (rows → problems) and
`changes` (rows against what stands → a report). None of them stops at the first problem.
"""

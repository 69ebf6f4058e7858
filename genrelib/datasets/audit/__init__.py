"""Audit of a data set: every track decoded once and measured, and what follows of that for labels and splits.

`measures` has what is measured of a track and remembers it. `landmarks` and `near_repetitions` find one recording in
two tracks, wherever it begins; `account` names every problem; `leaks` finds what the parts of a split share, and
`shortcuts` what a small classifier makes of it.
"""

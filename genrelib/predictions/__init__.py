"""Predictions of a run for its test tracks and clips: genres, tags; two runs side by side; nearest training tracks.

`label_doubts`: labels that they speak against; `label_votes`: a listener's votes on these; `near_pairs`: tracks that a
network hears as nearly one.
"""

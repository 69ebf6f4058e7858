"""Predictions of a run for its test tracks and clips: genres, tags; two runs side by side; nearest training tracks.

`embedding_space`: the tracks of a run where its network holds them; `embedding_layouts`: such a space laid out in a
plane; `neighbourhoods`: what that keeps of it, and how often the nearest track is right. `label_doubts`: labels that
predictions speak against; `label_votes`: a listener's votes on these; `near_pairs`: tracks that a network hears as
nearly one.
"""

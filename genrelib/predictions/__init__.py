"""Predictions of a run for its test tracks and clips: genres, tags; two runs side by side; nearest training tracks."""

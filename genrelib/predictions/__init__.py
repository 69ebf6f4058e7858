"""Predictions of a run for its test tracks and clips: genres, tags, and the training tracks nearest to a sound."""

"""What a run answered to its test tracks and clips: genres, tags, and the training tracks nearest to a sound."""

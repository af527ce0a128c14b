"""Many reports in one build: only what has changed, in several processes that hold one report at a time."""

"""Many reports in one build: what changed, in processes, a report's memory at a time."""

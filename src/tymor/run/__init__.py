"""Run: papermill executes every job's notebook."""

"""The PDF report, set by Typst and tagged for screen readers."""

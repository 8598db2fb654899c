"""Tasks, notes, calls and meetings."""

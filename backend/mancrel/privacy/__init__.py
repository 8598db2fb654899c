"""Personal data: everything about a person as a file, erasure, and how long things are kept."""

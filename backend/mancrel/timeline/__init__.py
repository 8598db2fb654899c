"""What happened to a record, and who changed what: history, audit and its chain."""

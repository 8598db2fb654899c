"""What people are told of: in the shell, by mail, and once a day in a digest."""

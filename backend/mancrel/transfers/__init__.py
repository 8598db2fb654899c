"""Records in and out as files: imports with a dry run and undo, exports of any list."""

"""The signed, idempotent door for everything that is posted at us."""

"""Lists as people shape them: saved views, and changes of many records at once."""

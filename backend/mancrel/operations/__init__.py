"""Jobs, dead letters and deliveries: what an admin watches."""

"""The ground floor: database, events, jobs, errors. No word of the business."""

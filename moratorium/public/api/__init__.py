"""The API: the record as JSON, under /api/v1/ (contract, section 4)."""

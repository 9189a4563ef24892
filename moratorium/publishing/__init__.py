"""Editions: what the crowd reads, answered without Django and without the database."""

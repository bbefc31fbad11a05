"""Owns stories of our own with gold: articles of invented outlets, and what a careful reader says of their claims."""

"""Owns what all tests share: hypothesis sets no time limit for one example, since a busy machine is no failure."""

from hypothesis import settings

settings.register_profile("project", deadline=None)
settings.load_profile("project")

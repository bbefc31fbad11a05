"""Owns the measuring of readings against gold that people made. It trains and tunes nothing."""

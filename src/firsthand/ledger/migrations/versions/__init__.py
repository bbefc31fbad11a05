"""Owns one file for each revision of the ledger."""

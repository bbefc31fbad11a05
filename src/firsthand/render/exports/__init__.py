"""Owns exports of a ledger: tables, JSON lines, Web Annotations, PROV and brat, with the articles' words or without. It
asks the ledger nothing and opens no file."""

"""Owns the ledger's revisions, one file each in `versions`, forward only. `firsthand.ledger.migrating` runs them."""

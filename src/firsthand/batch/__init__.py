"""Owns reading at scale: inputs cut into shards, each shard read by itself into part files. It starts no process.

Engines (`firsthand.batch.local`, `firsthand.integrations.ray`) only share the shards out; whatever the engine and the
number of workers, the same shards are read by the same function into the same parts.
"""

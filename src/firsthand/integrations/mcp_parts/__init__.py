"""Owns the parts of `firsthand.integrations.mcp`: arguments, answers, evidence, tools. It speaks no protocol."""

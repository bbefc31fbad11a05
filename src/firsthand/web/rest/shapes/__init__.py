"""Owns the forms of the API's questions and answers, in pydantic, for its description. The core knows none of them."""

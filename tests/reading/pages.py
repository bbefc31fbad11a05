"""Owns the pages that the tests of reading read: invented outlets, invented people."""

LEAD = (
    "Talks over the Brenna dam stalled on Monday, officials said, after three days of meetings in the lake house at "
    "Ormsund that led to nothing."
)
KEEPER = "“We will not go,” said Odile Vasseur, who keeps the key of the gate and has done so for forty years."
END = "The ministry of water said in a statement that it would not comment on talks. It gave no reason for that."
META = (
    "<title>Dam talks stall | Belmar Wire</title><meta property='og:site_name' content='The Belmar Wire'>"
    "<meta property='og:title' content='Dam talks stall'><meta name='author' content='Jane Stone'>"
    "<meta property='article:published_time' content='2024-03-12T08:00:00Z'>"
    "<link rel='canonical' href='https://belmarwire.example/world/dam-talks'>"
)


def page(body: str = f"<p>{LEAD}</p><p>{KEEPER}</p><p>{END}</p>", *, head: str = META, lang: str = "en") -> str:
    """A page with a menu, a footer and `body` as its article."""
    return (
        f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li></ul></nav>"
        f"<main><article><h1>Dam talks stall</h1><p class='byline'>By Jane Stone</p>{body}</article></main>"
        "<footer><p>Copyright 2024 Belmar Wire. All rights reserved.</p></footer></body></html>"
    )

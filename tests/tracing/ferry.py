"""Owns an invented story with its gold: a ferry, one unnamed pilot, six outlets, and what becomes of his words."""

from firsthand.model.trace import Trace
from tests.tracing.invented import Story, source, sources

WHO = sources(
    source("pilot", descriptor="a harbour pilot", kind="person"),
    source("sailor", descriptor="a sailor on board"),
    source("engineers", "group", descriptor="engineers at the yard", count=(2, None)),
    source("OWNER", "organisation", "Alba Lines"),
    source("SPEAKER", name="Ines Tarr", role="spokeswoman", affiliation="Alba Lines"),
    source("UNION", name="Bo Lund", role="head of the seamen’s union"),
    source("POST", "outlet", "Harbour Post"),
    source("WIRE", "outlet", "Coast Wire"),
    source("GULL", "outlet", "Daily Gull"),
    source("ABSENT", "outlet", "Inland Times"),
)

EDGES = {
    ("post", "echo"): ("verbatim", True),
    ("post", "wire"): ("rewrite", True),
    ("wire", "gull"): ("rewrite", False),
    ("post", "denial"): ("cites", True),
    ("wire", "circle"): ("cites", True),
    ("circle", "again"): ("cites", True),
    ("post", "note"): ("cites", True),
}
INDEPENDENCE = {"rock": (1, 2), "yard": (1, 1), "sale": (1, 1)}

_POST = (
    "[rock|The ferry Alba struck a rock off Skerry Point at full speed with 40 passengers aboard|pilot], a harbour "
    "pilot has told the Harbour Post. The captain had left the bridge to settle a quarrel over a crate of oranges. "
    "Divers found a gash of three metres beside the starboard propeller on Sunday evening. "
    "The Alba was built in Gdynia in 1988 and carried sheep before she carried people."
)


def ferry() -> Story:
    """The story: `post` is the first, `radio` has a source of its own, `weather` has nothing to do with it."""
    story = Story(sources=WHO)
    story.add("post", "The Harbour Post", "2031-05-04T06:00:00Z", _POST)
    story.add("echo", "North Echo", "2031-05-04T08:00:00Z", f"{_POST} This story first appeared in the Harbour Post.")
    story.add(
        "wire", "Coast Wire", "2031-05-04T09:00:00Z",
        "[rock|A ferry with nearly 50 passengers hit rocks near Skerry Point|pilot<POST], the Harbour Post reported, "
        "citing a harbour pilot. The master was not on the bridge but below, where crates of oranges had come loose. "
        "Divers found a gash of three metres near the starboard propeller, the paper wrote. Harbour master Wim Okker "
        "counted eleven lifeboats and sent for a tug from Brandal.",
    )  # fmt: skip
    story.add(
        "gull", "Daily Gull", "2031-05-04T12:00:00Z",
        "[rock|Fifty passengers feared for their lives when a ferry rammed the rocks off Skerry Point]. Oranges rolled "
        "about while nobody stood on the bridge. Eleven lifeboats were counted, and a tug had to come all the way "
        "from Brandal.",
    )  # fmt: skip
    story.add(
        "denial", "Island Radio", "2031-05-04T15:00:00Z",
        "[rock|There was no rock and no collision|SPEAKER], Ines Tarr of Alba Lines said of the report in the Harbour "
        "Post. [yard|The yard will need three weeks for the repair|engineers<SPEAKER], engineers had told her.",
    )  # fmt: skip
    story.add(
        "radio", "Fjord FM", "2031-05-04T18:00:00Z",
        "[rock|The ship ran on a rock in bright daylight|sailor], a sailor on board told Fjord FM in the evening. He "
        "had been peeling potatoes in the galley and was thrown against the stove.",
    )  # fmt: skip
    story.add(
        "circle", "Quay Letter", "2031-05-05T07:00:00Z",
        "[sale|The owner means to sell the ship|OWNER], Alba Lines said. [rock|Some 50 people were on board when it "
        "struck a rock|WIRE], Coast Wire wrote.",
    )  # fmt: skip
    story.add(
        "again", "Coast Wire", "2031-05-05T10:00:00Z",
        "Others bear it out: [rock|about 50 people were aboard when the ferry struck a rock|letter], the Quay Letter "
        "wrote on Monday. [sale|The ship is for sale|SPEAKER], spokeswoman Ines Tarr said.",
    )  # fmt: skip
    story.add(
        "note", "The Harbour Post", "2031-05-06T06:00:00Z",
        "Ferry traffic is back to normal.\n\nCorrection: The Harbour Post reported on Sunday that [rock|the ferry had "
        "40 passengers aboard when it struck a rock]. That was wrong; there were 31.",
    )  # fmt: skip
    story.add("weather", "Fjord FM", "2031-05-06T07:00:00Z", "[rain|Rain is likely in the north]. Bring a hat.")
    return story


WHO["letter"] = source("letter", "outlet", "Quay Letter")


def keys(trace: Trace) -> dict[str, str]:
    """Article ids to keys."""
    return dict(trace.keys)

"""The API held against its own description by schemathesis, over a small ledger: every operation, what fits its form
and what does not, one call after another. No fault of the server, no answer that the description does not have."""

from collections import Counter

import adders
import pytest
import schemathesis
import tellers
from schemathesis import engine

from firsthand.web.app import create_app
from firsthand.web.settings import Settings

SECONDS = 60
OPERATIONS = 26
TAKEN = ["2xx", "400", "403", "404"]
"""Answers to what fits its form; 400 is what cannot be all the same: the 31st of June, words without a word."""
REFUSED = ["400", "401", "403", "404", "405", "413", "414", "415", "422", "429"]
CONFIG = {
    "seed": 5,
    "max-time": SECONDS,
    "headers": {"Host": "127.0.0.1"},
    "generation": {"max-examples": 10, "database": "none"},
    "checks": {
        "positive_data_acceptance": {"expected-statuses": TAKEN},
        "negative_data_rejection": {"expected-statuses": REFUSED},
    },
    "operations": [
        {
            # What is handed in fits its form and may hold no article. In a form every value is a string, so that
            # there is no field of another type to refuse.
            "include-operation-id": ["readArticle", "checkDraft", "addArticles"],
            "checks": {
                "positive_data_acceptance": {"expected-statuses": [*TAKEN, "422", "429"]},
                "negative_data_rejection": {"enabled": False},
            },
        },
        # What adding makes is a job, and is found under /jobs.
        {"include-operation-id": ["getArticle"], "checks": {"ensure_resource_availability": {"enabled": False}}},
    ],
}


@pytest.fixture
def schema(tmp_path):
    place = tmp_path / "ledger.db"
    tellers.fill(place)
    settings = Settings(ledger=str(place), workers=1, secret=b"k" * 32)
    app = create_app(settings, reading=tellers.reads, adding=adders.adds, fetch=adders.no_network)
    config = schemathesis.Config.from_dict(CONFIG)
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, config=config, headers=CONFIG["headers"])


def failed(event):
    """What a scenario found wrong, each with the call that shows it."""
    for id, checks in event.recorder.checks.items():
        for check in checks:
            if (found := check.failure_info) is not None:
                response = event.recorder.interactions[id].response
                body = response.content[:300] if response is not None else b""
                name = f"{event.label}: {check.name}: {found.failure.title}"
                yield name, f"{found.failure.message}\n{found.code_sample}\n{body!r}"


@pytest.mark.slow
@pytest.mark.timeout(SECONDS * 3)
def test_the_api_does_what_its_description_says(schema, caplog):
    failures, labels, statuses = {}, set(), Counter()
    for event in engine.from_schema(schema).execute():
        if isinstance(event, engine.events.NonFatalError | engine.events.FatalError):
            failures[f"{type(event).__name__} {len(failures)}"] = str(getattr(event, "info", event))
        if isinstance(event, engine.events.ScenarioFinished):
            labels.add(event.label)
            answers = [i.response for i in event.recorder.interactions.values()]
            statuses.update(a.status_code // 100 for a in answers if a is not None)
            failures = dict(failed(event)) | failures
    faults = {r.where for r in caplog.records if r.levelname == "ERROR" and hasattr(r, "where")}
    assert not failures, "\n\n".join(f"{name}\n{words[:3000]}" for name, words in failures.items())
    assert len(labels - {None}) == OPERATIONS, sorted(map(str, labels))
    assert statuses[2] > 100
    assert statuses[4] > 100
    assert not statuses[5]
    assert not faults  # in a worker, of an add job, which no answer tells of

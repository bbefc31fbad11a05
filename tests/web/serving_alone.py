"""Owns a server of the tests' own as a process: workers that play, a port that was free. Its argument is a folder."""

import sys
from pathlib import Path

from serving import alone, play_app

from firsthand.web.server import run

if __name__ == "__main__":
    settings = alone(Path(sys.argv[1]), port=0, stop_s=5)
    print("ended by", run(settings, told=lambda address: print(address, flush=True), app=play_app(settings)))

"""An application whose answer takes a while."""

import os
import time


def app(_environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield b"begun\n"
    time.sleep(float(os.environ.get("ANSWER_SECONDS", "3")))
    yield b"finished\n"

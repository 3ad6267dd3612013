"""Runs a job again and again, as cron does, and waits for the job alone."""

import os
import subprocess
import time

interval = float(os.environ.get("INTERVAL_SECONDS", "5"))
number = 0
while True:
    number += 1
    status = subprocess.run(["sh", "job.sh"], check=False).returncode
    print(f"job {number}: status {status}", flush=True)
    time.sleep(interval)

#!/bin/sh
# A job that needs a moment to end properly.
name=$1

finish() {
  echo "$name: saving"
  sleep "${SAVE_SECONDS:-2}"
  echo "$name: saved"
  exit 0
}

trap finish TERM
echo "$name: ready"
while :; do
  sleep 0.1
done

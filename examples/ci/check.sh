#!/bin/sh
# Asks the server until it answers. The server is left behind, also where this script fails on its way.
set -eu
node server.js &
ask='fetch("http://127.0.0.1:8080/").then((answer) => answer.text()).then((text) => process.stdout.write(text))'
until node -e "$ask" 2>/dev/null; do
  sleep 0.1
done
echo "check: passed"

#!/bin/sh
# A job that starts something in the background and does not wait for it.
sleep 0.2 &
echo "job: done"

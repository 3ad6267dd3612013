# What the doctor's suites share. $engine is the command that has an `exec`, and its container is "guest".

# Runs the doctor in the guest and expects this status: doctor 1 OPTIONS-OF-EXEC. What it wrote is in
# `output`.
# shellcheck disable=SC2154  # engine comes from the suite, output from bats
doctor() {
  local expected=$1
  shift
  run -"$expected" "$engine" exec "$@" guest /usr/bin/dumb-init --doctor
  echo "$output"
}

# The doctor finds this in the guest.
is_found() {
  "$engine" exec guest /usr/bin/dumb-init --doctor | grep -qE -- "$1"
}

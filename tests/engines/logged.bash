# A program in the background, for the suites whose engine is no daemon that keeps logs: its PID is in
# `running`, and what it writes is in the file `log`.
# shellcheck disable=SC2154  # both come from whoever starts it

# Waits until it has written this line.
expect_line() {
  if ! eventually has_line_or_ended "$1" || ! has_line "$1"; then
    cat "$log"
    return 1
  fi
}

has_line_or_ended() {
  has_line "$1" || ended
}

# A terminal ends its lines in two characters.
has_line() {
  tr -d '\r' <"$log" | grep -qxF -- "$1"
}

# Waits until it has ended with this status.
expect_end() {
  local code=0
  eventually ended || { cat "$log"; return 1; }
  wait "$running" || code=$?
  cat "$log"
  echo "it ended with $code"
  [ "$code" -eq "$1" ]
}

ended() {
  ! kill -0 "$running" 2>/dev/null
}

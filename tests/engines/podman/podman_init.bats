# `podman run --init`: podman runs the init as /run/podman-init, which is where catatonit stands
# elsewhere.
# shellcheck disable=SC2154  # podman_init and without_rights come from engine.bash
setup() {
  load engine
}

teardown() {
  close_screen
  remove_containers
}

@test "whatever the file is called, podman's name for it is the one that counts" {
  local name
  for name in dumb-init tini docker-init catatonit; do
    # shellcheck disable=SC2016
    expect_status 0 "${podman_init[@]}" --init-path "$ENGINE/inits/$name" busybox-image \
      sh -c 'tr "\0" " " </proc/1/cmdline; exec cmp /proc/1/exe /usr/bin/dumb-init' one two
    [[ $output == "/run/podman-init -- sh -c "*" one two " ]]
    expect_status 127 "${podman_init[@]}" --init-path "$ENGINE/inits/$name" busybox-image no-such-command
    [ "$output" = "[catatonit] no-such-command: No such file or directory" ]
  done
}

@test "podman's settings name the init as well" {
  expect_status 0 "${podman_init[@]}" busybox-image cmp /proc/1/exe /usr/bin/dumb-init
}

@test "as podman's init it passes on a command's own status" {
  expect_status 0 "${podman_init[@]}" busybox-image true
  expect_status 7 "${podman_init[@]}" busybox-image sh -c 'exit 7'
}

@test "as podman's init it gives 143 for a command ended by TERM, and says nothing" {
  expect_status 143 "${podman_init[@]}" busybox-image sh -c 'kill -TERM $$'
  [ "$output" = "" ]
}

@test "as podman's init it gives 126 for a file that is not executable, and says so" {
  expect_status 126 "${podman_init[@]}" busybox-image /srv/notes.txt
  [ "$output" = "[catatonit] /srv/notes.txt: Permission denied" ]
}

@test "as podman's init it forwards what podman kill sends, whatever the signal" {
  start_signal_echo "${podman_init[@]}"
  expect_signals_forwarded
}

@test "as podman's init it forwards signals with no right but to run" {
  start_signal_echo "${podman_init[@]}" "${without_rights[@]}"
  expect_signals_forwarded
}

@test "as podman's init it rewrites signals where the variable says so" {
  start_signal_echo "${podman_init[@]}" --env DUMB_INIT_REWRITE=TERM:QUIT
  podman kill --signal TERM guest
  expect_line 3
}

@test "as podman's init it lets TERM stop a Node server without a signal handler" {
  start "${podman_init[@]}" node-image node server.js
  expect_line ready
  podman stop --time 100000 guest
  expect_end 143
}

@test "as podman's init it ends with the status of the command's own handler" {
  start "${podman_init[@]}" busybox-image sh -c 'trap "exit 3" TERM; echo ready; sleep 100000 & wait'
  expect_line ready
  podman stop --time 100000 guest
  expect_end 3
}

@test "as podman's init it reaps what Node programs leave behind" {
  start "${podman_init[@]}" node-image node zombies.js
  expect_line ready
  eventually zombies_are 0
}

@test "as podman's init it lets ^C end the program in the foreground, and the status is 130" {
  expect_interrupt "${podman_init[@]}"
}

@test "as podman's init it lets a new size of the terminal reach the command" {
  expect_resize "${podman_init[@]}"
}

@test "as podman's init it gives a shell job control" {
  expect_job_control "${podman_init[@]}"
}

# catatonit leaves TSTP, TTIN and TTOU blocked in what it starts, and so in everything below. They are
# the bits 0x380000.
@test "as podman's init it starts the command with no stop of the terminal blocked or ignored" {
  open_terminal "${podman_init[@]}" busybox-image \
    sh -c 'grep "^Sig\(Blk\|Ign\)" /proc/self/status; exec cat'
  expect_screen 'SigBlk:.*[0-9a-f]{10}[048c][0-7][0-9a-f]{4}'
  expect_screen 'SigIgn:.*[0-9a-f]{10}[048c][0-7][0-9a-f]{4}'
}

@test "as podman's init it lets ^Z stop a script and what it runs, and fg wake them" {
  open_terminal "${podman_init[@]}" busybox-image sh
  expect_prompt
  type_keys "sh -c 'rev; true'" Enter
  expect_reversed line-one
  type_keys C-z
  expect_screen '.*Stopped +sh .*'
  expect_prompt
  type_keys 'cat /proc/[0-9]*/stat | grep -c " (rev) T "' Enter
  expect_screen 1
  expect_prompt
  type_keys fg Enter
  expect_reversed line-two
}

# examples/ci: the jobs are YAML that names commands which exist, and the script they run leaves nothing behind.
# shellcheck disable=SC2030,SC2031,SC2154  # output comes from bats
setup_file() {
  load engine
  build node node-app
  build postgresql db
}

setup() {
  load engine
}

teardown() {
  remove_containers
}

# Prints the script lines of a job: lines_of FILE
lines_of() {
  /usr/bin/python3 - "$EXAMPLES/ci/$1" <<'END'
import sys, yaml
document = yaml.safe_load(open(sys.argv[1]))
job = document["check"] if "check" in document else document["jobs"]["check"]
lines = job.get("script") or [step["run"] for step in job["steps"] if "run" in step]
print("\n".join(line.strip() for line in lines))
END
}

# Each command of these lines is a program of this machine; the init is there under any name.
expect_commands() {
  local first
  while read -r line; do
    read -r first second _ <<<"$line"
    [ "$first" != sudo ] || first=${second}
    echo "$line"
    [ "$first" = dumb-init ] || type "$first"
  done
}

@test "CI: the commands of the jobs exist" {
  lines_of gitlab-ci.yml | grep -x "dumb-init --grace 10s -- sh ../ci/check.sh"
  lines_of gitlab-ci.yml | expect_commands
  lines_of github-workflow.yml | expect_commands
}

# Runs the lines as GitLab does: its shell is the command of the job's container. run_gitlab_job STATUS
run_gitlab_job() {
  lines_of gitlab-ci.yml >"$BATS_TEST_TMPDIR/lines"
  run -"$1" podman run --name guest --interactive --env ANSWER_MS=0 --volume "$BATS_TEST_TMPDIR:/project" \
    --workdir /project --entrypoint '["/usr/bin/dumb-init", "--"]' node-app sh -e <"$BATS_TEST_TMPDIR/lines"
  echo "$output"
}

@test "CI: the GitLab job ends what its script leaves" {
  cp -r "$EXAMPLES" "$BATS_TEST_TMPDIR/examples"
  run_gitlab_job 0
  [ "$output" = "$(printf '%s\n' "server: ready" begun finished "check: passed" \
    "server: told to stop" "server: all is answered")" ]
}

@test "CI: a script that fails fails the job, and leaves nothing either" {
  cp -r "$EXAMPLES" "$BATS_TEST_TMPDIR/examples"
  echo 'exit 3' >>"$BATS_TEST_TMPDIR/examples/ci/check.sh"
  run_gitlab_job 3
  [[ $output == *"server: all is answered" ]]
}

@test "CI: the doctor finds nothing in the service" {
  start --env POSTGRES_PASSWORD=secret db
  expect_match "database system is ready to accept connections"
  podman exec guest /usr/bin/dumb-init --doctor
}

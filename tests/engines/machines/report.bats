# What the init says where version 2 of the control groups counts memory.
setup() {
  load engine
}

# A group that may have 16 MiB, as an engine makes one.
make_group='
  echo +memory >/sys/fs/cgroup/cgroup.subtree_control
  mkdir /sys/fs/cgroup/app
  echo 16M >/sys/fs/cgroup/app/memory.max'

eat_memory='dd if=/dev/zero of=/dev/null bs=100M count=1'

@test "in the container's own view of the groups memory is said to have run out" {
  boot <<END
$make_group
(echo 0 >/sys/fs/cgroup/app/cgroup.procs
 /usr/bin/unshare --cgroup --fork --pid --mount-proc sh -c \
   'umount /sys/fs/cgroup; mount -t cgroup2 none /sys/fs/cgroup; exec dumb-init $eat_memory')
END
  expect_output '\[dumb-init\] dd \(PID [0-9]+\) was ended by SIGKILL after [0-9.]+s; memory ran out: the limit is 16 MiB; OOM kills so far: 1'
}

@test "in the view of the whole machine it is the same" {
  boot <<END
$make_group
(echo 0 >/sys/fs/cgroup/app/cgroup.procs
 unshare --fork --pid --mount-proc dumb-init $eat_memory)
END
  expect_output '.* was ended by SIGKILL after [0-9.]+s; memory ran out: the limit is 16 MiB; OOM kills so far: 1'
}

@test "where the group may be of others, too, OOM kills are counted and memory is not blamed" {
  boot <<END
$make_group
(echo 0 >/sys/fs/cgroup/app/cgroup.procs
 dumb-init $eat_memory
 dumb-init --report /report --report-format json true; cat /report)
END
  expect_output '\[dumb-init\] dd \(PID [0-9]+\) was ended by SIGKILL after [0-9.]+s; OOM kills so far: 1'
  expect_output '.*"memory":\{"oom_kills":1,"limit_bytes":16777216,"ran_out":false\}\}'
}

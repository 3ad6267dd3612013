# Leaves processes without a parent: a worker starts jobs and dies before they end. Says "ready" when
# every job has ended; by then nobody but PID 1 can reap them. Its argument is a file to lock.
lock=$1

# The jobs end when they get the lock, which we hold until their parent is dead.
exec 9>"$lock"
flock 9
pids=$(for _ in 1 2 3 4 5; do
  flock "$lock" true 9>&- >/dev/null &
  echo "$!"
done)

watch() {
  exec 9>&-
  for pid in $pids; do
    while read -r _ _ state _ <"/proc/$pid/stat" && [ "$state" != Z ]; do
      :
    done 2>/dev/null
  done
  echo ready
  exec sleep infinity
}

# As scripts do, end by becoming the server. A shell that stays would reap some by accident.
watch &
exec sleep infinity 9>&-

# The server for a machine without Node: it answers each line it reads and installs no signal handler.
echo ready
while read -r request; do
  echo "hello, $request"
done

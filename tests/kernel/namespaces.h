// PID namespaces for tests.
#pragma once

namespace dumb_init::testing {

// From now on our children are in a new PID namespace, the first of them as its PID 1, and no mount
// of theirs is seen elsewhere. Ends the process with 95 if the kernel refuses.
void ChildrenLeaveTheNamespace();

// For the children: mounts the /proc of the namespace they are in.
void MountOwnProc();

}  // namespace dumb_init::testing

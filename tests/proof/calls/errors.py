"""Which errors each system call may answer with."""
# ERRORS of each manual page of section 2, as far as the errors apply to Linux at all.
PAGES = {
    "arch_prctl": "EFAULT EINVAL",
    "chdir": "EACCES EFAULT EIO ELOOP ENAMETOOLONG ENOENT ENOMEM ENOTDIR",
    "clock_gettime": "EFAULT EINVAL",
    "clone": "EACCES EAGAIN EBUSY EEXIST EINVAL ENOMEM ENOSPC EOPNOTSUPP EUSERS",
    "close": "EBADF EINTR EIO ENOSPC EDQUOT",
    "close_range": "EINVAL EMFILE ENOMEM",
    "execve": "E2BIG EACCES EAGAIN EFAULT EINVAL EIO EISDIR ELIBBAD ELOOP EMFILE ENAMETOOLONG"
              " ENFILE ENOENT ENOEXEC ENOMEM ENOTDIR ETXTBSY",
    "exit": "", "exit_group": "",  # Nothing can come back from these.
    "fallocate": "EBADF EFBIG EINTR EINVAL EIO ENODEV ENOSPC EOPNOTSUPP ESPIPE ETXTBSY",
    "fcntl": "EACCES EAGAIN EBADF EINVAL EMFILE",
    "ftruncate": "EBADF EFBIG EINTR EINVAL EIO EISDIR EROFS ETXTBSY",
    "getdents64": "EBADF EFAULT EINVAL ENOENT ENOTDIR",
    "getpgid": "ESRCH",
    "getpgrp": "", "getpid": "", "getppid": "",  # These always succeed, but for a filter.
    "ioctl": "EBADF EFAULT EINVAL EIO ENOTTY ESRCH ENODATA",
    "kill": "EAGAIN EINVAL ESRCH",
    "lseek": "EBADF EINVAL ENXIO EOVERFLOW ESPIPE",
    "madvise": "EACCES EAGAIN EBADF EBUSY EINVAL EIO ENOMEM",
    "openat": "EACCES EBADF EBUSY EDQUOT EEXIST EFAULT EFBIG EINTR EINVAL EIO EISDIR ELOOP EMFILE"
              " ENAMETOOLONG ENFILE ENODEV ENOENT ENOMEM ENOSPC ENOTDIR ENXIO EOPNOTSUPP EOVERFLOW"
              " EROFS ETXTBSY EWOULDBLOCK",
    "pidfd_open": "EINVAL EMFILE ENFILE ENODEV ENOMEM ESRCH",
    "pidfd_send_signal": "EAGAIN EBADF EINVAL ESRCH",
    "pipe2": "EFAULT EINVAL EMFILE ENFILE",
    "poll": "EFAULT EINTR EINVAL ENOMEM",
    "prctl": "EACCES EBADF EBUSY EFAULT EINVAL ENODEV ENXIO EOPNOTSUPP ERANGE",
    "pwritev2": "EAGAIN EBADF EDESTADDRREQ EDQUOT EFAULT EFBIG EINTR EINVAL EIO ENOSPC EOPNOTSUPP"
                " EPIPE",
    "read": "EAGAIN EBADF EFAULT EINTR EINVAL EIO EISDIR",
    "rt_sigaction": "EFAULT EINVAL",
    "rt_sigpending": "EFAULT EINVAL",
    "rt_sigprocmask": "EFAULT EINVAL",
    "rt_sigqueueinfo": "EAGAIN EINVAL ESRCH",
    "rt_sigtimedwait": "EAGAIN EFAULT EINTR EINVAL",
    "set_tid_address": "",
    "setpgid": "EACCES EINVAL ESRCH",
    "setsid": "",
    "sigaltstack": "EFAULT EINVAL ENOMEM",
    "signalfd4": "EBADF EINVAL EMFILE ENFILE ENODEV ENOMEM",
    "statx": "EACCES EBADF EFAULT EINVAL ELOOP ENAMETOOLONG ENOENT ENOMEM ENOTDIR",
    "wait4": "EINTR EINVAL ESRCH",  # And ECHILD, which is believed: waitid has said so before.
    "waitid": "EAGAIN ECHILD EFAULT EINTR EINVAL ESRCH",
    "write": "EAGAIN EBADF EDESTADDRREQ EDQUOT EFAULT EFBIG EINTR EINVAL EIO ENOSPC EPIPE",
}
# What a seccomp filter may answer, or a kernel without the call.
FILTERS = "ENOSYS EPERM"

# What is not made to fail in one of the two ways: name and reason.
NOT_AT_ALL = {"arch_prctl": "the C library's, before main; without it no program runs",
              "exit": "it does not come back", "exit_group": "it does not come back"}
NOT_ONCE = {"getppid": "it cannot fail; an answer that changes is a parent that has ended, and the "
                       "command is told of that"}
NOT_FOR_EVER = {"wait4": "it remains where waitid is refused; without both nobody can reap"}


def all_errors_of(call):
    return sorted(set((PAGES[call] + " " + FILTERS).split()))


def errors_of(call):
    """The names of all errors with which `call` is to fail once."""
    return [] if call in NOT_AT_ALL or call in NOT_ONCE else all_errors_of(call)


def permanent_errors_of(call):
    """Those with which it is to fail for ever. EINTR says "try again", and EAGAIN of sigtimedwait
    "nothing came": nobody answers so for ever."""
    if call in NOT_AT_ALL or call in NOT_FOR_EVER:
        return []
    return [error for error in all_errors_of(call)
            if error != "EINTR" and (call, error) != ("rt_sigtimedwait", "EAGAIN")]

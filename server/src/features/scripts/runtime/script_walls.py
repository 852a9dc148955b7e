"""Walls that Linux keeps around a script's process, whatever the script does to its Python.

Landlock leaves it the files of Python, its libraries and its working folder, and no process outside to signal; a
system call filter leaves it no other programs, no sockets and nothing of what only root has. Where the kernel or the
machine does not offer them, the audit hook of script_host.py is what there is.
"""

import ctypes
import errno
import os
import platform
import struct
import sys

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
READ_FILE, READ_DIR = 1 << 2, 1 << 3
READ = READ_FILE | READ_DIR
# By version of the interface: what of files, of TCP, and of the world outside can be refused.
FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
TCP_RIGHTS, OUTSIDE_RIGHTS = 0b11, 0b11
ONLY_OF_FILES = READ_FILE | 0b11 | (1 << 14) | (1 << 15)

SYSTEM = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share", "/usr/local/share",
    "/etc/ld.so.cache", "/etc/localtime", "/etc/timezone", "/etc/mime.types", "/etc/ssl", "/etc/fonts",
    "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/dev/urandom", "/dev/random", "/dev/zero",
)

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER_MODE = 38, 22, 2
LOAD, EQUAL, ALL_OF, AT_LEAST, RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
CLONE_THREAD = 0x10000
X86_64 = 0xC000003E
CLONE, CLONE3, PRLIMIT = 56, 435, 302
# fork vfork execve kill ptrace tkill socket setpriority pivot_root chroot settimeofday mount umount2 swapon reboot
# sethostname iopl ioperm init_module delete_module clock_settime kexec_load keyctl unshare perf_event_open
# open_by_handle_at setns process_vm_readv process_vm_writev finit_module bpf execveat pidfd_send_signal
# io_uring_setup pidfd_open
REFUSED = (
    57, 58, 59, 62, 101, 200, 41, 141, 155, 161, 164, 165, 166, 167, 169, 170, 172, 173, 175, 176, 227, 246, 250, 272,
    298, 304, 308, 310, 311, 313, 321, 322, 424, 425, 434,
)


def build(libraries):
    """Puts up what this machine offers and gives its names. For the only thread there is: later ones inherit it."""
    if not sys.platform.startswith("linux"):
        return []
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return []
    return [name for name, put_up in (("files", lambda: _files(libc, libraries)), ("calls", lambda: _calls(libc))) if put_up()]


def _files(libc, libraries):
    version = libc.syscall(CREATE_RULESET, None, 0, 1)
    if version < 1:
        return False
    handled = FILE_RIGHTS[max(known for known in FILE_RIGHTS if known <= version)]
    fields = [handled]
    if version >= 4:
        fields.append(TCP_RIGHTS)
    if version >= 6:
        fields.append(OUTSIDE_RIGHTS)
    rules = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = libc.syscall(CREATE_RULESET, rules, len(rules), 0)
    if ruleset < 0:
        return False
    python = {sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path, os.path.dirname(os.path.realpath(sys.executable))}
    for path in {*SYSTEM, *python, os.path.abspath(__file__), libraries}:
        _permit(libc, ruleset, path, READ & handled)
    _permit(libc, ruleset, os.devnull, handled)
    _permit(libc, ruleset, os.getcwd(), handled & ~1)
    done = libc.syscall(RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return done


def _permit(libc, ruleset, path, rights):
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not os.path.isdir(path):
        rights &= ONLY_OF_FILES
    rule = struct.pack("=Qi", rights, opened)
    libc.syscall(ADD_RULE, ruleset, 1, rule, 0)
    os.close(opened)


def _calls(libc):
    if platform.machine() != "x86_64":
        return False
    refuse = REFUSE | errno.EPERM
    # Each step: code, how far to jump when it holds, how far when not, value.
    steps = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, X86_64), (RETURN, 0, 0, refuse), (LOAD, 0, 0, 0)]
    steps += [(AT_LEAST, 0, 1, 0x40000000), (RETURN, 0, 0, refuse)]
    for number in REFUSED:
        steps += [(EQUAL, 0, 1, number), (RETURN, 0, 0, refuse)]
    # The C library goes on to the older call, whose flags can be looked at.
    steps += [(EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, REFUSE | errno.ENOSYS)]
    steps += [(EQUAL, 0, 4, CLONE), (LOAD, 0, 0, 16), (ALL_OF, 0, 1, CLONE_THREAD), (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, refuse)]
    steps += [(EQUAL, 0, 4, PRLIMIT), (LOAD, 0, 0, 16), (EQUAL, 0, 1, 0), (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, refuse)]
    steps.append((RETURN, 0, 0, ALLOW))
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    order = struct.pack("@HP", len(steps), ctypes.addressof(program))
    return libc.prctl(PR_SET_SECCOMP, FILTER_MODE, order, 0, 0) == 0

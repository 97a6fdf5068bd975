"""Programs that are run, timed, and ended by their process number."""
import json
import os
import re
import signal
import subprocess
import time

from . import places


class Failure(Exception):
    """A measurement that did not come about; the message says why."""


class TimedOut(Failure):
    """It took longer than it was given."""

    def __init__(self, seconds):
        super().__init__(f"more than {seconds:.0f} s")
        self.seconds = seconds


def end_group(process):
    """Ends a program that was started in a session of its own, with its children."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def run(command, timeout, stdin=None, env=None, pass_fds=()):
    """Runs a program (a list) or a shell command (a string); returns seconds and what it printed."""
    begin = time.monotonic()
    process = subprocess.Popen(
        command, shell=isinstance(command, str), stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace", start_new_session=True, env=env,
        pass_fds=pass_fds)
    try:
        out, err = process.communicate(stdin, timeout=timeout)
    except subprocess.TimeoutExpired:
        end_group(process)
        raise TimedOut(timeout) from None
    except BaseException:
        end_group(process)
        raise
    seconds = time.monotonic() - begin
    if process.returncode:
        raise Failure(f"status {process.returncode}: {err.strip()[-200:]}")
    return seconds, out


def run_measured(command, timeout, env):
    """Runs a program or a shell command; returns wall seconds, CPU seconds and most resident bytes (wait4)."""
    command = ["/bin/sh", "-c", command] if isinstance(command, str) else command
    figures, ours = os.pipe()
    try:
        # The program to be measured is a child of a small one: see measure.c.
        run(["/bin/sh", "-c", f'exec "$0" "$@" 3>&{ours}', places.MEASURE, *command], timeout, env=env, pass_fds=(ours,))
    except BaseException:
        os.close(figures)
        raise
    finally:
        os.close(ours)
    with open(figures, encoding="ascii") as file:
        return json.loads(file.read())


def family(pid):
    """A process and its descendants."""
    children = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="ascii", errors="replace") as file:
                    parent = int(file.read().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(name))
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def usage(pid):
    """CPU seconds so far and most resident bytes of a process and its descendants."""
    cpu, resident, tick = 0.0, 0, os.sysconf("SC_CLK_TCK")
    for each in family(pid):
        try:
            with open(f"/proc/{each}/stat", encoding="ascii", errors="replace") as file:
                fields = file.read().rsplit(")", 1)[1].split()
            with open(f"/proc/{each}/status", encoding="ascii", errors="replace") as file:
                peak = re.search(r"VmHWM:\s+(\d+)", file.read())
        except OSError:
            continue
        cpu += sum(int(field) for field in fields[11:15]) / tick
        resident += int(peak[1]) * 1024 if peak else 0
    return cpu, resident


def drop_page_cache(paths):
    """Empties the kernel's page cache, of everything as root, else of the files named; returns how."""
    os.sync()
    try:
        with open("/proc/sys/vm/drop_caches", "w", encoding="ascii") as file:
            file.write("3")
        return "drop_caches"
    except OSError:
        for path in paths:
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(descriptor)
        return "posix_fadvise"


def exit_on_signals():
    """Lets the usual signals end the program as an exception, so that what was started is taken away."""
    def leave(number, _):
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)

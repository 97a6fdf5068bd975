"""Programs that are run, timed, and ended by their process number."""
import os
import re
import signal
import subprocess
import threading
import time


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


def run(command, timeout, stdin=None, env=None):
    """Runs a program (a list) or a shell command (a string); returns seconds and what it printed."""
    begin = time.monotonic()
    process = subprocess.Popen(
        command, shell=isinstance(command, str), stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace", start_new_session=True, env=env)
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


def run_measured(command, timeout, env, directory=None, stdin=None):
    """Runs a program; returns its output with wall seconds, CPU seconds and most resident bytes (wait4)."""
    begin = time.monotonic()
    with subprocess.Popen(
            command, shell=isinstance(command, str), cwd=directory, env=env, start_new_session=True, text=True,
            errors="replace", stdin=stdin or subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        late = threading.Event()

        def give_up():
            late.set()
            end_group(process)

        timer = threading.Timer(timeout, give_up)
        timer.start()
        errors = []
        reader = threading.Thread(target=lambda: errors.append(process.stderr.read()))
        reader.start()
        try:
            out = process.stdout.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        except BaseException:
            end_group(process)
            raise
        finally:
            timer.cancel()
        seconds = time.monotonic() - begin
        reader.join()
    if late.is_set():
        raise TimedOut(timeout)
    if process.returncode:
        raise Failure(f"status {process.returncode}: {errors[0].strip()[-200:]}")
    return out, {"wall": seconds, "cpu": usage.ru_utime + usage.ru_stime, "rss": usage.ru_maxrss * 1024}


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

"""One mount at a time, which is always taken away again."""
import os
import shutil
import subprocess
import time

from . import places
from .processes import Failure, end_group

MOUNT_POINT = os.path.join(places.HOME, "mnt")
CACHE = os.path.join(places.HOME, "cache")
LOG = os.path.join(places.HOME, "mount.log")


def is_mounted(directory):
    """Whether something is mounted there, also when its daemon is dead."""
    with open("/proc/self/mounts", encoding="utf-8", errors="replace") as file:
        return any(line.split()[1] == directory for line in file)


def unmount(directory, lazy=False):
    """Whether nothing is mounted there any more."""
    as_root = ["umount"] + (["-l"] if lazy else []) + [directory]
    as_user = ["fusermount3", "-u"] + (["-z"] if lazy else []) + [directory]
    command = as_root if os.geteuid() == 0 else as_user
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return not is_mounted(directory)


class Mount:
    """A program that serves a mount point, from its start to its end."""

    def __init__(self, command, endpoint):
        """`command`: as in peers.py."""
        self.command = command.format(
            mnt=MOUNT_POINT, cache=CACHE, endpoint=endpoint, bucket=places.BUCKET, home=places.HOME)
        self.environment = places.environment(endpoint)
        self.process = None

    def __enter__(self):
        while is_mounted(MOUNT_POINT):
            unmount(MOUNT_POINT, lazy=True)
        shutil.rmtree(CACHE, ignore_errors=True)
        os.makedirs(CACHE)
        os.makedirs(MOUNT_POINT, exist_ok=True)
        device = os.stat(MOUNT_POINT).st_dev
        with open(LOG, "w", encoding="utf-8") as log:
            self.started = time.monotonic()
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", "exec " + self.command], env=self.environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True)
        try:
            self.wait_until_mounted(device)
        except BaseException:
            self.close()
            raise
        return self

    def wait_until_mounted(self, device):
        while time.monotonic() - self.started < 60:
            try:
                if os.stat(MOUNT_POINT).st_dev != device:
                    return
            except OSError:
                pass
            if self.process.poll() is not None:
                with open(LOG, encoding="utf-8", errors="replace") as log:
                    raise Failure(f"the mount ended: {log.read()[-300:].strip()}")
            time.sleep(0.001)
        raise Failure("the mount did not come about")

    def close(self):
        """Unmounts; what does not end is killed."""
        for _ in range(50):
            if unmount(MOUNT_POINT):
                break
            time.sleep(0.1)
        else:
            end_group(self.process)
            unmount(MOUNT_POINT, lazy=True)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            end_group(self.process)
            self.process.wait()

    def __exit__(self, *_):
        self.close()

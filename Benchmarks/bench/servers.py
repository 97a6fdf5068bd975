"""The servers that are measured against."""
import json
import os
import shutil
import subprocess
import urllib.parse
import urllib.request

from . import places
from .processes import Failure


class MemoryServer:
    """memorys3: counts requests, and delays them when asked."""

    name = "memorys3"

    def __enter__(self):
        self.process = subprocess.Popen(
            [os.path.join(places.HOME, "memorys3")], stdout=subprocess.PIPE, text=True, start_new_session=True)
        self.endpoint = self.process.stdout.readline().strip()
        if not self.endpoint:
            raise Failure("memorys3 did not start")
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def control(self, path, **query):
        """Asks for something that is no S3."""
        post = path not in ("stats", "count")
        url = f"{self.endpoint}/_{path}?{urllib.parse.urlencode(query)}"
        with urllib.request.urlopen(urllib.request.Request(url, method="POST" if post else "GET"), timeout=120) as answer:
            return json.loads(answer.read() or b"{}")

    def seed(self, prefix, count=1, size=0, directories=0):
        """Adds synthetic objects."""
        self.control("seed", prefix=f"{places.BUCKET}/{prefix}", count=count, size=size, directories=directories)

    def remove(self, prefix):
        """Removes all objects with a prefix."""
        self.control("remove", prefix=f"{places.BUCKET}/{prefix}")

    def count(self, prefix):
        """How many objects and bytes there are."""
        answer = self.control("count", prefix=f"{places.BUCKET}/{prefix}")
        return answer["keys"], answer["bytes"]


class SeaweedServer:
    """SeaweedFS, started by the script of the tests: what a real server makes of the same requests."""

    name = "SeaweedFS"

    def __enter__(self):
        self.home = os.path.join(places.HOME, "seaweedfs")
        shutil.rmtree(self.home, ignore_errors=True)
        self.script("start")
        with open(os.path.join(self.home, "env"), encoding="utf-8") as file:
            lines = dict(line.removeprefix("export ").strip().split("=", 1) for line in file if "=" in line)
        self.endpoint = lines["PAIL_TEST_SEAWEEDFS"].strip("'\"")
        return self

    def script(self, what):
        env = dict(places.environment(""), WEED=places.tool("weed"))
        script = os.path.join(places.ROOT, "Tests", "Servers", "seaweedfs.sh")
        # Its output is not kept open by the server that stays.
        done = subprocess.run([script, what, self.home], env=env, check=False, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if done.returncode:
            raise Failure(f"seaweedfs.sh {what}: status {done.returncode}")

    def __exit__(self, *_):
        self.script("stop")

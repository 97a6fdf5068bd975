"""Where things are, and what the machine is."""
import os
import platform
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HOME = os.path.join(ROOT, ".build", "bench")
RESULTS = os.path.join(ROOT, "Benchmarks", "results")
DOCUMENT = os.path.join(ROOT, "docs", "performance.md")
PLOTS = os.path.join(ROOT, "docs", "plots")
VENV = os.path.join(ROOT, ".build", "venv", "bin")
AWS_VENV = os.path.join(ROOT, ".build", "awscli", "bin")
PAIL = os.path.join(ROOT, ".build", "release", "pail")
LOAD = os.path.join(HOME, "load")
MEASURE = os.path.join(HOME, "measure")
EMPTY_FUSE = os.path.join(HOME, "emptyfuse")

BUCKET = "bench"
ACCESS_KEY, SECRET_KEY = "BENCHACCESS", "bench-secret-key"


def tool(name):
    """A program of the virtual environments, or else of the system."""
    for folder in (VENV, AWS_VENV):
        if os.path.exists(os.path.join(folder, name)):
            return os.path.join(folder, name)
    return name


def environment(endpoint):
    """What every client of a server gets: the same keys, no files of the user."""
    return dict(
        os.environ,
        AWS_ACCESS_KEY_ID=ACCESS_KEY, AWS_SECRET_ACCESS_KEY=SECRET_KEY, AWS_DEFAULT_REGION="us-east-1",
        AWS_CONFIG_FILE="/dev/null", AWS_SHARED_CREDENTIALS_FILE="/dev/null", AWS_EC2_METADATA_DISABLED="true",
        RCLONE_CONFIG="/dev/null", RCLONE_CONFIG_BENCH_TYPE="s3", RCLONE_CONFIG_BENCH_PROVIDER="Other",
        RCLONE_CONFIG_BENCH_ENDPOINT=endpoint, RCLONE_CONFIG_BENCH_ACCESS_KEY_ID=ACCESS_KEY,
        RCLONE_CONFIG_BENCH_SECRET_ACCESS_KEY=SECRET_KEY, RCLONE_CONFIG_BENCH_FORCE_PATH_STYLE="true",
        RCLONE_CONFIG_BENCH_REGION="us-east-1",
    )


def first_line(*command):
    """The first line that a program prints, or nothing."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        return (done.stdout or done.stderr).strip().splitlines()[0]
    except (OSError, IndexError, subprocess.TimeoutExpired):
        return ""


def machine():
    """What a figure needs beside it to mean something."""
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    with open("/proc/meminfo", encoding="ascii") as file:
        memory = int(file.readline().split()[1]) / (1 << 20)
    commit = first_line("git", "-C", ROOT, "rev-parse", "--short", "HEAD")
    return {
        "processor": names[0] if names else platform.machine(), "cores": os.cpu_count(),
        "memory": f"{memory:.0f} GiB", "kernel": platform.release(), "commit": commit,
    }

"""Writes a file in two places at once, overwrites random ranges of both, and compares them while it is open.

usage: overwrite.py FILE REFERENCE MEBIBYTES
"""
import hashlib
import os
import random
import sys

path, reference, size = sys.argv[1], sys.argv[2], int(sys.argv[3]) << 20
seed = int(os.environ.get("PAIL_SEED", "20"))
print("seed", seed)
chance = random.Random(seed)
block = chance.randbytes(1 << 20)
files = [open(name, "w+b", buffering=0) for name in (path, reference)]
for _ in range(size >> 20):
    for file in files:
        file.write(block)
for file in files:
    os.fsync(file.fileno())
for _ in range(300):
    offset = chance.randrange(size)
    data = chance.randbytes(chance.choice([1, 100, 4096, 70000]))
    for file in files:
        os.pwrite(file.fileno(), data, offset)
sums = []
for file in files:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    sums.append(digest.hexdigest())
    file.close()
sys.exit(0 if sums[0] == sums[1] else f"{sums[0]} is not {sums[1]}")

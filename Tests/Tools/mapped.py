"""Changes a file through a shared mapping, in two places, and compares them.

usage: mapped.py FILE REFERENCE
"""
import mmap
import random
import sys

contents = []
for path in sys.argv[1:3]:
    chance = random.Random(7)
    with open(path, "w+b") as file:
        file.write(chance.randbytes(300_000))
        file.flush()
        with mmap.mmap(file.fileno(), 0) as view:
            for _ in range(50):
                offset = chance.randrange(290_000)
                view[offset : offset + 100] = chance.randbytes(100)
            view.flush()
            contents.append(bytes(view))
    with open(path, "rb") as file:
        contents.append(file.read())
sys.exit(0 if len(set(contents)) == 1 else "the mapping and the file differ")

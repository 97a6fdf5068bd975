"""What the two benchmarks, mounts.py and client.py, are made of. Only Python's standard library is used."""

"""Similarities within and between models and their floor, as scripts around scikit-learn compute them: all pairs.

    answer_similarities.py ROWS.npy PLACES.json

Rows are sorted by prompt, then model; PLACES holds a prompt and a model for each. Every model answers every prompt equally often.
"""
import json
import resource
import sys
import time

import numpy as np
from sklearn.metrics.pairwise import cosine_similarity
from threadpoolctl import threadpool_info

BLOCK = 1024


def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def blas():
    used = [f"{i['internal_api']} {i['version']}, {i['num_threads']} threads" for i in threadpool_info() if i["user_api"] == "blas"]
    return used[0] if used else "a BLAS that gives no name"


x = np.load(sys.argv[1])
places = json.load(open(sys.argv[2]))
prompt, model = np.array(places["prompt"]), np.array(places["model"])
before = megabytes()
wall, cpu = time.perf_counter(), time.process_time()
models = model.max() + 1
starts = np.flatnonzero(np.r_[True, prompt[1:] != prompt[:-1]])
ends = np.r_[starts[1:], len(prompt)]
inter, same, same_pairs = [], 0.0, 0
for start, end in zip(starts, ends):
    s = cosine_similarity(x[start:end])
    borders = np.flatnonzero(np.r_[True, model[start + 1 : end] != model[start : end - 1]])
    sums = np.add.reduceat(np.add.reduceat(s, borders, axis=0), borders, axis=1)
    n = np.diff(np.r_[borders, end - start])
    mean = sums / np.outer(n, n)
    if n.min() > 1:
        np.fill_diagonal(mean, (np.diag(sums) - n) / (n * (n - 1)))
    inter.append(mean)
    same += float(s.sum(dtype=np.float64))
    same_pairs += (end - start) ** 2
matrix = np.mean(inter, axis=0)
total = 0.0
for start in range(0, len(x), BLOCK):
    total += float(cosine_similarity(x[start : start + BLOCK], x).sum(dtype=np.float64))
floor = (total - same) / (len(x) ** 2 - same_pairs)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
upper = np.triu_indices(models, 1)
print(json.dumps({
    "Wall": wall,
    "Processor": cpu,
    "AddedMb": megabytes() - before,
    "Note": blas(),
    "Values": [float(np.diag(matrix).mean()), float(matrix[upper].mean()), floor],
}))

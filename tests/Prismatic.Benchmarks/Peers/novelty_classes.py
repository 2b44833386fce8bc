"""NoveltyBench's partition without its classifier, with the rouge_scorer package: the first member of each class is compared.

    novelty_classes.py ANSWERS.json      a list of answers for each prompt

The scorer is the checkout PEERS_DIR/rouge-metric, a fork of Google's; the language "en" is the original's behaviour.
"""
import json
import resource
import sys
import time

from common import stub_missing, use_peer

use_peer("rouge-metric")
stub_missing("hazm")
from rouge_score import rouge_scorer

scorer = rouge_scorer.RougeScorer("en", ["rouge1"])


def same(a, b):
    if a == b:
        return True
    x, y = a.lower().split(), b.lower().split()
    longer = max(len(x), len(y))
    if longer <= 5:
        return 2 * len(set(x) & set(y)) >= longer
    return scorer.score(a, b)["rouge1"].fmeasure > 0.458


def classes(answers):
    firsts = []
    for answer in answers:
        if not any(same(first, answer) for first in firsts):
            firsts.append(answer)
    return len(firsts)


groups = json.load(open(sys.argv[1]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
wall, cpu = time.perf_counter(), time.process_time()
found = [classes(group) for group in groups]
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
print(json.dumps({
    "Wall": wall,
    "Processor": cpu,
    "AddedMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before,
    "Values": [sum(found) / len(found)],
}))

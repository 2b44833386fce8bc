"""Writes zoo/*.json: losses, projected gradients and their norms of ../models/zoo by PyTorch. See PROVENANCE.md."""

import json
import os
import sys
import tempfile

import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, "..", "models"))
import make_zoo  # noqa: E402
from make_reference import LENGTHS, PROMPTS, make_batch, pack, relative  # noqa: E402

K, SEED = 4, 20260301
ALL = (1 << 64) - 1


def mixed(seed, counter):
    """SplitMix64 of a counter, the hash that the projection's signs are drawn from."""
    z = (seed + (counter + 1) * 0x9E3779B97F4A7C15) & ALL
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & ALL
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & ALL
    return z ^ (z >> 31)


def signs(size, stream):
    key = mixed(SEED, stream)
    values = [1.0 if mixed(key, i) & 1 == 0 else -1.0 for i in range(size * K)]
    return torch.tensor(values, dtype=torch.float64).view(size, K)


def row_alone(model, dtype, ids, labels, weight):
    """Loss, and of each linear layer in order of use (name, which tensor it reads, x, D), of one row without padding."""
    model = model.to(dtype)
    seen, handles = [], []
    for name, module in model.named_modules():
        if isinstance(module, torch.nn.Linear):

            def keep(_, inputs, output, name=name):
                output.retain_grad()
                seen.append((name, inputs[0].data_ptr(), inputs[0], output))

            handles.append(module.register_forward_hook(keep))
    logits = model(ids, torch.ones_like(ids))
    loss = (F.cross_entropy(logits.transpose(1, 2), labels, reduction="none") * weight.to(dtype)).sum()
    loss.backward()
    for handle in handles:
        handle.remove()
    # The output head is no target.
    return loss.detach(), [(name, group, x.detach()[0], y.grad[0]) for name, group, x, y in seen[:-1]]


def blocks(layers):
    """Each layer's gradient between the engine's own signs, and its norm."""
    groups, found, norms = [], [], []
    for index, (_, group, x, d) in enumerate(layers):
        if group not in groups:
            groups.append(group)
        p_in, p_out = signs(x.shape[1], 2 * groups.index(group)), signs(d.shape[1], 2 * index + 1)
        gradient = d.double().t() @ x.double()
        found.append((p_out.t() @ gradient @ p_in).flatten())
        norms.append(gradient.norm())
    return torch.stack(found), torch.stack(norms)


def reference(name):
    case = make_zoo.CASES[name]
    with tempfile.TemporaryDirectory() as folder:
        model = make_zoo.write(name, folder)
    ids, mask, labels, weight = make_batch(case.config.seed, 96)
    rows = {}
    for dtype in (torch.float32, torch.float64):
        rows[dtype] = []
        for row, length in enumerate(LENGTHS):
            cut = (slice(row, row + 1), slice(0, length))
            loss, layers = row_alone(model, dtype, ids[cut], labels[cut], weight[cut])
            rows[dtype].append((loss, *blocks(layers)))
    own = [relative(a[1], b[1]) for a, b in zip(rows[torch.float32], rows[torch.float64])]
    found = rows[torch.float64]
    return {
        "model": f"zoo/{name}.onnx",
        "family": case.family,
        "exporter": case.exporter,
        "precision": case.precision,
        "lengths": LENGTHS,
        "prompts": PROMPTS,
        "k": K,
        "seed": SEED,
        "batch": {
            "input_ids": pack(ids),
            "labels": pack(labels),
            "loss_weight": pack(weight),
        },
        "layers": [layer[0] for layer in layers],
        "sizes": [[layer[2].shape[1], layer[3].shape[1]] for layer in layers],
        "losses": pack(torch.stack([row[0] for row in found])),
        "blocks": pack(torch.stack([row[1] for row in found])),
        "norms": pack(torch.stack([row[2] for row in found])),
        "float32AgainstFloat64": own,
    }


def main():
    torch.set_num_threads(1)
    for name in sys.argv[1:] or make_zoo.CASES:
        result = reference(name)
        path = os.path.join(HERE, "zoo", name + ".json")
        with open(path, "w", newline="\n") as file:
            json.dump(result, file, indent=1)
            file.write("\n")
        print(name, os.path.getsize(path), "bytes", len(result["layers"]), "layers", result["float32AgainstFloat64"])


if __name__ == "__main__":
    main()

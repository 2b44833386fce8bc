"""Per-row gradients of a Llama-shaped decoder in plain PyTorch, projected as prismatic projects them.

    torch_rows.py SPEC.json

Reads commands from standard input, one a line, and answers each with a line of JSON:

    forward        the rows one by one, all logits, no gradients
    gradient       the rows one by one: forward, loss, backward, gather the layers' weight gradients, project
    hooks          the same vectors without weight gradients: hooks keep each layer's input and output gradient
    check FILE     losses, and the rows' unit vectors into FILE (32-bit floats)
"""
import ctypes
import json
import math
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width), requires_grad=False)

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


class Attention(nn.Module):
    def __init__(self, s):
        super().__init__()
        self.heads, self.shared, self.width = s["heads"], s["keyHeads"], s["width"] // s["heads"]
        self.query = nn.Linear(s["width"], s["width"], bias=False)
        self.key = nn.Linear(s["width"], self.shared * self.width, bias=False)
        self.value = nn.Linear(s["width"], self.shared * self.width, bias=False)
        self.output = nn.Linear(s["width"], s["width"], bias=False)

    def forward(self, x, cos, sin, mask):
        batch, length, _ = x.shape
        q = self.query(x).view(batch, length, self.heads, self.width).transpose(1, 2)
        k = self.key(x).view(batch, length, self.shared, self.width).transpose(1, 2)
        v = self.value(x).view(batch, length, self.shared, self.width).transpose(1, 2)
        q, k = turn(q, cos, sin), turn(k, cos, sin)
        groups = self.heads // self.shared
        if groups > 1:
            k, v = k.repeat_interleave(groups, 1), v.repeat_interleave(groups, 1)
        scores = q @ k.transpose(2, 3) / math.sqrt(self.width) + mask
        mixed = scores.softmax(-1) @ v
        return self.output(mixed.transpose(1, 2).reshape(batch, length, -1))


class FeedForward(nn.Module):
    def __init__(self, s):
        super().__init__()
        self.gate = nn.Linear(s["width"], s["inner"], bias=False)
        self.up = nn.Linear(s["width"], s["inner"], bias=False)
        self.down = nn.Linear(s["inner"], s["width"], bias=False)

    def forward(self, x):
        return self.down(F.silu(self.gate(x)) * self.up(x))


class Layer(nn.Module):
    def __init__(self, s):
        super().__init__()
        self.norms = nn.ModuleList([Norm(s["width"]), Norm(s["width"])])
        self.attention, self.feedforward = Attention(s), FeedForward(s)

    def forward(self, x, cos, sin, mask):
        x = x + self.attention(self.norms[0](x), cos, sin, mask)
        return x + self.feedforward(self.norms[1](x))


class Decoder(nn.Module):
    def __init__(self, s):
        super().__init__()
        self.embedding = nn.Embedding(s["vocabulary"], s["width"])
        self.embedding.weight.requires_grad_(False)
        self.layers = nn.ModuleList([Layer(s) for _ in range(s["layers"])])
        self.norm = Norm(s["width"])
        self.base, self.head_width = s["rotaryBase"], s["width"] // s["heads"]

    def forward(self, ids):
        length = ids.shape[1]
        half = self.head_width // 2
        frequencies = self.base ** (-torch.arange(half, dtype=torch.float32) / half)
        angles = torch.arange(length, dtype=torch.float32)[:, None] * frequencies
        angles = torch.cat([angles, angles], -1)
        mask = torch.full((length, length), -1e9).triu(1)
        x = self.embedding(ids)
        for layer in self.layers:
            x = layer(x, angles.cos(), angles.sin(), mask)
        return F.linear(self.norm(x), self.embedding.weight)


def turn(x, cos, sin):
    first, second = x.chunk(2, -1)
    return x * cos + torch.cat([-second, first], -1) * sin


class Rows:
    """The model, the rows and the projection that the spec names."""

    def __init__(self, spec):
        self.spec = spec
        self.rows = [(torch.tensor([r["ids"]]), r["firstTarget"]) for r in spec["rows"]]
        self.model = Decoder(spec["shape"])
        self.load(spec["tensors"])
        signs = np.memmap(spec["signs"], dtype=np.int8, mode="r")
        rank = spec["rank"]
        modules = dict(self.model.named_modules())
        self.targets = []
        for layer in spec["projected"]:
            ends = [
                torch.from_numpy(signs[at : at + size * rank].astype(np.float32)).view(size, rank)
                for at, size in ((layer["inputAt"], layer["inputs"]), (layer["outputAt"], layer["outputs"]))
            ]
            self.targets.append((modules[layer["weight"]], *ends))
        self.buckets = torch.from_numpy(np.fromfile(spec["buckets"], dtype=np.int32).astype(np.int64))
        self.bucket_signs = torch.from_numpy(np.fromfile(spec["bucketSigns"], dtype=np.float32))

    # A weight is stored inputs x outputs; a linear module keeps it turned.
    def load(self, tensors):
        own = dict(self.model.named_parameters())
        with torch.no_grad():
            for tensor in tensors:
                name = tensor["name"].replace("attention.norm", "norms.0").replace("feedforward.norm", "norms.1")
                dims = tensor["dims"]
                count, at = int(np.prod(dims)), tensor["at"]
                value = torch.from_numpy(np.fromfile(tensor["file"], np.float32, count, offset=at)).view(dims)
                turned = len(dims) == 2 and name != "embedding"
                own[name + ".weight"].copy_(value.t() if turned else value)

    # As language models are trained: all logits, then the loss where the labels are.
    def loss(self, row):
        ids, first = row
        labels = ids[:, 1:].clone()
        labels[:, : first - 1] = -100
        logits = self.model(ids)[:, :-1]
        return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), labels.reshape(-1), ignore_index=-100)

    def forward(self, row):
        with torch.no_grad():
            self.model(row[0])

    def gradient(self, row):
        loss = self.loss(row)
        loss.backward()
        blocks = [(right.t() @ m.weight.grad @ left).reshape(-1) for m, left, right in self.targets]
        self.model.zero_grad(set_to_none=True)
        return loss.item(), self.hashed(blocks)

    def hooks(self, row):
        """No weight is a leaf of the graph, so that none gets a gradient; the first layer's input is one instead."""
        inputs, gradients = {}, {}
        handles = []
        for module, left, _ in self.targets:
            module.weight.requires_grad_(False)

            def keep(m, args, out, left=left):
                inputs[m] = args[0].detach() @ left
                out.register_hook(lambda g: gradients.__setitem__(m, g))

            handles.append(module.register_forward_hook(keep))
        leaf = self.model.embedding.register_forward_hook(lambda m, args, out: out.requires_grad_(True))
        loss = self.loss(row)
        loss.backward()
        blocks = [((gradients[m] @ right)[0].t() @ inputs[m][0]).reshape(-1) for m, _, right in self.targets]
        for handle in [*handles, leaf]:
            handle.remove()
        for module, _, _ in self.targets:
            module.weight.requires_grad_(True)
        return loss.item(), self.hashed(blocks)

    def hashed(self, blocks):
        out = torch.zeros(self.spec["dimension"])
        out.index_add_(0, self.buckets, torch.cat(blocks) * self.bucket_signs)
        return out / out.norm()


def blas():
    """Which library multiplies, and how fast: the reference one is fifty times slower than the rest."""
    a, b = torch.randn(1024, 1024), torch.randn(1024, 1024)
    a @ b
    start = time.perf_counter()
    for _ in range(4):
        a @ b
    rate = 4 * 2 * 1024**3 / (time.perf_counter() - start) / 1e9
    with open("/proc/self/maps", encoding="utf-8") as maps:
        paths = sorted({l.split()[-1] for l in maps if "blas" in l.lower() or "mkl" in l.lower()})
    kernels = ""
    for path in paths:
        if "openblas" in path:
            library = ctypes.CDLL(path)
            library.openblas_get_corename.restype = ctypes.c_char_p
            kernels = library.openblas_get_corename().decode()
    return {"torch": torch.__version__, "blas": [path.split("/")[-1] for path in paths], "kernels": kernels, "gflops": rate}


def main():
    with open(sys.argv[1], encoding="utf-8") as handle:
        spec = json.load(handle)
    torch.set_num_threads(spec["threads"])
    rows = Rows(spec)
    print(json.dumps(blas()), flush=True)
    for line in sys.stdin:
        command, *rest = line.split(maxsplit=1)
        answer = {}
        wall, cpu = time.perf_counter(), time.process_time()
        if command == "forward":
            for row in rows.rows:
                rows.forward(row)
        elif command in ("gradient", "hooks"):
            for row in rows.rows:
                getattr(rows, command)(row)
        elif command == "check":
            results = [rows.gradient(row) for row in rows.rows]
            others = [rows.hooks(row) for row in rows.rows]
            apart = max((a[1] - b[1]).norm().item() for a, b in zip(results, others))
            answer = {"losses": [r[0] for r in results], "hooksApart": apart}
            torch.stack([r[1] for r in results]).numpy().tofile(rest[0].strip())
        answer["wall"], answer["cpu"] = time.perf_counter() - wall, time.process_time() - cpu
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()

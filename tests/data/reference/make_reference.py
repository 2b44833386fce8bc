"""Writes loss and weight gradients of the tiny decoders by PyTorch autograd, one row at a time. See PROVENANCE.md."""

import base64
import json
import os
import sys

import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
MODELS = os.path.join(HERE, "..", "models")
sys.dont_write_bytecode = True
sys.path.insert(0, MODELS)
import make_models  # noqa: E402
import onnx_weights  # noqa: E402

K = 4
LENGTHS, PROMPTS, WIDTH = (11, 8, 6), (4, 3, 0), 11
KINDS = {torch.float64: "float64", torch.float32: "float32", torch.int64: "int64", torch.int8: "int8"}

# Layers whose whole gradient is stored; of the others there are the projected block and the norm.
WHOLE = {
    "tiny-llama": ("layers.0.self_attn.q_proj", "layers.1.mlp.down_proj", "lm_head"),
    "tiny-gpt2": ("h.0.attn.c_attn", "lm_head"),
    "tiny-neox": ("layers.0.mlp.dense_h_to_4h",),
}


def pack(tensor, dtype=None):
    tensor = tensor.detach().to(dtype or tensor.dtype).contiguous()
    data = base64.b64encode(tensor.numpy().tobytes()).decode()
    return {"shape": list(tensor.shape), "type": KINDS[tensor.dtype], "data": data}


def make_batch(seed, vocabulary=make_models.VOCAB):
    """Right-padded rows; labels are the ids moved one to the left; weights are 1/n on the n response targets."""
    generator = torch.Generator().manual_seed(seed)
    ids = torch.randint(1, vocabulary, (len(LENGTHS), WIDTH), generator=generator)
    mask, labels = torch.zeros_like(ids), torch.zeros_like(ids)
    weight = torch.zeros(ids.shape, dtype=torch.float32)
    for row, (length, prompt) in enumerate(zip(LENGTHS, PROMPTS)):
        ids[row, length:] = 0
        mask[row, :length] = 1
        labels[row, : length - 1] = ids[row, 1:length]
        first = max(prompt - 1, 0)
        weight[row, first : length - 1] = 1.0 / (length - 1 - first)
    return ids, mask, labels, weight


def linear_modules(model):
    return {p: m for p, m in model.named_modules() if isinstance(m, (torch.nn.Linear, make_models.Conv1D))}


def in_out(module, gradient):
    """The gradient as [in, out], which is how the ONNX file holds the weight."""
    return gradient if isinstance(module, make_models.Conv1D) else gradient.t()


def initializers(model, path):
    """Module path -> (ONNX node, ONNX initializer), found by node scope and checked by value."""
    nodes, weights = onnx_weights.read(path)
    found = {}
    for name, module in linear_modules(model).items():
        scope = "/" + name.replace(".", "/") + "/"
        node = next(n for n in nodes if n[1] in ("MatMul", "Gemm") and n[0].replace(".", "/").startswith(scope))
        shape, values = weights[node[2][1]]
        expected = in_out(module, module.weight.detach().float())
        assert shape == list(expected.shape) and torch.equal(torch.tensor(values).view(shape), expected), name
        found[name] = (node[0], node[2][1])
    return found


def run(model, dtype, ids, mask, labels, weight):
    """Loss, logits, gradients of all parameters, and (x, D) of every linear layer, of one batch."""
    model = model.to(dtype)
    model.zero_grad(set_to_none=True)
    seen, handles = {}, []
    for name, module in linear_modules(model).items():

        def keep(_, inputs, output, name=name):
            output.retain_grad()
            seen[name] = (inputs[0], output)

        handles.append(module.register_forward_hook(keep))
    values = make_models.feeds(model, ids, mask)
    logits = model(*(values[key] for key in model.inputs))
    per_token = F.cross_entropy(logits.transpose(1, 2), labels, reduction="none")
    losses = (per_token * weight.to(dtype)).sum(dim=1)
    losses.sum().backward()
    for handle in handles:
        handle.remove()
    gradients = {name: p.grad.clone() for name, p in model.named_parameters()}
    ends = {name: (x.detach(), y.grad) for name, (x, y) in seen.items()}
    return losses.detach(), logits.detach(), gradients, ends


def block(ends, p_in, p_out):
    """sum_t (P_out^T D_t)(P_in^T x_t)^T for each row: [rows, k_out, k_in]."""
    x, d = ends
    return torch.einsum("bto,btd,ok,dl->bkl", d, x, p_out.to(d.dtype), p_in.to(x.dtype))


def relative(a, b):
    return ((a.double() - b.double()).norm() / b.double().norm()).item()


def by_row(model, dtype, batch):
    """The reference itself: every row alone, without padding."""
    ids, mask, labels, weight = batch
    rows = []
    for row, length in enumerate(LENGTHS):
        cut = (slice(row, row + 1), slice(0, length))
        rows.append(run(model, dtype, ids[cut], mask[cut], labels[cut], weight[cut]))
    return rows


def reference(name, seed):
    model = make_models.build(name)
    names = initializers(model, os.path.join(MODELS, name + ".onnx"))
    if hasattr(model, "untie"):
        model.untie()
    batch = make_batch(seed)
    rows32, rows64 = by_row(model, torch.float32, batch), by_row(model, torch.float64, batch)
    padded = run(model, torch.float64, *batch)
    modules = linear_modules(model)

    generator = torch.Generator().manual_seed(seed + 1000)
    signs = lambda dim: torch.randint(0, 2, (dim, K), generator=generator) * 2 - 1
    layers, groups, blocks32, blocks64, padded_blocks = [], {}, [], [], []
    for path, (node, initializer) in names.items():
        module = modules[path]
        whole = torch.stack([in_out(module, r[2][path + ".weight"]) for r in rows64])
        d_in, d_out = whole.shape[1:]
        # Layers that read the same tensor share P_in: the engine multiplies it once.
        group = rows64[0][3][path][0].data_ptr()
        p_in = groups.setdefault(group, signs(d_in))
        p_out = signs(d_out)
        b64 = torch.cat([block(r[3][path], p_in, p_out) for r in rows64])
        b32 = torch.cat([block(r[3][path], p_in, p_out) for r in rows32])
        blocks64.append(b64.flatten(1))
        blocks32.append(b32.flatten(1))
        padded_blocks.append(block(padded[3][path], p_in, p_out).flatten(1))
        # The same block through the whole gradient, which autograd formed on its own.
        other = torch.einsum("bio,ok,il->bkl", whole, p_out.double(), p_in.double())
        assert relative(other, b64) < 1e-12, path
        layer = {
            "name": path,
            "node": node,
            "weight": initializer,
            "in": d_in,
            "out": d_out,
            "inputGroup": list(groups).index(group),
            "pIn": pack(p_in, torch.int8),
            "pOut": pack(p_out, torch.int8),
            "blocks": pack(b64),
            "blocksFloat32": pack(b32),
            "norms": pack(whole.flatten(1).norm(dim=1)),
        }
        if path in WHOLE[name]:
            layer["gradients"] = pack(whole, torch.float32)
        layers.append(layer)

    linear = {path + ".weight" for path in names}
    others = {
        path: pack(torch.stack([r[2][path] for r in rows64]), torch.float32)
        for path, _ in model.named_parameters()
        if path not in linear
    }
    all64, all32, all_padded = torch.cat(blocks64, 1), torch.cat(blocks32, 1), torch.cat(padded_blocks, 1)
    ids, mask, labels, weight = batch
    return {
        "model": name + ".onnx",
        "inputs": list(model.inputs),
        "lengths": LENGTHS,
        "prompts": PROMPTS,
        "k": K,
        "batch": {
            "input_ids": pack(ids),
            "attention_mask": pack(mask),
            "position_ids": pack(torch.arange(WIDTH).expand(ids.shape)),
            "labels": pack(labels),
            "loss_weight": pack(weight),
        },
        "logits": pack(padded[1], torch.float32),
        "losses": pack(torch.cat([r[0] for r in rows64])),
        "lossesFloat32": pack(torch.cat([r[0] for r in rows32])),
        "layers": layers,
        "parameters": others,
        "facts": {
            "float32AgainstFloat64": [relative(a, b) for a, b in zip(all32, all64)],
            "paddedBatchAgainstRowAlone": [relative(a, b) for a, b in zip(all_padded, all64)],
        },
    }


def main():
    torch.set_num_threads(1)
    for seed, name in enumerate(make_models.MODELS, start=20260101):
        result = reference(name, seed)
        path = os.path.join(HERE, name + ".json")
        with open(path, "w", newline="\n") as file:
            json.dump(result, file, indent=1)
            file.write("\n")
        print(name, os.path.getsize(path), "bytes", len(result["layers"]), "layers", result["facts"])


if __name__ == "__main__":
    main()

"""Graphs as the optimiser of onnxruntime.transformers leaves them, and as its Llama exports look. See PROVENANCE.md.

Names and layout follow its public documentation and the graph of hf-internal-testing/tiny-random-gpt2 as published; the
optimiser itself was not run.
"""

import torch

from architectures import VOCAB, caches
from onnx_writer import Writer

MICROSOFT = "com.microsoft"


def gpt2(model, path, embed_norm=True):
    """EmbedLayerNormalization, Attention with its projection, SkipLayerNormalization, activations with their bias."""
    c, w = model.c, Writer()
    for name in ("input_ids", "position_ids"):
        w.input(name, torch.int32, ["batch_size", "seq_len"])
    w.input("attention_mask", torch.int32, ["batch_size", "total_seq_len"])
    w.output("logits", torch.float32, ["batch_size", "seq_len", VOCAB])
    for i in range(c.layers):
        shape = lambda length: [2, "batch_size", c.heads, length, c.dim // c.heads]
        w.input(f"past_{i}", torch.float32, shape("past_seq_len"))
        w.output(f"present_{i}", torch.float32, shape("total_seq_len"))
    norm = lambda module, name: [w.weight(f"{name}.weight", module.weight), w.weight(f"{name}.bias", module.bias)]
    turned = lambda module, name: w.weight(f"{name}.weight", module.weight.t())
    bias = lambda module, name: w.weight(f"{name}.bias", module.bias)
    words, places = w.weight("transformer.wte.weight", model.wte.weight), w.weight("transformer.wpe.weight", model.wpe.weight)
    first = norm(model.h[0].ln_1, "transformer.h.0.ln_1")
    if embed_norm:
        inputs = ["input_ids", "", words, places, "", *first, "", "position_ids"]
        outputs = ["EmbedLayerNormalization_0_output", "EmbedLayerNormalization_0_dummy_mask_index", "embed_sum"]
        x = w.op("EmbedLayerNormalization", inputs, "EmbedLayerNormalization_0", outputs, MICROSOFT, epsilon=c.eps)
        root = "embed_sum"
    else:
        parts = [w.op("Gather", [words, "input_ids"], "Gather_0"), w.op("Gather", [places, "position_ids"], "Gather_1")]
        root = w.op("Add", parts, "Add_0")
        x = w.op("LayerNormalization", [root, *first], "LayerNorm_0", epsilon=c.eps, axis=-1)
    for i, block in enumerate(model.h):
        name = f"transformer.h.{i}"
        inputs = [x, turned(block.c_attn, f"{name}.attn.c_attn"), bias(block.c_attn, f"{name}.attn.c_attn")]
        y = w.op(
            "Attention", [*inputs, "attention_mask", f"past_{i}"], f"Attention_{i}",
            [f"Attention_{i}_output", f"present_{i}"], MICROSOFT, num_heads=c.heads, unidirectional=1,
        )  # fmt: skip
        y = w.op("MatMul", [y, turned(block.c_proj, f"{name}.attn.c_proj")], f"MatMul_attn_{i}")
        x, root = skip(w, f"SkipLayerNorm_{2 * i}", y, root, norm(block.ln_2, f"{name}.ln_2"), bias(block.c_proj, f"{name}.attn.c_proj"), c.eps)
        y = w.op("MatMul", [x, turned(block.c_fc, f"{name}.mlp.c_fc")], f"MatMul_fc_{i}")
        y = activation(w, c.act, y, bias(block.c_fc, f"{name}.mlp.c_fc"), i)
        y = w.op("MatMul", [y, turned(block.mlp_proj, f"{name}.mlp.c_proj")], f"MatMul_mlp_{i}")
        after = (f"transformer.h.{i + 1}.ln_1", model.h[i + 1].ln_1) if i + 1 < c.layers else ("transformer.ln_f", model.ln_f)
        x, root = skip(w, f"SkipLayerNorm_{2 * i + 1}", y, root, norm(after[1], after[0]), bias(block.mlp_proj, f"{name}.mlp.c_proj"), c.eps)
    w.op("MatMul", [x, w.weight("lm_head_transposed", model.wte.weight.t())], "MatMul_head", ["logits"])
    w.save(path, 14, MICROSOFT, ir_version=8, producer="onnxruntime.transformers")


def skip(w, name, y, root, norm, bias, eps):
    """The sum that was normalised is wanted again, so it comes out beside the norm."""
    outputs = [f"{name}_output", "", "", f"{name}_sum"]
    w.op("SkipLayerNormalization", [y, root, *norm, bias], name, outputs, MICROSOFT, epsilon=eps)
    return outputs[0], outputs[3]


def activation(w, kind, x, bias, i):
    if kind == "tanh":
        return w.op("FastGelu", [x, bias], f"FastGelu_{i}", domain=MICROSOFT)
    if kind == "erf":
        return w.op("BiasGelu", [x, bias], f"BiasGelu_{i}", domain=MICROSOFT)
    return w.op("QuickGelu", [w.op("Add", [x, bias], f"Add_fc_{i}")], f"QuickGelu_{i}", domain=MICROSOFT, alpha=1.702)


@torch.no_grad()
def llama(model, path, packed=False):
    """RotaryEmbedding and MultiHeadAttention with a bias of scores, SiLU as QuickGelu; or Attention's packed weights."""
    c, w, size = model.c, Writer(), model.c.head_dim
    model.held = torch.float32
    w.input("input_ids", torch.int64, ["batch_size", "sequence_length"])
    w.input("attention_mask", torch.int64, ["batch_size", "total_sequence_length"])
    w.input("position_ids", torch.int64, ["batch_size", "sequence_length"])
    w.output("logits", torch.float32, ["batch_size", "sequence_length", VOCAB])
    for i in range(c.layers):
        for part in ("key", "value"):
            shape = lambda length: ["batch_size", c.heads, length, size]
            w.input(f"past_key_values.{i}.{part}", torch.float32, shape("past_sequence_length"))
            w.output(f"present.{i}.{part}", torch.float32, shape("total_sequence_length"))
    cos, sin = caches(c, 0)
    tables = [w.weight("cos_cache", cos), w.weight("sin_cache", sin)]
    mask = bias_of_scores(w)
    root = w.op("Gather", [w.weight("model.embed_tokens.weight", model.embed_tokens.weight), "input_ids"], "/model/embed_tokens/Gather")
    y = None
    for i, layer in enumerate(model.layers):
        base, attention = f"/model/layers.{i}", layer.self_attn
        linear = lambda x, module, name: w.op("MatMul", [x, w.weight(f"{base[1:].replace('/', '.')}.{name}.weight", module.weight.t())], f"{base}/{name}/MatMul")
        x, root = rms(w, f"{base}/input_layernorm", root, y, layer.input_layernorm.weight, c.eps)
        q, k, v = linear(x, attention.q_proj, "q_proj"), linear(x, attention.k_proj, "k_proj"), linear(x, attention.v_proj, "v_proj")
        q, k = (w.op("RotaryEmbedding", [part, "position_ids", *tables], f"{base}/{n}_rotary", domain=MICROSOFT) for n, part in (("q", q), ("k", k)))
        y = w.op(
            "MultiHeadAttention", [q, k, v, "", "", mask, f"past_key_values.{i}.key", f"past_key_values.{i}.value"],
            f"{base}/attn/MultiHeadAttention", [f"{base}/attn/output_0", f"present.{i}.key", f"present.{i}.value"],
            MICROSOFT, num_heads=c.heads, scale=c.scale,
        )  # fmt: skip
        y = linear(y, attention.o_proj, "o_proj")
        x, root = rms(w, f"{base}/post_attention_layernorm", root, y, layer.post_attention_layernorm.weight, c.eps)
        gate = w.op("QuickGelu", [linear(x, layer.mlp.gate_proj, "gate_proj")], f"{base}/act", domain=MICROSOFT, alpha=1.0)
        y = linear(w.op("Mul", [gate, linear(x, layer.mlp.up_proj, "up_proj")], f"{base}/mul"), layer.mlp.down_proj, "down_proj")
    x, _ = rms(w, "/model/norm", root, y, model.norm.weight, c.eps)
    w.op("MatMul", [x, w.weight("lm_head.weight", model.lm_head.weight.t())], "/lm_head/MatMul", ["logits"])
    w.save(path, 16, MICROSOFT, ir_version=8, producer="onnxruntime.transformers")


def rms(w, name, root, y, weight, eps):
    scale = w.weight(f"{name[1:].replace('/', '.')}.weight", weight)
    if y is None:
        return w.op("SimplifiedLayerNormalization", [root, scale], f"{name}/LayerNorm", axis=-1, epsilon=eps, stash_type=1), root
    outputs = [f"{name}/output_0", "", "", f"{name}/output_3"]
    w.op("SkipSimplifiedLayerNormalization", [root, y, scale], f"{name}/SkipLayerNorm", outputs, MICROSOFT, epsilon=eps)
    return outputs[0], outputs[3]


def bias_of_scores(w):
    """[batch, 1, new, total]: the lowest float where a key is later than the query, or padding."""
    one = lambda value: w.constant([value])
    size = lambda tensor, axis: w.op("Gather", [w.op("Shape", [tensor]), w.constant(axis)], axis=0)
    new, total = size("input_ids", 1), size("attention_mask", 1)
    keys = w.op("Range", [w.constant(0), total, w.constant(1)])
    past = w.op("Sub", [total, new])
    queries = w.op("Unsqueeze", [w.op("Range", [past, total, w.constant(1)]), one(1)])
    later = w.op("Greater", [w.op("Unsqueeze", [keys, one(0)]), queries])
    padding = w.op("Unsqueeze", [w.op("Equal", ["attention_mask", w.constant(0)]), w.constant([1, 2])])
    hidden = w.op("Or", [later, padding])
    lowest = w.constant(torch.tensor(torch.finfo(torch.float32).min))
    return w.op("Where", [hidden, lowest, w.constant(torch.tensor(0.0))])

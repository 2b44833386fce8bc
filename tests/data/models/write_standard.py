"""Graphs of operator set 23: Attention, RotaryEmbedding and RMSNormalization of the standard. See PROVENANCE.md."""

import torch
from onnx import TensorProto

from architectures import VOCAB, at, caches
from onnx_writer import Writer


@torch.no_grad()
def opset23(model, path, split=False, past=False, opset=23):
    """Attention on [batch, time, width], or on [batch, heads, time, size] with split; empty past inputs with past."""
    c, w = model.c, Writer()
    model.held = torch.float32
    w.input("input_ids", torch.int64, ["batch", "time"])
    w.input("attention_mask", torch.int64, ["batch", "total" if past else "time"])
    w.input("position_ids", torch.int64, ["batch", "time"])
    w.output("logits", torch.float32, ["batch", "time", VOCAB])
    masks = {window: mask_of(w, window) for window in dict.fromkeys(c.window)}
    x = w.op("Gather", [w.weight("model.embed_tokens.weight", model.embed_tokens.weight), "input_ids"], "node_embedding")
    if c.embed_scale != 1.0:
        x = w.op("Mul", [x, w.constant(torch.tensor(c.embed_scale))])
    for i, layer in enumerate(model.layers):
        y = norm(w, c, x, layer.input_layernorm, f"model.layers.{i}.input_layernorm")
        y = attention(w, c, i, layer.self_attn, y, masks[at(c.window, i)], split, past)
        if c.order == "four":
            y = norm(w, c, y, layer.post_attention_layernorm, f"model.layers.{i}.post_attention_layernorm")
        x = w.op("Add", [x, y])
        before = layer.pre_feedforward_layernorm if c.order == "four" else layer.post_attention_layernorm
        y = norm(w, c, x, before, f"model.layers.{i}.mlp_layernorm")
        linear = lambda x, name: w.op("MatMul", [x, w.weight(f"model.layers.{i}.mlp.{name}.weight", getattr(layer.mlp, name).weight.t())])
        gate, up = linear(y, "gate_proj"), linear(y, "up_proj")
        gate = w.op("Mul", [gate, w.op("Sigmoid", [gate])]) if c.act == "silu" else w.op("Gelu", [gate], approximate="tanh")
        y = linear(w.op("Mul", [gate, up]), "down_proj")
        if c.order == "four":
            y = norm(w, c, y, layer.post_feedforward_layernorm, f"model.layers.{i}.post_feedforward_layernorm")
        x = w.op("Add", [x, y])
    x = norm(w, c, x, model.norm, "model.norm")
    y = w.op("MatMul", [x, w.weight("lm_head.weight", model.lm_head.weight.t())], "node_linear", None if c.soft_logits else ["logits"])
    if c.soft_logits:
        cap = w.constant(torch.tensor(c.soft_logits))
        w.op("Mul", [w.op("Tanh", [w.op("Div", [y, cap])]), cap], "node_mul", ["logits"])
    w.save(path, opset, producer="pytorch")


def norm(w, c, x, module, name):
    offset = 1.0 if c.norm == "rms1" else 0.0
    weight = w.weight(f"{name}.weight", module.weight + offset)
    module.weight.copy_((module.weight + offset) - offset)
    return w.op("RMSNormalization", [x, weight], axis=-1, epsilon=c.eps)


def attention(w, c, i, module, x, mask, split, past):
    name = f"model.layers.{i}.self_attn"
    parts = []
    for p, heads in (("q", c.heads), ("k", c.kv_heads), ("v", c.kv_heads)):
        linear = getattr(module, f"{p}_proj")
        y = w.op("MatMul", [x, w.weight(f"{name}.{p}_proj.weight", linear.weight.t())])
        if linear.bias is not None:
            y = w.op("Add", [y, w.weight(f"{name}.{p}_proj.bias", linear.bias)])
        if split or (c.qk_norm and p != "v"):
            y = w.op("Reshape", [y, w.constant([0, 0, heads, c.head_dim])])
            if c.qk_norm and p != "v":
                y = norm(w, c, y, getattr(module, f"{p}_norm"), f"{name}.{p}_norm")
            y = w.op("Transpose", [y], perm=[0, 2, 1, 3]) if split else w.op("Reshape", [y, w.constant([0, 0, -1])])
        if p != "v":
            theta = at(c.theta, i)
            cos, sin = caches(c, i)
            tables = [w.weight(f"cos_cached_{theta:g}", cos), w.weight(f"sin_cached_{theta:g}", sin)]
            # With positions the tables have one row for each, without them one for each token.
            more = {} if split else {"num_heads": heads}
            more.update({"rotary_embedding_dim": c.rotary} if c.rotary != c.head_dim else {})
            y = w.op("RotaryEmbedding", [y, *tables, "position_ids"], **more)
        parts.append(y)
    kept = []
    if past:
        for part in ("key", "value"):
            w.input(f"past_key_values.{i}.{part}", torch.float32, ["batch", c.kv_heads, "past", c.head_dim])
            w.output(f"present.{i}.{part}", torch.float32, ["batch", c.kv_heads, "total", c.head_dim])
        kept = [f"past_key_values.{i}.key", f"past_key_values.{i}.value"]
    heads = {} if split else {"q_num_heads": c.heads, "kv_num_heads": c.kv_heads}
    outputs = [f"{name}/output_0", *(f"present.{i}.{part}" for part in ("key", "value") if past)]
    y = w.op("Attention", [*parts, mask, *kept], f"{name}/Attention", outputs, scale=c.scale, softcap=c.soft_scores, **heads)
    if split:
        y = w.op("Reshape", [w.op("Transpose", [y], perm=[0, 2, 1, 3]), w.constant([0, 0, -1])])
    return w.op("MatMul", [y, w.weight(f"{name}.o_proj.weight", module.o_proj.weight.t())])


def mask_of(w, window):
    """What a query may see, truth values [batch, 1, time, total]; with a window as floats to add."""
    size = lambda tensor, axis: w.op("Squeeze", [w.op("Shape", [tensor], start=axis, end=axis + 1)])
    new, total = size("input_ids", 1), size("attention_mask", 1)
    keys = w.op("Range", [w.constant(0), total, w.constant(1)])
    queries = w.op("Range", [w.op("Sub", [total, new]), total, w.constant(1)])
    queries = w.op("Unsqueeze", [queries, w.constant([1])])
    seen = w.op("LessOrEqual", [keys, queries])
    if window:
        seen = w.op("And", [seen, w.op("Greater", [keys, w.op("Sub", [queries, w.constant(window)])])])
    real = w.op("Unsqueeze", [w.op("Cast", ["attention_mask"], to=TensorProto.BOOL), w.constant([1, 2])])
    allowed = w.op("And", [seen, real])
    if not window:
        return allowed
    return w.op("Where", [allowed, w.constant(torch.tensor(0.0)), w.constant(torch.tensor(float("-inf")))])

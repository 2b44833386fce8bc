"""Graphs as PyTorch's dynamo exporter lays them out, flat or with the functions of its operator library. See PROVENANCE.md.

The layout follows what PyTorch 2 documents and publishes of it; PyTorch 2 itself was not run.
"""

import math

import onnx
import torch
from onnx import TensorProto

from architectures import VOCAB
from onnx_writer import Writer, tensor

LIBRARY, COMMON = "pkg.onnxscript.torch_lib", "pkg.onnxscript.torch_lib.common"


class Flat(Writer):
    """One standard node for what a call of the library is otherwise."""

    def transposed(self, weight):
        return self.op("Transpose", [weight], perm=[1, 0])

    def mean(self, x):
        return self.op("ReduceMean", [x, self.constant([-1])], keepdims=1)

    def add(self, x, y):
        return self.op("Add", [x, y])

    def rsqrt(self, x):
        return self.op("Reciprocal", [self.op("Sqrt", [x])])

    def silu(self, x):
        return self.op("Mul", [x, self.op("Sigmoid", [x])])

    def softmax(self, x):
        """Rows that see nothing are zeros."""
        y = self.op("Softmax", [x], axis=-1)
        return self.op("Where", [self.op("IsNaN", [y]), self.constant(torch.tensor(0.0)), y])


class Library(Writer):
    """Calls of functions, as the first dynamo exporter left them."""

    def __init__(self):
        super().__init__()
        self.functions = functions()

    def call(self, name, inputs, **attributes):
        return self.op(name, inputs, domain=LIBRARY, **attributes)

    def transposed(self, weight):
        return self.call("aten_t", [weight])

    def mean(self, x):
        return self.call("aten_mean_dim", [x, self.constant([-1])], keepdim=1)

    def add(self, x, y):
        return self.call("aten_add", [x, y], alpha=1.0)

    def rsqrt(self, x):
        return self.call("aten_rsqrt", [x])

    def silu(self, x):
        return self.call("aten_silu", [x])

    def softmax(self, x):
        return self.call("aten_softmax_no_dtype", [x], dim=-1)


def functions():
    """Those that a decoder needs; several ask for a rank before they act."""
    node, sets = onnx.helper.make_node, [onnx.helper.make_opsetid("", 18), onnx.helper.make_opsetid(COMMON, 1)]

    def function(name, inputs, nodes, attributes=(), domain=LIBRARY):
        return onnx.helper.make_function(domain, name, inputs, ["result"], nodes, sets, list(attributes))

    def refer(made, **names):
        """Attributes that take their value from the call."""
        for attribute, (outer, kind) in names.items():
            made.attribute.append(onnx.AttributeProto(name=attribute, ref_attr_name=outer, type=kind))
        return made

    def branch(name, op, inputs, **attributes):
        return onnx.helper.make_graph([node(op, inputs, [f"{name}_result"], **attributes)], name, [], [onnx.ValueInfoProto(name=f"{name}_result")])

    def number(value, name):
        return node("Constant", [], [name], value=tensor(name, torch.tensor(value)))

    scalar = node("IsScalar", ["self"], ["is_scalar"], domain=COMMON)
    mean = refer(node("ReduceMean", ["self", "dims"], ["else_result"]), keepdims=("keepdim", onnx.AttributeProto.INT))
    reduced = onnx.helper.make_graph(
        [number([-1], "flat"), node("Reshape", ["dim", "flat"], ["dims"]), mean], "else", [], [onnx.ValueInfoProto(name="else_result")]
    )
    alpha = refer(node("Constant", [], ["alpha_0"]), value_float=("alpha", onnx.AttributeProto.FLOAT))
    softmax = refer(node("Softmax", ["wide"], ["soft"]), axis=("dim", onnx.AttributeProto.INT))
    return [
        function("Rank", ["input"], [node("Shape", ["input"], ["shape"]), node("Size", ["shape"], ["result"])], domain=COMMON),
        function(
            "IsScalar", ["input"],
            [node("Rank", ["input"], ["rank"], domain=COMMON), number(0, "zero"), node("Equal", ["rank", "zero"], ["result"])], domain=COMMON,
        ),
        function(
            "aten_t", ["self"],
            [node("Rank", ["self"], ["rank"], domain=COMMON), number(2, "two"), node("Equal", ["rank", "two"], ["cond"]),
             node("If", ["cond"], ["result"], then_branch=branch("then", "Transpose", ["self"], perm=[1, 0]), else_branch=branch("else", "Identity", ["self"]))],
        ),
        function("aten_mean_dim", ["self", "dim"], [scalar, node("If", ["is_scalar"], ["result"], then_branch=branch("then", "Identity", ["self"]), else_branch=reduced)], ["keepdim"]),
        function(
            "aten_add", ["self", "other"],
            [alpha, node("CastLike", ["alpha_0", "other"], ["alpha_1"]), node("Mul", ["other", "alpha_1"], ["scaled"]), node("Add", ["self", "scaled"], ["result"])],
            ["alpha"],
        ),
        function("aten_rsqrt", ["self"], [node("Sqrt", ["self"], ["root"]), node("Reciprocal", ["root"], ["result"])]),
        function("aten_silu", ["self"], [node("Sigmoid", ["self"], ["gate"]), node("Mul", ["self", "gate"], ["result"])]),
        function(
            "aten_softmax_no_dtype", ["self"],
            [scalar, number([0], "axis"),
             node("If", ["is_scalar"], ["wide"], then_branch=branch("then", "Unsqueeze", ["self", "axis"]), else_branch=branch("else", "Identity", ["self"])),
             softmax,
             node("If", ["is_scalar"], ["result"], then_branch=branch("then_1", "Squeeze", ["soft"]), else_branch=branch("else_1", "Identity", ["soft"]))],
            ["dim"],
        ),
    ]  # fmt: skip


@torch.no_grad()
def dynamo(model, path, library=False):
    """The Llama of architectures with attention taken apart as PyTorch's scaled_dot_product_attention is."""
    c, w = model.c, Library() if library else Flat()
    w.input("input_ids", torch.int64, ["batch", "seq"])
    w.input("attention_mask", torch.int64, ["batch", "seq"])
    w.output("logits", torch.float32, ["batch", "seq", VOCAB])
    linear = lambda x, name, module: w.op("MatMul", [x, w.transposed(w.weight(f"model.{name}.weight", module.weight))], f"node_linear_{len(w.nodes)}")
    x = w.op("Gather", [w.weight("model.embed_tokens.weight", model.embed_tokens.weight), "input_ids"], axis=0)
    mask, tables = seen(w), angles(w, c)
    for i, layer in enumerate(model.layers):
        name, module = f"layers.{i}", layer.self_attn
        y = rms(w, x, f"{name}.input_layernorm", layer.input_layernorm)
        parts = []
        for p, heads in (("q", c.heads), ("k", c.kv_heads), ("v", c.kv_heads)):
            part = linear(y, f"{name}.self_attn.{p}_proj", getattr(module, f"{p}_proj"))
            size = lambda axis: w.op("Shape", ["input_ids"], start=axis, end=axis + 1)
            shape = w.op("Concat", [size(0), size(1), w.constant([-1]), w.constant([c.head_dim])], axis=0)
            part = w.op("Transpose", [w.op("Reshape", [part, shape], allowzero=1)], perm=[0, 2, 1, 3])
            parts.append(turned(w, part, tables, c) if p != "v" else part)
        y = attention(w, c, *parts, mask)
        x = w.add(x, linear(y, f"{name}.self_attn.o_proj", module.o_proj))
        y = rms(w, x, f"{name}.post_attention_layernorm", layer.post_attention_layernorm)
        gate = w.silu(linear(y, f"{name}.mlp.gate_proj", layer.mlp.gate_proj))
        y = w.op("Mul", [gate, linear(y, f"{name}.mlp.up_proj", layer.mlp.up_proj)])
        x = w.add(x, linear(y, f"{name}.mlp.down_proj", layer.mlp.down_proj))
    x = rms(w, x, "norm", model.norm)
    w.op("MatMul", [x, w.transposed(w.weight("lm_head.weight", model.lm_head.weight))], "node_linear_head", ["logits"])
    w.save(path, 18, *([LIBRARY, COMMON] if library else []), producer="pytorch")


def rms(w, x, name, module):
    squares = w.mean(w.op("Pow", [x, w.constant(torch.tensor(2.0))]))
    root = w.rsqrt(w.add(squares, w.constant(torch.tensor(module.eps))))
    return w.op("Mul", [w.weight(f"model.{name}.weight", module.weight), w.op("Mul", [x, root])])


def seen(w):
    """[batch, 1, time, time], truth values."""
    time = w.op("Squeeze", [w.op("Shape", ["input_ids"], start=1, end=2)])
    places = w.op("Range", [w.constant(0), time, w.constant(1)])
    causal = w.op("LessOrEqual", [w.op("Unsqueeze", [places, w.constant([0])]), w.op("Unsqueeze", [places, w.constant([1])])])
    real = w.op("Unsqueeze", [w.op("Cast", ["attention_mask"], to=TensorProto.BOOL), w.constant([1, 2])])
    both = w.op("And", [causal, real])
    size = lambda axis: w.op("Shape", ["input_ids"], start=axis, end=axis + 1)
    return w.op("Expand", [both, w.op("Concat", [size(0), w.constant([1]), size(1), size(1)], axis=0)])


def angles(w, c):
    steps = torch.arange(0, c.rotary, 2, dtype=torch.float32) / c.rotary
    time = w.op("Squeeze", [w.op("Shape", ["input_ids"], start=1, end=2)])
    places = w.op("Cast", [w.op("Range", [w.constant(0), time, w.constant(1)])], to=TensorProto.FLOAT)
    frequencies = w.weight("model.rotary_emb.inv_freq", (1.0 / c.theta[0] ** steps)[None, :, None])
    product = w.op("MatMul", [frequencies, w.op("Unsqueeze", [places, w.constant([0, 1])])])
    half = w.op("Transpose", [product], perm=[0, 2, 1])
    both = w.op("Concat", [half, half], axis=-1)
    one = w.constant([1])
    return [w.op("Unsqueeze", [w.op(f, [both]), one]) for f in ("Cos", "Sin")]


def turned(w, x, tables, c):
    half, end, axis = w.constant([c.head_dim // 2]), w.constant([2**63 - 1]), w.constant([3])
    first = w.op("Slice", [x, w.constant([0]), half, axis, w.constant([1])])
    second = w.op("Slice", [x, half, end, axis, w.constant([1])])
    swapped = w.op("Concat", [w.op("Neg", [second]), first], axis=-1)
    return w.add(w.op("Mul", [x, tables[0]]), w.op("Mul", [swapped, tables[1]]))


def attention(w, c, q, k, v, mask):
    times = c.heads // c.kv_heads
    size = lambda axis: w.op("Shape", ["input_ids"], start=axis, end=axis + 1)
    if times > 1:
        wide = w.op("Concat", [size(0), w.constant([c.kv_heads]), w.constant([times]), size(1), w.constant([c.head_dim])], axis=0)
        flat = w.op("Concat", [size(0), w.constant([c.heads]), size(1), w.constant([c.head_dim])], axis=0)
        repeat = lambda x: w.op("Reshape", [w.op("Expand", [w.op("Unsqueeze", [x, w.constant([2])]), wide]), flat], allowzero=1)
        k, v = repeat(k), repeat(v)
    # Keys are turned over as three axes, whatever they had.
    shape = w.op("Shape", [k])
    part = lambda start, end: w.op("Slice", [shape, w.constant([start]), w.constant([end])])
    front, last = part(0, -2), part(-1, 2**63 - 1)
    length = part(-2, -1)
    three = w.op("Reshape", [k, w.op("Concat", [w.constant([-1]), length, last], axis=0)])
    back = w.op("Concat", [front, last, length], axis=0)
    k = w.op("Reshape", [w.op("Transpose", [three], perm=[0, 2, 1]), back])
    root = w.constant(torch.tensor(math.sqrt(c.scale)))
    scores = w.op("MatMul", [w.op("Mul", [q, root]), w.op("Mul", [k, root])])
    added = w.op("Where", [mask, w.constant(torch.tensor(0.0)), w.constant(torch.tensor(float("-inf")))])
    y = w.op("MatMul", [w.softmax(w.add(scores, added)), v])
    y = w.op("Transpose", [y], perm=[0, 2, 1, 3])
    return w.op("Reshape", [y, w.op("Concat", [size(0), size(1), w.constant([-1])], axis=0)], allowzero=1)

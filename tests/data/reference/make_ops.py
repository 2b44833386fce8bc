"""Writes ops.json: single operators, their outputs and their gradients by PyTorch in float64. See PROVENANCE.md."""

import json
import math
import os

import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
GENERATOR = torch.Generator().manual_seed(20260201)
CASES = []


def real(*shape, low=-2.0, high=2.0):
    """Odd multiples of 1/128: exact in float32."""
    steps = torch.randint(int(low * 64), int(high * 64), shape, generator=GENERATOR)
    return (2 * steps + 1).double() / 128


def positive(*shape):
    return real(*shape, low=0.5, high=3.0)


def coarse(*shape):
    """Odd multiples of 1/8: at least 1/8 away from the kinks, so that central differences may take large steps."""
    return (2 * torch.randint(-8, 8, shape, generator=GENERATOR) + 1).double() / 8


class Fixed:
    """An input that is an initializer of the graph and gets no gradient."""

    def __init__(self, values, dtype=torch.float64):
        self.value = torch.as_tensor(values, dtype=dtype)


def ints(*values):
    return Fixed(list(values), torch.int64)


def whole(value):
    return Fixed(value, torch.int64)


def numbers(tensor):
    return [v if isinstance(v, (bool, int)) else float(v) for v in tensor.flatten().tolist()]


def packed(tensor):
    return {"shape": list(tensor.shape), "data": numbers(tensor)}


TYPES = {torch.float64: "float32", torch.int64: "int64", torch.bool: "bool"}


def case(name, op, function, inputs, attributes=None, opset=17, domain=""):
    """Runs the function on the inputs, pulls a random cotangent back, and keeps everything.

    Attributes are typed by their Python value: int, float, list of ints or string. None stands for an input left out.
    """
    values = []
    for given in inputs:
        value = given.value if isinstance(given, Fixed) else given
        if isinstance(given, torch.Tensor) and given.dtype == torch.float64:
            value = given.clone().requires_grad_()
        values.append(value)
    outputs = function(*values)
    outputs = list(outputs) if isinstance(outputs, (tuple, list)) else [outputs]
    cotangents = [real(*o.shape) for o in outputs]
    sum((o * c).sum() for o, c in zip(outputs, cotangents)).backward()
    entries = []
    for given, value in zip(inputs, values):
        if given is None:
            entries.append(None)
            continue
        entry = {**packed(value.detach()), "type": TYPES[value.dtype], "constant": isinstance(given, Fixed)}
        if value.requires_grad:
            entry["gradient"] = numbers(value.grad if value.grad is not None else torch.zeros_like(value))
        entries.append(entry)
    kinds = {int: "int", float: "float", list: "ints", str: "string"}
    CASES.append(
        {
            "name": name,
            "op": op,
            "domain": domain,
            "opset": opset,
            "attributes": {key: {kinds[type(v)]: v} for key, v in (attributes or {}).items()},
            "inputs": entries,
            "outputs": [packed(o.detach()) for o in outputs],
            "cotangents": [packed(c) for c in cotangents],
        }
    )


def elementwise():
    add, mul = torch.add, torch.mul
    case("Add same shape", "Add", add, [real(2, 3), real(2, 3)])
    case("Add broadcast of a row", "Add", add, [real(2, 3, 4), real(4)])
    case("Add broadcast of both sides", "Add", add, [real(2, 1, 4), real(3, 1)])
    case("Add of a scalar", "Add", add, [real(2, 3), real()])
    case("Sub broadcast", "Sub", torch.sub, [real(3), real(2, 1, 3)])
    case("Mul same shape", "Mul", mul, [real(2, 3), real(2, 3)])
    case("Mul broadcast inside", "Mul", mul, [real(2, 3, 4), real(2, 1, 4)])
    case("Mul by a constant", "Mul", mul, [real(2, 3), Fixed(0.5)])
    case("Div same shape", "Div", torch.div, [real(2, 3), positive(2, 3)])
    case("Div broadcast", "Div", torch.div, [real(2, 3, 4), positive(3, 1)])
    case("Pow with exponent 2", "Pow", torch.pow, [real(2, 5), Fixed(2.0)])
    case("Pow with exponent 3", "Pow", torch.pow, [real(2, 5), Fixed(3.0)])
    case("Pow with exponent -0.5", "Pow", torch.pow, [positive(2, 5), Fixed(-0.5)])
    case("Pow with exponent 1", "Pow", torch.pow, [real(2, 5), Fixed(1.0)])
    for op, function, draw in (
        ("Neg", torch.neg, real),
        ("Reciprocal", torch.reciprocal, positive),
        ("Sqrt", torch.sqrt, positive),
        ("Exp", torch.exp, real),
        ("Log", torch.log, positive),
        ("Erf", torch.erf, real),
        ("Tanh", torch.tanh, real),
        ("Sigmoid", torch.sigmoid, real),
        ("Relu", torch.relu, coarse),
        ("Abs", torch.abs, coarse),
        ("Sin", torch.sin, real),
        ("Cos", torch.cos, real),
        ("Softplus", F.softplus, real),
        ("Identity", lambda x: x * 1.0, real),
    ):
        case(op, op, function, [draw(3, 5)])
    case("LeakyRelu", "LeakyRelu", lambda x: F.leaky_relu(x, 0.125), [coarse(3, 5)], {"alpha": 0.125})
    case("Sum of three", "Sum", lambda a, b, c: a + b + c, [real(2, 3), real(3), real(2, 1)])
    case("Min of two", "Min", torch.minimum, [coarse(3, 4), coarse(3, 4) + 1 / 8])
    case("Max broadcast", "Max", torch.maximum, [coarse(3, 4), coarse(4) + 1 / 8])
    case("Max with a constant", "Max", torch.maximum, [coarse(3, 4), Fixed(0.0)])
    case("Clip on both sides", "Clip", lambda x, a, b: x.clamp(-1.0, 1.0), [coarse(3, 5), Fixed(-1.0), Fixed(1.0)])
    case("Clip below only", "Clip", lambda x, a: x.clamp(min=-0.5), [coarse(3, 5), Fixed(-0.5)])
    case("Clip above only", "Clip", lambda x, a, b: x.clamp(max=0.5), [coarse(3, 5), None, Fixed(0.5)])
    case("Cast to the same type", "Cast", lambda x: x * 1.0, [real(2, 3)], {"to": 1})
    pick = torch.tensor([[True, False, True], [False, False, True]])
    case("Where", "Where", torch.where, [Fixed(pick, torch.bool), real(2, 3), real(2, 3)])
    case("Where broadcast", "Where", torch.where, [Fixed(pick, torch.bool), real(4, 1, 3), real()])
    case("Where with a constant", "Where", torch.where, [Fixed(pick, torch.bool), real(2, 3), Fixed(-1e4)])


def gelu_tanh(x):
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def activations():
    case("Gelu", "Gelu", F.gelu, [real(3, 5)], opset=20)
    case("Gelu by tanh", "Gelu", gelu_tanh, [real(3, 5)], {"approximate": "tanh"}, opset=20)
    case("Gelu of com.microsoft", "Gelu", F.gelu, [real(3, 5)], domain="com.microsoft")
    case("FastGelu", "FastGelu", gelu_tanh, [real(3, 5)], domain="com.microsoft")
    case("FastGelu with bias", "FastGelu", lambda x, b: gelu_tanh(x + b), [real(3, 5), real(5)], domain="com.microsoft")
    case("BiasGelu", "BiasGelu", lambda x, b: F.gelu(x + b), [real(3, 5), real(5)], domain="com.microsoft")
    quick = lambda x: x * torch.sigmoid(1.702 * x)
    case("QuickGelu", "QuickGelu", quick, [real(3, 5)], {"alpha": 1.702}, domain="com.microsoft")
    for axis in (-1, 1, 0):
        soft, log = lambda x: torch.softmax(x, axis), lambda x: torch.log_softmax(x, axis)
        case(f"Softmax along {axis}", "Softmax", soft, [real(2, 3, 4)], {"axis": axis})
        case(f"LogSoftmax along {axis}", "LogSoftmax", log, [real(2, 3, 4)], {"axis": axis})
    case("Softmax by default", "Softmax", lambda x: torch.softmax(x, -1), [real(2, 3, 4)])


def reductions():
    for op, function in (("ReduceMean", torch.mean), ("ReduceSum", torch.sum)):
        for axes in ([-1], [0, 2], [1]):
            for keep in (1, 0):
                reduce = lambda x, *_: function(x, axes, keepdim=keep == 1)
                name = f"{op} over {axes}, keepdims {keep}"
                if op == "ReduceSum":
                    case(name, op, reduce, [real(2, 3, 4), ints(*axes)], {"keepdims": keep})
                else:
                    case(name, op, reduce, [real(2, 3, 4)], {"axes": axes, "keepdims": keep})
    case("ReduceMean over everything", "ReduceMean", lambda x: x.mean((0, 1), True), [real(2, 3)])
    case("ReduceSum over everything", "ReduceSum", lambda x: x.sum(), [real(2, 3)], {"keepdims": 0})
    mean = lambda x, _: x.mean(-1, keepdim=True)
    case("ReduceMean with axes as input", "ReduceMean", mean, [real(2, 3, 4), ints(-1)], {"keepdims": 1}, opset=18)
    squares = lambda x: (x * x).sum(-1, keepdim=True)
    case("ReduceSumSquare", "ReduceSumSquare", squares, [real(2, 3)], {"axes": [-1], "keepdims": 1})
    case("ReduceL2", "ReduceL2", lambda x: squares(x).sqrt(), [real(2, 3)], {"axes": [-1], "keepdims": 1})
    norm = lambda x: x / squares(x).sqrt()
    case("LpNormalization", "LpNormalization", norm, [real(2, 3)], {"axis": -1, "p": 2})


def products():
    mm = torch.matmul
    case("MatMul of matrices", "MatMul", mm, [real(3, 4), real(4, 5)])
    case("MatMul by a constant", "MatMul", mm, [real(2, 3, 4), Fixed(real(4, 5))])
    case("MatMul by a shared matrix", "MatMul", mm, [real(2, 3, 4), real(4, 5)])
    case("MatMul in batches", "MatMul", mm, [real(2, 3, 4), real(2, 4, 5)])
    case("MatMul in two batch dimensions", "MatMul", mm, [real(2, 2, 3, 4), real(2, 2, 4, 3)])
    case("MatMul broadcast over batches", "MatMul", mm, [real(2, 1, 3, 4), real(3, 4, 2)])
    case("MatMul with a shared left side", "MatMul", mm, [real(3, 4), real(2, 4, 5)])
    case("MatMul by a vector", "MatMul", mm, [real(2, 3, 4), real(4)])
    case("MatMul of a vector", "MatMul", mm, [real(4), real(2, 4, 5)])
    for a in (0, 1):
        for b in (0, 1):
            left, right = real(*((4, 3) if a else (3, 4))), real(*((5, 4) if b else (4, 5)))
            gemm = lambda x, y, c: 0.5 * (x.t() if a else x) @ (y.t() if b else y) + 0.25 * c
            attributes = {"transA": a, "transB": b, "alpha": 0.5, "beta": 0.25}
            case(f"Gemm, transA {a}, transB {b}", "Gemm", gemm, [left, right, real(5)], attributes)
    case("Gemm without C", "Gemm", lambda x, y: x @ y, [real(3, 4), real(4, 5)])
    case("Gemm with a column as C", "Gemm", lambda x, y, c: x @ y + c, [real(3, 4), real(4, 5), real(3, 1)])
    case("Gemm with a full C", "Gemm", lambda x, y, c: x @ y + c, [real(3, 4), real(4, 5), real(3, 5)])
    case("Gemm with a scalar C", "Gemm", lambda x, y, c: x @ y + c, [real(3, 4), real(4, 5), real()])
    constant = [real(3, 4), Fixed(real(4, 5)), Fixed(real(5))]
    case("Gemm with constant weight and bias", "Gemm", lambda x, y, c: x @ y + c, constant)
    scores = lambda q, k: torch.einsum("bhid,bhjd->bhij", q, k)
    case("Einsum of scores", "Einsum", scores, [real(1, 2, 3, 4), real(1, 2, 3, 4)], {"equation": "bhid,bhjd->bhij"})


def norms():
    norm = lambda x, g, b=None: F.layer_norm(x, g.shape, g, b, 1e-5)
    case("LayerNormalization", "LayerNormalization", norm, [real(2, 3, 6), real(6), real(6)], {"axis": -1})
    case("LayerNormalization without bias", "LayerNormalization", norm, [real(2, 3, 6), real(6)], {"axis": -1})
    constant = [real(2, 3, 6), Fixed(real(6)), Fixed(real(6))]
    case("LayerNormalization with constants", "LayerNormalization", norm, constant, {"axis": -1, "epsilon": 1e-5})
    two = [real(2, 3, 4), real(3, 4), real(3, 4)]
    case("LayerNormalization over two axes", "LayerNormalization", norm, two, {"axis": 1})
    wide = lambda x, g: F.layer_norm(x, g.shape, g, None, 0.125)
    case("LayerNormalization with a large epsilon", "LayerNormalization", wide, [real(2, 6), real(6)], {"epsilon": 0.125})
    rms = lambda x, g: x * torch.rsqrt((x * x).mean(-1, keepdim=True) + 1e-5) * g
    case("SimplifiedLayerNormalization", "SimplifiedLayerNormalization", rms, [real(2, 3, 6), real(6)], {"epsilon": 1e-5})
    case("RMSNormalization", "RMSNormalization", rms, [real(2, 3, 6), real(6)], {"epsilon": 1e-5}, opset=23)


def shapes():
    case("Gather along 0", "Gather", lambda x, i: x[i], [real(5, 3), Fixed([[0, 2], [4, 2]], torch.int64)], {"axis": 0})
    repeats = [real(3, 4), Fixed([3, 1, 3], torch.int64)]
    case("Gather along 1, an index twice", "Gather", lambda x, i: x[:, i], repeats, {"axis": 1})
    case("Gather with a negative index", "Gather", lambda x, i: x[i], [real(4, 2), ints(-1, 0)])
    case("Gather of one position", "Gather", lambda x, i: x[:, 2], [real(2, 4, 3), whole(2)], {"axis": 1})
    index = torch.tensor([[2, 0, 2], [1, 1, 3]])
    elements = lambda x, i: torch.gather(x, 1, i)
    case("GatherElements", "GatherElements", elements, [real(2, 4), Fixed(index, torch.int64)], {"axis": 1})
    pairs = Fixed([[0, 1], [1, 2], [0, 1]], torch.int64)
    case("GatherND", "GatherND", lambda x, i: x[i[:, 0], i[:, 1]], [real(2, 3, 4), pairs])
    scatter = lambda x, i, u: x.index_put((i[:, 0],), u)
    case("ScatterND", "ScatterND", scatter, [real(4, 3), Fixed([[2], [0]], torch.int64), real(2, 3)])
    case("Concat along -1", "Concat", lambda *x: torch.cat(x, -1), [real(2, 3), real(2, 1), real(2, 2)], {"axis": -1})
    case("Concat along 0", "Concat", lambda *x: torch.cat(x, 0), [real(2, 3), real(1, 3)], {"axis": 0})
    same = real(2, 2)
    case("Concat with a constant", "Concat", lambda *x: torch.cat(x, 1), [same, Fixed(real(2, 2))], {"axis": 1})
    first = [real(2, 3, 6), ints(0), ints(3), ints(-1), ints(1)]
    case("Slice of the first half", "Slice", lambda x, *_: x[..., :3], first)
    rest = [real(2, 3, 6), ints(3), ints(2**63 - 1), ints(2)]
    case("Slice of the second half", "Slice", lambda x, *_: x[..., 3:], rest)
    tail = [real(5, 4), ints(-3, 1), ints(-1, 9), ints(0, 1)]
    case("Slice from the end, two axes", "Slice", lambda x, *_: x[-3:-1, 1:], tail)
    case("Slice in steps", "Slice", lambda x, *_: x[:, 1:7:2], [real(2, 7), ints(1), ints(7), ints(1), ints(2)])
    back = [real(2, 5), ints(-1), ints(-(2**63)), ints(1), ints(-1)]
    case("Slice backwards", "Slice", lambda x, *_: x.flip(1), back)
    case("Slice without axes", "Slice", lambda x, *_: x[1:3], [real(4, 2), ints(1), ints(3)])
    case("Split in equal parts", "Split", lambda x, _: x.split(2, 1), [real(2, 6), ints(2, 2, 2)], {"axis": 1})
    case("Split in unequal parts", "Split", lambda x, _: x.split([1, 3], 0), [real(4, 2), ints(1, 3)], {"axis": 0})
    halves = {"axis": -1, "num_outputs": 2}
    case("Split by number of outputs", "Split", lambda x: x.split(2, -1), [real(2, 4)], halves, opset=18)
    case("Transpose", "Transpose", lambda x: x.permute(0, 2, 1, 3), [real(2, 3, 2, 2)], {"perm": [0, 2, 1, 3]})
    case("Transpose in a circle", "Transpose", lambda x: x.permute(1, 2, 0), [real(2, 3, 4)], {"perm": [1, 2, 0]})
    case("Transpose by default", "Transpose", lambda x: x.permute(2, 1, 0), [real(2, 3, 4)])
    case("Reshape", "Reshape", lambda x, _: x.reshape(2, 12), [real(2, 3, 4), ints(2, 12)])
    case("Reshape with 0 and -1", "Reshape", lambda x, _: x.reshape(2, 3, 2, 2), [real(2, 3, 4), ints(0, 0, 2, -1)])
    case("Flatten", "Flatten", lambda x: x.reshape(6, 4), [real(2, 3, 4)], {"axis": 2})
    case("Squeeze", "Squeeze", lambda x, _: x.squeeze(1), [real(2, 1, 3), ints(1)])
    case("Unsqueeze", "Unsqueeze", lambda x, _: x[:, None, :, None], [real(2, 3), ints(1, 3)])
    case("Expand of heads", "Expand", lambda x, _: x.expand(2, 3, 2, 4), [real(2, 1, 2, 4), ints(2, 3, 2, 4)])
    case("Expand to more dimensions", "Expand", lambda x, _: x.expand(2, 3, 4), [real(3, 1), ints(2, 1, 4)])
    case("Expand that changes nothing", "Expand", lambda x, _: x * 1.0, [real(2, 3), ints(1, 1)])
    case("Tile", "Tile", lambda x, _: x.repeat(2, 3), [real(2, 2), ints(2, 3)])
    case("Pad with zeros", "Pad", lambda x, _: F.pad(x, (1, 2)), [real(2, 3), ints(0, 1, 0, 2)])
    case("Trilu, upper", "Trilu", lambda x, _: x.triu(1), [real(2, 4, 4), whole(1)], {"upper": 1})
    case("Trilu, lower", "Trilu", lambda x: x.tril(), [real(3, 4)], {"upper": 0})


def main():
    for group in (elementwise, activations, reductions, products, norms, shapes):
        group()
    path = os.path.join(HERE, "ops.json")
    with open(path, "w", newline="\n") as file:
        lines = ",\n".join(json.dumps(c) for c in CASES)
        file.write('{"cases": [\n' + lines + "\n]}\n")
    assert len({c["name"] for c in CASES}) == len(CASES)
    print(len(CASES), "cases,", os.path.getsize(path), "bytes")


if __name__ == "__main__":
    main()

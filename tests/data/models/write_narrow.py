"""PyTorch's exports with fewer bits: whole graphs in 16-bit floats, and 8-bit weights in three forms. See PROVENANCE.md."""

import io

import numpy
import onnx
import torch
from onnx import numpy_helper

import quantise
import write_torch
from onnx_writer import KINDS, tensor

FLOAT = onnx.TensorProto.FLOAT


def exported(model, opset):
    buffer = io.BytesIO()
    write_torch.plain(model, buffer, opset)
    return onnx.load_from_string(buffer.getvalue())


@torch.no_grad()
def narrow(model, path, dtype, opset):
    """Every float of the graph in 16 bits, as converters leave it: weights, constants, casts and ends."""
    whole = exported(model, opset)
    for parameter in model.parameters():
        parameter.copy_(parameter.to(dtype).float())
    model.steps = dtype
    constants = [a.t for n in whole.graph.node for a in n.attribute if a.name == "value"]
    for stored in [*whole.graph.initializer, *constants]:
        if stored.data_type == FLOAT:
            values = torch.from_numpy(numpy_helper.to_array(stored).copy()).reshape(list(stored.dims))
            # The lowest float32 becomes the lowest float of 16 bits, not minus infinity.
            values = values.clamp(torch.finfo(dtype).min, torch.finfo(dtype).max).to(dtype)
            stored.CopyFrom(tensor(stored.name, values))
    for node in whole.graph.node:
        for attribute in node.attribute:
            if attribute.name == "to" and attribute.i == FLOAT:
                attribute.i = KINDS[dtype]
    whole.graph.output[0].type.tensor_type.elem_type = KINDS[dtype]
    onnx.save(whole, path)


@torch.no_grad()
def eight_bits(model, path, form, opset=13):
    """As ONNX Runtime's quantisation writes it. form: dynamic (integer products), fused (DynamicQuantizeMatMul), qdq."""
    whole = exported(model, opset)
    graph, stored = whole.graph, {t.name: t for t in whole.graph.initializer}
    linears = [m for m in model.modules() if isinstance(m, torch.nn.Linear)]
    state = State(stored, form)
    for node in list(graph.node):
        if node.op_type == "Gather" and "embed_tokens" in node.input[0]:
            state.lookup(node, model.embed_tokens)
        elif node.op_type == "MatMul" and node.input[1] in stored:
            values = torch.from_numpy(numpy_helper.to_array(stored[node.input[1]]).copy())
            state.product(node, values, next(m for m in linears if torch.equal(m.weight.t(), values)))
        else:
            state.nodes.append(node)
    del graph.node[:], graph.initializer[:]
    graph.node.extend(state.nodes)
    graph.initializer.extend(stored.values())
    if form == "fused":
        whole.opset_import.append(onnx.helper.make_opsetid("com.microsoft", 1))
    onnx.save(whole, path)


class State:
    def __init__(self, stored, form):
        self.stored, self.form, self.nodes, self.quantised = stored, form, [], set()

    def op(self, op, inputs, outputs, name, **attributes):
        self.nodes.append(onnx.helper.make_node(op, inputs, outputs, name=name, **attributes))

    def store(self, name, values):
        self.stored[name] = tensor(name, values)
        return name

    def weight(self, name, values, signed, each):
        """Integers, scale and zero point under the quantiser's names; returns the floats they stand for."""
        steps, scale, zero, floats = quantise.columns(values, signed, each)
        del self.stored[name]
        self.store(f"{name}_quantized", steps)
        self.store(f"{name}_scale", scale)
        self.store(f"{name}_zero_point", zero)
        return floats

    def lookup(self, node, module):
        name = node.input[0]
        module.weight.copy_(self.weight(name, module.weight.detach(), signed=False, each=False))
        self.op("Gather", [f"{name}_quantized", node.input[1]], [f"{node.output[0]}_quantized"], f"{node.name}_quant")
        inputs = [f"{node.output[0]}_quantized", f"{name}_scale", f"{name}_zero_point"]
        self.op("DequantizeLinear", inputs, [node.output[0]], f"{node.output[0]}_DequantizeLinear")

    def product(self, node, values, module):
        x, name = node.input
        # Columns for those that have an even number of them, one scale for all else: both occur.
        each = self.form == "qdq" or values.shape[1] % 32 == 0
        module.weight.copy_(self.weight(name, values, self.form != "dynamic" or each, each).t())
        getattr(self, self.form)(node, x, name)

    def dynamic(self, node, x, name):
        if x not in self.quantised:
            self.quantised.add(x)
            self.op("DynamicQuantizeLinear", [x], [f"{x}_quantized", f"{x}_scale", f"{x}_zero_point"], f"{x}_QuantizeLinear")
        inputs = [f"{x}_quantized", f"{name}_quantized", f"{x}_zero_point", f"{name}_zero_point"]
        integers, scales, floats = (f"{node.output[0]}_{part}" for part in ("output_quantized", "scales", "cast"))
        self.op("MatMulInteger", inputs, [integers], f"{node.name}_quant")
        self.op("Cast", [integers], [floats], f"{integers}_cast", to=FLOAT)
        self.op("Mul", [f"{x}_scale", f"{name}_scale"], [scales], f"{node.name}_quant_scales_mul")
        self.op("Mul", [floats, scales], [node.output[0]], f"{node.name}_quant_output_scale_mul")

    def fused(self, node, x, name):
        inputs = [x, f"{name}_quantized", f"{name}_scale", f"{name}_zero_point"]
        self.op("DynamicQuantizeMatMul", inputs, list(node.output), f"{node.name}_quant", domain="com.microsoft")

    def qdq(self, node, x, name):
        if x not in self.quantised:
            self.quantised.add(x)
            scale, zero = self.store(f"{x}_scale", torch.tensor(0.05)), self.store(f"{x}_zero_point", torch.tensor(128, dtype=torch.uint8))
            self.op("QuantizeLinear", [x, scale, zero], [f"{x}_QuantizeLinear_Output"], f"{x}_QuantizeLinear")
            inputs = [f"{x}_QuantizeLinear_Output", scale, zero]
            self.op("DequantizeLinear", inputs, [f"{x}_DequantizeLinear_Output"], f"{x}_DequantizeLinear")
        inputs = [f"{name}_quantized", f"{name}_scale", f"{name}_zero_point"]
        self.op("DequantizeLinear", inputs, [f"{name}_DequantizeLinear_Output"], f"{name}_DequantizeLinear", axis=1)
        inputs = [f"{x}_DequantizeLinear_Output", f"{name}_DequantizeLinear_Output"]
        self.op("MatMul", inputs, list(node.output), node.name)

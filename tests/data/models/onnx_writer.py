"""ONNX graphs node by node, also with operator sets and types that Debian's onnx package does not know."""

import numpy
import onnx
import torch
from onnx import TensorProto

UINT4, INT4 = 21, 22  # not named before onnx 1.16
KINDS = {
    torch.float32: TensorProto.FLOAT,
    torch.float16: TensorProto.FLOAT16,
    torch.bfloat16: TensorProto.BFLOAT16,
    torch.int64: TensorProto.INT64,
    torch.int32: TensorProto.INT32,
    torch.int8: TensorProto.INT8,
    torch.uint8: TensorProto.UINT8,
    torch.bool: TensorProto.BOOL,
}


def tensor(name, values, kind=None, shape=None):
    """A stored tensor; the kind and shape are told where bytes hold something narrower."""
    values = torch.as_tensor(values).contiguous()
    raw = values.view(torch.int16) if values.dtype == torch.bfloat16 else values
    found = TensorProto(name=name, data_type=kind or KINDS[values.dtype], raw_data=raw.numpy().tobytes())
    found.dims.extend(list(values.shape) if shape is None else shape)
    return found


class Writer:
    """The parts of a graph, named as the caller wants; an output without a name is called after its node."""

    def __init__(self):
        self.nodes, self.weights, self.inputs, self.outputs, self.functions = [], {}, [], [], []

    def op(self, op, inputs, name="", outputs=None, domain="", **attributes):
        name = name or f"{op}_{len(self.nodes)}"
        outputs = outputs or [f"{name}/output_0"]
        self.nodes.append(onnx.helper.make_node(op, inputs, outputs, name=name, domain=domain, **attributes))
        return outputs[0]

    def weight(self, name, values, kind=None, shape=None):
        if name not in self.weights:
            self.weights[name] = tensor(name, values.detach() if isinstance(values, torch.Tensor) else values, kind, shape)
        return name

    def constant(self, values, name=""):
        """A Constant node: int64 for whole numbers, float32 for others, or the tensor given."""
        if not isinstance(values, torch.Tensor):
            flat = numpy.asarray(values)
            values = torch.from_numpy(flat.astype(numpy.float32 if flat.dtype.kind == "f" else numpy.int64))
        name = name or f"Constant_{len(self.nodes)}/output_0"
        if all(name not in n.output for n in self.nodes):
            self.nodes.append(onnx.helper.make_node("Constant", [], [name], name=name, value=tensor(name, values)))
        return name

    def input(self, name, dtype, shape):
        self.inputs.append(onnx.helper.make_tensor_value_info(name, KINDS[dtype], shape))
        return name

    def output(self, name, dtype, shape):
        self.outputs.append(onnx.helper.make_tensor_value_info(name, KINDS[dtype], shape))

    def save(self, path, opset, *domains, ir_version=10, producer=""):
        graph = onnx.helper.make_graph(self.nodes, "main_graph", self.inputs, self.outputs, list(self.weights.values()))
        sets = [onnx.helper.make_opsetid("", opset), *(onnx.helper.make_opsetid(d, 1) for d in domains)]
        model = onnx.helper.make_model(graph, opset_imports=sets, ir_version=ir_version, functions=self.functions)
        model.producer_name = producer
        onnx.save(model, path)

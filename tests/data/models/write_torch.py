"""Exports by PyTorch's own exporter: plain, and with past keys and values as optimum asks for them. See PROVENANCE.md."""

import io

import onnx
import torch
from torch import nn

import architectures


def plain(model, path, opset, **options):
    """input_ids and attention_mask in, logits out."""
    ids = torch.randint(0, architectures.VOCAB, (2, 7))
    torch.onnx.export(
        model,
        (ids, torch.ones_like(ids)),
        path,
        opset_version=opset,
        input_names=["input_ids", "attention_mask"],
        output_names=["logits"],
        dynamic_axes={name: {0: "batch", 1: "seq"} for name in ("input_ids", "attention_mask", "logits")},
        **options,
    )


def as_functions(model, path, opset):
    """Each module as a function of the model. This exporter then forgets the name of the output."""
    buffer = io.BytesIO()
    plain(model, buffer, opset, export_modules_as_functions=True)
    whole = onnx.load_from_string(buffer.getvalue())
    whole.graph.node[-1].output[0] = whole.graph.output[0].name = "logits"
    onnx.save(whole, path)


class WithPast(nn.Module):
    """The decoder with optimum's flat list of inputs and outputs."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, position_ids, *flat):
        past = [(flat[i], flat[i + 1]) for i in range(0, len(flat), 2)]
        logits, presents = self.model(input_ids, attention_mask, position_ids, past)
        return (logits, *[tensor for pair in presents for tensor in pair])


def past_names(prefix, layers):
    return [f"{prefix}.{i}.{kind}" for i in range(layers) for kind in ("key", "value")]


def with_past(model, path, opset):
    """As optimum's text-generation-with-past: position_ids and past_key_values in, present out."""
    c = model.c
    ids = torch.randint(0, architectures.VOCAB, (2, 4))
    past = [torch.randn(2, c.kv_heads, 3, c.head_dim) for _ in range(2 * c.layers)]
    inputs = ["input_ids", "attention_mask", "position_ids", *past_names("past_key_values", c.layers)]
    outputs = ["logits", *past_names("present", c.layers)]
    axes = {name: {0: "batch_size", 1: "sequence_length"} for name in ("input_ids", "position_ids", "logits")}
    axes["attention_mask"] = {0: "batch_size", 1: "past_sequence_length + sequence_length"}
    for name in inputs[3:]:
        axes[name] = {0: "batch_size", 2: "past_sequence_length"}
    for name in outputs[1:]:
        axes[name] = {0: "batch_size", 2: "past_sequence_length + sequence_length"}
    positions = torch.arange(3, 7).unsqueeze(0).expand(2, 4)
    torch.onnx.export(
        WithPast(model),
        (ids, torch.ones(2, 7, dtype=torch.long), positions, *past),
        path,
        opset_version=opset,
        input_names=inputs,
        output_names=outputs,
        dynamic_axes=axes,
    )


def merged(model, path, opset):
    """As optimum's decoder_model_merged.onnx: one If on use_cache_branch, the weights outside of it."""
    buffer = io.BytesIO()
    with_past(model, buffer, opset)
    whole = onnx.load_from_string(buffer.getvalue())
    inputs = [i.name for i in whole.graph.input]
    outer = {*inputs, *(t.name for t in whole.graph.initializer), "cut_from", "cut_to", "cut_axis", ""}
    choose = onnx.helper.make_node(
        "If", ["use_cache_branch"], [o.name for o in whole.graph.output], name="optimum::if",
        then_branch=branch(whole.graph, "with_past", outer, {}),
        # Without a cache, whatever is in past_key_values does not count.
        else_branch=branch(whole.graph, "no_past", outer, {n: n + ".cut" for n in inputs if n.startswith("past")}),
    )  # fmt: skip
    flag = onnx.helper.make_tensor_value_info("use_cache_branch", onnx.TensorProto.BOOL, [1])
    cut = [("cut_from", 0), ("cut_to", 0), ("cut_axis", 2)]
    weights = [*whole.graph.initializer, *(onnx.helper.make_tensor(n, onnx.TensorProto.INT64, [1], [v]) for n, v in cut)]
    graph = onnx.helper.make_graph([choose], "merged", [*whole.graph.input, flag], list(whole.graph.output), weights)
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", opset)], ir_version=8), path)


def branch(graph, name, outer, cuts):
    """The graph as one of the If's branches, each inner tensor under a name of the branch's own."""
    inner = lambda tensor: tensor if tensor in outer else f"{name}/{tensor}"
    nodes = [
        onnx.helper.make_node("Slice", [whole, "cut_from", "cut_to", "cut_axis"], [inner(cut)], name=f"{name}/{cut}")
        for whole, cut in cuts.items()
    ]
    for source in graph.node:
        node = onnx.NodeProto()
        node.CopyFrom(source)
        node.name = f"{name}{source.name}"
        node.input[:] = [inner(cuts.get(i, i)) for i in source.input]
        node.output[:] = [inner(o) for o in source.output]
        nodes.append(node)
    outputs = []
    for output in graph.output:
        kind = output.type.tensor_type
        outputs.append(onnx.helper.make_tensor_value_info(inner(output.name), kind.elem_type, [None] * len(kind.shape.dim)))
    return onnx.helper.make_graph(nodes, name, [], outputs)

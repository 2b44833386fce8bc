"""Graphs as onnxruntime-genai's model builder lays them out, names included. See PROVENANCE.md.

The layout was read from the public sources of microsoft/onnxruntime-genai; the builder itself was not run.
"""

from dataclasses import dataclass

import torch
from onnx import TensorProto

import quantise
from architectures import VOCAB, at, caches
from onnx_writer import KINDS, Writer


@dataclass(frozen=True)
class Form:
    """What the builder was asked for."""

    io: torch.dtype = torch.float32
    rotary_inside: bool = True  # not for DirectML, where position_ids and RotaryEmbedding nodes stand instead
    norms_inside: bool = False  # of queries and keys: in GroupQueryAttention, for CUDA and WebGPU
    wide_norms: bool = False  # norms in float32 between Casts, as for Gemma
    bits: int = 0  # of MatMulNBits
    head_bits: int = 0
    symmetric: bool = True
    qdq: bool = False  # DequantizeLinear of blocks, Transpose and MatMul
    shared: bool = False  # embedding and output head
    pruned: bool = False  # logits of the last token alone


class Builder:
    def __init__(self, model, form):
        self.model, self.c, self.form, self.w = model, model.c, form, Writer()
        self.root = self.skip = None

    # --- what the file holds ---------------------------------------------------------------------------------------

    @torch.no_grad()
    def hold(self):
        """Rounds the model's weights to what the file holds of them."""
        form, narrow = self.form, {}
        if form.bits:
            for name, module in self.model.named_modules():
                if isinstance(module, torch.nn.Linear):
                    bits = form.head_bits if name == "lm_head" else form.bits
                    if bits:
                        narrow[name] = quantise.nbits(module.weight.float(), bits, 32, form.symmetric, form.io)
                        module.weight.copy_(narrow[name][3])
        norms = torch.float32 if form.wide_norms else form.io
        for name, parameter in self.model.named_parameters():
            if name.removesuffix(".weight") not in narrow:
                held = norms if parameter.dim() == 1 and "norm" in name else form.io
                offset = 1.0 if self.c.norm == "rms1" and "norm" in name else 0.0
                parameter.copy_((parameter.double() + offset).to(held).double() - offset)
        self.model.held = form.io
        return narrow

    # --- parts -----------------------------------------------------------------------------------------------------

    def integers(self, values, kind="INT64"):
        text = str(values).replace("'", "")
        return self.w.constant(torch.tensor(values), f"/model/constants/{kind}/{text}")

    def number(self, value):
        name = {torch.float32: "FLOAT", torch.float16: "FLOAT16", torch.bfloat16: "BFLOAT16"}[self.form.io]
        return self.w.constant(torch.tensor(value, dtype=self.form.io), f"/model/constants/{name}/{value}")

    def linear(self, basename, x, path):
        module = self.model.get_submodule(path)
        dotted = basename[1:].replace("/", ".") + ".weight"
        logits = ["logits"] if basename == "/lm_head/MatMul" and not self.tail else None
        if path in self.narrow:
            y = self.few_bits(basename, dotted, x, path, logits)
        else:
            y = self.w.op("MatMul", [x, self.w.weight(dotted, module.weight.t().to(self.form.io))], basename, logits)
        if module.bias is not None:
            name = basename.replace("MatMul", "Add")
            y = self.w.op("Add", [y, self.w.weight(name[1:].replace("/", ".") + ".bias", module.bias.to(self.form.io))], name)
        return y

    def few_bits(self, basename, dotted, x, path, outputs):
        packed, scales, zeros, floats = self.narrow[path]
        (columns, blocks, _), bits = packed.shape, self.form.head_bits if path == "lm_head" else self.form.bits
        if self.form.qdq:
            kind = 21  # UINT4
            weight = self.w.weight(dotted.replace("weight", "DequantizeLinear.qweight"), packed, kind, floats.shape)
            inputs = [weight, self.w.weight(dotted.replace("weight", "DequantizeLinear.scales"), scales.to(self.form.io))]
            if zeros is not None:
                # Packed without regard to rows, unlike those of MatMulNBits.
                loose = torch.stack((zeros & 15, zeros >> 4), -1).view(columns, -1)[:, :blocks].reshape(1, -1)
                zeros = quantise.pack(loose, 4).flatten()
                inputs.append(
                    self.w.weight(dotted.replace("weight", "DequantizeLinear.qzeros"), zeros, kind, [columns, blocks])
                )
            wide = self.w.op("DequantizeLinear", inputs, f"{basename}/DequantizeLinear", axis=-1, block_size=32)
            turned = self.w.op("Transpose", [wide], f"{basename}/Transpose", perm=[1, 0])
            return self.w.op("MatMul", [x, turned], basename, outputs)
        stem = f"{dotted}_Q{bits}" if self.form.symmetric else f"{dotted}_Q{bits}G32"
        inputs = [x, self.w.weight(stem, packed)]
        inputs.append(self.w.weight(f"{dotted}_scale{'s' * self.form.symmetric}", scales.to(self.form.io).flatten()))
        if zeros is not None:
            inputs.append(self.w.weight(f"{dotted}_zp", zeros.flatten()))
        return self.w.op(
            "MatMulNBits", inputs, f"{basename}_Q{bits}", outputs, "com.microsoft",
            K=floats.shape[1], N=columns, bits=bits, block_size=32, accuracy_level=4,
        )  # fmt: skip

    def norm_weight(self, module, name, kind):
        offset = 1.0 if self.c.norm == "rms1" else 0.0
        values = torch.ones(self.c.dim) if self.c.norm == "plain" else module.weight.double() + offset
        return self.w.weight(name, values.to(kind))

    def norm(self, layer, module, location, skip, last=False, cast_root=True, cast_out=True):
        """A norm, with the sum before it where skip is set; the sum becomes the root of the next."""
        simple, io = self.c.norm != "plain", self.form.io
        wide = self.form.wide_norms and io != torch.float32
        name = f"/model/layers.{layer}/{location}_layernorm"
        stem = f"model.layers.{layer}.{location}_layernorm"
        kind = torch.float32 if wide else io
        inputs = [self.root, self.skip] if skip else [self.root]
        if wide:
            if cast_root:
                inputs[0] = self.w.op("Cast", inputs[:1], f"{name}/LayerNorm/root_input/Cast", to=TensorProto.FLOAT)
            if skip:
                inputs[1] = self.w.op("Cast", inputs[1:], f"{name}/LayerNorm/skip_input/Cast", to=TensorProto.FLOAT)
        inputs.append(self.norm_weight(module, f"{stem}.weight", kind))
        if not simple:
            inputs.append(self.w.weight(f"{stem}.bias", torch.zeros(self.c.dim, dtype=kind)))
        first = f"{name}/LayerNorm/output_0/Cast/output_0" if wide and cast_out else f"{name}/output_0"
        outputs = [first, "", "", f"{name}/output_3"] if skip and not last else [first]
        more = {} if skip else {"axis": -1, "stash_type": 1}
        self.w.op(
            f"{'Skip' * skip}{'Simplified' * simple}LayerNormalization", inputs, f"{name}/{'Skip' * skip}LayerNorm",
            outputs, "com.microsoft" if skip else "", epsilon=self.c.eps, **more,
        )  # fmt: skip
        if wide and cast_out:
            self.w.op("Cast", [first], f"{name}/LayerNorm/output_0/Cast", [f"{name}/output_0"], to=KINDS[io])
        if skip and not last:
            self.root = f"{name}/output_3"
        return f"{name}/output_0"

    def head_norm(self, layer, x, which):
        """Norm of each query or key head, between two Reshapes."""
        module = getattr(self.model.layers[layer].self_attn, f"{which}_norm")
        name, kind = f"/model/layers.{layer}/attn/{which}_norm", torch.float32 if self.form.wide_norms else self.form.io
        weight = self.norm_weight(module, f"model.layers.{layer}.attn.{which}_norm.layernorm.weight", kind)
        wide = self.form.wide_norms and self.form.io != torch.float32
        x = self.w.op("Reshape", [x, self.integers([0, -1, self.c.head_dim])], f"{name}/Reshape_1")
        if wide:
            x = self.w.op("Cast", [x], f"{name}/Cast_in", to=TensorProto.FLOAT)
        x = self.w.op(
            "SimplifiedLayerNormalization", [x, weight], f"{name}/SimplifiedLayerNormalization",
            axis=-1, stash_type=1, epsilon=self.c.eps,
        )  # fmt: skip
        if wide:
            x = self.w.op("Cast", [x], f"{name}/Cast_out", to=KINDS[self.form.io])
        width = self.c.head_dim * (self.c.heads if which == "q" else self.c.kv_heads)
        return self.w.op("Reshape", [x, self.integers([0, -1, width])], f"{name}/Reshape_2")

    def tables(self, layer):
        theta = at(self.c.theta, layer)
        suffix = "" if len(self.c.theta) == 1 else "_global" if theta == max(self.c.theta) else "_local"
        cos, sin = caches(self.c, layer, self.form.io)
        return self.w.weight(f"cos_cache{suffix}", cos), self.w.weight(f"sin_cache{suffix}", sin)

    def attention(self, layer, x):
        c, form, base = self.c, self.form, f"/model/layers.{layer}/attn"
        path = f"layers.{layer}.self_attn"
        if c.packed or c.fused:
            q, k, v = self.linear(f"{base}/qkv_proj/MatMul", x, f"{path}.qkv_proj"), "", ""
            if c.qk_norm or not form.rotary_inside:
                sizes = self.integers([c.heads * c.head_dim, c.kv_heads * c.head_dim, c.kv_heads * c.head_dim])
                outputs = [f"{base}/qkv_proj/Split/output_{i}" for i in range(3)]
                self.w.op("Split", [q, sizes], f"{base}/qkv_proj/Split", outputs, axis=-1)
                q, k, v = outputs
        else:
            q, k, v = (self.linear(f"{base}/{p}_proj/MatMul", x, f"{path}.{p}_proj") for p in "qkv")
        more = ["", ""]
        if c.qk_norm and form.norms_inside:
            attention = self.model.layers[layer].self_attn
            more = [self.norm_weight(getattr(attention, f"{p}_norm"), f"model.layers.{layer}.attn.{p}_norm.layernorm.weight", form.io)
                    for p in "qk"]  # fmt: skip
        elif c.qk_norm:
            q, k = self.head_norm(layer, q, "q"), self.head_norm(layer, k, "k")
        rope = not at(c.nope, layer)
        cos, sin = self.tables(layer) if rope else ("", "")
        partial = c.rotary != c.head_dim
        if rope and not form.rotary_inside:
            q, k = (
                self.w.op(
                    "RotaryEmbedding", [part, "position_ids", cos, sin], f"{base}/{p}_rotary/RotaryEmbedding",
                    domain="com.microsoft", interleaved=0, num_heads=heads if partial else 0,
                    rotary_embedding_dim=c.rotary if partial else 0,
                )
                for p, part, heads in (("q", q, c.heads), ("k", k, c.kv_heads))
            )  # fmt: skip
            cos, sin = "", ""
        past = [f"past_key_values.{layer}.key", f"past_key_values.{layer}.value"]
        lengths = ["/model/attn_mask_reformat/attn_mask_subgraph/Sub/Cast/output_0",
                   "/model/attn_mask_reformat/attn_mask_subgraph/Gather/Cast/output_0"]  # fmt: skip
        inputs = [q, k, v, *past, *lengths, cos, sin, "", "", ""]
        attributes = {}
        if more[0]:
            inputs += ["", "", *more]
            attributes["qk_norm_epsilon"] = c.eps
        name = f"{base}/GroupQueryAttention"
        y = self.w.op(
            "GroupQueryAttention", inputs, name,
            [f"{name}/output_0", f"present.{layer}.key", f"present.{layer}.value"], "com.microsoft",
            num_heads=c.heads, kv_num_heads=c.kv_heads, scale=c.scale, softcap=c.soft_scores,
            local_window_size=at(c.window, layer) or -1, do_rotary=int(rope and form.rotary_inside),
            rotary_interleaved=0, **attributes,
        )  # fmt: skip
        return self.linear(f"{base}/o_proj/MatMul", y, f"{path}.o_proj")

    def mlp(self, layer, x):
        base, path = f"/model/layers.{layer}/mlp", f"layers.{layer}.mlp"
        gate, up = (self.linear(f"{base}/{p}_proj/MatMul", x, f"{path}.{p}_proj") for p in ("gate", "up"))
        if self.c.act == "silu":
            sigmoid = self.w.op("Sigmoid", [gate], f"{base}/act_fn/Sigmoid")
            gate = self.w.op("Mul", [gate, sigmoid], f"{base}/act_fn/Mul")
        else:
            gate = self.w.op("Gelu", [gate], f"{base}/act_fn/FastGelu", approximate="tanh")
        return self.linear(f"{base}/down_proj/MatMul", self.w.op("Mul", [gate, up], f"{base}/Mul"), f"{path}.down_proj")

    # --- the whole -------------------------------------------------------------------------------------------------

    def ends(self):
        w, c, io = self.w, self.c, self.form.io
        w.input("input_ids", torch.int64, ["batch_size", "sequence_length"])
        w.input("attention_mask", torch.int64, ["batch_size", "total_sequence_length"])
        if not self.form.rotary_inside:
            w.input("position_ids", torch.int64, ["batch_size", "sequence_length"])
        kind = torch.float32 if io == torch.bfloat16 else io
        w.output("logits", kind, ["batch_size", 1 if self.form.pruned else "sequence_length", VOCAB])
        for layer in range(c.layers):
            for part in ("key", "value"):
                shape = lambda length: ["batch_size", c.kv_heads, length, c.head_dim]
                w.input(f"past_key_values.{layer}.{part}", io, shape("past_sequence_length"))
                w.output(f"present.{layer}.{part}", io, shape("total_sequence_length"))

    def mask(self):
        base = "/model/attn_mask_reformat/attn_mask_subgraph"
        total = self.w.op("ReduceSum", ["attention_mask", self.integers([1])], f"{base}/ReduceSum", keepdims=0)
        before = self.w.op("Sub", [total, self.integers([1])], f"{base}/Sub")
        self.w.op("Cast", [before], f"{base}/Sub/Cast", to=TensorProto.INT32)
        shape = self.w.op("Shape", ["attention_mask"], f"{base}/Shape")
        width = self.w.op("Gather", [shape, self.integers(1)], f"{base}/Gather", axis=0)
        self.w.op("Cast", [width], f"{base}/Gather/Cast", to=TensorProto.INT32)

    def embedding(self):
        base, w = "/model/embed_tokens", self.w
        if self.form.shared and "lm_head" in self.narrow:
            packed, scales, zeros, _ = self.narrow["lm_head"]
            bits, stem = self.form.head_bits, "lm_head.MatMul.weight"
            weight = w.weight(f"{stem}_Q{bits}" if self.form.symmetric else f"{stem}_Q{bits}G32", packed)
            flat = self.integers([VOCAB, self.c.dim * bits // 8])
            inputs = [w.op("Reshape", [weight, flat], f"{base}/Reshape"), "input_ids"]
            # The pass that quantises stores these flat for MatMulNBits; the lookup wants them by rows.
            inputs.append(w.weight(f"{stem}_scale_rows", scales.to(self.form.io)))
            if zeros is not None:
                inputs.append(w.weight(f"{stem}_zp_rows", zeros))
            x = w.op(
                "GatherBlockQuantized", inputs, f"{base}/GatherBlockQuantized", domain="com.microsoft",
                bits=bits, block_size=32, gather_axis=0, quantize_axis=1,
            )  # fmt: skip
        elif self.form.shared:
            head = w.weight("lm_head.MatMul.weight", self.model.lm_head.weight.t().to(self.form.io))
            x = w.op("Gather", [w.op("Transpose", [head], f"{base}/Transpose", perm=[1, 0]), "input_ids"], f"{base}/Gather")
        else:
            weight = w.weight("model.embed_tokens.weight", self.model.embed_tokens.weight.to(self.form.io))
            x = w.op("Gather", [weight, "input_ids"], f"{base}/Gather")
        if self.c.embed_scale != 1.0:
            x = w.op("Mul", [x, self.number(self.c.embed_scale)], f"{base}/Mul")
        if self.form.wide_norms and self.form.io != torch.float32:
            x = w.op("Cast", [x], f"{base}/Cast", to=TensorProto.FLOAT)
        return x

    def layer(self, index):
        layer, four, first = self.model.layers[index], self.c.order == "four", index == 0
        x = self.norm(index, layer.input_layernorm, "input", not first, cast_root=False)
        self.skip = self.attention(index, x)
        if four:
            self.branch_norm(index, layer.post_attention_layernorm, "post_attention")
            x = self.norm(index, layer.pre_feedforward_layernorm, "pre_feedforward", True, cast_root=False)
        else:
            x = self.norm(index, layer.post_attention_layernorm, "post_attention", True, cast_root=False)
        self.skip = self.mlp(index, x)
        if four:
            self.branch_norm(index, layer.post_feedforward_layernorm, "post_feedforward")

    def branch_norm(self, index, module, location):
        root, self.root = self.root, self.skip
        self.skip = self.norm(index, module, location, False, cast_out=False)
        self.root = root

    def head(self, x):
        w, c = self.w, self.c
        if self.form.pruned:
            x = w.op("Gather", [x, self.integers(-1)], "/lm_head/prune/Gather", axis=1)
            x = w.op("Unsqueeze", [x, self.integers([1])], "/lm_head/prune/Unsqueeze")
        y = self.linear("/lm_head/MatMul", x, "lm_head")
        cast = self.form.io == torch.bfloat16
        if c.soft_logits:
            y = w.op("Div", [y, self.number(c.soft_logits)], "/lm_head/softcap/Div")
            y = w.op("Tanh", [y], "/lm_head/softcap/Tanh")
            y = w.op("Mul", [y, self.number(c.soft_logits)], "/lm_head/softcap/Mul", None if cast else ["logits"])
        if cast:
            w.op("Cast", [y], "/lm_head/Cast", ["logits"], to=TensorProto.FLOAT)

    def write(self, path):
        self.narrow = self.hold()
        self.tail = self.c.soft_logits or self.form.io == torch.bfloat16
        self.ends()
        self.mask()
        self.root = self.skip = self.embedding()
        for index in range(self.c.layers):
            self.layer(index)
        self.head(self.norm(self.c.layers, self.model.norm, "final_norm", True, last=True, cast_root=False))
        self.w.save(path, 21, "com.microsoft", producer="onnxruntime-genai")


def genai(model, path, **form):
    Builder(model, Form(**form)).write(path)

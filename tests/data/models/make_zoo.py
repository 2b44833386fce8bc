"""Writes zoo/*.onnx: every decoder family in the forms that exporters write. See PROVENANCE.md."""

import os
import sys
import warnings
from dataclasses import dataclass, replace

import torch

import architectures as a
import gpt2
import write_dynamo
import write_fused
import write_narrow
import write_standard
import write_torch
from write_genai import genai

HERE = os.path.dirname(os.path.abspath(__file__))


@dataclass(frozen=True)
class Case:
    """A fixture: which family, by which exporter's form, in which precision."""

    family: str
    config: a.Config | gpt2.Gpt2Config
    exporter: str
    write: object  # (model, path): may round the model's weights to what the file holds
    precision: str = "float32"


def torch_classic(opset):
    return lambda model, path: write_torch.plain(model, path, opset)


def builder(**form):
    return lambda model, path: genai(model, path, **form)


def packed(config, seed, **more):
    """The family as the builder packs it, a little smaller."""
    return replace(config, seed=seed, packed=True, hidden=40, **more)


CASES = {
    "llama-torch": Case("Llama", a.LLAMA, "torch.onnx, opset 13", torch_classic(13)),
    "qwen2-torch": Case("Qwen2, Qwen2.5", a.QWEN2, "torch.onnx, opset 14", torch_classic(14)),
    "qwen3-torch": Case("Qwen3", a.QWEN3, "torch.onnx, opset 17", torch_classic(17)),
    "gemma2-torch": Case("Gemma 2", a.GEMMA2, "torch.onnx, opset 17", torch_classic(17)),
    "gemma3-torch": Case("Gemma 3", a.GEMMA3, "torch.onnx, opset 14", torch_classic(14)),
    "phi3-torch": Case("Phi-3", a.PHI3, "torch.onnx, opset 17", torch_classic(17)),
    "phi4-torch": Case("Phi-4 mini", a.PHI4, "torch.onnx, opset 14", torch_classic(14)),
    "smollm2-torch": Case("SmolLM2", a.SMOLLM2, "torch.onnx, opset 17", torch_classic(17)),
    "smollm3-torch": Case("SmolLM3", a.SMOLLM3, "torch.onnx, opset 17", torch_classic(17)),
    "olmo-torch": Case("OLMo", a.OLMO, "torch.onnx, opset 13", torch_classic(13)),
    "olmo2-torch": Case("OLMo 2", a.OLMO2, "torch.onnx, opset 17", torch_classic(17)),
    "qwen2-optimum": Case("Qwen2, Qwen2.5", a.QWEN2, "optimum with past, opset 14", lambda m, p: write_torch.with_past(m, p, 14)),
    "gemma3-optimum": Case("Gemma 3", a.GEMMA3, "optimum with past, opset 17", lambda m, p: write_torch.with_past(m, p, 17)),
    "llama-optimum-merged": Case("Llama", a.LLAMA, "optimum merged (If), opset 14", lambda m, p: write_torch.merged(m, p, 14)),
    "llama-genai": Case("Llama", packed(a.LLAMA, 20260031), "genai builder, CPU", builder()),
    "qwen2-genai": Case("Qwen2, Qwen2.5", packed(a.QWEN2, 20260032), "genai builder, CPU, shared embeddings", builder(shared=True)),
    "qwen3-genai": Case("Qwen3", packed(a.QWEN3, 20260033), "genai builder, CPU", builder()),
    "gemma2-genai": Case("Gemma 2", packed(a.GEMMA2, 20260034), "genai builder, CPU", builder()),
    "olmo-genai": Case("OLMo", packed(a.OLMO, 20260035, clip=0.0), "genai builder, CPU", builder()),
    "llama-genai-float16": Case("Llama", packed(a.LLAMA, 20260036), "genai builder, CUDA", builder(io=torch.float16), "float16"),
    "qwen3-genai-float16": Case(
        "Qwen3", packed(a.QWEN3, 20260037), "genai builder, CUDA, norms inside", builder(io=torch.float16, norms_inside=True), "float16"
    ),
    "gemma3-genai-bfloat16": Case(
        "Gemma 3", packed(a.GEMMA3, 20260038, embed_scale=5.65625), "genai builder, CUDA",
        builder(io=torch.bfloat16, wide_norms=True), "bfloat16",
    ),
    "smollm2-genai-float16": Case(
        "SmolLM2", replace(a.SMOLLM2, seed=20260039, hidden=40), "genai builder, DirectML", builder(io=torch.float16, rotary_inside=False), "float16"
    ),
    "phi4-genai-float16": Case(
        "Phi-4 mini", replace(a.PHI4, seed=20260040, fused=False, packed=False, hidden=40), "genai builder, DirectML",
        builder(io=torch.float16, rotary_inside=False), "float16",
    ),
    "llama-genai-int4": Case("Llama", packed(a.LLAMA, 20260041), "genai builder, CPU", builder(bits=4), "4 bits"),
    "qwen2-genai-int4": Case(
        "Qwen2, Qwen2.5", packed(a.QWEN2, 20260042), "genai builder, CPU, shared embeddings",
        builder(bits=4, head_bits=8, symmetric=False, shared=True), "4 bits, head 8 bits",
    ),
    "llama-genai-int4-float16": Case(
        "Llama", packed(a.LLAMA, 20260043), "genai builder, CUDA", builder(io=torch.float16, bits=4, head_bits=4, symmetric=False), "4 bits, float16"
    ),
    "llama-genai-qdq": Case(
        "Llama", replace(a.LLAMA, seed=20260044, packed=True), "genai builder, QDQ", builder(bits=4, head_bits=4, symmetric=False, qdq=True), "4 bits"
    ),
    "gpt2-ort": Case("GPT-2", gpt2.Gpt2Config(20260051), "ONNX Runtime's optimiser", write_fused.gpt2),
    "gpt2-ort-erf": Case(
        "GPT-2", gpt2.Gpt2Config(20260052, act="erf"), "ONNX Runtime's optimiser", lambda m, p: write_fused.gpt2(m, p, embed_norm=False)
    ),
    "gpt2-ort-quick": Case("GPT-2", gpt2.Gpt2Config(20260053, act="quick"), "ONNX Runtime's optimiser", write_fused.gpt2),
    "llama-ort": Case("Llama", replace(a.LLAMA, seed=20260054, kv_heads=2, hidden=40), "ONNX Runtime's optimiser", write_fused.llama),
    "llama-opset23": Case("Llama", replace(a.LLAMA, seed=20260055, hidden=40), "standard operators, opset 23", write_standard.opset23),
    "qwen2-opset23": Case(
        "Qwen2, Qwen2.5", replace(a.QWEN2, seed=20260056, hidden=40), "standard operators with past, opset 23",
        lambda m, p: write_standard.opset23(m, p, split=True, past=True),
    ),
    "gemma2-opset23": Case("Gemma 2", replace(a.GEMMA2, seed=20260057, hidden=40), "standard operators, opset 23", write_standard.opset23),
    "gemma3-opset24": Case(
        "Gemma 3", replace(a.GEMMA3, seed=20260058, hidden=40), "standard operators, opset 24",
        lambda m, p: write_standard.opset23(m, p, split=True, opset=24),
    ),
    "llama-torch-functions": Case(
        "Llama", replace(a.LLAMA, seed=20260061, hidden=40), "torch.onnx, modules as functions, opset 15",
        lambda m, p: write_torch.as_functions(m, p, 15),
    ),
    "llama-dynamo-library": Case(
        "Llama", replace(a.LLAMA, seed=20260062, hidden=40), "torch dynamo with its library's functions, opset 18",
        lambda m, p: write_dynamo.dynamo(m, p, library=True),
    ),
    "llama-dynamo": Case("Llama", replace(a.LLAMA, seed=20260063, hidden=40), "torch dynamo, opset 18", write_dynamo.dynamo),
    "llama-torch-float16": Case(
        "Llama", replace(a.LLAMA, seed=20260064, hidden=40), "torch.onnx, opset 17",
        lambda m, p: write_narrow.narrow(m, p, torch.float16, 17), "float16",
    ),
    "qwen2-torch-bfloat16": Case(
        "Qwen2, Qwen2.5", replace(a.QWEN2, seed=20260065, hidden=40), "torch.onnx, opset 14",
        lambda m, p: write_narrow.narrow(m, p, torch.bfloat16, 14), "bfloat16",
    ),
    "llama-int8-dynamic": Case(
        "Llama", replace(a.LLAMA, seed=20260066, hidden=40), "torch.onnx, dynamic quantisation", lambda m, p: write_narrow.eight_bits(m, p, "dynamic"), "8 bits"
    ),
    "llama-int8-fused": Case(
        "Llama", replace(a.LLAMA, seed=20260067, hidden=40), "torch.onnx, dynamic quantisation, fused", lambda m, p: write_narrow.eight_bits(m, p, "fused"), "8 bits"
    ),
    "llama-int8-qdq": Case(
        "Llama", replace(a.LLAMA, seed=20260068, hidden=40), "torch.onnx, QDQ", lambda m, p: write_narrow.eight_bits(m, p, "qdq"), "8 bits"
    ),
    "phi4-opset23": Case(
        "Phi-4 mini", replace(a.PHI4, seed=20260059, fused=False, hidden=40), "standard operators, opset 23", write_standard.opset23
    ),
}


def write(name, folder=os.path.join(HERE, "zoo")):
    """Writes the file and returns the model with exactly the weights that the file holds."""
    case = CASES[name]
    model = (gpt2 if isinstance(case.config, gpt2.Gpt2Config) else a).build(case.config)
    path = os.path.join(folder, name + ".onnx")
    case.write(model, path)
    return model


def main():
    warnings.filterwarnings("ignore")
    for name in sys.argv[1:] or CASES:
        write(name)
        path = os.path.join(HERE, "zoo", name + ".onnx")
        print(f"{name}: {os.path.getsize(path)} bytes")


if __name__ == "__main__":
    main()

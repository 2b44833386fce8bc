"""Writes zoo/*.onnx: every decoder family in the forms that exporters write. See PROVENANCE.md."""

import os
import warnings
from dataclasses import dataclass

import architectures as a
import write_torch

HERE = os.path.dirname(os.path.abspath(__file__))


@dataclass(frozen=True)
class Case:
    """A fixture: which family, by which exporter's form, in which precision."""

    family: str
    config: a.Config
    exporter: str
    write: object  # (model, path): may round the model's weights to what the file holds
    precision: str = "float32"


def torch_classic(opset):
    return lambda model, path: write_torch.plain(model, path, opset)


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
}


def write(name, folder=os.path.join(HERE, "zoo")):
    """Writes the file and returns the model with exactly the weights that the file holds."""
    case = CASES[name]
    model = a.build(case.config)
    path = os.path.join(folder, name + ".onnx")
    case.write(model, path)
    return model


def main():
    warnings.filterwarnings("ignore")
    for name in CASES:
        write(name)
        path = os.path.join(HERE, "zoo", name + ".onnx")
        print(f"{name}: {os.path.getsize(path)} bytes")


if __name__ == "__main__":
    main()

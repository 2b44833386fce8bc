"""Renders rows with published chat templates and writes what they give, not the templates themselves.

    /usr/bin/python3 tests/data/tokenizers/make_templates.py FOLDER [--real FILE]

Needs Debian's python3-jinja2 (3.1.2), set up as the library transformers does it. FOLDER holds NAME.jinja as their models publish them.
`standIn` is a template of our own that has what is looked for in the real one and nothing else; --real writes a copy with the real texts
to FILE, to run the tests on them once (not to be committed).
"""

import hashlib
import json
import os
import re
import sys

from jinja2.sandbox import ImmutableSandboxedEnvironment

HERE = os.path.dirname(os.path.abspath(__file__))

ROWS = [
    ("What is it?", "A stone."),
    ("  two spaces \n", "\n\n trimmed? \t"),
    ("\u001cseparators\u00a0", "\u2003and others\u001f"),
    ("one\ntwo\n\nthree", "four\r\nfive"),
    ("Müller 小さな猫 😀", "нет"),
    ("Why?", "<think>\nIt rains.\n</think>\n\nIt is wet."),
    ("Why?", "It rains.</think>\nIt is wet."),
    ("Why?", "<think></think>\n\n Wet."),
    ("Why?", "\nplain <think> alone"),
]


def chatml(system, more=""):
    first = "{{'<|im_start|>system\\n%s<|im_end|>\\n'}}" % system if system else ""
    return first + "{{'<|im_start|>' + role + '\\n' + content + '<|im_end|>'}}" + more


LLAMA = "{{bos_token}}<|start_header_id|>{{role}}<|end_header_id|>\n\n{{content | trim}}<|eot_id|>"
GEMMA = "{{bos_token}}<start_of_turn>{{role}}\n{{content | trim}}<end_of_turn>"
MODELS = {
    "smollm2": ("chatml", chatml("You are a helpful AI assistant named SmolLM, trained by Hugging Face")),
    "qwen2": ("chatml", chatml("You are a helpful assistant.")),
    "qwen25": ("chatml", chatml("You are Qwen, created by Alibaba Cloud. You are a helpful assistant.")),
    "qwen3": ("chatml", chatml("", "{{'\\n</think>\\n\\n' + content.lstrip('\\n')}}{{'<think>\\n\\n</think>\\n\\n'}}")),
    "llama3": ("llama3", LLAMA),
    "llama31": ("llama3", LLAMA),
    "llama32": ("llama3", "{{bos_token}}<|start_header_id|>system {{date}}{{content|trim}}<|eot_id|>"),
    "gemma1": ("gemma", GEMMA),
    "gemma3": ("gemma", GEMMA),
    "phi3-mini": ("phi", "{{bos_token}}{{'<|user|>' + '\\n' + content + '<|end|>' + '\\n' + '<|assistant|>' + '\\n'}}"),
    "phi3-small": ("phi", "{{bos_token}}<|user|>\n<|end|>\n{{'<|assistant|>\\n'}}"),
    "phi35": ("phi", "{{'<|user|>\\n<|end|>\\n<|assistant|>\\n'}}"),
    "phi4": ("phi", "<|im_start|>user<|im_sep|><|im_end|><|im_start|>assistant<|im_sep|>"),
    "phi4-mini": ("phi", "{{'<|user|>' + content + '<|end|>' + '<|assistant|>'}}"),
}

# Ours leaves out what changes with the day.
DATES = re.compile(r"<\|start_header_id\|>system<\|end_header_id\|>\n\nCutting Knowledge Date.*?<\|eot_id\|>", re.S)


def main():
    folder = sys.argv[1]
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    environment.globals["raise_exception"] = lambda message: (_ for _ in ()).throw(ValueError(message))
    models, real = [], []
    for name, (kind, stand_in) in MODELS.items():
        source = open(os.path.join(folder, name + ".jinja"), encoding="utf-8").read()
        template = environment.from_string(source)
        texts, starts = [], []
        for prompt, response in ROWS:
            messages = [{"role": "user", "content": prompt}, {"role": "assistant", "content": response}]
            tokens = {"bos_token": "<BOS>", "eos_token": "<EOS>", "date_string": "1 Jan 2026"}
            texts.append(DATES.sub("", template.render(messages=messages, add_generation_prompt=False, **tokens)))
            thinks = "</think>" in response
            starts.append(
                DATES.sub("", template.render(messages=messages[:1], add_generation_prompt=True, enable_thinking=thinks, **tokens))
            )
        model = {"name": name, "kind": kind, "sha256": hashlib.sha256(source.encode()).hexdigest(), "standIn": stand_in}
        model |= {"texts": texts, "starts": starts}
        models.append(model)
        real.append({**model, "standIn": source})
    write(os.path.join(HERE, "templates.json"), models)
    if "--real" in sys.argv:
        write(sys.argv[sys.argv.index("--real") + 1], real)


def write(path, models):
    with open(path, "w", encoding="utf-8") as out:
        json.dump({"rows": ROWS, "models": models}, out, ensure_ascii=True, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main()

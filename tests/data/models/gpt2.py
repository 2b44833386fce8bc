"""GPT-2 in plain linear layers. See PROVENANCE.md."""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from architectures import VOCAB


@dataclass(frozen=True)
class Gpt2Config:
    seed: int
    dim: int = 32
    heads: int = 2
    layers: int = 2
    hidden: int = 64
    places: int = 32
    eps: float = 1e-5
    act: str = "tanh"  # tanh; erf; quick


class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        self.ln_1, self.ln_2 = nn.LayerNorm(c.dim, c.eps), nn.LayerNorm(c.dim, c.eps)
        self.c_attn, self.c_proj = nn.Linear(c.dim, 3 * c.dim), nn.Linear(c.dim, c.dim)
        self.c_fc, self.mlp_proj = nn.Linear(c.dim, c.hidden), nn.Linear(c.hidden, c.dim)

    def act(self, x):
        if self.c.act == "erf":
            return F.gelu(x)
        if self.c.act == "quick":
            return x * torch.sigmoid(1.702 * x)
        return 0.5 * x * (1.0 + torch.tanh(math.sqrt(2.0 / math.pi) * (x + 0.044715 * x**3)))

    def forward(self, x, hidden):
        batch, time, _ = x.shape
        q, k, v = self.c_attn(self.ln_1(x)).chunk(3, dim=-1)
        q, k, v = (part.view(batch, time, self.c.heads, -1).transpose(1, 2) for part in (q, k, v))
        scores = q @ k.transpose(2, 3) / math.sqrt(self.c.dim // self.c.heads)
        y = torch.softmax(scores.masked_fill(hidden, -1e30), dim=-1) @ v
        x = x + self.c_proj(y.transpose(1, 2).reshape(batch, time, -1))
        return x + self.mlp_proj(self.act(self.c_fc(self.ln_2(x))))


class Gpt2(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.c = config
        self.wte, self.wpe = nn.Embedding(VOCAB, config.dim), nn.Embedding(config.places, config.dim)
        self.h = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.ln_f = nn.LayerNorm(config.dim, config.eps)
        self.lm_head = nn.Linear(config.dim, VOCAB, bias=False)
        self.lm_head.weight = self.wte.weight

    def forward(self, input_ids, attention_mask):
        time = input_ids.shape[1]
        x = self.wte(input_ids) + self.wpe(torch.arange(time))
        future = torch.ones(time, time, dtype=torch.bool).triu(1)
        hidden = future | (attention_mask == 0)[:, None, None, :]
        for block in self.h:
            x = block(x, hidden)
        return self.lm_head(self.ln_f(x))


def build(config):
    """Fixed random weights, away from neutral values."""
    torch.manual_seed(config.seed)
    model = Gpt2(config).eval()
    with torch.no_grad():
        for path, weight in model.named_parameters():
            noise = torch.randn(weight.shape)
            if weight.dim() == 1:
                weight.copy_(0.2 * noise + (1.0 if "ln_" in path and path.endswith("weight") else 0.0))
            elif path.startswith("w"):
                weight.copy_(noise * (2.0 / math.sqrt(config.dim) if path == "wte.weight" else 0.3))
            else:
                weight.copy_(noise / math.sqrt(weight.shape[1]))
    return model

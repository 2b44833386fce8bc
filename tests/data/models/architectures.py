"""The decoder families of today in one configurable PyTorch model of our own. See PROVENANCE.md."""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

VOCAB = 96


@dataclass(frozen=True)
class Config:
    """What sets one family apart from another; the defaults are Llama's."""

    seed: int
    dim: int = 32
    heads: int = 2
    kv_heads: int = 1
    head_dim: int = 16
    hidden: int = 64
    layers: int = 2
    eps: float = 1e-6
    theta: tuple = (10000.0,)  # by layer, repeated
    window: tuple = (0,)  # keys seen by a query, its own among them, by layer; 0: all
    nope: tuple = (False,)  # layers without rotary positions, repeated
    rotary: int = 16  # leading head dimensions that are rotated
    qkv_bias: bool = False
    fused: bool = False  # qkv_proj and gate_up_proj
    packed: bool = False  # qkv_proj alone
    norm: str = "rms"  # rms; rms1 multiplies by 1 + w; plain: layer norm without parameters
    order: str = "pre"  # pre; post: on the branch's end; four: both
    qk_norm: str = ""  # head: over each head; width: over all heads together
    scale: float = 0.25  # of the scores
    act: str = "silu"
    embed_scale: float = 1.0
    soft_scores: float = 0.0
    soft_logits: float = 0.0
    clip: float = 0.0
    tied: bool = False


def at(values, layer):
    return values[layer % len(values)]


class Norm(nn.Module):
    def __init__(self, config, dim):
        super().__init__()
        self.kind, self.eps, self.dim = config.norm, config.eps, dim
        if config.norm != "plain":
            self.weight = nn.Parameter(torch.ones(dim))

    def forward(self, x):
        if self.kind == "plain":
            return F.layer_norm(x, (self.dim,), None, None, self.eps)
        y = x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps)
        return y * (1.0 + self.weight) if self.kind == "rms1" else self.weight * y


def rotate_half(x):
    first, second = x[..., : x.shape[-1] // 2], x[..., x.shape[-1] // 2 :]
    return torch.cat((-second, first), dim=-1)


def rotate(x, cos, sin):
    """Rotates the leading dimensions, as many as the table has."""
    width = cos.shape[-1]
    if width == x.shape[-1]:
        return x * cos + rotate_half(x) * sin
    turned, rest = x[..., :width], x[..., width:]
    return torch.cat((turned * cos + rotate_half(turned) * sin, rest), dim=-1)


def table(theta, width, positions, dtype, held=None, steps_held=torch.float32):
    """cos and sin, [batch or 1, 1, time, width]; they or the steps of angles of fewer bits where a file holds them so."""
    steps = torch.arange(0, width, 2, dtype=torch.float32) / width
    angles = positions[:, None, :, None].to(dtype) * (1.0 / theta**steps).to(steps_held).to(dtype)
    angles = torch.cat((angles, angles), dim=-1)
    if held is None:
        return angles.cos(), angles.sin()
    return angles.cos().to(held).to(dtype), angles.sin().to(held).to(dtype)


def caches(config, layer, held=torch.float32, length=64):
    """The tables of positions as exporters store them, [length, rotary / 2]."""
    cos, sin = table(at(config.theta, layer), config.rotary, torch.arange(length)[None], torch.float64)
    half = config.rotary // 2
    return cos[0, 0, :, :half].to(held), sin[0, 0, :, :half].to(held)


class Attention(nn.Module):
    def __init__(self, c, layer):
        super().__init__()
        self.c, self.layer = c, layer
        q, kv = c.heads * c.head_dim, c.kv_heads * c.head_dim
        if c.fused or c.packed:
            self.qkv_proj = nn.Linear(c.dim, q + 2 * kv, bias=c.qkv_bias)
        else:
            self.q_proj = nn.Linear(c.dim, q, bias=c.qkv_bias)
            self.k_proj = nn.Linear(c.dim, kv, bias=c.qkv_bias)
            self.v_proj = nn.Linear(c.dim, kv, bias=c.qkv_bias)
        self.o_proj = nn.Linear(q, c.dim, bias=False)
        if c.qk_norm:
            self.q_norm = Norm(c, c.head_dim if c.qk_norm == "head" else q)
            self.k_norm = Norm(c, c.head_dim if c.qk_norm == "head" else kv)

    def heads_of(self, x, norm=None):
        c = self.c
        if norm is not None and c.qk_norm == "width":
            x = norm(x)
        x = x.view(x.shape[0], x.shape[1], -1, c.head_dim)
        if norm is not None and c.qk_norm == "head":
            x = norm(x)
        return x.transpose(1, 2)

    def project(self, x):
        c = self.c
        if c.fused or c.packed:
            q, kv = c.heads * c.head_dim, c.kv_heads * c.head_dim
            qkv = self.qkv_proj(x)
            return qkv[..., :q], qkv[..., q : q + kv], qkv[..., q + kv :]
        q, k, v = self.q_proj(x), self.k_proj(x), self.v_proj(x)
        if c.clip:
            q, k, v = (part.clamp(min=-c.clip, max=c.clip) for part in (q, k, v))
        return q, k, v

    def forward(self, x, tables, masks, past):
        c = self.c
        q, k, v = self.project(x)
        q = self.heads_of(q, getattr(self, "q_norm", None))
        k = self.heads_of(k, getattr(self, "k_norm", None))
        v = self.heads_of(v)
        if not at(c.nope, self.layer):
            cos, sin = tables[at(c.theta, self.layer)]
            q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        if past is not None:
            k, v = torch.cat((past[0], k), dim=2), torch.cat((past[1], v), dim=2)
        present = (k, v)
        times = c.heads // c.kv_heads
        if times > 1:
            batch, _, length, size = k.shape
            shape = (batch, c.kv_heads, times, length, size)
            k = k[:, :, None, :, :].expand(shape).reshape(batch, c.heads, length, size)
            v = v[:, :, None, :, :].expand(shape).reshape(batch, c.heads, length, size)
        scores = torch.matmul(q, k.transpose(2, 3)) * c.scale
        if c.soft_scores:
            scores = torch.tanh(scores / c.soft_scores) * c.soft_scores
        y = torch.matmul(torch.softmax(scores + masks[at(c.window, self.layer)], dim=-1), v)
        y = y.transpose(1, 2).contiguous()
        return self.o_proj(y.reshape(y.shape[0], y.shape[1], -1)), present


class Mlp(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        if c.fused:
            self.gate_up_proj = nn.Linear(c.dim, 2 * c.hidden, bias=False)
        else:
            self.gate_proj = nn.Linear(c.dim, c.hidden, bias=False)
            self.up_proj = nn.Linear(c.dim, c.hidden, bias=False)
        self.down_proj = nn.Linear(c.hidden, c.dim, bias=False)

    def act(self, x):
        if self.c.act == "silu":
            return F.silu(x)
        return 0.5 * x * (1.0 + torch.tanh(math.sqrt(2.0 / math.pi) * (x + 0.044715 * torch.pow(x, 3.0))))

    def forward(self, x):
        if self.c.fused:
            gate, up = self.gate_up_proj(x).chunk(2, dim=-1)
            return self.down_proj(up * self.act(gate))
        return self.down_proj(self.act(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, c, layer):
        super().__init__()
        self.order = c.order
        self.self_attn, self.mlp = Attention(c, layer), Mlp(c)
        if c.order != "post":
            self.input_layernorm = Norm(c, c.dim)
        if c.order == "four":
            self.pre_feedforward_layernorm = Norm(c, c.dim)
        if c.order != "pre":
            self.post_feedforward_layernorm = Norm(c, c.dim)
        self.post_attention_layernorm = Norm(c, c.dim)

    def forward(self, x, tables, masks, past):
        attended = x if self.order == "post" else self.input_layernorm(x)
        attended, present = self.self_attn(attended, tables, masks, past)
        if self.order == "pre":
            x = x + attended
            return x + self.mlp(self.post_attention_layernorm(x)), present
        x = x + self.post_attention_layernorm(attended)
        y = x if self.order == "post" else self.pre_feedforward_layernorm(x)
        return x + self.post_feedforward_layernorm(self.mlp(y)), present


def mask_of(attention_mask, width, past, window, dtype):
    """Additive mask [batch, 1, time, past + time]: the future, keys behind the window, and padding."""
    lowest = torch.finfo(torch.float32).min
    queries = torch.arange(past, past + width)
    keys = torch.arange(past + width)
    hidden = keys[None, :] > queries[:, None]
    if window:
        hidden = hidden | (keys[None, :] <= queries[:, None] - window)
    padding = attention_mask[:, None, None, :] == 0
    zero = torch.zeros((), dtype=dtype)
    return torch.where(hidden[None, None, :, :] | padding, torch.full((), lowest, dtype=dtype), zero)


class Decoder(nn.Module):
    inputs = ("input_ids", "attention_mask")
    held = None  # precision of the tables of positions, where they are stored
    steps = torch.float32  # and of what they are made from

    def __init__(self, config):
        super().__init__()
        self.c = config
        self.embed_tokens = nn.Embedding(VOCAB, config.dim)
        self.layers = nn.ModuleList(Layer(config, i) for i in range(config.layers))
        self.norm = Norm(config, config.dim)
        self.lm_head = nn.Linear(config.dim, VOCAB, bias=False)
        if config.tied:
            self.lm_head.weight = self.embed_tokens.weight

    def forward(self, input_ids, attention_mask, position_ids=None, past=None):
        c, width = self.c, input_ids.shape[1]
        before = past[0][0].shape[2] if past else 0
        x = self.embed_tokens(input_ids)
        if c.embed_scale != 1.0:
            x = x * torch.tensor(c.embed_scale, dtype=x.dtype)
        if position_ids is None:
            position_ids = torch.arange(before, before + width).unsqueeze(0)
        tables = {theta: table(theta, c.rotary, position_ids, x.dtype, self.held, self.steps) for theta in dict.fromkeys(c.theta)}
        masks = {w: mask_of(attention_mask, width, before, w, x.dtype) for w in dict.fromkeys(c.window)}
        presents = []
        for index, layer in enumerate(self.layers):
            x, present = layer(x, tables, masks, past[index] if past else None)
            presents.append(present)
        logits = self.lm_head(self.norm(x))
        if c.soft_logits:
            logits = torch.tanh(logits / c.soft_logits) * c.soft_logits
        return (logits, presents) if past else logits


LLAMA = Config(seed=20260011)
QWEN2 = Config(seed=20260012, qkv_bias=True, tied=True, theta=(1e6,))
QWEN3 = Config(seed=20260013, qk_norm="head", head_dim=24, rotary=24, scale=24**-0.5, theta=(1e6,), tied=True)
GEMMA2 = Config(
    seed=20260014, norm="rms1", order="four", act="gelu", embed_scale=32**0.5, soft_scores=5.0, soft_logits=3.0,
    window=(4, 0), scale=24**-0.5, tied=True,
)  # fmt: skip
GEMMA3 = Config(
    seed=20260015, norm="rms1", order="four", act="gelu", embed_scale=32**0.5, qk_norm="head", window=(5, 5, 0),
    theta=(1e4, 1e4, 1e6), layers=3, scale=20**-0.5, hidden=48, tied=True,
)  # fmt: skip
PHI3 = Config(seed=20260016, fused=True, heads=2, kv_heads=2, window=(6,), eps=1e-5)
PHI4 = Config(seed=20260017, fused=True, rotary=12, tied=True, eps=1e-5)
SMOLLM2 = Config(seed=20260018, heads=3, kv_heads=1, head_dim=16, theta=(1e5,), eps=1e-5, tied=True)
SMOLLM3 = Config(
    seed=20260019, layers=4, hidden=32, nope=(False, False, False, True), theta=(5e6,), tied=True
)  # fmt: skip
OLMO = Config(seed=20260020, norm="plain", clip=1.0, kv_heads=2, eps=1e-5)
OLMO2 = Config(seed=20260021, order="post", qk_norm="width", kv_heads=2, theta=(5e5,))


def build(config):
    """Fixed random weights: matrices at 1/sqrt(fan in), the head at 2/sqrt(fan in), the rest away from its neutral value."""
    torch.manual_seed(config.seed)
    model = Decoder(config).eval()
    with torch.no_grad():
        for path, weight in model.named_parameters():
            noise = torch.randn(weight.shape)
            if weight.dim() == 1:
                middle = 0.0 if path.endswith("bias") or config.norm == "rms1" else 1.0
                weight.copy_(0.2 * noise + middle)
            elif weight is model.embed_tokens.weight:
                weight.copy_(noise * (2.0 / math.sqrt(config.dim) if config.tied else 1.0))
            else:
                weight.copy_(noise * ((2.0 if weight is model.lm_head.weight else 1.0) / math.sqrt(weight.shape[1])))
    return model

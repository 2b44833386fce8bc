"""Writes the tiny decoders that the engine tests differentiate. See PROVENANCE.md."""

import math
import os

import torch
import torch.nn.functional as F
from torch import nn

VOCAB = 97
HERE = os.path.dirname(os.path.abspath(__file__))


# --- Llama family: GQA, RMSNorm, RoPE, SwiGLU, biased q/k/v, untied head -------------------------------------------


class RmsNorm(nn.Module):
    def __init__(self, dim, eps=1e-6):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(dim))
        self.eps = eps

    def forward(self, x):
        variance = x.pow(2).mean(-1, keepdim=True)
        return self.weight * (x * torch.rsqrt(variance + self.eps))


def rotate_half(x):
    first = x[..., : x.shape[-1] // 2]
    second = x[..., x.shape[-1] // 2 :]
    return torch.cat((-second, first), dim=-1)


def rotate(x, cos, sin):
    return x * cos + rotate_half(x) * sin


def rotary_table(inv_freq, position_ids):
    """cos and sin of shape [batch, 1, seq, rotary dims]."""
    angles = position_ids[:, :, None].to(inv_freq.dtype) * inv_freq[None, None, :]
    angles = torch.cat((angles, angles), dim=-1)
    return angles.cos().unsqueeze(1), angles.sin().unsqueeze(1)


def repeat_kv(x, times):
    batch, heads, seq, dim = x.shape
    x = x[:, :, None, :, :].expand(batch, heads, times, seq, dim)
    return x.reshape(batch, heads * times, seq, dim)


class LlamaAttention(nn.Module):
    def __init__(self, dim, heads, kv_heads):
        super().__init__()
        self.heads, self.kv_heads, self.head_dim = heads, kv_heads, dim // heads
        self.q_proj = nn.Linear(dim, dim, bias=True)
        self.k_proj = nn.Linear(dim, kv_heads * self.head_dim, bias=True)
        self.v_proj = nn.Linear(dim, kv_heads * self.head_dim, bias=True)
        self.o_proj = nn.Linear(dim, dim, bias=False)

    def forward(self, x, cos, sin, mask):
        batch, seq, _ = x.shape
        q = self.q_proj(x).view(batch, seq, self.heads, self.head_dim).transpose(1, 2)
        k = self.k_proj(x).view(batch, seq, self.kv_heads, self.head_dim).transpose(1, 2)
        v = self.v_proj(x).view(batch, seq, self.kv_heads, self.head_dim).transpose(1, 2)
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        k = repeat_kv(k, self.heads // self.kv_heads)
        v = repeat_kv(v, self.heads // self.kv_heads)
        scores = torch.matmul(q, k.transpose(2, 3)) / math.sqrt(self.head_dim) + mask
        y = torch.matmul(torch.softmax(scores, dim=-1), v)
        return self.o_proj(y.transpose(1, 2).contiguous().reshape(batch, seq, -1))


class LlamaMlp(nn.Module):
    def __init__(self, dim, hidden):
        super().__init__()
        self.gate_proj = nn.Linear(dim, hidden, bias=False)
        self.up_proj = nn.Linear(dim, hidden, bias=False)
        self.down_proj = nn.Linear(hidden, dim, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class LlamaLayer(nn.Module):
    def __init__(self, dim, heads, kv_heads, hidden):
        super().__init__()
        self.self_attn = LlamaAttention(dim, heads, kv_heads)
        self.mlp = LlamaMlp(dim, hidden)
        self.input_layernorm = RmsNorm(dim)
        self.post_attention_layernorm = RmsNorm(dim)

    def forward(self, x, cos, sin, mask):
        x = x + self.self_attn(self.input_layernorm(x), cos, sin, mask)
        return x + self.mlp(self.post_attention_layernorm(x))


class TinyLlama(nn.Module):
    inputs = ("input_ids", "attention_mask")

    def __init__(self, dim=64, heads=4, kv_heads=2, hidden=128, layers=2):
        super().__init__()
        self.embed_tokens = nn.Embedding(VOCAB, dim)
        self.layers = nn.ModuleList(LlamaLayer(dim, heads, kv_heads, hidden) for _ in range(layers))
        self.norm = RmsNorm(dim)
        self.lm_head = nn.Linear(dim, VOCAB, bias=False)
        head_dim = dim // heads
        steps = torch.arange(0, head_dim, 2).float() / head_dim
        self.register_buffer("inv_freq", 1.0 / (10000.0**steps), persistent=False)

    def forward(self, input_ids, attention_mask):
        x = self.embed_tokens(input_ids)
        batch, seq = input_ids.shape
        lowest = torch.finfo(x.dtype).min
        causal = torch.full((seq, seq), lowest, dtype=x.dtype)
        causal = torch.triu(causal, diagonal=1)[None, None, :, :].expand(batch, 1, seq, seq)
        padding = attention_mask[:, None, None, :].expand(batch, 1, seq, seq) == 0
        mask = causal.masked_fill(padding, lowest)
        position_ids = torch.arange(seq, dtype=torch.long).unsqueeze(0)
        cos, sin = rotary_table(self.inv_freq, position_ids)
        for layer in self.layers:
            x = layer(x, cos, sin, mask)
        return self.lm_head(self.norm(x))


# --- GPT-2 family: Conv1D on flattened rows, LayerNorm, tanh-GELU, learned positions, tied head ----------------------


class Conv1D(nn.Module):
    """A linear layer whose weight is [in, out] and whose product runs on [batch * seq, in]."""

    def __init__(self, n_in, n_out):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(n_in, n_out))
        self.bias = nn.Parameter(torch.zeros(n_out))

    def forward(self, x):
        shape = x.size()[:-1] + (self.bias.shape[0],)
        return torch.addmm(self.bias, x.view(-1, x.size(-1)), self.weight).view(shape)


def gelu_tanh(x):
    return 0.5 * x * (1.0 + torch.tanh(math.sqrt(2.0 / math.pi) * (x + 0.044715 * torch.pow(x, 3.0))))


class Gpt2Attention(nn.Module):
    def __init__(self, dim, heads, positions):
        super().__init__()
        self.dim, self.heads = dim, heads
        self.c_attn = Conv1D(dim, 3 * dim)
        self.c_proj = Conv1D(dim, dim)
        causal = torch.tril(torch.ones(positions, positions, dtype=torch.bool))
        self.register_buffer("causal", causal.view(1, 1, positions, positions), persistent=False)

    def split_heads(self, x):
        return x.view(x.size()[:-1] + (self.heads, self.dim // self.heads)).permute(0, 2, 1, 3)

    def forward(self, x, padding):
        q, k, v = (self.split_heads(part) for part in self.c_attn(x).split(self.dim, dim=2))
        scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(self.dim // self.heads)
        seq = k.size(-2)
        lowest = torch.full([], torch.finfo(x.dtype).min, dtype=x.dtype)
        scores = torch.where(self.causal[:, :, :seq, :seq], scores, lowest) + padding
        y = torch.matmul(torch.softmax(scores, dim=-1), v).permute(0, 2, 1, 3).contiguous()
        return self.c_proj(y.view(y.size()[:-2] + (self.dim,)))


class Gpt2Mlp(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.c_fc = Conv1D(dim, 4 * dim)
        self.c_proj = Conv1D(4 * dim, dim)

    def forward(self, x):
        return self.c_proj(gelu_tanh(self.c_fc(x)))


class Gpt2Block(nn.Module):
    def __init__(self, dim, heads, positions):
        super().__init__()
        self.ln_1, self.ln_2 = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.attn = Gpt2Attention(dim, heads, positions)
        self.mlp = Gpt2Mlp(dim)

    def forward(self, x, padding):
        x = x + self.attn(self.ln_1(x), padding)
        return x + self.mlp(self.ln_2(x))


class TinyGpt2(nn.Module):
    inputs = ("input_ids", "attention_mask", "position_ids")

    def __init__(self, dim=48, heads=4, layers=2, positions=64):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(VOCAB, dim), nn.Embedding(positions, dim)
        self.h = nn.ModuleList(Gpt2Block(dim, heads, positions) for _ in range(layers))
        self.ln_f = nn.LayerNorm(dim)
        self.lm_head = nn.Linear(dim, VOCAB, bias=False)
        self.tie()

    def tie(self):
        self.lm_head.weight = self.wte.weight

    def untie(self):
        """ONNX holds the head as a transposed copy; a reference per initializer needs the two apart."""
        self.lm_head.weight = nn.Parameter(self.wte.weight.detach().clone())

    def forward(self, input_ids, attention_mask, position_ids):
        x = self.wte(input_ids) + self.wpe(position_ids)
        padding = (1.0 - attention_mask[:, None, None, :].to(x.dtype)) * torch.finfo(x.dtype).min
        for block in self.h:
            x = block(x, padding)
        return self.lm_head(self.ln_f(x))


# --- GPT-NeoX family: parallel attention and MLP, packed qkv, partial rotary, erf-GELU --------------------------------


class NeoxAttention(nn.Module):
    def __init__(self, dim, heads, rotary):
        super().__init__()
        self.heads, self.head_dim, self.rotary = heads, dim // heads, rotary
        self.query_key_value = nn.Linear(dim, 3 * dim)
        self.dense = nn.Linear(dim, dim)

    def forward(self, x, cos, sin, mask):
        batch, seq, dim = x.shape
        qkv = self.query_key_value(x).view(batch, seq, self.heads, 3 * self.head_dim)
        q = qkv[..., : self.head_dim].permute(0, 2, 1, 3)
        k = qkv[..., self.head_dim : 2 * self.head_dim].permute(0, 2, 1, 3)
        v = qkv[..., 2 * self.head_dim :].permute(0, 2, 1, 3)
        q = torch.cat((rotate(q[..., : self.rotary], cos, sin), q[..., self.rotary :]), dim=-1)
        k = torch.cat((rotate(k[..., : self.rotary], cos, sin), k[..., self.rotary :]), dim=-1)
        scores = torch.matmul(q, k.transpose(-1, -2)) * (self.head_dim**-0.5)
        y = torch.matmul(torch.softmax(scores.masked_fill(mask, torch.finfo(x.dtype).min), dim=-1), v)
        return self.dense(y.permute(0, 2, 1, 3).contiguous().view(batch, seq, dim))


class NeoxMlp(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.dense_h_to_4h = nn.Linear(dim, 4 * dim)
        self.dense_4h_to_h = nn.Linear(4 * dim, dim)

    def forward(self, x):
        return self.dense_4h_to_h(F.gelu(self.dense_h_to_4h(x)))


class NeoxLayer(nn.Module):
    def __init__(self, dim, heads, rotary):
        super().__init__()
        self.input_layernorm, self.post_attention_layernorm = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.attention = NeoxAttention(dim, heads, rotary)
        self.mlp = NeoxMlp(dim)

    def forward(self, x, cos, sin, mask):
        attended = self.attention(self.input_layernorm(x), cos, sin, mask)
        return self.mlp(self.post_attention_layernorm(x)) + attended + x


class TinyNeox(nn.Module):
    inputs = ("input_ids", "attention_mask")

    def __init__(self, dim=48, heads=4, layers=2, rotary=4):
        super().__init__()
        self.embed_in = nn.Embedding(VOCAB, dim)
        self.layers = nn.ModuleList(NeoxLayer(dim, heads, rotary) for _ in range(layers))
        self.final_layer_norm = nn.LayerNorm(dim)
        self.embed_out = nn.Linear(dim, VOCAB, bias=False)
        steps = torch.arange(0, rotary, 2).float() / rotary
        self.register_buffer("inv_freq", 1.0 / (10000.0**steps), persistent=False)

    def forward(self, input_ids, attention_mask):
        x = self.embed_in(input_ids)
        positions = torch.arange(input_ids.shape[1], dtype=torch.long)
        future = positions[None, :] > positions[:, None]
        mask = future[None, None, :, :] | (attention_mask[:, None, None, :] == 0)
        cos, sin = rotary_table(self.inv_freq, positions.unsqueeze(0))
        for layer in self.layers:
            x = layer(x, cos, sin, mask)
        return self.embed_out(self.final_layer_norm(x))


# --- Building and writing --------------------------------------------------------------------------------------------

MODELS = {"tiny-llama": (TinyLlama, 20260001), "tiny-gpt2": (TinyGpt2, 20260002), "tiny-neox": (TinyNeox, 20260003)}


def build(name):
    """The model with its fixed random weights: matrices at 1/sqrt(fan in), head at 2/sqrt(fan in), the rest near 1 or 0."""
    kind, seed = MODELS[name]
    torch.manual_seed(seed)
    model = kind().eval()
    embeddings = {id(m.weight) for m in model.modules() if isinstance(m, nn.Embedding)}
    head = getattr(model, "lm_head", None) or model.embed_out
    with torch.no_grad():
        for path, weight in model.named_parameters():
            noise = torch.randn(weight.shape)
            if weight.dim() == 1:
                # Norm weights and biases away from their neutral values, so that a forgotten one shows.
                weight.copy_(0.2 * noise + (0.0 if path.endswith("bias") else 1.0))
            elif id(weight) in embeddings:
                weight.copy_(noise * (2.0 / math.sqrt(weight.shape[1]) if weight is head.weight else 1.0))
            else:
                conv = weight.shape[0] if path.startswith("h.") else weight.shape[1]
                weight.copy_(noise * ((2.0 if weight is head.weight else 1.0) / math.sqrt(conv)))
    return model


def feeds(model, ids, mask):
    positions = torch.arange(ids.shape[1]).unsqueeze(0).expand(ids.shape)
    return {"input_ids": ids, "attention_mask": mask, "position_ids": positions}


def main():
    for name in MODELS:
        model = build(name)
        ids = torch.randint(0, VOCAB, (2, 7))
        values = feeds(model, ids, torch.ones_like(ids))
        path = os.path.join(HERE, name + ".onnx")
        torch.onnx.export(
            model,
            tuple(values[key] for key in model.inputs),
            path,
            opset_version=17,
            input_names=list(model.inputs),
            output_names=["logits"],
            dynamic_axes={key: {0: "batch", 1: "seq"} for key in model.inputs + ("logits",)},
        )
        logits = model(*(values[key] for key in model.inputs))
        print(f"{name}: {os.path.getsize(path)} bytes, logits std {logits.std().item():.3f}")


if __name__ == "__main__":
    main()

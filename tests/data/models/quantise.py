"""Weights of few bits: what a file stores of them, and the floats they stand for."""

import torch


def nbits(weight, bits, block, symmetric, held=torch.float32):
    """Blocks along the inputs of weight [out, in] as MatMulNBits stores them.

    The scales are rounded to the precision that is held. Returns bytes [out, blocks, block * bits / 8], scales [out, blocks], packed zero points or None, and the floats.
    """
    out, width = weight.shape
    count = -(-width // block)
    values = torch.zeros(out, count * block)
    values[:, :width] = weight
    values = values.view(out, count, block)
    top = 2**bits - 1
    if symmetric:
        scale = (values.abs().amax(-1) / (2 ** (bits - 1) - 1)).to(held).float()
        zero = torch.full_like(scale, 2 ** (bits - 1))
    else:
        low, high = values.amin(-1).clamp(max=0), values.amax(-1).clamp(min=0)
        scale = ((high - low) / top).to(held).float()
        zero = (-low / scale).round().clamp(0, top)
    steps = ((values / scale[..., None]).round() + zero[..., None]).clamp(0, top)
    floats = ((steps - zero[..., None]) * scale[..., None]).view(out, -1)[:, :width]
    return pack(steps, bits), scale, None if symmetric else pack(zero, bits), floats


def pack(values, bits):
    """Lower bits first along the last axis; padded to whole bytes."""
    each = 8 // bits
    count = -(-values.shape[-1] // each)
    whole = torch.zeros(*values.shape[:-1], count * each, dtype=torch.int64)
    whole[..., : values.shape[-1]] = values.to(torch.int64)
    whole = whole.view(*values.shape[:-1], count, each)
    return (whole << (torch.arange(each) * bits)).sum(-1).to(torch.uint8)


def columns(weight, signed, each):
    """8 bits for weight [in, out], one scale and zero point for each column or for all; signed ones are symmetric.

    Returns integers, scales, zero points and the floats.
    """
    axes = (0,) if each else (0, 1)
    if signed:
        scale = weight.abs().amax(axes) / 127
        zero = torch.zeros_like(scale)
        steps = (weight / scale).round().clamp(-127, 127)
    else:
        low, high = weight.amin(axes).clamp(max=0), weight.amax(axes).clamp(min=0)
        scale = (high - low) / 255
        zero = (-low / scale).round()
        steps = ((weight / scale).round() + zero).clamp(0, 255)
    kind = torch.int8 if signed else torch.uint8
    return steps.to(kind), scale, zero.to(kind), (steps - zero) * scale

"""Just enough protobuf to list the nodes and float weights of an ONNX file, so that no extra package is needed."""

import struct


def _fields(data):
    """Yields (field number, value) of one protobuf message: int for varints, bytes for everything else."""
    at = 0

    def varint():
        nonlocal at
        value, shift = 0, 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(data):
        key = varint()
        wire = key & 7
        if wire == 0:
            yield key >> 3, varint()
            continue
        size = varint() if wire == 2 else {1: 8, 5: 4}[wire]
        yield key >> 3, data[at : at + size]
        at += size


def read(path):
    """Returns (nodes, weights): nodes as (name, op, inputs, outputs), weights as name -> (shape, floats)."""
    with open(path, "rb") as file:
        graph = next(value for number, value in _fields(file.read()) if number == 7)
    nodes, weights = [], {}
    for number, value in _fields(graph):
        if number == 1:
            fields = list(_fields(value))
            text = lambda wanted: [v.decode() for n, v in fields if n == wanted]
            nodes.append(("".join(text(3)), "".join(text(4)), text(1), text(2)))
        elif number == 5:
            shape, kind, name, raw = [], 0, "", b""
            for n, v in _fields(value):
                if n == 1:
                    shape.append(v) if isinstance(v, int) else shape.extend(v)
                elif n == 2:
                    kind = v
                elif n == 8:
                    name = v.decode()
                elif n == 9:
                    raw = v
            if kind == 1:
                weights[name] = (shape, struct.unpack(f"<{len(raw) // 4}f", raw))
    return nodes, weights

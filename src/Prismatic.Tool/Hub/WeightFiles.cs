using System.Text;

namespace Prismatic.Tool.Hub;

/// <summary>Finds the names of external weight files in an ONNX file without reading its weights.</summary>
/// <remarks>A walk over the wire format of protocol buffers that enters only what leads to a tensor's <c>external_data</c>.</remarks>
internal sealed class WeightFiles
{
    private const int MaxDepth = 64;
    private const int MaxName = 1024;

    private readonly Stream _stream;
    private readonly HashSet<string> _locations = new(StringComparer.Ordinal);

    private WeightFiles(Stream stream) => _stream = stream;

    private enum Message
    {
        None,
        Model,
        Graph,
        Node,
        Attribute,
        Tensor,
        Entry,
        Key,
        Value,
    }

    /// <summary>Locations as the model has them, relative to its folder, in ordinal order.</summary>
    /// <exception cref="PrismaticException">Not an ONNX file.</exception>
    public static async Task<IReadOnlyList<string>> FindAsync(string path, CancellationToken cancellation)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 14);
        var walk = new WeightFiles(stream);
        await Task.Run(() => walk.Walk(Message.Model, stream.Length, 0), cancellation);
        return [.. walk._locations.Order(StringComparer.Ordinal)];
    }

    // Numbers of fields as in onnx.proto.
    private static Message Inside(Message outer, ulong field) =>
        (outer, field) switch
        {
            (Message.Model, 7) => Message.Graph,
            (Message.Graph, 1) => Message.Node,
            (Message.Graph, 5) => Message.Tensor,
            (Message.Node, 5) => Message.Attribute,
            (Message.Attribute, 5 or 10) => Message.Tensor,
            (Message.Attribute, 6 or 11) => Message.Graph,
            (Message.Tensor, 13) => Message.Entry,
            (Message.Entry, 1) => Message.Key,
            (Message.Entry, 2) => Message.Value,
            _ => Message.None,
        };

    private void Walk(Message message, long end, int depth)
    {
        var (key, value) = ("", "");
        while (_stream.Position < end)
        {
            var tag = Varint(end);
            switch (tag & 7)
            {
                case 0:
                    Varint(end);
                    break;
                case 1:
                    Skip(8, end);
                    break;
                case 5:
                    Skip(4, end);
                    break;
                case 2:
                    var length = Varint(end);
                    var inside = length <= (ulong)(end - _stream.Position) ? Inside(message, tag >> 3) : throw Broken();
                    if (inside is Message.Key or Message.Value)
                    {
                        var text = Text((int)Math.Min(length, int.MaxValue));
                        (key, value) = inside == Message.Key ? (text, value) : (key, text);
                    }
                    else if (inside == Message.None || depth == MaxDepth)
                    {
                        Skip((long)length, end);
                    }
                    else
                    {
                        Walk(inside, _stream.Position + (long)length, depth + 1);
                    }
                    break;
                default:
                    throw Broken();
            }
        }
        if (message == Message.Entry && key == "location")
        {
            _locations.Add(value);
        }
    }

    private ulong Varint(long end)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64 && _stream.Position < end; shift += 7)
        {
            var next = _stream.ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return next < 0 ? throw Broken() : value;
            }
        }
        throw Broken();
    }

    private void Skip(long count, long end)
    {
        if (count > end - _stream.Position)
        {
            throw Broken();
        }
        _stream.Seek(count, SeekOrigin.Current);
    }

    private string Text(int length)
    {
        if (length > MaxName)
        {
            throw Broken();
        }
        var bytes = new byte[length];
        _stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private PrismaticException Broken() =>
        new($"{(_stream as FileStream)?.Name}: this is not an ONNX file, or a damaged one");
}

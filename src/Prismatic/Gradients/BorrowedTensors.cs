using System.Globalization;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Gradients;

/// <summary>
/// Stand-ins, in a stored graph, for tensors that its model has: the whole of one of the same name, or rows of one in a file. No
/// weight is kept twice, and a stored graph names no file.
/// </summary>
internal static class BorrowedTensors
{
    private const string Source = "source";

    /// <summary>Replaces what the source has by stand-ins.</summary>
    /// <returns>False where a tensor lies in a file and is not the source's: such a graph cannot be stored.</returns>
    public static bool Borrow(IList<TensorProto> tensors, IReadOnlyDictionary<string, TensorProto> source)
    {
        var files = source.Values.Where(ExternalData.IsExternal).ToList();
        for (var i = 0; i < tensors.Count; i++)
        {
            var tensor = tensors[i];
            if (source.TryGetValue(tensor.Name, out var same) && same.Equals(tensor))
            {
                tensors[i] = StandIn(tensor.Name, tensor.Name, null);
            }
            else if (ExternalData.IsExternal(tensor))
            {
                if (files.Find(whole => ExternalData.FirstRow(whole, tensor) is not null) is not { } whole)
                {
                    return false;
                }
                tensors[i] = StandIn(
                    tensor.Name,
                    whole.Name,
                    (ExternalData.FirstRow(whole, tensor)!.Value, tensor.Dims[0])
                );
            }
        }
        return true;
    }

    /// <summary>Replaces stand-ins by the source's tensors.</summary>
    /// <returns>False where one is not as we write them, or the source has no such tensor.</returns>
    public static bool Return(IList<TensorProto> tensors, IReadOnlyDictionary<string, TensorProto> source)
    {
        for (var i = 0; i < tensors.Count; i++)
        {
            if (!ExternalData.IsExternal(tensors[i]))
            {
                continue;
            }
            if (Original(tensors[i], source) is not { } tensor)
            {
                return false;
            }
            tensors[i] = tensor;
        }
        return true;
    }

    private static TensorProto? Original(TensorProto standIn, IReadOnlyDictionary<string, TensorProto> source)
    {
        var entries = standIn.ExternalData;
        if (entries.Count is not (2 or 4) || !source.TryGetValue(entries[1].Value, out var whole))
        {
            return null;
        }
        if (entries.Count == 2)
        {
            return standIn.Equals(StandIn(standIn.Name, whole.Name, null)) && standIn.Name == whole.Name ? whole : null;
        }
        if (
            !long.TryParse(entries[2].Value, CultureInfo.InvariantCulture, out var first)
            || !long.TryParse(entries[3].Value, CultureInfo.InvariantCulture, out var count)
            || !standIn.Equals(StandIn(standIn.Name, whole.Name, (first, count)))
            || !ExternalData.IsExternal(whole)
            || whole.Dims.Count == 0
            || first < 0
            || count < 1
            || first > whole.Dims[0] - count
        )
        {
            return null;
        }
        var rows = ExternalData.Rows(whole, first, count);
        rows.Name = standIn.Name;
        return rows;
    }

    private static TensorProto StandIn(string name, string of, (long First, long Count)? rows)
    {
        var tensor = new TensorProto { Name = name, DataLocation = TensorProto.Types.DataLocation.External };
        Put("location", Source);
        Put("of", of);
        if (rows is { } part)
        {
            Put("first", part.First.ToString(CultureInfo.InvariantCulture));
            Put("count", part.Count.ToString(CultureInfo.InvariantCulture));
        }
        return tensor;

        void Put(string key, string value) =>
            tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
    }
}

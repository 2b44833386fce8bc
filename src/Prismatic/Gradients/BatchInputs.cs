using Microsoft.ML.OnnxRuntime;

namespace Prismatic.Gradients;

/// <summary>A batch as named graph inputs; disposing it releases the buffers.</summary>
public sealed class BatchInputs(Dictionary<string, OrtValue> values) : IDisposable
{
    /// <summary>By input name.</summary>
    public IReadOnlyDictionary<string, OrtValue> Values => values;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in values.Values)
        {
            value.Dispose();
        }
    }
}

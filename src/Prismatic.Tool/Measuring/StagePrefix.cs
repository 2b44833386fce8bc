namespace Prismatic.Tool.Measuring;

/// <summary>Says of every stage what it is a stage of, where the same stages are gone through several times.</summary>
internal sealed class StagePrefix(string name, IProgress<StageProgress> inner) : IProgress<StageProgress>
{
    /// <inheritdoc/>
    public void Report(StageProgress value) => inner.Report(value with { Stage = $"{name}: {value.Stage}" });
}

namespace Prismatic.Tool.Rendering;

/// <summary>Shows nothing.</summary>
internal sealed class SilentProgress : IProgress<StageProgress>
{
    public static readonly SilentProgress Instance = new();

    public void Report(StageProgress value) { }
}

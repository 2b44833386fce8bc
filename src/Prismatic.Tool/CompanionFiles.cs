namespace Prismatic.Tool;

/// <summary>Files that mean nothing without a main one: they go again unless that was written too.</summary>
internal sealed class CompanionFiles(IReadOnlyList<string?> paths) : IDisposable
{
    private bool _kept;

    /// <summary>The main file is there.</summary>
    public void Keep() => _kept = true;

    public void Dispose()
    {
        foreach (var path in _kept ? [] : paths.OfType<string>())
        {
            OutputFile.Remove(path);
        }
    }
}

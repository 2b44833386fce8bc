namespace Prismatic.Tool.Commands;

internal abstract partial class MeasuringCommand
{
    /// <summary>Another verb with the models, device, seed and cache of this one.</summary>
    protected T Likewise<T>(T other)
        where T : MeasuringCommand
    {
        other.Model = Model;
        other.Template = Template;
        other.MaxTokens = MaxTokens;
        other.DeviceName = DeviceName;
        other.Threads = Threads;
        other.Seed = Seed;
        other.Offline = Offline;
        other.Cache = Cache;
        other.NoCache = NoCache;
        other.NoProgress = NoProgress;
        return other;
    }
}

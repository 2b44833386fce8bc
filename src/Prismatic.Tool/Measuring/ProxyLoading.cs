using Prismatic.Gradients;

namespace Prismatic.Tool.Measuring;

/// <summary>Loads the proxy model and compiles what will run it, with progress around both.</summary>
internal static class ProxyLoading
{
    /// <summary>What <paramref name="compile"/> makes of the model at a path, or of the embedded one.</summary>
    public static T Load<T>(string? model, IProgress<StageProgress> progress, Func<ProxyModel, T> compile)
    {
        progress.Report(new StageProgress("loading the proxy model", 0, 1, "models"));
        var compiled = compile(model is null ? ProxyModel.Embedded() : ProxyModel.Load(model));
        progress.Report(new StageProgress("loading the proxy model", 1, 1, "models"));
        return compiled;
    }
}

using Prismatic.Gradients;
using Prismatic.Text;

namespace Prismatic.Tool.Measuring;

/// <summary>Loads the proxy model and compiles what will run it, with progress around both.</summary>
internal static class ProxyLoading
{
    /// <summary>What <paramref name="compile"/> makes of the model at a path, or of the embedded one.</summary>
    public static T Load<T>(ModelChoice model, IProgress<StageProgress> progress, Func<ProxyModel, T> compile)
    {
        progress.Report(new StageProgress("loading the proxy model", 0, 1, "models"));
        var compiled = compile(Read(model));
        progress.Report(new StageProgress("loading the proxy model", 1, 1, "models"));
        return compiled;
    }

    private static ProxyModel Read(ModelChoice model) =>
        model.Path is { } path ? ProxyModel.Load(path, model.Template)
        : model.Template is TemplateKind.Auto or TemplateKind.Plain ? ProxyModel.Embedded()
        : throw new PrismaticException(
            "the embedded model knows no chat template; leave --template out, or give a chat model with --model",
            ExitCode.Usage
        );
}

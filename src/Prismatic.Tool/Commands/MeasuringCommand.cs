using McMaster.Extensions.CommandLineUtils;
using Prismatic.Encoders;
using Prismatic.Onnx;
using Prismatic.Text;
using Prismatic.Tool.Hub;
using Prismatic.Tool.Measuring;

namespace Prismatic.Tool.Commands;

/// <summary>A verb that measures texts: with which model, where, from which seed, and what is kept.</summary>
internal abstract partial class MeasuringCommand : Command
{
    [Option(
        "--model <PATH>",
        "Proxy model for gradients and hidden states: a folder, an .onnx file, or hf://OWNER/NAME of a model hub. "
            + "Default: the embedded one.",
        CommandOptionType.SingleValue
    )]
    public string? Model { get; set; }

    [Option(
        "--template <NAME>",
        "Chat format of rows: auto (the model's own), plain, chatml, llama3, gemma or phi. Default: auto.",
        CommandOptionType.SingleValue
    )]
    public TemplateKind Template { get; set; } = TemplateKind.Auto;

    [Option(
        "--max-tokens <N>",
        "Tokens of a row that a model reads; an encoder never more than it was made for. Default: 512.",
        CommandOptionType.SingleValue
    )]
    public int MaxTokens { get; set; } = 512;

    [Option(
        "--device <NAME>",
        "auto, cpu, directml[:N] or cuda[:N], N being an adapter. auto tries what this build has and falls back to the CPU. "
            + "Default: auto.",
        CommandOptionType.SingleValue
    )]
    public string DeviceName { get; set; } = DeviceOption.Auto;

    [Option(
        "--threads <N>",
        "Threads; never changes a result. Default: one for each processor.",
        CommandOptionType.SingleValue
    )]
    public int Threads { get; set; }

    [Option("--seed <N>", "Seed of everything that is drawn. Default: 0.", CommandOptionType.SingleValue)]
    public ulong Seed { get; set; }

    [Option(
        "--offline",
        "Take what is named hf:// from the cache only; nothing is downloaded.",
        CommandOptionType.NoValue
    )]
    public bool Offline { get; set; }

    [Option(
        "--cache <DIR>",
        "Folder where vectors are kept, so that no row is computed twice. Default: PRISMATIC_CACHE, or the system's place.",
        CommandOptionType.SingleValue
    )]
    public string? Cache { get; set; }

    [Option("--no-cache", "Neither use vectors that were kept nor keep any.", CommandOptionType.NoValue)]
    public bool NoCache { get; set; }

    [Option("--no-progress", "Show no progress.", CommandOptionType.NoValue)]
    public bool NoProgress { get; set; }

    /// <summary>Names on the hub that this run was given, and what they stood for.</summary>
    protected HubInputs Hub { get; } = new();

    /// <summary>Where the model lies on this disk; null for the embedded one.</summary>
    protected string? ModelPath { get; private set; }

    /// <summary>Whether a model is run at all; else none is downloaded.</summary>
    protected virtual bool UsesModel => true;

    /// <summary>The proxy model and how rows meet it.</summary>
    protected ModelChoice ModelChoice => new(ModelPath, Template);

    /// <summary>What --encoder and --pooling say, for commands that have them.</summary>
    protected virtual EncoderOption EncoderOption => default;

    /// <summary>Whether an encoder is run at all; else none is downloaded.</summary>
    protected virtual bool UsesEncoder => false;

    /// <summary>The encoder as it lies on this disk; null where none was given or none is needed.</summary>
    protected EncoderChoice? EncoderChoice { get; private set; }

    /// <summary>Device and threads; the device is known once the data is open.</summary>
    protected SessionSettings Settings { get; private set; } = new();

    private bool _deviceIsChosen;

    /// <inheritdoc/>
    public override Session Start(Terminal terminal, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        Require(MaxTokens >= 16, "--max-tokens", "at least 16");
        DeviceOption.Parse(DeviceName);
        if (Cache is not null && NoCache)
        {
            throw new PrismaticException("--cache and --no-cache exclude each other; give one of them", ExitCode.Usage);
        }
        Require(Threads is >= 0 and <= 1024, "--threads", "from 0 to 1024");
        return base.Start(terminal, arguments, cancellation) with { NoProgress = NoProgress };
    }

    /// <summary>Finds the device and the models; what is named on the hub is downloaded first.</summary>
    protected async Task PrepareAsync(Session session)
    {
        ChooseDevice(session);
        ModelPath = UsesModel ? await Hub.ModelAsync(Model, Offline, session) : null;
        if (!UsesModel && Model is not null)
        {
            session.Say("--model is not needed for what was asked, and is left alone");
        }
        var encoder = UsesEncoder ? await Hub.ModelAsync(EncoderOption.Path, Offline, session) : null;
        if (encoder is not null)
        {
            SentenceEncoder.Check(encoder);
            EncoderChoice = new EncoderChoice(encoder, EncoderOption.Pooling);
        }
        if (!UsesEncoder && EncoderOption.Path is not null)
        {
            session.Say("--encoder is not needed for what was asked, and is left alone");
        }
    }

    /// <summary>
    /// Measures, with progress. Where a device that was not asked for by name fails at it, everything is measured anew on the
    /// CPU, so that no report mixes numbers of two devices.
    /// </summary>
    protected async Task<T> OnDeviceAsync<T>(Session session, Func<IProgress<StageProgress>, Task<T>> measure)
    {
        try
        {
            return await session.WithProgressAsync(measure);
        }
        catch (DeviceException fault) when (DeviceOption.Parse(DeviceName).IsAuto)
        {
            session.Say(
                $"Device: {fault.Device} failed; measuring starts again on the CPU: {fault.Reason} (docs/devices.md)"
            );
            Settings = Settings with { Device = Device.Cpu };
            return await session.WithProgressAsync(measure);
        }
    }

    /// <summary>Makes views with the models of this run.</summary>
    protected FeatureViews ViewsOf(Session session) =>
        new(ModelChoice, MaxTokens, Settings, CacheOf(session), session, EncoderChoice);

    private void ChooseDevice(Session session)
    {
        // A second data set of the same run goes where the first did.
        if (_deviceIsChosen)
        {
            return;
        }
        var settings = new SessionSettings { Threads = Threads, Runtime = session.Runtime };
        var named = DeviceOption.Parse(DeviceName).Named;
        if (!UsesModel && !UsesEncoder && named is null or { IsCpu: true } && !RuntimeStart.Works(settings))
        {
            session.Say(
                "ONNX Runtime is not to be had here; products of matrices are computed without it, which is slower"
            );
            (Settings, _deviceIsChosen) = (settings, true);
            return;
        }
        var device = DeviceChoice.Choose(named, settings, session.Say);
        Settings = settings with { Device = device };
        _deviceIsChosen = true;
    }

    /// <summary>Folder where vectors are kept; null for nowhere.</summary>
    protected string? CacheOf(Session session) =>
        NoCache ? null
        : Cache is { } folder ? Path.GetFullPath(folder, session.WorkingDirectory)
        : session.CacheFolder();

    /// <summary>Stops with exit code 2 when an option is out of its range.</summary>
    protected static void Require(bool condition, string option, string range)
    {
        if (!condition)
        {
            throw new PrismaticException($"{option} must be {range}", ExitCode.Usage);
        }
    }

    /// <summary>Settings that shape the numbers, for the report.</summary>
    protected virtual Dictionary<string, string> Parameters()
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["seed"] = $"{Seed}",
            ["max tokens"] = $"{MaxTokens}",
            ["device"] = Settings.Device.ToString(),
            ["model"] =
                Model is null ? "embedded"
                : UsesModel ? NameOf(Model)
                : "not used",
        };
        if (EncoderOption.Path is { } encoder)
        {
            parameters["encoder"] = UsesEncoder ? NameOf(encoder) : "not used";
            parameters["pooling"] = CommandText.Word(EncoderOption.Pooling);
        }
        if (Hub.Datasets.Count > 0)
        {
            parameters["data from the hub"] = string.Join(' ', Hub.Datasets);
        }
        return parameters;
    }

    /// <summary>What reports call a file or folder: its name without its place, or its pinned name on the hub.</summary>
    protected string NameOf(string path) =>
        HubReference.IsReference(path) ? Hub.Pinned(path) : Path.GetFileName(Path.TrimEndingDirectorySeparator(path));

    /// <summary>The command line that gives the same report again: names on the hub with their commits.</summary>
    protected string CommandLineOf(Session session) =>
        CommandText.Of(session.Arguments.Select(session.Called).Select(Hub.Pinned));
}

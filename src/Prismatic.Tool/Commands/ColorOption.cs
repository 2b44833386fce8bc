namespace Prismatic.Tool.Commands;

/// <summary>When results are coloured.</summary>
internal enum ColorKind
{
    /// <summary>On a terminal that is not dumb, where NO_COLOR is not set.</summary>
    Auto,

    /// <summary>Also where the output goes to a file or another program.</summary>
    Always,

    /// <summary>Not at all.</summary>
    Never,
}

/// <summary>The words that commands describe <c>--color</c> by, and what it does to a terminal.</summary>
internal static class ColorOption
{
    public const string Template = "--color <NAME>";
    public const string Help = "auto (a terminal that is not dumb, NO_COLOR unset), always or never. Default: auto.";

    /// <summary>The terminal with colour as it was asked for.</summary>
    public static Terminal Applied(Terminal terminal, ColorKind kind) =>
        kind switch
        {
            // What was asked for by an option outdoes what the environment says.
            ColorKind.Always => terminal with { Color = true, AlwaysColor = true },
            ColorKind.Never => terminal with { Color = false },
            _ => terminal,
        };
}

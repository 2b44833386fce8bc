namespace Prismatic.Tool;

/// <summary>Command lines and option values as one would type them.</summary>
internal static class CommandText
{
    /// <summary>"prismatic audit 'my data.parquet'".</summary>
    public static string Of(IEnumerable<string> arguments) =>
        string.Join(' ', arguments.Select(Quote).Prepend("prismatic"));

    /// <summary>The value of an option, in small letters.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Quote(string argument) =>
        argument.Length > 0
        && argument.All(c => char.IsLetterOrDigit(c) || "-_./:=%+,@~".Contains(c, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

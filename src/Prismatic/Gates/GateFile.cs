using System.Text;

namespace Prismatic.Gates;

/// <summary>
/// Reads gates from JSON with comments: <c>{ "gates": [ { "rule": "diversity", "of": "gradients", "min": 60, "maxDrop": "5%" } ] }</c>.
/// <see cref="GateSchema"/> says the same as JSON schema.
/// </summary>
public static class GateFile
{
    /// <summary>How the file is called where nobody says otherwise.</summary>
    public const string DefaultName = "prismatic.json";

    /// <summary>Greatest length of a file, in characters.</summary>
    public const int LongestText = 1 << 20;

    internal const int MostGates = 1_000;

    /// <summary>The gates of a file's text, in its order.</summary>
    /// <exception cref="PrismaticException">
    /// Not JSON, no gates, an unknown rule or field, a field given twice, or limits that no value can meet; the message begins with line
    /// and column, where there is one.
    /// </exception>
    public static IReadOnlyList<Gate> Read(string text)
    {
        if (text.Length > LongestText)
        {
            throw new PrismaticException($"the file has more than {LongestText} characters", ExitCode.Usage);
        }
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new PrismaticException("the file is empty; prismatic init writes one", ExitCode.Usage);
        }
        return new GateReader(Encoding.UTF8.GetBytes(text)).Read();
    }
}

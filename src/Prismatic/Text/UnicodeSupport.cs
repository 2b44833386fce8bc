using System.Text;

namespace Prismatic.Text;

/// <summary>
/// Whether the runtime has Unicode data. Under invariant globalization <see cref="string.Normalize()"/> silently
/// returns its input, and tokens, n-grams and near-duplicates would be quietly wrong.
/// </summary>
public static class UnicodeSupport
{
    private static readonly Lazy<bool> Works = new(Probe);

    /// <summary>Stops when normalization does nothing on this machine. Checked once a process.</summary>
    /// <exception cref="PrismaticException">The process runs in invariant-globalization mode.</exception>
    public static void Require()
    {
        if (!Works.Value)
        {
            throw new PrismaticException(
                "Unicode normalization does nothing in this process: unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT or install ICU.",
                ExitCode.Environment
            );
        }
    }

    // e + combining acute becomes one character in form C; the ligature fi becomes two letters in form KC.
    private static bool Probe() =>
        string.Equals("e\u0301".Normalize(NormalizationForm.FormC), "\u00e9", StringComparison.Ordinal)
        && string.Equals("\ufb01".Normalize(NormalizationForm.FormKC), "fi", StringComparison.Ordinal);
}

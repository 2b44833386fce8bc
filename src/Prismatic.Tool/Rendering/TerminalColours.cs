using Prismatic.Reports;
using Spectre.Console;

namespace Prismatic.Tool.Rendering;

/// <summary>Colours of levels on a terminal: of the sixteen that people choose for themselves.</summary>
internal static class TerminalColours
{
    public static readonly Style Good = new(Color.Green);
    public static readonly Style Middling = new(Color.Yellow);
    public static readonly Style Bad = new(Color.Red);

    /// <summary>Of a level.</summary>
    public static Style Of(DiversityLevel level) =>
        level switch
        {
            DiversityLevel.Diverse => Good,
            DiversityLevel.Mixed => Middling,
            _ => Bad,
        };
}

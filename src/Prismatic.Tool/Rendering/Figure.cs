namespace Prismatic.Tool.Rendering;

/// <summary>A chart with the numbers it shows: whoever cannot see the picture reads the table under it.</summary>
/// <param name="Title">What is shown, of what.</param>
/// <param name="Picture">SVG with a name of its own.</param>
/// <param name="Note">One sentence that says what to see in it; empty for none.</param>
/// <param name="Head">Names of the columns; the first one names the rows.</param>
/// <param name="Rows">Cells as people read them, one list a row.</param>
internal sealed record Figure(
    string Title,
    SafeHtml Picture,
    string Note,
    IReadOnlyList<string> Head,
    IReadOnlyList<IReadOnlyList<string>> Rows
);

namespace Prismatic.Reports;

/// <summary>
/// Cuts the texts of one list so that a report stays of a size that people can open: the first ones at the length that was asked for,
/// and from where their characters are used up, the beginnings.
/// </summary>
/// <param name="letters">Greatest length of a text, in code points.</param>
/// <param name="characters">UTF-16 code units to spend at that length.</param>
public sealed class TextBudget(int letters, int characters = TextBudget.Characters)
{
    /// <summary>Characters of a list, unless said otherwise.</summary>
    public const int Characters = 100_000;

    private int _left = characters;

    /// <summary>The text, cut.</summary>
    public string Cut(string text)
    {
        var cut = Excerpt.Of(text, _left > 0 ? letters : Math.Min(letters, Excerpt.Length));
        _left -= cut.Length;
        return cut;
    }
}

namespace Prismatic.Lexical;

/// <summary>How phrases and templates are looked for. Of each text the first <see cref="RowHeads.MostWords"/> words count.</summary>
/// <param name="FewestTexts">A template, and a phrase, is shared by at least so many texts.</param>
public sealed record TemplateOptions(int FewestTexts)
{
    /// <summary>Words of the shortest template, slots not counted.</summary>
    public const int FewestWords = 4;

    /// <summary>
    /// Words of it that stand in runs of three or more. Without them it is a template only where it is half of its texts.
    /// </summary>
    public const int FewestInRuns = 4;

    /// <summary>With so many in runs it is a template however little of its texts it is.</summary>
    public const int ManyInRuns = 10;

    /// <summary>The share of its texts that any other one has to be.</summary>
    public const double FewestShare = 0.1;

    /// <summary>Words of the shortest repeated phrase.</summary>
    public const int PhraseWords = 4;

    /// <summary>A text follows a template when it has at least this share of its words, in order.</summary>
    public const double FollowedShare = 0.9;

    /// <summary>Templates that are kept, those that stand for most words first.</summary>
    public const int MostTemplates = 200;

    /// <summary>Words that are looked at in each text.</summary>
    public const int WordsOfText = RowHeads.MostWords;

    /// <summary>5 texts, or one in a thousand where that is more.</summary>
    public static TemplateOptions For(int texts) => new(Math.Max(5, (texts + 999) / 1000));
}

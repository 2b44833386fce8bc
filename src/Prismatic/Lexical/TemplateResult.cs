namespace Prismatic.Lexical;

/// <summary>The templates of a set of texts.</summary>
public sealed record TemplateResult
{
    /// <summary>Those that stand for most words first.</summary>
    public required IReadOnlyList<Template> Templates { get; init; }

    /// <summary>What is known of each text, in the order of the texts.</summary>
    public required IReadOnlyList<TextTemplate> TextTemplates { get; init; }

    /// <summary>Texts at least half of whose words are those of their template.</summary>
    public int MostlyTemplate => TextTemplates.Count(text => text.IsMostlyTemplate);

    /// <summary>Texts that follow a template.</summary>
    public int Following => TextTemplates.Count(text => text.Template >= 0);
}

/// <summary>Words that texts share in one order.</summary>
public sealed record Template
{
    /// <summary>What stands for a slot.</summary>
    public const string Slot = "…";

    /// <summary>The words, with <see cref="Slot"/> where texts have words of their own.</summary>
    public required string Text { get; init; }

    /// <summary>Words without slots.</summary>
    public required int Words { get; init; }

    /// <summary>Texts that follow it.</summary>
    public required int Texts { get; init; }

    /// <summary>What stands in each slot, in order.</summary>
    public required IReadOnlyList<TemplateSlot> Slots { get; init; }

    /// <summary>The first different texts that follow it.</summary>
    public required IReadOnlyList<int> Examples { get; init; }
}

/// <summary>What stands in a slot.</summary>
public sealed record TemplateSlot
{
    /// <summary>Different runs of words in it.</summary>
    public required int Different { get; init; }

    /// <summary>The most frequent of them.</summary>
    public required IReadOnlyList<SlotFiller> Examples { get; init; }
}

/// <summary>Words in a slot.</summary>
/// <param name="Words">The words.</param>
/// <param name="Texts">Texts that have them there.</param>
public readonly record struct SlotFiller(string Words, int Texts);

/// <summary>The template of a text.</summary>
/// <param name="Template">Its place among the templates; -1 for none.</param>
/// <param name="Shared">Words that the text shares with it.</param>
/// <param name="Words">Words of the text, as far as it was looked at.</param>
public readonly record struct TextTemplate(int Template, int Shared, int Words)
{
    /// <summary>At least half of its words are those of its template.</summary>
    public bool IsMostlyTemplate => Template >= 0 && 2 * Shared >= Words;
}

namespace Prismatic.Trainer.Corpus;

/// <summary>
/// How often each source stands in the text of the last part of the training, when the rate falls: small sources of mathematics,
/// instructions and documentation more often than in the first part, large ones of prose, code and conversation by a part
/// of their documents only.
/// </summary>
internal static class LateMix
{
    private static readonly Dictionary<string, double> _repeats = new(StringComparer.Ordinal)
    {
        ["gsm8k"] = 2,
        ["gsm8k_chat"] = 0.4,
        ["svamp"] = 1,
        ["aqua"] = 1,
        ["college_math"] = 1,
        ["mmlu_stem"] = 0.5,
        ["generated_arithmetic"] = 0.4,
        ["seed_tasks"] = 6,
        ["seed_tasks_chat"] = 2,
        ["arena_hard"] = 8,
        ["mt_bench"] = 8,
        ["noveltybench"] = 8,
        ["austen"] = 1,
        ["holmes"] = 2,
        ["tom_sawyer"] = 1,
        ["as_you_like_it"] = 3,
        ["jargon"] = 1,
        ["rust_books"] = 0.8,
        ["sqlite_doc"] = 0.8,
        ["postgresql_doc"] = 0.8,
        ["python_doc"] = 0.8,
        ["node_doc"] = 0.8,
        ["se_prose"] = 0.15,
        ["se_plays"] = 0.25,
        ["se_expository"] = 0.25,
        ["code"] = 0.12,
        ["self_dialogue"] = 0.1,
        ["taskmaster"] = 0.5,
        ["web_bible"] = 0.15,
        ["wordnet"] = 0.15,
        ["devil"] = 0.5,
        ["banking77"] = 0.3,
        ["snips"] = 0.3,
    };

    /// <summary>The sources it takes.</summary>
    public static IEnumerable<string> Names => _repeats.Keys;

    /// <summary>Repeats by source; sources not named above are left out.</summary>
    /// <exception cref="ArgumentException">A source named above is missing.</exception>
    public static IReadOnlyDictionary<string, double> Of(IEnumerable<CorpusSource> sources)
    {
        var names = sources.Select(s => s.Name).ToList();
        var missing = Names.Except(names, StringComparer.Ordinal).ToList();
        return missing.Count == 0
            ? names.ToDictionary(name => name, name => _repeats.GetValueOrDefault(name), StringComparer.Ordinal)
            : throw new ArgumentException(
                $"The corpus has no source '{string.Join("', '", missing)}'.",
                nameof(sources)
            );
    }
}

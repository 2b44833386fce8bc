namespace Prismatic.Responses;

/// <summary>Answers of one or more models to prompts, several to each or one.</summary>
public sealed class ResponseSet
{
    private readonly ILookup<(int Prompt, int Model), int> _groups;

    /// <summary>These answers, in the order in which samples were drawn.</summary>
    public ResponseSet(IReadOnlyList<string> prompts, IReadOnlyList<string> models, IReadOnlyList<Response> responses)
    {
        (Prompts, Models, Responses) = (prompts, models, responses);
        _groups = Enumerable.Range(0, responses.Count).ToLookup(i => (responses[i].Prompt, responses[i].Model));
    }

    /// <summary>The different prompts, in the order in which they first occur.</summary>
    public IReadOnlyList<string> Prompts { get; }

    /// <summary>The different models, in the order in which they first occur.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>All answers.</summary>
    public IReadOnlyList<Response> Responses { get; }

    /// <summary>Places in <see cref="Responses"/> of a model's answers to a prompt, in their order; none where it gave none.</summary>
    public IReadOnlyList<int> Of(int prompt, int model) => [.. _groups[(prompt, model)]];
}

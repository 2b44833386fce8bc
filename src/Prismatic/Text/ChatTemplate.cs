using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Prismatic.Text;

/// <summary>How a row becomes a conversation of one question and one answer.</summary>
public enum TemplateKind
{
    /// <summary>As the model's own template says.</summary>
    Auto,

    /// <summary>Prompt, line end, response: no markers.</summary>
    Plain,

    /// <summary>Qwen, SmolLM and many more.</summary>
    ChatMl,

    /// <summary>Llama 3.</summary>
    Llama3,

    /// <summary>Gemma.</summary>
    Gemma,

    /// <summary>Phi-3, Phi-4-mini and Phi-4.</summary>
    Phi,
}

/// <summary>The token ids that stand around the prompt and the response of a row.</summary>
/// <remarks>
/// The model's template is read for its markers, not run: a system turn is rendered only where the template holds a fixed
/// one, and never one with dates. Markers are ids of their own; text of a row cannot become one.
/// </remarks>
public sealed class ChatTemplate
{
    private readonly Tokenizer _tokenizer;
    private readonly string _promptTail;
    private readonly string _responseTail;
    private readonly TurnRules _rules;

    // Where a response brings its own thought: what stands before it.
    private readonly (IReadOnlyList<int> Ids, string Tail) _thoughtful = ([], "");

    private ChatTemplate(Tokenizer tokenizer, TurnMarkers? markers, int? begin)
    {
        _tokenizer = tokenizer;
        if (markers is null)
        {
            Name = "plain";
            Head = tokenizer.BeginId is { } id ? [id] : [];
            (Between, End, _promptTail, _responseTail) = ([], tokenizer.EndId, "", "\n");
            return;
        }
        (Name, _rules) = (markers.Name, markers.Rules);
        (Head, _promptTail) = Encode(tokenizer, markers.Head, markers.PromptTail);
        Head = begin is { } first ? [first, .. Head] : Head;
        (Between, _responseTail) = Encode(tokenizer, markers.Between, markers.ResponseTail);
        if (_rules.Thinks)
        {
            _thoughtful = Encode(tokenizer, [.. markers.Between.SkipLast(1)], TurnMarkers.AssistantRole);
        }
        End = Id(tokenizer, markers.End, markers.Name);
    }

    /// <summary>As it is written on the command line.</summary>
    public string Name { get; }

    /// <summary>Whether rows are read without markers.</summary>
    public bool IsPlain => Name == "plain";

    /// <summary>Whether an answer starts with a thought, an empty one where it holds none.</summary>
    public bool WritesThoughts => _rules.Thinks;

    /// <summary>Before the prompt.</summary>
    public IReadOnlyList<int> Head { get; }

    /// <summary>Between prompt and response; its last id is the last before the loss.</summary>
    public IReadOnlyList<int> Between { get; }

    /// <summary>Behind the response, and part of the loss; null where the model has none.</summary>
    public int? End { get; }

    /// <summary>Identity: two templates with the same one make the same ids.</summary>
    public string Fingerprint
    {
        get
        {
            var all = string.Create(
                CultureInfo.InvariantCulture,
                $"{string.Join(' ', Head)}|{string.Join(' ', Between)}|{End}|{_promptTail}|{_responseTail}|{_rules.Trims}{(_rules.DropsLineEnds ? "|drops" : "")}{(_rules.Thinks ? "|thinks" : "")}"
            );
            return $"{Name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..12]}";
        }
    }

    /// <summary>No markers at all.</summary>
    public static ChatTemplate Plain(Tokenizer tokenizer) => new(tokenizer, null, null);

    /// <summary>The template that was asked for.</summary>
    /// <param name="kind">Which; <see cref="TemplateKind.Auto"/> takes the model's own.</param>
    /// <param name="folder">The model's tokenizer with its template.</param>
    /// <exception cref="PrismaticException">
    /// The model's template is none of those known here, or the tokenizer lacks a marker.
    /// </exception>
    public static ChatTemplate Choose(TemplateKind kind, TokenizerFolder folder)
    {
        var chosen = kind == TemplateKind.Auto ? TurnMarkers.Recognise(folder.ChatTemplate) : kind;
        if (chosen == TemplateKind.Plain)
        {
            return Plain(folder.Tokenizer);
        }
        var own = folder.ChatTemplate is { } text && TurnMarkers.Fits(chosen, text) ? text : null;
        var markers = TurnMarkers.Of(chosen, own, folder.Tokenizer);
        var begin =
            own is null ? folder.Tokenizer.BeginId
            : own.Contains("bos_token", StringComparison.Ordinal) ? folder.BeginToken
            : null;
        return new ChatTemplate(folder.Tokenizer, markers, begin);
    }

    /// <summary>Ids of a text that is not part of a conversation.</summary>
    public IReadOnlyList<int> Text(string text) => _tokenizer.Encode(text);

    /// <summary>Ids of a prompt behind the markers before it.</summary>
    public IReadOnlyList<int> Prompt(string text) =>
        IsPlain ? _tokenizer.Encode(text + "\n") : _tokenizer.EncodeAfter(_promptTail, _rules.Prompt(text));

    /// <summary>The markers before a response, <see cref="Between"/> or a form of it without an empty thought, and its ids.</summary>
    public (IReadOnlyList<int> Between, IReadOnlyList<int> Ids) Response(string text)
    {
        if (_tokenizer.CutsLineEnds)
        {
            return (Between, _tokenizer.Encode(text));
        }
        var (between, tail) = _rules.HasThought(text) ? _thoughtful : (Between, _responseTail);
        return (between, _tokenizer.EncodeAfter(tail, _rules.Response(text)));
    }

    // Ids of markers, and the letters behind the last of them that text is joined to.
    private static (IReadOnlyList<int> Ids, string Tail) Encode(
        Tokenizer tokenizer,
        IReadOnlyList<string> markers,
        string tail
    )
    {
        var ids = tokenizer.EncodeWithControls(string.Concat(markers) + tail);
        // Some markers take the white space behind them.
        var taken =
            tokenizer.EncodeWithControls(markers[^1] + tail).Count == tokenizer.EncodeWithControls(markers[^1]).Count;
        return (ids, taken ? "" : tail);
    }

    private static int Id(Tokenizer tokenizer, string marker, string name) =>
        tokenizer.IdOf(marker)
        ?? throw new PrismaticException(
            $"the tokenizer has no token {marker}, which the chat template {name} needs; use --template plain"
        );
}

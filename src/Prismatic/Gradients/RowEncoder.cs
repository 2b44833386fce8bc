using Prismatic.Data;
using Prismatic.Text;

namespace Prismatic.Gradients;

/// <summary>A row as token ids.</summary>
/// <param name="Ids">What stands before the prompt, prompt, what stands between, response, end.</param>
/// <param name="FirstTarget">Index of the first token that the loss is taken over.</param>
/// <param name="Truncated">Whether tokens were left out to keep to the limit.</param>
public readonly record struct EncodedRow(int[] Ids, int FirstTarget, bool Truncated)
{
    /// <summary>Terms of the loss.</summary>
    public int TargetCount => Ids.Length - FirstTarget;
}

/// <summary>Turns rows into token ids within a limit.</summary>
/// <remarks>
/// A row that is too long keeps the start of its response, and of its prompt the end, at most half the limit: what stands
/// next to each other matters most. Markers of a chat template are never cut. A row without prompt is no conversation: it is
/// read as plain text.
/// </remarks>
public sealed class RowEncoder
{
    private const int LeastText = 3;
    private readonly ChatTemplate _template;
    private readonly ChatTemplate _plain;
    private readonly string _rendering;
    private readonly int _maxTokens;
    private readonly int _vocabulary;
    private readonly LossMask _mask;
    private readonly int? _window;

    /// <summary>An encoder for a tokenizer without markers.</summary>
    /// <param name="tokenizer">From text to ids.</param>
    /// <param name="maxTokens">Most ids of a row, special ones included.</param>
    /// <param name="mask">Where the loss is taken.</param>
    /// <param name="window">Most targets of a row; what stands behind the last one is not read. Null for all.</param>
    public RowEncoder(Tokenizer tokenizer, int maxTokens, LossMask mask = LossMask.Response, int? window = null)
        : this(tokenizer, ChatTemplate.Plain(tokenizer), maxTokens, mask, window) { }

    /// <summary>An encoder for a tokenizer without markers, as the options say.</summary>
    public RowEncoder(Tokenizer tokenizer, GradientOptions options)
        : this(tokenizer, options.MaxTokens, options.Mask, options.Window) { }

    /// <summary>An encoder for a model's rows as the options say.</summary>
    /// <param name="model">Gives tokenizer and template.</param>
    /// <param name="options">Limit of tokens, mask and window.</param>
    /// <param name="vocabulary">Ids that the model knows; where null, its files are believed.</param>
    /// <exception cref="PrismaticException">A token of every row is unknown to the model, or the limit is too small.</exception>
    public RowEncoder(ProxyModel model, GradientOptions options, int? vocabulary = null)
        : this(
            model.Tokenizer,
            model.Template,
            options.MaxTokens,
            options.Mask,
            options.Window,
            vocabulary ?? model.VocabularySize
        ) { }

    /// <summary>An encoder for a tokenizer and a template.</summary>
    /// <exception cref="PrismaticException">A token of every row is unknown to the model, or the limit is too small.</exception>
    public RowEncoder(
        Tokenizer tokenizer,
        ChatTemplate template,
        int maxTokens,
        LossMask mask = LossMask.Response,
        int? window = null,
        int? vocabulary = null
    )
    {
        (_template, _maxTokens, _mask, _window) = (template, maxTokens, mask, window);
        _plain = template.IsPlain ? template : ChatTemplate.Plain(tokenizer);
        _vocabulary = vocabulary ?? int.MaxValue;
        // The first format keeps its name, so that vectors made before stay comparable.
        _rendering =
            template.IsPlain && tokenizer.CutsLineEnds
                ? "begin-prompt-newline-response-end"
                : $"{template.Fingerprint}/tokenizer-{tokenizer.Fingerprint}";
        var markers = template.Head.Count + template.Between.Count;
        if (maxTokens < markers + LeastText)
        {
            throw new PrismaticException(
                $"{markers} of {maxTokens} tokens of a row are markers of the chat template {template.Name}; "
                    + $"use --max-tokens {markers + LeastText} or more",
                ExitCode.Usage
            );
        }
        CheckFixed(template);
    }

    /// <summary>Part of the fingerprint: how rows become tokens, and where the loss is taken.</summary>
    public string Fingerprint => $"{_rendering}/{LossFingerprint}/max-{_maxTokens}/v1";

    /// <summary>Where the loss is taken.</summary>
    public string LossFingerprint =>
        (_mask == LossMask.AllTokens ? "all-token-loss" : "response-loss") + (_window is { } w ? $"/window-{w}" : "");

    /// <summary>Name of the template where it is one with markers, as a part of a fingerprint; else empty.</summary>
    public string TemplateFingerprint => _template.IsPlain ? "" : "/" + _template.Fingerprint;

    /// <summary>The same, for people.</summary>
    public string LossDescription =>
        (_mask == LossMask.AllTokens ? "all tokens" : "response tokens where there is a prompt, else all tokens")
        + (_window is { } w ? $"; the first {w} of a row" : "");

    /// <summary>Encodes a row that has text.</summary>
    /// <exception cref="PrismaticException">It has a token that the model does not know, or nothing to predict.</exception>
    public EncodedRow Encode(TextRow row)
    {
        var encoded = EncodeWhole(row);
        var first = _mask == LossMask.AllTokens ? 1 : Math.Max(1, encoded.FirstTarget);
        if (encoded.Ids.Length <= first)
        {
            throw new PrismaticException(
                $"row {row.Index} is too short for this model: its tokenizer adds no begin or end token, and one token alone "
                    + "predicts nothing; leave the row out"
            );
        }
        if (Array.Find(encoded.Ids, id => id >= _vocabulary) is > 0 and var unknown)
        {
            throw new PrismaticException(
                $"row {row.Index} has the token id {unknown}, and the model knows only {_vocabulary}; "
                    + "tokenizer and model do not belong together"
            );
        }
        // In a causal model nothing behind the last target bears on the loss.
        return _window is { } targets && encoded.Ids.Length > first + targets
            ? new EncodedRow(encoded.Ids[..(first + targets)], first, encoded.Truncated)
            : encoded with
            {
                FirstTarget = first,
            };
    }

    private void CheckFixed(ChatTemplate template)
    {
        foreach (var id in template.Head.Concat(template.Between).Append(template.End ?? 0))
        {
            if (id >= _vocabulary)
            {
                throw new PrismaticException(
                    $"every row gets the token id {id}, and the model knows only {_vocabulary}; "
                        + "tokenizer and model do not belong together"
                );
            }
        }
    }

    private EncodedRow EncodeWhole(TextRow row)
    {
        if (row.Prompt.Length == 0)
        {
            return Join(_plain, [], [], _plain.Text(row.Response));
        }
        var (between, response) = _template.Response(row.Response);
        return Join(_template, _template.Prompt(row.Prompt), between, response);
    }

    private EncodedRow Join(
        ChatTemplate template,
        IReadOnlyList<int> prompt,
        IReadOnlyList<int> between,
        IReadOnlyList<int> response
    )
    {
        var space = _maxTokens - template.Head.Count - between.Count;
        var end = template.End is null ? 0 : 1;
        var promptSpace = Math.Min(prompt.Count, Math.Max(space / 2, space - response.Count - end));
        var responseSpace = Math.Min(response.Count, space - promptSpace);
        var whole = responseSpace == response.Count && promptSpace + responseSpace + end <= space;
        int[] ids =
        [
            .. template.Head,
            .. prompt.Skip(prompt.Count - promptSpace),
            .. between,
            .. response.Take(responseSpace),
            .. whole && template.End is { } last ? [last] : Array.Empty<int>(),
        ];
        var first = template.Head.Count + promptSpace + between.Count;
        return new EncodedRow(ids, first, responseSpace < response.Count || promptSpace < prompt.Count);
    }
}

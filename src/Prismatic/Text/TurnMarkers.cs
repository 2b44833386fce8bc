using System.Text.RegularExpressions;

namespace Prismatic.Text;

/// <summary>The markers of a chat format as text.</summary>
/// <param name="Name">As it is written on the command line.</param>
/// <param name="Head">Before the prompt; the last is the last marker.</param>
/// <param name="PromptTail">Plain letters behind the last of them.</param>
/// <param name="Between">Between prompt and response; the last is the last marker.</param>
/// <param name="ResponseTail">Plain letters behind the last of them.</param>
/// <param name="End">Behind the response.</param>
/// <param name="Rules">What becomes of the texts.</param>
internal sealed partial record TurnMarkers(
    string Name,
    IReadOnlyList<string> Head,
    string PromptTail,
    IReadOnlyList<string> Between,
    string ResponseTail,
    string End,
    TurnRules Rules
)
{
    /// <summary>What ChatML writes behind the marker before an answer.</summary>
    public const string AssistantRole = "assistant\n";

    /// <summary>The kind of a model's template; plain where there is none.</summary>
    /// <exception cref="PrismaticException">It is none of those known here.</exception>
    public static TemplateKind Recognise(string? template)
    {
        if (template is null)
        {
            return TemplateKind.Plain;
        }
        TemplateKind[] kinds = [TemplateKind.ChatMl, TemplateKind.Llama3, TemplateKind.Gemma, TemplateKind.Phi];
        var fitting = Array.FindAll(kinds, kind => Fits(kind, template));
        return fitting.Length == 1
            ? fitting[0]
            : throw new PrismaticException(
                "the model's chat template is none of chatml, llama3, gemma and phi; "
                    + "choose one of them, or plain for rows without markers, with --template"
            );
    }

    /// <summary>Whether a template has the markers of a kind.</summary>
    public static bool Fits(TemplateKind kind, string template)
    {
        bool Has(string marker) => template.Contains(marker, StringComparison.Ordinal);
        return kind switch
        {
            TemplateKind.ChatMl => Has(ChatMarkers.ImStart) && Has(ChatMarkers.ImEnd) && !Has(ChatMarkers.ImSep),
            TemplateKind.Llama3 => Has(ChatMarkers.StartHeader) && Has(ChatMarkers.EndOfTurnId),
            TemplateKind.Gemma => Has(ChatMarkers.StartOfTurn) && Has(ChatMarkers.EndOfTurn),
            TemplateKind.Phi => Has(ChatMarkers.ImSep) || (Has(ChatMarkers.Assistant) && Has(ChatMarkers.End)),
            _ => false,
        };
    }

    /// <summary>The markers of a kind, in the form that the model's template has them.</summary>
    /// <param name="kind">A chat format.</param>
    /// <param name="template">The model's template where it is of this kind.</param>
    /// <param name="tokenizer">Must have every marker as one token.</param>
    /// <exception cref="PrismaticException">It has not.</exception>
    public static TurnMarkers Of(TemplateKind kind, string? template, Tokenizer tokenizer)
    {
        var markers = kind switch
        {
            TemplateKind.ChatMl => ChatMl(template, tokenizer),
            TemplateKind.Llama3 => Llama3(template),
            TemplateKind.Gemma => Gemma(template),
            _ => Phi(template, tokenizer),
        };
        var known = ChatMarkers.All.Append(TurnRules.ThoughtEnd);
        foreach (var marker in markers.Head.Concat(markers.Between).Append(markers.End).Where(known.Contains))
        {
            if (tokenizer.IdOf(marker) is null)
            {
                throw new PrismaticException(
                    $"the tokenizer has no token {marker}, which the chat template {markers.Name} needs; use --template plain"
                );
            }
        }
        return markers;
    }

    private static TurnMarkers ChatMl(string? template, Tokenizer tokenizer)
    {
        var system = template is null ? null : DefaultSystem().Match(template);
        string[] before = system is { Success: true }
            ? [ChatMarkers.ImStart, $"system\n{Unescaped(system.Groups["text"].Value)}", ChatMarkers.ImEnd, "\n"]
            : [];
        // Templates of models that think write an empty thought before an answer that has none.
        string[] thought =
            template is not null && EmptyThought().IsMatch(template) && tokenizer.IdOf(TurnRules.ThoughtEnd) is not null
                ? [TurnRules.ThoughtStart + "\n\n" + TurnRules.ThoughtEnd]
                : [];
        // The role is text between markers, so it stands with the marker whose tail it is.
        return new TurnMarkers(
            "chatml",
            [.. before, ChatMarkers.ImStart],
            "user\n",
            [ChatMarkers.ImEnd, "\n", ChatMarkers.ImStart, .. thought.Select(t => AssistantRole + t)],
            thought.Length > 0 ? "\n\n" : AssistantRole,
            ChatMarkers.ImEnd,
            new TurnRules(false, template is not null && LineEndsDropped().IsMatch(template), thought.Length > 0)
        );
    }

    private static TurnMarkers Llama3(string? template) =>
        new(
            "llama3",
            [ChatMarkers.StartHeader, "user", ChatMarkers.EndHeader],
            "\n\n",
            [ChatMarkers.EndOfTurnId, ChatMarkers.StartHeader, "assistant", ChatMarkers.EndHeader],
            "\n\n",
            ChatMarkers.EndOfTurnId,
            new TurnRules(Trimming(template), false, false)
        );

    private static TurnMarkers Gemma(string? template) =>
        new(
            "gemma",
            [ChatMarkers.StartOfTurn],
            "user\n",
            [ChatMarkers.EndOfTurn, "\n", ChatMarkers.StartOfTurn],
            "model\n",
            ChatMarkers.EndOfTurn,
            new TurnRules(Trimming(template), false, false)
        );

    private static TurnMarkers Phi(string? template, Tokenizer tokenizer)
    {
        if (
            template?.Contains(ChatMarkers.ImSep, StringComparison.Ordinal)
            ?? tokenizer.IdOf(ChatMarkers.ImSep) is not null
        )
        {
            return new TurnMarkers(
                "phi",
                [ChatMarkers.ImStart, "user", ChatMarkers.ImSep],
                "",
                [ChatMarkers.ImEnd, ChatMarkers.ImStart, "assistant", ChatMarkers.ImSep],
                "",
                ChatMarkers.ImEnd,
                TurnRules.None
            );
        }
        // Phi-3 writes line ends behind its markers, Phi-4-mini none.
        var line = template is null || LineBehindAssistant().IsMatch(template) ? "\n" : "";
        return new TurnMarkers(
            "phi",
            [ChatMarkers.User],
            line,
            [ChatMarkers.End, line, ChatMarkers.Assistant],
            line,
            ChatMarkers.End,
            TurnRules.None
        );
    }

    private static bool Trimming(string? template) => template is null || TrimFilter().IsMatch(template);

    private static string Unescaped(string literal) =>
        literal
            .Replace("\\n", "\n", StringComparison.Ordinal)
            .Replace("\\'", "'", StringComparison.Ordinal)
            .Replace("\\\"", "\"", StringComparison.Ordinal);

    // In single quotes, in double quotes, or as text of the template itself.
    [GeneratedRegex(
        @"'<\|im_start\|>system\\n(?<text>(?:[^'{}<\\]|\\[n'""])+)<\|im_end\|>"
            + @"|""<\|im_start\|>system\\n(?<text>(?:[^""{}<\\]|\\[n'""])+)<\|im_end\|>"
            + @"|<\|im_start\|>system\n(?<text>[^{}<\\]+)<\|im_end\|>",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 2_000
    )]
    private static partial Regex DefaultSystem();

    [GeneratedRegex(
        @"<think>(?:\\n|\n){2}</think>(?:\\n|\n){2}",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 2_000
    )]
    private static partial Regex EmptyThought();

    [GeneratedRegex(
        @"<\|assistant\|>(?:['""] ?\+ ?['""])?(?:\\n|\n)",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 2_000
    )]
    private static partial Regex LineBehindAssistant();

    [GeneratedRegex(
        @"\+ ?content\.lstrip\(['""](?:\\n|\n)['""]\)",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 2_000
    )]
    private static partial Regex LineEndsDropped();

    [GeneratedRegex(@"\| ?trim\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2_000)]
    private static partial Regex TrimFilter();
}

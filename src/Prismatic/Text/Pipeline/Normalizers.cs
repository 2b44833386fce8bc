using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Prismatic.Text.Pipeline;

/// <summary>The normalizers of a tokenizer file, as functions from text to text.</summary>
internal static class Normalizers
{
    /// <summary>The normalizer that a component describes, and its name; none where there is none.</summary>
    /// <exception cref="PrismaticException">It is of a kind that is not known here.</exception>
    public static Func<string, string>? Read(JsonElement? component) =>
        component is not { } part
            ? null
            : part.Type() switch
            {
                "NFC" => Form(NormalizationForm.FormC),
                "NFD" => Form(NormalizationForm.FormD),
                "NFKC" => Form(NormalizationForm.FormKC),
                "NFKD" => Form(NormalizationForm.FormKD),
                "Lowercase" => Lowercase,
                "StripAccents" => StripAccents,
                "Nmt" => Nmt,
                "Replace" => Replace(part),
                "Prepend" => Prepend(part.Text("prepend") ?? throw TokenizerFault.Broken("a Prepend has no 'prepend'")),
                "Strip" => Strip(part.Flag("strip_left", true), part.Flag("strip_right", true)),
                "Precompiled" => Precompiled(part),
                "BertNormalizer" => BertText.Normalizer(
                    BertRules.Read(part, "clean_text", "handle_chinese_chars", "strip_accents", "lowercase")
                ),
                "Sequence" => Sequence([.. part.List("normalizers").Select(p => Read(p)!)]),
                var other => throw TokenizerFault.Unsupported($"the normalizer {other}"),
            };

    private static Func<string, string> Form(NormalizationForm form)
    {
        UnicodeSupport.Require();
        return text => text.Normalize(form);
    }

    /// <summary>Letter by letter, whatever stands beside it.</summary>
    public static string Lowercase(string text)
    {
        var lower = text.ToLowerInvariant();
        // The one letter whose lower case is two.
        return lower.Replace("\u0130", "i\u0307", StringComparison.Ordinal);
    }

    private static string StripAccents(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (
                Rune.GetUnicodeCategory(rune)
                is not (
                    UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.SpacingCombiningMark
                    or UnicodeCategory.EnclosingMark
                )
            )
            {
                kept.Append(rune.ToString());
            }
        }
        return kept.ToString();
    }

    // Control signs away, odd white space to spaces.
    private static string Nmt(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            switch (letter)
            {
                case (>= '\u0001' and <= '\u0008') or '\u000B' or (>= '\u000E' and <= '\u001F'):
                case '\u007F' or '\u008F' or '\u009F':
                    break;
                case '\u0009' or '\u000A' or '\u000C' or '\u000D' or '\u1680' or (>= '\u200B' and <= '\u200F'):
                case '\u2028' or '\u2029' or '\u2581' or '\uFEFF' or '\uFFFD':
                    kept.Append(' ');
                    break;
                default:
                    kept.Append(letter);
                    break;
            }
        }
        return kept.ToString();
    }

    private static Func<string, string> Replace(JsonElement part)
    {
        var pattern = PreTokenizers.Pattern(part);
        var content = part.Text("content") ?? throw TokenizerFault.Broken("a Replace has no 'content'");
        return text => pattern.Replace(text, content);
    }

    private static Func<string, string> Prepend(string prefix) => text => text.Length == 0 ? text : prefix + text;

    private static Func<string, string> Strip(bool left, bool right) =>
        (left, right) switch
        {
            (true, true) => static text => text.Trim(),
            (true, false) => static text => text.TrimStart(),
            (false, true) => static text => text.TrimEnd(),
            _ => static text => text,
        };

    private static Func<string, string> Precompiled(JsonElement part)
    {
        var map = PrecompiledMap.Read(part.Text("precompiled_charsmap") ?? "");
        return map.Apply;
    }

    private static Func<string, string> Sequence(Func<string, string>[] steps) =>
        text => steps.Aggregate(text, static (now, step) => step(now));
}

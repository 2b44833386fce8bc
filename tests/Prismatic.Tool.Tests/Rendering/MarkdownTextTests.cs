using System.Text.RegularExpressions;
using CsCheck;
using Prismatic.Browser.Tests;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

public sealed partial class MarkdownTextTests
{
    private static readonly string[] Pieces =
    [
        .. "@#<>&*_~`|[]()!\\$:./-+=^{}'\"0a1fFgGhHwW \n\t;,?%".Select(c => c.ToString()),
        "http://a.example",
        "www.a.example",
        "a@b.example",
        "mailto:a@b.example",
        "@octocat",
        "#1",
        "GH-1",
        "owner/repo#1",
        "deadbeef0123",
        "0123456",
        ":smile:",
        "[^1]",
        "[^1]: note",
        "- [ ] task",
        "1. one",
        "> [!NOTE]",
        "# heading",
        "```",
        "```math",
        "$$",
        "$x$",
        "$`x`$",
        "<b>",
        "<!--",
        "</details>",
        "&amp;",
        "&#64;",
        "![a](b)",
        "[a](b)",
        "[a]: b",
        "---",
        "===",
        "|---|",
        "\\",
        "\u202e",
        "\u0007",
        "\u200b",
        "😀",
        "é",
        "\ud800",
    ];

    private static readonly Gen<string> Hostile = Gen.Int[0, Pieces.Length - 1]
        .Array[0, 12]
        .Select(places => string.Concat(places.Select(place => Pieces[place])));

    [Fact]
    public void Inline_text_changes_no_structure_and_reads_as_what_it_is() => Hostile.Sample(HoldsInline, iter: 5000);

    [Fact]
    public void Code_changes_no_structure_and_reads_as_what_it_is() => Hostile.Sample(HoldsCode, iter: 5000);

    [Fact]
    public void A_block_of_code_holds_what_it_is_given() => Hostile.Sample(HoldsBlock, iter: 2000);

    [Fact]
    public void Known_attacks_change_nothing() =>
        Assert.All(Attacks.All, text => Assert.True(HoldsInline(text) && HoldsCode(text) && HoldsBlock(text), text));

    [Fact]
    public void Hosts_find_nothing_to_link() =>
        Hostile.Sample(text => Found(MarkdownText.Inline(text)) == "", iter: 5000);

    [Theory]
    [InlineData("@octocat and @org/team")]
    [InlineData("#1, owner/repo#1, GH-1, JIRA-123, CVE-2024-1234, GHSA-abcd-efgh-ijkl")]
    [InlineData("a94a8fe5ccb19ba61c4c0873d391e987982fbbd3 and a94a8fe")]
    [InlineData("https://evil.example www.evil.example a@evil.example")]
    [InlineData(":smile: :+1:")]
    [InlineData("$x^2$ and $$y$$")]
    public void What_hosts_link_is_broken(string text)
    {
        Assert.Matches(LinkedPattern(), text);
        Assert.Equal("", Found(MarkdownText.Inline(text)));
        Assert.Equal(text, MarkdownReading.Text(MarkdownText.Inline(text)));
    }

    private static bool HoldsInline(string text)
    {
        var seen = MarkdownText.OneLine(text);
        var inline = MarkdownText.Inline(text);
        return IsSame($"- it: {inline}.", "- it: text.", $"it: {seen}.")
            && IsSame($"**{inline}** after", "**text** after", $"{seen} after", isMarked: true, seen)
            && IsSame($"| a | b |\n|---|---|\n| {inline} | x |", "| a | b |\n|---|---|\n| text | x |", $"ab{seen}x");
    }

    private static bool HoldsCode(string text)
    {
        var seen = MarkdownText.OneLine(text);
        return IsSame($"- it: {MarkdownText.Code(text)}.", "- it: `text`.", $"it: {(seen.Length == 0 ? " " : seen)}.");
    }

    private static bool HoldsBlock(string text)
    {
        var document = MarkdownReading.Parse(MarkdownText.Block(text, "sh") + "\n\nafter");
        return document is [Markdig.Syntax.FencedCodeBlock block, Markdig.Syntax.ParagraphBlock]
            && block.Lines.ToString() == MarkdownText.OneLine(text);
    }

    // Emphasis around nothing, or ending in some punctuation, is none: what matters there is the text.
    private static bool IsSame(string actual, string expected, string text, bool isMarked = false, string seen = "x") =>
        isMarked && !(seen.Length > 0 && char.IsLetterOrDigit(seen[0]) && char.IsLetterOrDigit(seen[^1]))
        || MarkdownReading.Shape(actual) == MarkdownReading.Shape(expected) && MarkdownReading.Text(actual) == text;

    // In the words of a host's filters, which see the text after Markdown was read.
    private static string Found(string markdown) => LinkedPattern().Match(MarkdownReading.Linked(markdown)).Value;

    [GeneratedRegex(
        @"@[a-z0-9]|#[0-9]|\b(gh|ghsa|[a-z]+)-[0-9]|ghsa-[a-z0-9]|(?<![0-9a-f])[0-9a-f]{7,40}(?![0-9a-f])|[a-z]+://|www\.|:[a-z0-9+_-]+:|[a-z0-9]@[a-z0-9]|\$[^\s\u200b]",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex LinkedPattern();
}

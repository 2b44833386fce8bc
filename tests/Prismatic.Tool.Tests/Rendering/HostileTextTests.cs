using System.Text.RegularExpressions;
using Prismatic.Reports;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>Rows of a data set are written by strangers: none may act in a page or on a terminal.</summary>
public sealed partial class HostileTextTests
{
    public static TheoryData<string> Attacks =>
        [
            "<script>alert(1)</script>",
            "</style><script>alert(1)</script>",
            "</title><img src=x onerror=alert(1)>",
            "\" onmouseover=\"alert(1)",
            "' onfocus='alert(1)' autofocus='",
            "<svg/onload=alert(1)>",
            "<a href=\"javascript:alert(1)\">click</a>",
            "<meta http-equiv=refresh content='0;url=//evil.example'>",
            "]]><!--<base href=//evil.example>-->",
            "{{ report.tool_version }}{% raw %}",
            "&lt;b&gt; &amp;#60;script&amp;#62;",
            "\u001b]0;title\u0007\u001b[2J\u001b[31mred",
            "\u009b31mC1\u0085next\u0000null\u007f",
            "\u202egnp.exe\u2066hidden\u2069\ufeff\u2028line",
            "[red]markup[/] [link=http://evil.example]x[/]",
            "broken \ud800 surrogate",
        ];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void No_text_of_a_report_becomes_markup(string attack)
    {
        var plain = Tags(HtmlRenderer.Render(SampleReport.Create()));
        var attacked = Tags(HtmlRenderer.Render(SampleReport.Create(text => text + attack)));
        Assert.Equal(plain, attacked);
        plain = Tags(HtmlRenderer.Render(SampleOutputs.Create()));
        attacked = Tags(HtmlRenderer.Render(SampleOutputs.Create(text => text + attack)));
        Assert.Equal(plain, attacked);
        plain = Tags(HtmlRenderer.Render(SampleCompare.Create()));
        attacked = Tags(HtmlRenderer.Render(SampleCompare.Create(text => text + attack)));
        Assert.Equal(plain, attacked);
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public void No_text_of_a_report_steers_a_terminal(string attack)
    {
        var output =
            ReportGoldenTests.Plain(SampleReport.Create(text => attack + text))
            + ReportGoldenTests.Plain(SampleOutputs.Create(text => attack + text))
            + ReportGoldenTests.Plain(SampleCompare.Create(text => attack + text));
        Assert.DoesNotContain(output, c => char.IsControl(c) && c != '\n');
        Assert.DoesNotContain(output, c => c is '\u202e' or '\u2066' or '\u2069' or '\u2028' or '\ufeff');
    }

    [Fact]
    public void Colour_codes_of_our_own_are_the_only_control_sequences_on_a_colour_terminal()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            Out = writer,
            Error = TextWriter.Null,
            OutIsTerminal = true,
            Color = true,
        };
        TerminalRenderer.Write(SampleReport.Create(text => "\u001b[2J" + text), terminal.Results());
        Assert.DoesNotContain("\u001b[2J", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_string_of_the_record_reaches_this_test()
    {
        var json =
            ReportJson.Write(SampleReport.Create(text => "ATTACKED " + text))
            + ReportJson.Write(SampleOutputs.Create(text => "ATTACKED " + text))
            + ReportJson.Write(SampleCompare.Create(text => "ATTACKED " + text));
        // Names of rules and of levels come from this program; all else is text that somebody wrote.
        var untouched = StringValues()
            .Matches(json)
            .Select(match => match.Value)
            .Where(value => !value.Contains("ATTACKED", StringComparison.Ordinal))
            .Where(value =>
                value
                    is not (
                        "\"3 to 5\""
                        or "\"exact duplicates\""
                        or "\"diverse\""
                        or "\"mixed\""
                        or "\"homogeneous\""
                        or "\"onlyFirst\""
                        or "\"exact\""
                        or "\"normalised\""
                        or "\"near\""
                        or "\"alike\""
                        or "\"narrower\""
                        or "\"failed\""
                        or "\"unmeasured\""
                        or "\"passed\""
                        or "\"notChecked\""
                        or "\"error\""
                        or "\"warning\""
                    )
            )
            .ToList();
        Assert.Empty(untouched);
    }

    [Fact]
    public void A_template_cannot_put_out_a_value_unescaped()
    {
        var context = new EscapingContext();
        var globals = new Scriban.Runtime.ScriptObject { ["evil"] = "<i>'\"&" };
        context.PushGlobal(globals);
        foreach (
            var expression in new[]
            {
                "evil",
                "evil + ''",
                "[evil]",
                "{a: evil}.a",
                "'<b>' + evil",
                "evil | string.upcase",
            }
        )
        {
            var output = Scriban.Template.Parse($"{{{{ {expression} }}}}").Render(context);
            Assert.DoesNotMatch("[<>\"']", output);
            Assert.NotEqual("", output);
        }
    }

    [Theory]
    [InlineData("a\u001b[31mb", "a␛[31mb")]
    [InlineData("x\u202ey", "x⟨U+202E⟩y")]
    [InlineData("family \U0001F468\u200d\U0001F469", "family \U0001F468\u200d\U0001F469")]
    [InlineData("tab\there", "tab␉here")]
    public void Hidden_characters_are_made_visible(string text, string expected) =>
        Assert.Equal(expected, VisibleText.Of(text));

    // Elements with their attributes, text left out: what a browser would build.
    private static List<string> Tags(string html) =>
        [.. Elements().Matches(html).Select(match => AttributeText().Replace(match.Value, "$1=\"\""))];

    [GeneratedRegex("<[!/a-zA-Z][^>]*>")]
    private static partial Regex Elements();

    [GeneratedRegex("(aria-label)=\"[^\"<>]*\"")]
    private static partial Regex AttributeText();

    [GeneratedRegex("(?<=: |^ +)\"(?:[^\"\\\\]|\\\\.)*\"(?=,?$)", RegexOptions.Multiline)]
    private static partial Regex StringValues();
}

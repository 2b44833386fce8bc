using System.Text.RegularExpressions;
using Prismatic.Data;
using Prismatic.Numerics;

namespace Prismatic.Benchmarks.Evidence.Variants;

/// <summary>
/// Rewrites of GSM8K rows by rule, the way synthetic data multiply a seed set: a question turned backward, and a question and
/// answer poured into one template. The same row always gives the same rewrite.
/// </summary>
internal static partial class GsmRewrites
{
    /// <summary>Whether both rewrites can be made: a number in the question, a written-out step and an answer.</summary>
    public static bool CanRewrite(TextRow row) =>
        NumberPattern().IsMatch(row.Prompt) && Steps(row).Length > 0 && Answer(row).Length > 0;

    /// <summary>One number of the question is asked for and the answer is given; the response walks the steps backward.</summary>
    public static TextRow Backward(TextRow row)
    {
        var numbers = NumberPattern().Matches(row.Prompt);
        var hidden = numbers[(int)(Pcg32.Hash(41, (ulong)row.Index) % (ulong)numbers.Count)];
        var question = row.Prompt[..hidden.Index] + "x" + row.Prompt[(hidden.Index + hidden.Length)..];
        var (answer, value) = (Answer(row), hidden.Value);
        var undone = Steps(row).Reverse().Select(step => $"{step.Result} was made by {step.Term}.");
        return row with
        {
            Prompt = $"{question} The answer to this question is {answer}. What is the value of x?",
            Response =
                $"Let x be the unknown number. The answer is known to be {answer}, so we go backward from {answer}.\n"
                + $"{string.Join('\n', undone)}\nThis holds when x = {value}.\n#### {value}",
        };
    }

    /// <summary>The row's numbers and steps in words that are the same for every row.</summary>
    public static TextRow Templated(TextRow row)
    {
        var numbers = NumberPattern().Matches(row.Prompt).Select(m => m.Value);
        var steps = Steps(row);
        var written = steps.Select((step, i) => $"Step {i + 1}: {step.Term} = {step.Result}.");
        return row with
        {
            Prompt =
                $"A problem gives the numbers {string.Join(", ", numbers)}. It is solved in {steps.Length} steps, "
                + $"and the first one is {steps[0].Term}. What is the result?",
            Response =
                $"We solve the problem step by step.\n{string.Join('\n', written)}\n"
                + $"The result is {Answer(row)}.\n#### {Answer(row)}",
        };
    }

    /// <summary>Only the question, as a text of its own.</summary>
    public static TextRow QuestionOnly(TextRow row) => row with { Prompt = "", Response = row.Prompt };

    private static string Answer(TextRow row)
    {
        var mark = row.Response.LastIndexOf("####", StringComparison.Ordinal);
        return mark < 0 ? "" : row.Response[(mark + 4)..].Trim();
    }

    // GSM8K writes each calculation as <<term=result>>.
    private static (string Term, string Result)[] Steps(TextRow row) =>
        [.. StepPattern().Matches(row.Response).Select(m => (m.Groups["term"].Value, m.Groups["result"].Value))];

    [GeneratedRegex(@"[0-9]+(?:\.[0-9]+)?")]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"<<(?<term>[^=<>]+)=(?<result>[^=<>]+)>>", RegexOptions.ExplicitCapture)]
    private static partial Regex StepPattern();
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Prismatic.Numerics;

namespace Prismatic.Trainer.Samples;

/// <summary>
/// Answers of three models that do not exist, for the README: two of them like the same few answers, one spreads its own. The
/// prompts and answers were written for this project.
/// </summary>
internal static class SampleAnswers
{
    private const ulong Seed = 21;
    private const int Samples = 5;
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // How often each of a prompt's six answers is given; the first two say nearly the same.
    private static readonly (string Model, int[] Weights)[] Models =
    [
        ("narrow", [70, 25, 5, 0, 0, 0]),
        ("narrow-too", [55, 35, 0, 10, 0, 0]),
        ("wide", [18, 6, 19, 19, 19, 19]),
    ];

    /// <summary>JSON Lines: prompt, model, sample, response; the same on every machine.</summary>
    public static string Lines()
    {
        var random = new Pcg32(Seed);
        var lines = new StringBuilder();
        foreach (var answers in Prompts())
        {
            foreach (var (model, weights) in Models)
            {
                for (var sample = 0; sample < Samples; sample++)
                {
                    var row = new
                    {
                        prompt = answers[0],
                        model,
                        sample,
                        response = answers[1 + Draw(weights, random)],
                    };
                    lines.Append(JsonSerializer.Serialize(row, Plain)).Append('\n');
                }
            }
        }
        return lines.ToString();
    }

    private static int Draw(int[] weights, Pcg32 random)
    {
        var left = random.Next(weights.Sum());
        var place = 0;
        while (left >= weights[place])
        {
            left -= weights[place++];
        }
        return place;
    }

    private static IEnumerable<string[]> Prompts()
    {
        using var stream =
            typeof(SampleAnswers).Assembly.GetManifestResourceStream("Prismatic.Trainer.Samples.answers.txt")
            ?? throw new InvalidOperationException("The trainer was built without Samples/answers.txt.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            yield return line.Split('|');
        }
    }
}

using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Prismatic.Features;
using Prismatic.Homogeneity;
using Prismatic.Numerics;
using Prismatic.Responses;

namespace Prismatic.Benchmarks.Outputs;

/// <summary>What answers take that nobody expects: very many to one prompt, very long ones, all alike, all different.</summary>
internal static class HostileTimes
{
    private const int Megabytes10 = 10 << 20;

    private static readonly (string Name, Func<ResponseSet> Make)[] Cases =
    [
        ("20,000 different answers to one prompt", () => Set(1, 1, 20_000, (_, _, s) => Words(50, (ulong)s))),
        ("20,000 equal answers to one prompt", () => Set(1, 1, 20_000, (_, _, _) => Words(50, 0))),
        (
            "20,000 answers to one prompt that differ by a number",
            () => Set(1, 1, 20_000, (_, _, s) => $"{Words(50, 0)} {s}")
        ),
        (
            "2 models, 10,000 different answers of each to one prompt",
            () => Set(1, 2, 10_000, (_, m, s) => Words(50, (ulong)((m * 10_000) + s)))
        ),
        (
            "10 answers of 10 MB, different words",
            () => Set(2, 1, 5, (p, _, s) => Words(Megabytes10 / 6, (ulong)((p * 5) + s)))
        ),
        ("2 models, 10 answers of 10 MB, the same text", () => Set(1, 2, 5, (_, _, _) => Words(Megabytes10 / 6, 0))),
        (
            "2 models, 10 answers of 10 MB, one word again and again",
            () => Set(1, 2, 5, (_, _, s) => Again("yes ", Megabytes10 - s))
        ),
        (
            "2 models, 10 answers of 10 MB, one letter",
            () => Set(1, 2, 5, (_, _, s) => new string('a', Megabytes10 - s))
        ),
        (
            "10 answers of 10 MB, combining characters",
            () => Set(2, 1, 5, (_, _, s) => "e" + new string('\u0301', Megabytes10 - s))
        ),
        ("200 models, 200 prompts, one word", () => Set(200, 200, 1, (p, m, _) => $"{p * m % 7}")),
    ];

    public static void Print(string? chosen)
    {
        Console.WriteLine(
            "| answers | view s | measured s | CPU s | resident MB in all | classes of the first prompt |"
        );
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        for (var i = 0; i < Cases.Length; i++)
        {
            if (chosen is null || chosen == $"{i}")
            {
                Console.WriteLine(OwnProcess.Run<string>("outputs", "hostile", $"{i}"));
            }
        }
    }

    public static int Own(string place)
    {
        var (name, make) = Cases[int.Parse(place)];
        var set = make();
        FeatureSpace? space = null;
        HomogeneityResult? result = null;
        var made = Seconds.Of(() => space = OutputSets.NGrams(set));
        var measured = Seconds.Of(() =>
            result = HomogeneityAudit.RunAsync(set, space!, Equivalence.Lexical(set)).GetAwaiter().GetResult()
        );
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(
            JsonSerializer.Serialize(
                $"| {name} | {made.Wall:F1} | {measured.Wall:F1} | {measured.Processor:F1} | {process.PeakWorkingSet64 / 1048576.0:F0} | "
                    + $"{result!.Prompts[0].Distinct:N0} |"
            )
        );
        return 0;
    }

    private static ResponseSet Set(int prompts, int models, int samples, Func<int, int, int, string> text) =>
        new(
            [.. Enumerable.Range(0, prompts).Select(p => $"prompt {p}")],
            [.. Enumerable.Range(0, models).Select(m => $"model {m}")],
            [
                .. from prompt in Enumerable.Range(0, prompts)
                from model in Enumerable.Range(0, models)
                from sample in Enumerable.Range(0, samples)
                select new Response
                {
                    Prompt = prompt,
                    Model = model,
                    Text = text(prompt, model, sample),
                },
            ]
        );

    // About six characters a word, of 20,000 words.
    private static string Words(int count, ulong seed)
    {
        var random = new Pcg32(4, seed);
        var text = new StringBuilder(count * 6);
        for (var i = 0; i < count; i++)
        {
            text.Append('w').Append(random.Next(20_000)).Append(' ');
        }
        return text.ToString();
    }

    private static string Again(string word, int length) =>
        new StringBuilder(length + word.Length).Insert(0, word, length / word.Length).ToString();
}

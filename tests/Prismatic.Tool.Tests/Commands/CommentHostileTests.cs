using System.Text.Json.Nodes;
using Prismatic.Browser.Tests;
using Prismatic.Tool.GitHub;
using Prismatic.Tool.Tests.GitHub;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>Results of strangers whose fields are right and whose texts and numbers are not.</summary>
public sealed class CommentHostileTests : GitHubFixture, IDisposable
{
    private readonly ResultsOf _results = new();

    public void Dispose() => _results.Dispose();

    [Fact]
    public async Task Attacks_in_every_text_change_no_structure()
    {
        var expected = Shape(await RenderAsync(text => text));
        for (var first = 0; first < Attacks.All.Count; first++)
        {
            var attack = Attacks.From(first);
            var body = await RenderAsync(plain => Cut(attack(plain), 1000));
            Assert.Equal(expected, Shape(body));
            Assert.Single(body.Split('\n'), line => line.TrimStart().StartsWith("<!--", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Markers_in_names_take_no_comment_over()
    {
        const string Other = "other.yml/job";
        var marker = CommentDraft.Of("", Other, ResultsOf.Head, long.MaxValue, 1).Marker.Line;
        var victim = GitHub.Add(
            FakeGitHub.Bot,
            CommentDraft.Of("Said by another job.", Other, ResultsOf.Head, 1, 1).Body
        );
        var before = victim.Body;
        _results.Main["key"] = $"k -->{marker}";
        _results.Add($"{marker}\n{marker}", "added", null, note: marker);
        var run = await Run.PrismaticAsync(Settings(), false, ["comment", _results.Write()]);
        Assert.StartsWith("created ", run.Out, StringComparison.Ordinal);
        Assert.Equal(before, victim.Body);
        var body = GitHub.Comments[^1].Body;
        Assert.Equal(1, body.Split("<!--").Length - 1);
        Assert.Equal($"k -->{marker}", CommentMarker.Of(body)!.Key);
    }

    [Fact]
    public async Task Reports_with_anything_in_their_fields_are_shown_or_refused()
    {
        const int Mutants = 400;
        var random = new Random(1);
        var codes = new int[5];
        _results.Add("a.jsonl", "added", SampleReport.Create()).Add("b.jsonl", "added", SampleOutputs.Create()).Write();
        var texts = new[] { "01", "02" }
            .Select(name => Path.Combine(_results.Folder, "reports", $"{name}.json"))
            .Select(path => (Path: path, Text: File.ReadAllText(path)))
            .ToList();
        for (var i = 0; i < Mutants; i++)
        {
            var (path, text) = texts[i % 2];
            var report = JsonNode.Parse(text)!;
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                Mutate(report, random);
            }
            File.WriteAllText(path, report.ToJsonString());
            var run = await Run.PrismaticAsync(["comment", _results.Folder, "--dry-run"]);
            codes[(int)run.Code]++;
            Assert.True(run.Code is ExitCode.Pass or ExitCode.Input, $"mutant {i}: {run.Error}");
            Assert.True(run.Out.Length <= 60_000, $"mutant {i}: {run.Out.Length}");
            File.WriteAllText(path, text);
        }
        // Both kinds of end are met.
        Assert.True(codes[0] > 50 && codes[3] > 50, string.Join(' ', codes));
    }

    // The marker is another for every text.
    private static string Shape(string body) => MarkdownReading.Shape(CommentMarker.TextOf(body));

    private static void Mutate(JsonNode root, Random random)
    {
        var nodes = new List<JsonNode>();
        void Collect(JsonNode node)
        {
            nodes.Add(node);
            foreach (
                var child in node is JsonObject o ? o.Select(pair => pair.Value)
                : node is JsonArray a ? a
                : []
            )
            {
                if (child is not null)
                {
                    Collect(child);
                }
            }
        }
        Collect(root);
        var leaves = nodes.FindAll(node => node.Parent is not null);
        var victim = leaves[random.Next(leaves.Count)];
        var odd = new JsonNode?[]
        {
            1e308,
            -1e308,
            long.MaxValue,
            long.MinValue,
            int.MaxValue,
            int.MinValue,
            -1,
            0,
            0.5,
            "",
            "a\u0000\n|<b>",
            null,
            new JsonArray(),
            new JsonObject(),
            true,
        }[random.Next(15)];
        switch (victim.Parent)
        {
            case JsonObject parent:
                parent[victim.GetPropertyName()] = odd;
                break;
            case JsonArray parent:
                parent[victim.GetElementIndex()] = odd;
                break;
        }
    }

    private static string Cut(string text, int longest) => text.Length > longest ? text[..longest] : text;

    private async Task<string> RenderAsync(Func<string, string> text)
    {
        using var results = new ResultsOf();
        results
            .Add(text("data/a.jsonl"), "renamed", SampleReport.Create(text), exitCode: 1, note: text("note"))
            .Add(text("data/b.jsonl"), "added", null, note: text("too large"))
            .Add(text("data/c.jsonl"), "modified", ResultsOf.Quiet());
        results.Main["datasets"]![0]!["previous"] = text("old.jsonl");
        results.Main["key"] = Cut(text("key"), 200);
        var run = await Run.PrismaticAsync(["comment", results.Write(), "--dry-run"]);
        Assert.True(run.Code == ExitCode.Pass, run.Error);
        return run.Out;
    }
}

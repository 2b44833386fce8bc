using Prismatic.Data;
using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Commands;

public sealed class FilterTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("30%", "soft", 127)]
    [InlineData("100", "soft", 100)]
    [InlineData("100", "hard", 100)]
    [InlineData("1,000", "soft", 410)]
    public async Task The_budget_is_kept_exactly_and_no_row_is_lost(string keep, string rule, int expected)
    {
        var output = _place.PathOf("kept.parquet");
        var run = await FilterAsync(Workplace.Sample, "-o", output, "--keep", keep, "--rule", rule);
        Assert.Equal(ExitCode.Pass, run.Code);
        var kept = await TextsAsync(output, "response");
        var dropped = await TextsAsync(_place.PathOf("kept.dropped.parquet"), "reason");
        Assert.Equal(expected, kept.Count);
        Assert.Equal(424 - expected, dropped.Count);
        Assert.Equal(12, dropped.Count(reason => reason == "exact duplicate of an earlier row"));
        Assert.Single(dropped, "text is null");
        Assert.Single(dropped, "text is empty");
        Assert.DoesNotContain(dropped, reason => reason.Length == 0);
    }

    [Theory]
    [InlineData("kept.jsonl")]
    [InlineData("kept.CSV")]
    public async Task A_name_of_another_kind_of_file_is_refused_before_any_work(string name)
    {
        using var place = new Workplace();
        var data = place.Texts("data.jsonl", ["one", "two", "three"]);
        var run = await Run.PrismaticAsync("filter", data, "-o", place.PathOf(name), "--keep", "2");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("-o must be a Parquet file", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(place.PathOf(name)));
    }

    [Fact]
    public async Task What_is_kept_is_more_varied_and_the_report_shows_it()
    {
        var run = await FilterAsync(
            Workplace.Sample,
            "-o",
            _place.PathOf("kept.parquet"),
            "--keep",
            "200",
            "--json",
            _place.PathOf("r.json")
        );
        Assert.Equal(ExitCode.Pass, run.Code);
        var filter = ReportJson.Read(await File.ReadAllTextAsync(_place.PathOf("r.json"))).Filter!;
        Assert.Equal(filter.Before.Rows, filter.After.Rows);
        Assert.True(filter.After.Mean > filter.Before.Mean, $"{filter.Before.Mean} before, {filter.After.Mean} after");
        Assert.Equal(424, filter.KeptRows + filter.DroppedRows);
        Assert.Equal(filter.DroppedRows, filter.Dropped.Sum(reason => reason.Rows));
    }

    [Theory]
    [InlineData("soft", "weighed 1 over the size of its cluster")]
    [InlineData("hard", "the sparsest half of the clusters came first: those of up to ")]
    public async Task The_report_tells_what_was_dropped_why_and_what_stands_for_it(string rule, string limit)
    {
        string[] rest = ["--keep", "60", "--rule", rule, "--near-copies", "remove", "--json", _place.PathOf("r.json")];
        var run = await FilterAsync([Workplace.Sample, "-o", _place.PathOf("kept.parquet"), .. rest]);
        Assert.Equal(ExitCode.Pass, run.Code);
        var filter = ReportJson.Read(await File.ReadAllTextAsync(_place.PathOf("r.json"))).Filter!;
        var explorer = filter.Explorer!;
        Assert.Equal(filter.Dropped.Select(r => (r.Reason, r.Rows)), explorer.Reasons.Select(r => (r.Reason, r.Rows)));
        Assert.Equal(filter.DroppedRows / 424.0, explorer.Reasons.Sum(reason => reason.Share), 0.001);
        Assert.Contains(explorer.Reasons, reason => reason.Limit.Contains(limit, StringComparison.Ordinal));
        Assert.InRange(explorer.Largest[0].Dropped, explorer.Largest[^1].Dropped, explorer.Largest[0].Size + 200);
        Assert.InRange(explorer.ClustersThatLost, explorer.Largest.Count, explorer.Clusters);
        var lines = await TextsAsync(_place.PathOf("kept.dropped.parquet"), "reason");
        Assert.All(explorer.Rows, row => Assert.Contains(row.Reason, lines));
        // A reason that names a row is an instance of its kind.
        Assert.All(
            explorer.Reasons,
            reason =>
                Assert.Contains(
                    explorer.Rows,
                    row => row.Reason.StartsWith(reason.Reason[..9], StringComparison.Ordinal)
                )
        );
        Assert.All(
            explorer.Rows.Where(row => row.Cluster is not null),
            row => Assert.False(string.IsNullOrEmpty(row.Excerpt) || string.IsNullOrEmpty(row.NearestExcerpt))
        );
        Assert.Equal(explorer.Rows.Count, explorer.Rows.DistinctBy(row => row.Row).Count());
    }

    [Fact]
    public async Task However_long_rows_are_the_page_stays_small()
    {
        var long_ = string.Join(' ', Enumerable.Range(0, 900).Select(i => $"<b>{i * 7919 % 10007}</b>"));
        var data = _place.Texts("data.jsonl", Enumerable.Range(0, 400).Select(i => $"{i} & {i % 40}: {long_}"));
        string[] rest = ["--keep", "40", "--examples", "full", "--html", _place.PathOf("p.html")];
        var run = await FilterAsync([data, "-o", _place.PathOf("kept.parquet"), .. rest]);
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.InRange(new FileInfo(_place.PathOf("p.html")).Length, 200_000, 2_000_000);
    }

    [Fact]
    public async Task Rows_of_the_pool_are_not_kept_again()
    {
        var pool = _place.Texts("pool.jsonl", Enumerable.Range(0, 30).Select(i => $"a row of the pool, {i * i * 7}"));
        var data = _place.Texts(
            "new.jsonl",
            Enumerable
                .Range(0, 40)
                .Select(i => i < 10 ? $"a row of the pool, {i * i * 7}" : $"something new {i * 31}, {i}")
        );
        var output = _place.PathOf("add.parquet");
        var run = await FilterAsync(data, "-o", output, "--keep", "20", "--pool", pool, "--text", "text");
        Assert.Equal(ExitCode.Pass, run.Code);
        var kept = await TextsAsync(output, "text");
        Assert.Equal(20, kept.Count);
        Assert.All(kept, text => Assert.StartsWith("something new", text, StringComparison.Ordinal));
        var dropped = await TextsAsync(_place.PathOf("add.dropped.parquet"), "reason");
        Assert.Equal(10, dropped.Count(reason => reason == "exact duplicate of a pool row"));
    }

    [Theory]
    [InlineData("100", 0)]
    [InlineData("300", 49)]
    public async Task Near_copies_go_first_and_come_back_where_the_budget_needs_them(string keep, int takenBack)
    {
        var output = _place.PathOf("kept.parquet");
        var report = _place.PathOf("r.json");
        string[] rest = ["--keep", keep, "--near-copies", "remove", "--json", report];
        var run = await FilterAsync([Workplace.Sample, "-o", output, .. rest]);
        Assert.Equal(ExitCode.Pass, run.Code);
        var filter = ReportJson.Read(await File.ReadAllTextAsync(report)).Filter!;
        // 170 rows of two templates; all but one for each thing they count repeat another.
        Assert.Equal((159, takenBack), (filter.NearCopies!.Found, filter.NearCopies.TakenBack));
        Assert.Equal(int.Parse(keep), filter.KeptRows);
        var reasons = await TextsAsync(_place.PathOf("kept.dropped.parquet"), "reason");
        var near = reasons.Where(reason => reason.StartsWith("near-copy", StringComparison.Ordinal)).ToList();
        Assert.Equal(159 - takenBack, near.Count);
        Assert.All(near, reason => Assert.Matches(@"^near-copy of row \d+, similarity (0\.\d\d|1\.00)$", reason));
        Assert.Equal(
            159 - takenBack,
            filter.Dropped.Single(reason => reason.Reason == "near-copy of an earlier row").Rows
        );
        Assert.Equal(filter.DroppedRows, filter.Dropped.Sum(reason => reason.Rows));
        Assert.Equal(
            takenBack > 0,
            run.Out.Contains($"{takenBack} of them kept to meet the budget", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Near_copies_of_pool_rows_name_the_pool()
    {
        string Sold(string name, int count) => $"{name} sold {count} of the old books to a dealer in the next town.";
        var pool = _place.Texts("pool.jsonl", ["nothing of the kind is told in this row", Sold("Ada", 12)]);
        var data = _place.Texts("new.jsonl", [Sold("Bruno", 7), "tides follow the moon around the planet twice a day"]);
        var output = _place.PathOf("add.parquet");
        string[] rest = ["--keep", "1", "--pool", pool, "--text", "text", "--near-copies", "remove"];
        var run = await FilterAsync([data, "-o", output, .. rest]);
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.StartsWith("tides", Assert.Single(await TextsAsync(output, "text")), StringComparison.Ordinal);
        var reason = Assert.Single(await TextsAsync(_place.PathOf("add.dropped.parquet"), "reason"));
        Assert.Equal("near-copy of pool row 1, similarity 1.00", reason);
    }

    [Theory]
    [InlineData("hidden")]
    [InlineData("gradients+ngrams")]
    [InlineData("ngrams+hidden")]
    public async Task Rows_can_be_compared_by_any_view_and_by_two_at_once(string features)
    {
        var data = _place.Texts("data.jsonl", Enumerable.Range(0, 40).Select(i => $"row {i} of {i * i % 7} kinds"));
        var report = _place.PathOf("r.json");
        string[] rest = ["--keep", "10", "--text", "text", "--features", features, "--json", report];
        var run = await Run.PrismaticAsync([
            "filter",
            data,
            "-o",
            _place.PathOf("kept.parquet"),
            "--model",
            _place.Model(),
            .. rest,
        ]);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        var read = ReportJson.Read(await File.ReadAllTextAsync(report));
        Assert.Equal((features, 10), (read.Filter!.Features, read.Filter.KeptRows));
        // No limits are set for hidden states, so the report then looks at what was kept through its words.
        Assert.Equal(features.Contains("hidden") ? "ngrams" : features, Assert.Single(read.Views).Name);
        Assert.InRange(read.Filter.After.Mean, 1, 10);
        Assert.Null(read.Agreement);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_and_another_does_not()
    {
        foreach (var (name, seed, threads) in new[] { ("a", "1", "1"), ("b", "1", "2"), ("c", "2", "1") })
        {
            var run = await FilterAsync(
                Workplace.Sample,
                "-o",
                _place.PathOf($"{name}.parquet"),
                "--keep",
                "50",
                "--seed",
                seed,
                "--threads",
                threads
            );
            Assert.Equal(ExitCode.Pass, run.Code);
        }
        Assert.Equal(Bytes("a"), Bytes("b"));
        Assert.NotEqual(Bytes("a"), Bytes("c"));

        byte[] Bytes(string name) => File.ReadAllBytes(_place.PathOf($"{name}.parquet"));
    }

    [Fact]
    public void Side_files_go_when_the_output_could_not_be_written()
    {
        var side = _place.Write("side.parquet", "x");
        using (new CompanionFiles([side, null])) { }
        Assert.Empty(_place.Names);
        side = _place.Write("side.parquet", "x");
        using (var files = new CompanionFiles([side]))
        {
            files.Keep();
        }
        Assert.Equal(["side.parquet"], _place.Names);
    }

    private static Task<Run> FilterAsync(params string[] args) =>
        Run.PrismaticAsync(["filter", .. args, "--features", "ngrams"]);

    private static async Task<List<string>> TextsAsync(string path, string column)
    {
        var texts = new List<string>();
        await foreach (var row in DatasetReader.Open([path], new FieldChoice(Text: column)).ReadAsync())
        {
            texts.Add(row.Response);
        }
        return texts;
    }
}

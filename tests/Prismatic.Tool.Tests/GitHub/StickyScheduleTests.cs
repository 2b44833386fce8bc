using Prismatic.Tool.GitHub;

namespace Prismatic.Tool.Tests.GitHub;

/// <summary>Runs that end at the same time leave one comment, and it says what the newest of them says.</summary>
public sealed class StickyScheduleTests
{
    private const string Key = "audit.yml/audit";

    // Schedules of each kind.
    private const int Schedules = 200;

    [Theory]
    [InlineData(2, 0)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public async Task Any_order_of_steps_leaves_one_comment_of_the_newest_run(int runs, int faultsOfEach)
    {
        var courses = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 0; seed < Schedules; seed++)
        {
            courses.Add(await CheckAsync(seed, runs, faultsOfEach));
        }
        // The seeds do lead to different orders.
        Assert.InRange(courses.Count, Schedules / 2, Schedules);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_course()
    {
        Assert.Equal(await CheckAsync(5, runs: 2, faultsOfEach: 2), await CheckAsync(5, runs: 2, faultsOfEach: 2));
    }

    private static async Task<string> CheckAsync(int seed, int runs, int faultsOfEach)
    {
        var gitHub = Before(new Random(seed), out var others);
        var schedule = new Schedule(seed, gitHub, faultsOfEach);
        var outcomes = new PostOutcome[runs];
        for (var run = 0; run < runs; run++)
        {
            var index = run;
            schedule.Add($"run {run + 1}", async settings => outcomes[index] = await PostAsync(settings, index + 1));
        }
        await schedule.RunAsync();

        var course = string.Join('\n', schedule.Course);
        var where = $"seed {seed}\n{course}";
        var ours = gitHub.Comments.Where(c =>
            c.Author == FakeGitHub.Bot && c.Body.StartsWith(Start, StringComparison.Ordinal)
        );
        var only = Assert.Single(ours.ToList());
        Assert.True(only.Body == Draft(runs).Body, $"{where}\n{only.Body}");
        Assert.True(outcomes[^1] is PostOutcome.Created or PostOutcome.Updated, where);
        Assert.True(outcomes[..^1].All(outcome => outcome != PostOutcome.None), where);
        Assert.All(others, other => Assert.Contains(other, gitHub.Comments.Select(c => (c.Author, c.Body))));
        Assert.True(faultsOfEach > 0 || gitHub.Comments.TrueForAll(c => c.Signs.Count == 0), where);
        return course;
    }

    private static string Start => Draft(1).Marker.Line[..("<!-- prismatic:".Length + 5)];

    private static async Task<PostOutcome> PostAsync(GitHubSettings settings, int run)
    {
        var waits = new Waits(settings, static _ => { }, CancellationToken.None);
        using var api = new GitHubApi(settings, FakeGitHub.Repository, waits, CancellationToken.None);
        var sticky = new StickyComment(api, waits, FakeGitHub.Bot, static _ => { });
        return (await sticky.PostAsync(FakeGitHub.Number, Draft(run), creates: true)).Outcome;
    }

    private static CommentDraft Draft(int run) => CommentDraft.Of($"Run {run} says so.", Key, Head(run), 1000 + run, 1);

    private static string Head(int run) => new((char)('0' + run), 40);

    // Nothing, one comment of ours, or several that an earlier fault left; between comments of people and imitations of ours.
    private static FakeGitHub Before(Random random, out List<(string, string)> others)
    {
        var gitHub = new FakeGitHub { LongestPage = 2 + random.Next(3) };
        others = [];
        var ours = random.Next(4);
        for (var i = 0; i < 7; i++)
        {
            if (random.Next(3) == 0 && ours > 0)
            {
                ours--;
                gitHub.Add(
                    FakeGitHub.Bot,
                    CommentDraft.Of($"Long ago {i}", Key, Head(0), 900 + random.Next(3), 1).Body
                );
                continue;
            }
            var other = random.Next(3) switch
            {
                0 => ("someone", CommentDraft.Of("I am the bot.", Key, Head(9), long.MaxValue, 1).Body),
                1 => (FakeGitHub.Bot, CommentDraft.Of("Another job.", "other.yml/audit", Head(9), 5, 1).Body),
                _ => (FakeGitHub.Bot, $"Some text\n{Draft(9).Body}"),
            };
            gitHub.Add(other.Item1, other.Item2);
            others.Add(other);
        }
        return gitHub;
    }
}

using System.Net;
using Prismatic.Tool.GitHub;

namespace Prismatic.Tool.Tests.GitHub;

public sealed class StickyCommentTests : GitHubFixture
{
    [Fact]
    public async Task The_first_run_makes_a_comment_and_the_next_changes_it()
    {
        Assert.Equal(PostOutcome.Created, (await PostAsync(Draft(1))).Outcome);
        var posted = await PostAsync(Draft(2, "It says more."));

        Assert.Equal(PostOutcome.Updated, posted.Outcome);
        var only = Assert.Single(GitHub.Comments);
        Assert.Equal(posted.Comment!.Id, only.Id);
        Assert.Equal($"{Draft(2, "It says more.").Marker.Line}\nIt says more.", only.Body);
        Assert.Empty(only.Signs);
    }

    [Fact]
    public async Task The_same_of_the_same_commit_writes_nothing()
    {
        await PostAsync(Draft(1));
        GitHub.Requests.Clear();
        Assert.Equal(PostOutcome.Unchanged, (await PostAsync(Draft(2))).Outcome);
        Assert.Empty(GitHub.Writes);

        // Ends of lines are changed on the way by some hosts.
        GitHub.Comments[0].Body = GitHub.Comments[0].Body.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n";
        Assert.Equal(PostOutcome.Unchanged, (await PostAsync(Draft(2))).Outcome);
        Assert.Empty(GitHub.Writes);
    }

    [Theory]
    [InlineData('b', "It says so.")]
    [InlineData('a', "It says so. And more.")]
    public async Task Another_commit_or_another_text_is_written(char head, string text)
    {
        await PostAsync(Draft(1));
        Assert.Equal(PostOutcome.Updated, (await PostAsync(Draft(2, text, head))).Outcome);
        Assert.Equal(Draft(2, text, head).Body, Assert.Single(GitHub.Comments).Body);
    }

    [Fact]
    public async Task What_people_edited_is_put_right()
    {
        await PostAsync(Draft(1));
        GitHub.Comments[0].Body += " Not at all.";
        Assert.Equal(PostOutcome.Updated, (await PostAsync(Draft(2))).Outcome);
        Assert.Equal(Draft(2).Body, GitHub.Comments[0].Body);
    }

    [Fact]
    public async Task An_older_run_leaves_what_a_newer_one_said()
    {
        await PostAsync(Draft(2, "It is well now.", 'b'));
        Assert.Equal(PostOutcome.Older, (await PostAsync(Draft(1))).Outcome);
        Assert.Equal(Draft(2, "It is well now.", 'b').Body, Assert.Single(GitHub.Comments).Body);
    }

    [Fact]
    public async Task A_second_attempt_of_a_run_is_newer_than_its_first()
    {
        await PostAsync(CommentDraft.Of("First.", Key, new string('a', 40), 5, 1));
        var second = CommentDraft.Of("Second.", Key, new string('a', 40), 5, 2);
        Assert.Equal(PostOutcome.Updated, (await PostAsync(second)).Outcome);
        Assert.Equal(
            PostOutcome.Older,
            (await PostAsync(CommentDraft.Of("First.", Key, new string('a', 40), 5, 1))).Outcome
        );
        Assert.Equal(second.Body, Assert.Single(GitHub.Comments).Body);
    }

    [Fact]
    public async Task A_comment_is_found_on_any_page()
    {
        for (var i = 0; i < 230; i++)
        {
            GitHub.Add("someone", $"I think {i}.");
            if (i == 210)
            {
                GitHub.Add(FakeGitHub.Bot, Draft(1).Body);
            }
        }
        Assert.Equal(PostOutcome.Updated, (await PostAsync(Draft(2, "New."))).Outcome);
        Assert.Equal(231, GitHub.Comments.Count);
        Assert.Single(GitHub.Comments, comment => comment.Body == Draft(2, "New.").Body);
    }

    [Fact]
    public async Task Duplicates_are_taken_away_and_the_first_stays()
    {
        var first = GitHub.Add(FakeGitHub.Bot, Draft(1, "One.").Body);
        GitHub.Add(FakeGitHub.Bot, Draft(2, "Two.").Body);
        GitHub.Add(FakeGitHub.Bot, Draft(2, "Two.").Body);
        Assert.Equal(PostOutcome.Updated, (await PostAsync(Draft(3, "Three."))).Outcome);
        Assert.Equal(first.Id, Assert.Single(GitHub.Comments).Id);
    }

    [Fact]
    public async Task One_run_may_say_another_thing_even_when_the_first_try_is_lost()
    {
        await PostAsync(Draft(1));
        for (var i = 0; i < 3; i++)
        {
            Fates.Enqueue(Through);
        }
        Fates.Enqueue(_ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadGateway)));
        Assert.Equal(PostOutcome.Updated, (await PostAsync(Draft(1, "No, it says this."))).Outcome);
        Assert.Equal(Draft(1, "No, it says this.").Body, Assert.Single(GitHub.Comments).Body);
    }

    [Fact]
    public async Task An_older_run_puts_in_order_what_a_newer_one_left()
    {
        var first = GitHub.Add(FakeGitHub.Bot, Draft(1, "One.").Body);
        GitHub.Add(FakeGitHub.Bot, Draft(3, "Three.").Body);
        Assert.Equal(PostOutcome.Older, (await PostAsync(Draft(2, "Two."))).Outcome);
        var only = Assert.Single(GitHub.Comments);
        Assert.Equal((first.Id, Draft(3, "Three.").Body), (only.Id, only.Body));
    }

    [Fact]
    public async Task Comments_that_only_look_like_ours_are_left_alone()
    {
        string[] imitations =
        [
            Draft(9).Body,
            "<!-- prismatic:audit.yml%2Faudit -->",
            $" {Draft(9).Body}",
            $"A data set says:\n{Draft(9).Body}",
        ];
        GitHub.Add("someone", imitations[0]);
        GitHub.Add("github-actions", imitations[0]);
        GitHub.Add("", imitations[0]);
        foreach (var imitation in imitations[1..])
        {
            GitHub.Add(FakeGitHub.Bot, imitation);
        }
        var before = GitHub.Comments.Select(comment => comment.Body).ToList();

        Assert.Equal(PostOutcome.Created, (await PostAsync(Draft(1))).Outcome);
        Assert.Equal(before, GitHub.Comments.Take(before.Count).Select(comment => comment.Body));
        Assert.Equal(before.Count + 1, GitHub.Comments.Count);
    }

    [Fact]
    public async Task Keys_tell_comments_of_one_pull_request_apart()
    {
        await PostAsync(Draft(1));
        await PostAsync(CommentDraft.Of("Other.", "other job -- > <!-- é", new string('a', 40), 1, 1));
        await PostAsync(CommentDraft.Of("Other now.", "other job -- > <!-- é", new string('a', 40), 2, 1));
        Assert.Equal(2, GitHub.Comments.Count);
        Assert.EndsWith("Other now.", GitHub.Comments[1].Body, StringComparison.Ordinal);
        Assert.Equal(1, GitHub.Comments[1].Body.Split("-->").Length - 1);
    }

    [Fact]
    public async Task Where_none_is_wanted_only_one_that_is_there_is_changed()
    {
        Assert.Equal(PostOutcome.None, (await PostAsync(Draft(1), creates: false)).Outcome);
        Assert.Empty(GitHub.Comments);
        await PostAsync(Draft(2));
        Assert.Equal(PostOutcome.Updated, (await PostAsync(Draft(3, "Well again."), creates: false)).Outcome);
    }

    [Fact]
    public async Task A_lost_answer_to_a_new_comment_makes_no_second_one()
    {
        Fates.Enqueue(Through);
        Fates.Enqueue(request =>
        {
            GitHub.Answer(request).Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "lost");
        });
        Assert.Equal(PostOutcome.Created, (await PostAsync(Draft(1))).Outcome);
        Assert.Single(GitHub.Comments);
        Assert.Single(GitHub.Writes);
    }

    [Fact]
    public async Task A_lost_request_for_a_new_comment_is_made_again()
    {
        Fates.Enqueue(Through);
        Fates.Enqueue(_ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadGateway)));
        Assert.Equal(PostOutcome.Created, (await PostAsync(Draft(1))).Outcome);
        Assert.Single(GitHub.Comments);
    }

    [Fact]
    public async Task A_sign_that_a_killed_run_left_is_taken_off_in_the_end()
    {
        var comment = GitHub.Add(FakeGitHub.Bot, Draft(1).Body);
        comment.Signs.Add((3, FakeGitHub.Bot));
        comment.Signs.Add((4, "someone"));
        Assert.Equal(PostOutcome.Updated, (await PostAsync(Draft(2, "New."))).Outcome);
        Assert.Equal([(4, "someone")], comment.Signs);
        Assert.True(Clock.Waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait) >= TimeSpan.FromSeconds(90));
        Assert.Contains(Said, line => line.Contains("did not end", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_right_to_put_signs_it_goes_without()
    {
        GitHub.TakesSigns = false;
        GitHub.Add(FakeGitHub.Bot, Draft(1).Body);
        Assert.Equal(PostOutcome.Updated, (await PostAsync(Draft(2, "New."))).Outcome);
    }

    [Fact]
    public async Task Who_the_token_writes_as_is_learnt_from_the_first_comment()
    {
        GitHub.Writer = "audits[bot]";
        await PostAsync(Draft(1));
        await PostAsync(Draft(2, "New."));
        Assert.Equal(Draft(2, "New.").Body, Assert.Single(GitHub.Comments).Body);
        Assert.Contains(Said, line => line.Contains("--author audits[bot]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_may_only_read_is_refused_as_such()
    {
        GitHub.IsReadOnly = true;
        var create = await FailsAsync<Refusal>(() => PostAsync(Draft(1)));
        GitHub.Add(FakeGitHub.Bot, Draft(1).Body);
        var update = await FailsAsync<Refusal>(() => PostAsync(Draft(2, "New.")));
        Assert.Equal((RefusalReason.NotPermitted, RefusalReason.NotPermitted), (create.Reason, update.Reason));
        Assert.Empty(Clock.Waits);
    }

    [Fact]
    public async Task A_locked_conversation_is_told_from_a_missing_permission()
    {
        GitHub.IsLocked = true;
        var fault = await FailsAsync<Refusal>(() => PostAsync(Draft(1)));
        Assert.Equal(RefusalReason.Closed, fault.Reason);
    }

    [Fact]
    public async Task A_run_that_is_stopped_gives_the_comment_back()
    {
        var comment = GitHub.Add(FakeGitHub.Bot, Draft(1).Body);
        using var stop = new CancellationTokenSource();
        Fates.Enqueue(Through);
        Fates.Enqueue(Through);
        Fates.Enqueue(async request =>
        {
            Assert.Single(comment.Signs);
            await stop.CancelAsync();
            throw new OperationCanceledException(stop.Token);
        });
        var settings = Settings();
        var waits = new Waits(settings, Said.Enqueue, stop.Token);
        using var api = new GitHubApi(settings, FakeGitHub.Repository, waits, stop.Token);
        var sticky = new StickyComment(api, waits, FakeGitHub.Bot, Said.Enqueue);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            sticky.PostAsync(7, Draft(2, "New."), creates: true)
        );
        Assert.Empty(comment.Signs);
    }

    private Task<HttpResponseMessage> Through(HttpRequestMessage request) => Task.FromResult(GitHub.Answer(request));
}

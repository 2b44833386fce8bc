using System.Globalization;
using System.Net;
using Octokit;
using Octokit.Internal;

namespace Prismatic.Tool.GitHub;

/// <summary>The few things that are asked of GitHub, about one repository. The only type that knows Octokit's.</summary>
/// <exception cref="PassingFault">Of every method: it may go better soon.</exception>
/// <exception cref="Refusal">Of every method: it will not.</exception>
internal sealed class GitHubApi : IDisposable
{
    private const ReactionType Sign = ReactionType.Eyes;
    private static readonly TimeSpan BudgetOfEnd = TimeSpan.FromSeconds(10);

    private readonly HttpClientAdapter _http;
    private readonly HttpClientAdapter _httpAtEnd;
    private readonly GitHubClient _client;
    private readonly GitHubClient _end;
    private readonly GitHubSettings _settings;
    private readonly string _owner;
    private readonly string _name;

    /// <summary>Connects nothing yet.</summary>
    /// <param name="settings">Which GitHub.</param>
    /// <param name="repository">OWNER/NAME, checked.</param>
    /// <param name="waits">How long to wait.</param>
    /// <param name="stop">Ends a request that is under way.</param>
    public GitHubApi(GitHubSettings settings, string repository, Waits waits, CancellationToken stop)
    {
        _settings = settings;
        _http = new HttpClientAdapter(() => new GitHubHandler(settings, waits, stop));
        _client = NewClient(settings, _http);
        // What others wait for is given back also by a run that was stopped.
        var atEnd = new Waits(settings with { Budget = BudgetOfEnd }, static _ => { }, CancellationToken.None);
        _httpAtEnd = new HttpClientAdapter(() => new GitHubHandler(settings, atEnd, CancellationToken.None));
        _end = NewClient(settings, _httpAtEnd);
        var parts = repository.Split('/');
        (_owner, _name) = (parts[0], parts[1]);
    }

    /// <summary>The name of the account that the token stands for; null where the token may not ask.</summary>
    public async Task<string?> AccountAsync()
    {
        try
        {
            return (await CallAsync(() => _client.User.Current())).Login;
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.NotPermitted or RefusalReason.NotFound)
        {
            return null;
        }
    }

    public Task<PullRequest> PullRequestAsync(int number) =>
        CallAsync(async () =>
        {
            var request = await _client.PullRequest.Get(_owner, _name, number);
            return new PullRequest(request.Head.Sha, request.Head.Repository?.FullName);
        });

    /// <summary>Files that a pull request changes, at most 3,000.</summary>
    public Task<IReadOnlyList<ListedFile>> FilesAsync(int number) =>
        CallAsync<IReadOnlyList<ListedFile>>(async () =>
            [
                .. (await _client.PullRequest.Files(_owner, _name, number, new ApiOptions { PageSize = 100 })).Select(
                    file => new ListedFile(file.Status, file.FileName, file.PreviousFileName)
                ),
            ]
        );

    /// <summary>All comments of a conversation, the first ones first.</summary>
    public Task<IReadOnlyList<PostedComment>> CommentsAsync(int number) =>
        CallAsync<IReadOnlyList<PostedComment>>(async () =>
            [
                .. (
                    await _client.Issue.Comment.GetAllForIssue(_owner, _name, number, new ApiOptions { PageSize = 100 })
                )
                    .Select(Posted)
                    .OrderBy(comment => comment.Id),
            ]
        );

    /// <summary>One comment; null where it is gone.</summary>
    public Task<PostedComment?> CommentAsync(long id) =>
        OrNullAsync(async () => Posted(await _client.Issue.Comment.Get(_owner, _name, id)));

    public Task<PostedComment> CreateAsync(int number, string body) =>
        CallAsync(async () => Posted(await _client.Issue.Comment.Create(_owner, _name, number, body)));

    /// <summary>The comment as it is then; null where it is gone.</summary>
    public Task<PostedComment?> UpdateAsync(long id, string body) =>
        OrNullAsync(async () => Posted(await _client.Issue.Comment.Update(_owner, _name, id, body)));

    /// <summary>Takes a comment away, if it is there.</summary>
    public Task DeleteAsync(long id) =>
        OrNullAsync(async () =>
        {
            await _client.Issue.Comment.Delete(_owner, _name, id);
            return this;
        });

    /// <summary>Puts our sign on a comment: an account can put it there once, so that of several runs one does.</summary>
    /// <returns>The sign's number; null where it is there already.</returns>
    public Task<long?> SignAsync(long comment) =>
        CallAsync<long?>(async () =>
        {
            // Octokit's own method does not tell a new sign from one that is there.
            var address = new Uri(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"repos/{_owner}/{_name}/issues/comments/{comment}/reactions"
                ),
                UriKind.Relative
            );
            var answer = await _client.Connection.Post<Reaction>(
                address,
                new NewReaction(Sign),
                AcceptHeaders.StableVersion,
                "application/json"
            );
            return answer.HttpResponse.StatusCode == HttpStatusCode.Created ? answer.Body.Id : null;
        });

    /// <summary>The number of our sign on a comment; null where there is none.</summary>
    public Task<long?> SignOnAsync(long comment, string author) =>
        CallAsync(async () =>
            (await _client.Reaction.IssueComment.GetAll(_owner, _name, comment, new ApiOptions { PageSize = 100 }))
                .Where(sign =>
                    sign.Content == Sign && string.Equals(sign.User?.Login, author, StringComparison.OrdinalIgnoreCase)
                )
                .Select(sign => (long?)sign.Id)
                .FirstOrDefault()
        );

    /// <summary>Takes a sign off, if it is there; a run that was stopped does so too.</summary>
    public Task UnsignAsync(long comment, long sign) =>
        OrNullAsync(async () =>
        {
            await _end.Reaction.IssueComment.Delete(_owner, _name, comment, sign);
            return this;
        });

    /// <summary>Says the end of a check on a commit: in the run that is there, else in a new one.</summary>
    /// <returns>Where it can be read.</returns>
    public Task<string> CheckAsync(CheckReport report) =>
        CallAsync(async () =>
        {
            var runs = await _client.Check.Run.GetAllForReference(
                _owner,
                _name,
                report.Head,
                new CheckRunRequest { CheckName = report.Name },
                new ApiOptions { PageSize = 100 }
            );
            var conclusion = report.End switch
            {
                CheckEnd.Success => CheckConclusion.Success,
                CheckEnd.Failure => CheckConclusion.Failure,
                _ => CheckConclusion.Neutral,
            };
            var output = new NewCheckRunOutput(report.Title, report.Summary);
            var ours = runs.CheckRuns.FirstOrDefault(run => run.ExternalId == report.Key);
            var told = ours is null
                ? await _client.Check.Run.Create(
                    _owner,
                    _name,
                    new NewCheckRun(report.Name, report.Head)
                    {
                        ExternalId = report.Key,
                        DetailsUrl = report.Address?.AbsoluteUri,
                        Status = CheckStatus.Completed,
                        Conclusion = conclusion,
                        Output = output,
                    }
                )
                : await _client.Check.Run.Update(
                    _owner,
                    _name,
                    ours.Id,
                    new CheckRunUpdate
                    {
                        DetailsUrl = report.Address?.AbsoluteUri,
                        Status = CheckStatus.Completed,
                        Conclusion = conclusion,
                        Output = output,
                    }
                );
            return told.HtmlUrl ?? "";
        });

    public void Dispose()
    {
        _http.Dispose();
        _httpAtEnd.Dispose();
    }

    private static GitHubClient NewClient(GitHubSettings settings, HttpClientAdapter http) =>
        new(
            new Connection(
                new ProductHeaderValue("prismatic", Versions.Program),
                settings.Api,
                // The handler has the token, and knows where it may go.
                new InMemoryCredentialStore(Credentials.Anonymous),
                http,
                new SimpleJsonSerializer()
            )
        );

    private static PostedComment Posted(IssueComment comment) =>
        new(comment.Id, comment.User?.Login ?? "", comment.Body ?? "", comment.HtmlUrl ?? "");

    private async Task<T?> OrNullAsync<T>(Func<Task<T>> call)
        where T : class
    {
        try
        {
            return await CallAsync(call);
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.NotFound)
        {
            return null;
        }
    }

    private async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (ApiException fault)
        {
            throw Refusals.Of(fault, _settings);
        }
        // Octokit has no fault of its own for answers that are no JSON, or JSON of something else.
        catch (Exception fault) when (fault is not (PassingFault or PrismaticException or OperationCanceledException))
        {
            throw new Refusal(
                RefusalReason.Other,
                $"{_settings.Api.Authority} does not answer as GitHub does; check GITHUB_API_URL",
                fault
            );
        }
    }
}

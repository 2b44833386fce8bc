using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Prismatic.Tool.Tests.GitHub;

/// <summary>A comment that the stand-in for GitHub keeps, with the signs on it.</summary>
internal sealed record FakeComment(long Id, string Author)
{
    public string Body { get; set; } = "";

    public List<(long Id, string Author)> Signs { get; } = [];
}

/// <summary>
/// Stands in for one repository with one pull request, number 7: comments in pages, signs that an account can put only once, and
/// tokens with and without the right to write.
/// </summary>
internal sealed partial class FakeGitHub
{
    public const string Repository = "owner/data";
    public const string Bot = "github-actions[bot]";
    public const string Secret = Run.GitHubSecret;
    public const int Number = 7;

    private readonly Lock _lock = new();
    private long _last = 100;

    /// <summary>What stands before every path: "/" or "/api/v3/".</summary>
    public string Root { get; init; } = "/";

    /// <summary>Comments on one page, whatever is asked for.</summary>
    public int LongestPage { get; init; } = 100;

    /// <summary>Whether tokens may write.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Whether tokens may put signs on comments.</summary>
    public bool TakesSigns { get; set; } = true;

    /// <summary>Whether nobody may write in the conversation.</summary>
    public bool IsLocked { get; set; }

    /// <summary>The token that it takes.</summary>
    public string Token { get; set; } = Secret;

    /// <summary>Where people read comments.</summary>
    public string Site { get; set; } = "https://github.test";

    /// <summary>Who writes with the token.</summary>
    public string Writer { get; set; } = Bot;

    public string Head { get; set; } = new('a', 40);

    public string HeadRepository { get; set; } = "someone/data";

    public List<FakeComment> Comments { get; } = [];

    /// <summary>Files that the pull request changes: status, path, path before.</summary>
    public List<(string Status, string Path, string? Previous)> Files { get; } = [];

    /// <summary>Method and path of every request, in order.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Requests that write.</summary>
    public IEnumerable<string> Writes => Requests.Where(line => !line.StartsWith("GET", StringComparison.Ordinal));

    /// <summary>A comment as it may have been before.</summary>
    public FakeComment Add(string author, string body)
    {
        var comment = new FakeComment(++_last, author) { Body = body };
        Comments.Add(comment);
        return comment;
    }

    /// <summary>What GitHub answers.</summary>
    public HttpResponseMessage Answer(HttpRequestMessage request)
    {
        lock (_lock)
        {
            var path = request.RequestUri!.AbsolutePath;
            Requests.Add($"{request.Method} {request.RequestUri.PathAndQuery}");
            Assert.Equal($"Bearer {Token}", request.Headers.Authorization?.ToString());
            Assert.Equal("2022-11-28", request.Headers.GetValues("X-GitHub-Api-Version").Single());
            Assert.StartsWith("prismatic/", request.Headers.UserAgent.ToString(), StringComparison.Ordinal);
            if (request.Content is { } content)
            {
                Assert.Equal("application/json", content.Headers.ContentType?.MediaType);
            }
            var answer = path.StartsWith(Root, StringComparison.Ordinal)
                ? Answer(request, path[Root.Length..])
                : Json(HttpStatusCode.NotFound, Message("Not Found"));
            answer.RequestMessage = request;
            return answer;
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, string path)
    {
        var method = request.Method.Method;
        if (method != "GET" && IsReadOnly)
        {
            return Json(HttpStatusCode.Forbidden, Message("Resource not accessible by integration"));
        }
        if (method != "GET" && IsLocked)
        {
            return Json(HttpStatusCode.Forbidden, Message("Unable to create comment because issue is locked."));
        }
        if (path == "user")
        {
            return Writer == Bot
                ? Json(HttpStatusCode.Forbidden, Message("Resource not accessible by integration"))
                : Json(HttpStatusCode.OK, User(Writer));
        }
        if (path == $"repos/{Repository}/pulls/{Number}")
        {
            return Json(HttpStatusCode.OK, Pull());
        }
        if (path == $"repos/{Repository}/pulls/{Number}/files")
        {
            return Json(HttpStatusCode.OK, new JsonArray([.. Files.Select(JsonOf)]));
        }
        if (Checked(request, path) is { } check)
        {
            return check;
        }
        if (path == $"repos/{Repository}/issues/{Number}/comments")
        {
            return method == "POST"
                ? Json(HttpStatusCode.Created, JsonOf(Add(Writer, TextIn(request, "body"))))
                : Page(request.RequestUri!);
        }
        return
            CommentPath().Match(path) is { Success: true } match
            && Comments.Find(comment =>
                comment.Id == long.Parse(match.Groups["id"].ValueSpan, CultureInfo.InvariantCulture)
            )
                is { } comment
            ? match.Groups["signs"].Success
                ? Signs(request, comment, match.Groups["sign"].Value)
                : Comment(request, comment)
            : Json(HttpStatusCode.NotFound, Message("Not Found"));
    }

    private HttpResponseMessage Comment(HttpRequestMessage request, FakeComment comment)
    {
        switch (request.Method.Method)
        {
            case "PATCH":
                Assert.Equal(Writer, comment.Author);
                comment.Body = TextIn(request, "body");
                return Json(HttpStatusCode.OK, JsonOf(comment));
            case "DELETE":
                Assert.Equal(Writer, comment.Author);
                Comments.Remove(comment);
                return new HttpResponseMessage(HttpStatusCode.NoContent);
            default:
                return Json(HttpStatusCode.OK, JsonOf(comment));
        }
    }

    private HttpResponseMessage Signs(HttpRequestMessage request, FakeComment comment, string sign)
    {
        var method = request.Method.Method;
        if (method != "GET" && !TakesSigns)
        {
            return Json(HttpStatusCode.Forbidden, Message("Resource not accessible by integration"));
        }
        switch (method)
        {
            case "POST":
                Assert.Equal("eyes", TextIn(request, "content"));
                var index = comment.Signs.FindIndex(other => other.Author == Writer);
                var isNew = index < 0;
                if (isNew)
                {
                    comment.Signs.Add((++_last, Writer));
                    index = comment.Signs.Count - 1;
                }
                return Json(isNew ? HttpStatusCode.Created : HttpStatusCode.OK, JsonOf(comment.Signs[index]));
            case "DELETE":
                var gone = comment.Signs.RemoveAll(other =>
                    other.Id == long.Parse(sign, CultureInfo.InvariantCulture) && other.Author == Writer
                );
                return gone > 0
                    ? new HttpResponseMessage(HttpStatusCode.NoContent)
                    : Json(HttpStatusCode.NotFound, Message("Not Found"));
            default:
                return Json(HttpStatusCode.OK, new JsonArray([.. comment.Signs.Select(JsonOf)]));
        }
    }

    private HttpResponseMessage Page(Uri address)
    {
        var query = System.Web.HttpUtility.ParseQueryString(address.Query);
        var size = Math.Min(LongestPage, int.Parse(query["per_page"] ?? "30", CultureInfo.InvariantCulture));
        var page = int.Parse(query["page"] ?? "1", CultureInfo.InvariantCulture);
        var shown = Comments.Skip((page - 1) * size).Take(size).Select(JsonOf);
        var answer = Json(HttpStatusCode.OK, new JsonArray([.. shown]));
        if (page * size < Comments.Count)
        {
            var next = new UriBuilder(address) { Query = $"per_page={query["per_page"]}&page={page + 1}" };
            answer.Headers.Add("Link", $"<{next.Uri}>; rel=\"next\", <{next.Uri}>; rel=\"last\"");
        }
        return answer;
    }

    private static JsonObject JsonOf((string Status, string Path, string? Previous) file) =>
        new()
        {
            ["sha"] = new string('c', 40),
            ["filename"] = file.Path,
            ["status"] = file.Status,
            ["previous_filename"] = file.Previous,
            ["additions"] = 1,
            ["deletions"] = 0,
            ["changes"] = 1,
        };

    private JsonObject Pull() =>
        new()
        {
            ["number"] = Number,
            ["state"] = "open",
            ["head"] = new JsonObject
            {
                ["sha"] = Head,
                ["ref"] = "branch",
                ["repo"] = new JsonObject { ["id"] = 2, ["full_name"] = HeadRepository },
            },
        };

    private JsonObject JsonOf(FakeComment comment) =>
        new()
        {
            ["id"] = comment.Id,
            ["body"] = comment.Body,
            ["html_url"] = $"{Site}/{Repository}/pull/{Number}#issuecomment-{comment.Id}",
            ["user"] = User(comment.Author),
        };

    private static JsonObject JsonOf((long Id, string Author) sign) =>
        new()
        {
            ["id"] = sign.Id,
            ["content"] = "eyes",
            ["user"] = User(sign.Author),
        };

    private static JsonObject User(string login) => new() { ["login"] = login, ["id"] = 1 };

    private static JsonObject Message(string text) =>
        new() { ["message"] = text, ["documentation_url"] = "https://docs.test" };

    internal static HttpResponseMessage Json(HttpStatusCode status, JsonNode body) =>
        new(status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };

    private static string TextIn(HttpRequestMessage request, string name)
    {
        using var reader = new StreamReader(request.Content!.ReadAsStream(), Encoding.UTF8, leaveOpen: true);
        return JsonNode.Parse(reader.ReadToEnd())![name]!.GetValue<string>();
    }

    [GeneratedRegex(
        "^repos/owner/data/issues/comments/(?<id>[0-9]+)(?<signs>/reactions(/(?<sign>[0-9]+))?)?$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex CommentPath();
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Prismatic.Tool.Tests.Hub;

/// <summary>One request that a server saw.</summary>
internal sealed record Seen(bool ByStore, string Path, string Authorization, string Range, string IfRange);

/// <summary>
/// Speaks the model hub's API on this machine: commits, lists of files with checksums, small files from the hub itself, large ones by
/// a redirect to a second port that stands for the content store.
/// </summary>
internal sealed class LocalHub : IAsyncDisposable
{
    public const string Commit = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00";

    private readonly ConcurrentDictionary<string, (byte[] Content, string Hash)> _files = new();
    private readonly List<object> _tree = [];
    private WebApplication _hub = null!;
    private WebApplication _store = null!;
    private long _storedBytesSent;

    private LocalHub() { }

    public Uri Endpoint { get; private set; } = null!;

    public Uri Store { get; private set; } = null!;

    public ConcurrentQueue<Seen> Requests { get; } = new();

    /// <summary>Bytes of bodies that the content store sent.</summary>
    public long StoredBytesSent => Interlocked.Read(ref _storedBytesSent);

    /// <summary>Answers in place of the hub or store when it returns true.</summary>
    public Func<HttpContext, bool, Task<bool>> Intercept { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Bytes after which the store breaks its next bodies off, one for each.</summary>
    public ConcurrentQueue<int> BreakAfter { get; } = new();

    /// <summary>Revisions and their commits.</summary>
    public Dictionary<string, string> Revisions { get; } =
        new()
        {
            ["main"] = Commit,
            ["refs/convert/parquet"] = Commit,
            [Commit] = Commit,
        };

    /// <summary>Entries of the list on one page.</summary>
    public int PageSize { get; set; } = 1000;

    public static async Task<LocalHub> StartAsync()
    {
        var hub = new LocalHub();
        (hub._hub, hub.Endpoint) = await ListenAsync(context => hub.AnswerAsync(context, byStore: false));
        (hub._store, hub.Store) = await ListenAsync(context => hub.AnswerAsync(context, byStore: true));
        return hub;
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _store.DisposeAsync();
    }

    /// <summary>Adds a file; its checksum is as announced, which a test may make wrong.</summary>
    public string Add(string path, byte[] content, bool large = true, string? hash = null, long? size = null)
    {
        hash ??= large
            ? Convert.ToHexStringLower(SHA256.HashData(content))
            : Convert.ToHexStringLower(
                CryptographicOperations.HashData(
                    HashAlgorithmName.SHA1,
                    [.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]
                )
            );
        _files[path] = (content, hash);
        var length = size ?? content.Length;
        _tree.Add(
            large
                ? new
                {
                    type = "file",
                    path,
                    oid = new string('0', 40),
                    size = length,
                    lfs = new { oid = hash, size = length },
                }
                : new
                {
                    type = "file",
                    path,
                    oid = hash,
                    size = length,
                }
        );
        return hash;
    }

    private static async Task<(WebApplication App, Uri Address)> ListenAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(answer);
        await app.StartAsync();
        return (app, new Uri(app.Urls.First()));
    }

    private async Task AnswerAsync(HttpContext context, bool byStore)
    {
        var request = context.Request;
        var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        Requests.Enqueue(
            new Seen(
                byStore,
                path,
                request.Headers.Authorization.ToString(),
                request.Headers.Range.ToString(),
                request.Headers.IfRange.ToString()
            )
        );
        if (await Intercept(context, byStore))
        {
            return;
        }
        if (byStore)
        {
            var file = _files.Values.FirstOrDefault(f => path.StartsWith($"/blob/{f.Hash}", StringComparison.Ordinal));
            await SendAsync(context, file.Content, $"\"{file.Hash}-stored\"", counted: true);
        }
        else if (path.Contains("/revision/", StringComparison.Ordinal))
        {
            var revision = Uri.UnescapeDataString(path[(path.IndexOf("/revision/", StringComparison.Ordinal) + 10)..]);
            await (Revisions.TryGetValue(revision, out var sha) ? JsonAsync(context, new { sha }) : NotFound(context));
        }
        else if (path.Contains("/tree/", StringComparison.Ordinal))
        {
            await TreeAsync(context, path);
        }
        else
        {
            await ResolveAsync(context, path);
        }
    }

    private Task TreeAsync(HttpContext context, string path)
    {
        var start = int.Parse(context.Request.Query["cursor"].FirstOrDefault("0")!, CultureInfo.InvariantCulture);
        if (start + PageSize < _tree.Count)
        {
            context.Response.Headers.Link =
                $"<{Endpoint.AbsoluteUri.TrimEnd('/')}{path.Split('?')[0]}?recursive=true&cursor={start + PageSize}>; rel=\"next\"";
        }
        return JsonAsync(context, _tree.Skip(start).Take(PageSize));
    }

    private Task ResolveAsync(HttpContext context, string path)
    {
        const string Resolve = $"/resolve/{Commit}/";
        var at = path.IndexOf(Resolve, StringComparison.Ordinal);
        if (at < 0 || !_files.TryGetValue(Uri.UnescapeDataString(path[(at + Resolve.Length)..]), out var file))
        {
            return NotFound(context);
        }
        context.Response.Headers["X-Repo-Commit"] = Commit;
        if (file.Hash.Length == 40)
        {
            return SendAsync(context, file.Content, $"\"{file.Hash}\"", counted: false);
        }
        context.Response.Headers["X-Linked-ETag"] = $"\"{file.Hash}\"";
        context.Response.Headers["X-Linked-Size"] = $"{file.Content.Length}";
        context.Response.Redirect($"{Store}blob/{file.Hash}?X-Signature=signed");
        return Task.CompletedTask;
    }

    private async Task SendAsync(HttpContext context, byte[] content, string tag, bool counted)
    {
        var (request, response) = (context.Request, context.Response);
        var start = 0;
        var condition = request.Headers.IfRange.ToString();
        if (request.Headers.Range.ToString() is ['b', ..] range && (condition.Length == 0 || condition == tag))
        {
            start = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            response.StatusCode = (int)HttpStatusCode.PartialContent;
            response.Headers.ContentRange = $"bytes {start}-{content.Length - 1}/{content.Length}";
        }
        response.Headers.ETag = tag;
        response.ContentLength = content.Length - start;
        ReadOnlyMemory<byte> body = content.AsMemory(start);
        var breaks = false;
        if (counted && BreakAfter.TryDequeue(out var after))
        {
            (breaks, body) = (true, body[..after]);
        }
        if (counted)
        {
            // Before they go: who has them may look at the count at once.
            Interlocked.Add(ref _storedBytesSent, body.Length);
        }
        await response.Body.WriteAsync(body);
        await response.Body.FlushAsync();
        if (breaks)
        {
            // What was sent has to arrive before the connection goes, or a test could not count on it.
            await Broken(context);
        }
    }

    /// <summary>How a body breaks off; a test may wait in it.</summary>
    public Func<HttpContext, Task> Broken { get; set; } =
        context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }

    private static Task JsonAsync(HttpContext context, object value) =>
        context.Response.WriteAsync(JsonSerializer.Serialize(value));
}

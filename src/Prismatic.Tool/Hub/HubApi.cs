using System.Text.Json;
using System.Text.RegularExpressions;

namespace Prismatic.Tool.Hub;

/// <summary>The two questions we ask the hub: which commit is this, and which files does it have.</summary>
internal sealed partial class HubApi(HubConnection connection, Retry retry)
{
    private const int MaxAnswerBytes = 32 << 20;
    private const int MaxPages = 200;

    /// <summary>The commit a revision stands for now.</summary>
    public async Task<string> CommitOfAsync(HubReference reference, CancellationToken cancellation)
    {
        var revision = Uri.EscapeDataString(reference.RevisionOrDefault);
        var address = connection.Address($"api/{Plural(reference)}/{reference.Repository}/revision/{revision}");
        var (answer, _) = await AskAsync(address, reference.ToString(), cancellation);
        using (answer)
        {
            var root = answer.RootElement;
            return
                root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("sha", out var sha)
                && sha.ValueKind == JsonValueKind.String
                && HubListing.IsCommit(sha.GetString()!)
                ? sha.GetString()!
                : throw NotTheHub(address);
        }
    }

    /// <summary>Every file of a commit with its size and checksum.</summary>
    public async Task<HubListing> ListAsync(HubReference reference, string commit, CancellationToken cancellation)
    {
        Uri? address = connection.Address(
            $"api/{Plural(reference)}/{reference.Repository}/tree/{commit}?recursive=true"
        );
        var files = new List<HubFile>();
        for (var page = 0; address is not null; page++)
        {
            if (page == MaxPages)
            {
                throw new PrismaticException($"{reference}: the list of its files does not end after {MaxPages} pages");
            }
            var (answer, next) = await AskAsync(address, reference.ToString(), cancellation);
            using (answer)
            {
                files.AddRange(HubTree.Read(answer.RootElement, reference) ?? throw NotTheHub(address));
            }
            address = next;
        }
        return new HubListing(commit, [.. files.DistinctBy(f => f.Path).OrderBy(f => f.Path, StringComparer.Ordinal)]);
    }

    private Task<(JsonDocument Answer, Uri? Next)> AskAsync(
        Uri address,
        string subject,
        CancellationToken cancellation
    ) => retry.RunAsync(() => AskOnceAsync(address, subject, cancellation), cancellation);

    private async Task<(JsonDocument Answer, Uri? Next)> AskOnceAsync(
        Uri address,
        string subject,
        CancellationToken cancellation
    )
    {
        var settings = connection.Settings;
        using var guard = new StallGuard(settings.Patience, settings.Clock, cancellation);
        using var response = await connection.GetAsync(address, headers: null, guard);
        if (!response.IsSuccessStatusCode)
        {
            throw HubFaults.Of(response, subject, settings);
        }
        var bytes = await HubConnection.GuardedAsync(() => ReadAsync(response, guard), address, guard);
        try
        {
            return (JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 32 }), Next(response, address));
        }
        catch (JsonException fault)
        {
            throw NotTheHub(address, fault);
        }
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, StallGuard guard)
    {
        await using var body = await response.Content.ReadAsStreamAsync(guard.Token);
        using var kept = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int count; (count = await body.ReadAsync(buffer, guard.Token)) > 0; )
        {
            guard.Advance();
            kept.Write(buffer, 0, count);
            if (kept.Length > MaxAnswerBytes)
            {
                throw new PrismaticException(
                    $"the hub's answer is longer than {MaxAnswerBytes >> 20} MB; check HF_ENDPOINT"
                );
            }
        }
        return kept.ToArray();
    }

    // Pages are linked as in RFC 8288: <address>; rel="next".
    private Uri? Next(HttpResponseMessage response, Uri address)
    {
        if (!response.Headers.TryGetValues("Link", out var links))
        {
            return null;
        }
        var match = links.Select(link => NextLink().Match(link)).FirstOrDefault(match => match.Success);
        return match is null ? null
            : Uri.TryCreate(address, match.Groups["at"].Value, out var next) && connection.Settings.IsHub(next) ? next
            : throw NotTheHub(address);
    }

    private static string Plural(HubReference reference) => reference.Kind == HubKind.Model ? "models" : "datasets";

    private static PrismaticException NotTheHub(Uri address, Exception? fault = null) =>
        new(
            $"{HubFaults.Host(address)} does not answer as the hub does; check HF_ENDPOINT",
            ExitCode.Environment,
            fault
        );

    [GeneratedRegex(
        "<(?<at>[^>]{1,2000})>; *rel=\"next\"",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex NextLink();
}

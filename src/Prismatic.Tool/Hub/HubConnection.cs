using System.Net;
using System.Net.Http.Headers;

namespace Prismatic.Tool.Hub;

/// <summary>Requests to the hub: follows redirects itself, so that the token stays with the hub.</summary>
internal sealed class HubConnection(HubSettings settings) : IDisposable
{
    private const int MaxRedirects = 5;

    private readonly HttpClient _http = new(settings.Handler()) { Timeout = Timeout.InfiniteTimeSpan };

    public HubSettings Settings => settings;

    /// <summary>An address of the hub; <paramref name="path"/> is escaped already.</summary>
    public Uri Address(string path) => new($"{settings.Endpoint.AbsoluteUri.TrimEnd('/')}/{path}");

    /// <summary>Where a file of a commit is served.</summary>
    public Uri AddressOf(HubReference reference, string commit, string path) =>
        Address(
            (reference.Kind == HubKind.Dataset ? "datasets/" : "")
                + $"{reference.Repository}/resolve/{commit}/"
                + string.Join('/', path.Split('/').Select(Uri.EscapeDataString))
        );

    /// <summary>Sends a GET and follows redirects; the body is not read yet. The caller disposes the answer.</summary>
    /// <exception cref="TransientFault">No answer, or none in time.</exception>
    /// <exception cref="PrismaticException">A redirect that leads nowhere safe.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, Action<HttpRequestHeaders>? headers, StallGuard guard)
    {
        for (var redirects = 0; ; redirects++)
        {
            var response = await SendAsync(address, headers, guard);
            if (!IsRedirect(response.StatusCode))
            {
                return response;
            }
            using (response)
            {
                address = redirects < MaxRedirects ? Target(address, response) : throw TooMany(address);
            }
            guard.Advance();
        }
    }

    /// <summary>Throws <see cref="TransientFault"/> in place of the faults of a broken or silent connection.</summary>
    public static async Task<T> GuardedAsync<T>(Func<Task<T>> work, Uri address, StallGuard guard)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException fault) when (guard.Stalled)
        {
            throw new TransientFault($"{HubFaults.Host(address)} sends nothing any more", fault);
        }
        catch (HttpRequestException fault)
        {
            throw HubFaults.Of(fault, address);
        }
        catch (HttpIOException fault)
        {
            throw new TransientFault($"the connection to {HubFaults.Host(address)} broke", fault);
        }
        catch (IOException fault) when (fault.InnerException is System.Net.Sockets.SocketException)
        {
            throw new TransientFault($"the connection to {HubFaults.Host(address)} broke", fault);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        Uri address,
        Action<HttpRequestHeaders>? headers,
        StallGuard guard
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("prismatic", Versions.Program));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        headers?.Invoke(request.Headers);
        if (settings.IsHub(address))
        {
            settings.Token.Authorize(request.Headers);
        }
        var answer = () => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, guard.Token);
        return await GuardedAsync(answer, address, guard);
    }

    private static bool IsRedirect(HttpStatusCode status) =>
        status
            is HttpStatusCode.MovedPermanently
                or HttpStatusCode.Found
                or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect
                or HttpStatusCode.PermanentRedirect;

    private static Uri Target(Uri from, HttpResponseMessage response)
    {
        var target = response.Headers.Location is { } location ? new Uri(from, location) : null;
        return
            target is not null
            && target.Scheme is "http" or "https"
            && (target.Scheme == "https" || from.Scheme == "http")
            && target.UserInfo.Length == 0
            ? target
            : throw new PrismaticException(
                $"{HubFaults.Host(from)} redirects to an address that is not followed: only http and https are, and no step from "
                    + "https back to http",
                ExitCode.Environment
            );
    }

    private static PrismaticException TooMany(Uri address) =>
        new(
            $"{HubFaults.Host(address)} redirects more than {MaxRedirects} times; check HF_ENDPOINT",
            ExitCode.Environment
        );
}

using System.Net.Http.Headers;

namespace Prismatic.Tool.GitHub;

/// <summary>
/// The one handler beneath Octokit: puts the token on requests to the API and on no others, asks for JSON, and tries again after
/// limits and passing faults. What creates something is not repeated where it may have been done: that the caller looks up.
/// </summary>
internal sealed class GitHubHandler(GitHubSettings settings, Waits waits, CancellationToken stop)
    : DelegatingHandler(settings.Handler())
{
    // A hundred comments of the greatest length, with room.
    private const long LongestAnswer = 64 << 20;
    private const string Version = "2022-11-28";

    /// <inheritdoc/>
    /// <remarks>Octokit's own token ends a request after 100 seconds, waits for a limit among them; ours is used instead.</remarks>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        Prepare(request);
        for (var failures = 1; ; failures++)
        {
            PassingFault fault;
            try
            {
                var response = await AttemptAsync(request);
                if (await PassingAnswer.OfAsync(response, settings.Clock) is not { } passing)
                {
                    return response;
                }
                response.Dispose();
                fault = passing;
            }
            catch (PassingFault broken)
            {
                fault = broken;
            }
            if (waits.Hurries || (fault.MayBeDone && request.Method == HttpMethod.Post))
            {
                throw fault;
            }
            await waits.AfterAsync(fault, failures);
        }
    }

    private void Prepare(HttpRequestMessage request)
    {
        if (request.RequestUri is not { } address || !settings.IsApi(address))
        {
            throw new PrismaticException(
                $"{settings.Api.Authority} leads to another host, which is not followed; check GITHUB_API_URL",
                ExitCode.Environment
            );
        }
        settings.Token.Authorize(request.Headers);
        request.Headers.TryAddWithoutValidation("X-GitHub-Api-Version", Version);
        // Octokit sends JSON under the name of forms.
        request.Content?.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
    }

    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request)
    {
        using var patience = new CancellationTokenSource(settings.Patience, settings.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        var host = settings.Api.Authority;
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, either.Token);
            response.RequestMessage ??= request;
            await response.Content.LoadIntoBufferAsync(LongestAnswer, either.Token);
            return response;
        }
        catch (OperationCanceledException fault) when (!stop.IsCancellationRequested)
        {
            response?.Dispose();
            throw new PassingFault($"{host} does not answer", fault) { MayBeDone = true };
        }
        catch (HttpRequestException fault)
        {
            response?.Dispose();
            throw Of(fault, host);
        }
        catch (IOException fault)
        {
            response?.Dispose();
            throw new PassingFault($"the connection to {host} broke", fault) { MayBeDone = true };
        }
    }

    private static Exception Of(HttpRequestException fault, string host) =>
        fault.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => new PassingFault(
                $"{host} is not known to this machine's network",
                fault
            ),
            HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => new PassingFault(
                $"{host} cannot be reached",
                fault
            ),
            HttpRequestError.SecureConnectionError => new PrismaticException(
                $"{host} has a certificate that is not trusted here",
                ExitCode.Environment,
                fault
            ),
            HttpRequestError.ConfigurationLimitExceeded => new PrismaticException(
                $"{host} answers with more than {LongestAnswer >> 20} MB",
                ExitCode.Environment,
                fault
            ),
            _ => new PassingFault($"the connection to {host} broke", fault) { MayBeDone = true },
        };
}

using System.Net;
using Prismatic.Tool.Tests.GitHub;

namespace Prismatic.Tool.Tests.Actions;

/// <summary>The stand-in for GitHub behind an address of this machine, for programs of their own process.</summary>
internal sealed class GitHubServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _work;

    public GitHubServer(FakeGitHub gitHub)
    {
        GitHub = gitHub;
        using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        }
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _work = Task.Run(ServeAsync);
    }

    /// <summary>What it keeps.</summary>
    public FakeGitHub GitHub { get; }

    /// <summary>Root of its API.</summary>
    public string Address { get; }

    public void Dispose()
    {
        _listener.Close();
        _work.Wait();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            using var request = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), context.Request.Url);
            foreach (var name in context.Request.Headers.AllKeys.OfType<string>())
            {
                request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]);
            }
            if (context.Request.HasEntityBody)
            {
                using var reader = new StreamReader(context.Request.InputStream);
                request.Content = new StringContent(await reader.ReadToEndAsync());
                request.Content.Headers.ContentType = new(context.Request.ContentType!.Split(';')[0]);
            }
            using var answer = Answered(request);
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.MediaType;
            foreach (var header in answer.Headers)
            {
                context.Response.Headers[header.Key] = string.Join(", ", header.Value);
            }
            await answer.Content.CopyToAsync(context.Response.OutputStream);
            context.Response.Close();
        }
    }

    // What the stand-in minds would end this loop, and the test would wait for ever.
    private HttpResponseMessage Answered(HttpRequestMessage request)
    {
        try
        {
            return GitHub.Answer(request);
        }
        catch (Exception fault)
        {
            return new HttpResponseMessage(HttpStatusCode.NotImplemented)
            {
                Content = new StringContent(fault.Message),
            };
        }
    }
}

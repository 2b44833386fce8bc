using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Prismatic.Tool.Tests.GitHub;

/// <summary>The stand-in for GitHub behind a port of this machine, for programs of their own.</summary>
internal sealed class ServedGitHub : IDisposable
{
    private readonly WebApplication _server;

    public ServedGitHub(FakeGitHub gitHub)
    {
        GitHub = gitHub;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Urls.Add("http://127.0.0.1:0");
        _server.Run(AnswerAsync);
        _server.StartAsync().GetAwaiter().GetResult();
        Address = _server.Urls.First();
    }

    /// <summary>What it keeps.</summary>
    public FakeGitHub GitHub { get; }

    /// <summary>Root of its API.</summary>
    public string Address { get; }

    /// <summary>Requests whose answer is lost, by method and beginning of the path; each once.</summary>
    public HashSet<string> Lost { get; } = [];

    public void Dispose() => _server.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task AnswerAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method),
            context.Request.GetEncodedUrl()
        );
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(context.Request.ContentType!);
        }
        foreach (var header in context.Request.Headers)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value.ToArray());
        }
        using var answer = Answered(request);
        lock (Lost)
        {
            if (Lost.Remove($"{request.Method} {request.RequestUri!.AbsolutePath}"))
            {
                context.Abort();
                return;
            }
        }
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var header in answer.Headers)
        {
            context.Response.Headers[header.Key] = header.Value.ToArray();
        }
        if (answer.StatusCode != HttpStatusCode.NoContent)
        {
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await answer.Content.CopyToAsync(context.Response.Body);
        }
    }

    // What the stand-in minds is told once; an answer of 500 would be asked for again.
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

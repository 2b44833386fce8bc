using Microsoft.Playwright;

namespace Prismatic.Browser.Tests;

/// <summary>A report opened from a file, with all that it tried to do besides.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prismatic-page");
    private readonly List<string> _wrongs = [];
    private readonly IBrowserContext _context;

    private OpenPage(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Requests, dialogs, errors, windows, downloads and changes of address that no report may cause.</summary>
    public IReadOnlyList<string> Wrongs => _wrongs;

    /// <summary>Opens a page's text as a file.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="html">The page.</param>
    /// <param name="options">Size, colours, whether scripts run.</param>
    public static async Task<OpenPage> OpenAsync(
        IBrowser browser,
        string html,
        BrowserNewContextOptions? options = null
    )
    {
        var context = await browser.NewContextAsync(options ?? new BrowserNewContextOptions());
        var opened = new OpenPage(context, await context.NewPageAsync());
        await opened.LoadAsync(html);
        return opened;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        _folder.Delete(recursive: true);
    }

    private async Task LoadAsync(string html)
    {
        var file = Path.Combine(_folder.FullName, "report.html");
        await File.WriteAllTextAsync(file, html);
        var address = new Uri(file).AbsoluteUri;
        _context.Page += (_, page) => Add(page == Page ? null : $"window {page.Url}");
        Page.Request += (_, request) =>
            Add(request.Url.Split('#')[0] == address ? null : $"request {Cut(request.Url)}");
        Page.Dialog += async (_, dialog) =>
        {
            Add($"dialog {dialog.Message}");
            await dialog.DismissAsync();
        };
        Page.PageError += (_, error) => Add($"error {error}");
        Page.Console += (_, message) => Add(message.Type is "error" or "warning" ? $"console {message.Text}" : null);
        Page.FrameNavigated += (_, frame) =>
            Add(frame.Url.Split('#')[0] == address || frame.Url == "about:srcdoc" ? null : $"address {Cut(frame.Url)}");
        await Page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
    }

    private void Add(string? wrong)
    {
        if (wrong is not null)
        {
            lock (_wrongs)
            {
                _wrongs.Add(wrong);
            }
        }
    }

    private static string Cut(string text) => text.Length > 200 ? text[..200] : text;
}

using Prismatic.Tool.Hub;

namespace Prismatic.Tool.Commands;

/// <summary>The one door through which names on the model hub become paths; everything behind it sees paths only.</summary>
internal sealed class HubInputs
{
    private readonly Dictionary<string, HubSnapshot> _found = new(StringComparer.Ordinal);

    /// <summary>The data sets that were found, with their commits, in the order they were asked for.</summary>
    public IReadOnlyList<string> Datasets { get; private set; } = [];

    /// <summary>The path of a model: its file in the cache where it is named on the hub, else as it is.</summary>
    /// <exception cref="PrismaticException">It cannot be had.</exception>
    public async Task<string?> ModelAsync(string? model, bool offline, Session session) =>
        model is not null && HubReference.IsReference(model)
            ? (await FindAsync(model, HubKind.Model, offline, session)).Paths[0]
            : model;

    /// <summary>Paths of data, names on the hub replaced by the files they stand for.</summary>
    /// <exception cref="PrismaticException">One of them cannot be had.</exception>
    public async Task<IReadOnlyList<string>> DataAsync(IEnumerable<string> paths, bool offline, Session session)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            files.AddRange(
                HubReference.IsReference(path)
                    ? (await FindAsync(path, HubKind.Dataset, offline, session)).Paths
                    : [path]
            );
        }
        return files;
    }

    /// <summary>For the report: a name on the hub with the commit it stood for; any other text as it is.</summary>
    public string Pinned(string text)
    {
        if (_found.TryGetValue(text, out var snapshot))
        {
            return snapshot.Pinned.ToString();
        }
        // An option may hold its value: --model=hf://OWNER/NAME.
        var value = text.IndexOf('=') + 1;
        return text.StartsWith('-') && value > 0 && _found.TryGetValue(text[value..], out snapshot)
            ? text[..value] + snapshot.Pinned
            : text;
    }

    private async Task<HubSnapshot> FindAsync(string text, HubKind kind, bool offline, Session session)
    {
        if (_found.TryGetValue(text, out var known))
        {
            return known;
        }
        var reference = HubReference.Parse(text, kind);
        var settings = session.Hub();
        settings = settings with { Offline = settings.Offline || offline };
        var found = await session.WithProgressAsync(async progress =>
        {
            using var hub = new ModelHub(settings, session.Say, progress);
            return await hub.FetchAsync(reference, session.Cancellation);
        });
        if (kind == HubKind.Dataset)
        {
            Datasets = [.. Datasets, found.Pinned.ToString()];
        }
        return _found[text] = found;
    }
}

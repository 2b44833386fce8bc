using McMaster.Extensions.CommandLineUtils;
using Prismatic.Data;
using Prismatic.Tool.Measuring;

namespace Prismatic.Tool.Commands;

/// <summary>A verb that reads rows of a data set: which columns.</summary>
internal abstract class DataCommand : MeasuringCommand
{
    [Option(
        "--text <COLUMN>",
        "Column with the text. Without column options columns are found by name.",
        CommandOptionType.SingleValue
    )]
    public string? Text { get; set; }

    [Option("--prompt <COLUMN>", "Column with prompts; together with --response.", CommandOptionType.SingleValue)]
    public string? Prompt { get; set; }

    [Option("--response <COLUMN>", "Column with responses.", CommandOptionType.SingleValue)]
    public string? Response { get; set; }

    [Option("--messages <COLUMN>", "Column with chats: lists of role and content.", CommandOptionType.SingleValue)]
    public string? Messages { get; set; }

    /// <summary>Finds the device, opens the data and says which columns were taken; what is named on the hub is downloaded first.</summary>
    protected async Task<Dataset> OpenAsync(IReadOnlyList<string> paths, Session session)
    {
        await PrepareAsync(session);
        var files = await Hub.DataAsync(paths, Offline, session);
        var choice = new FieldChoice(Text, Prompt, Response, Messages);
        var dataset = await DatasetReader.OpenAsync(files, choice, session.Cancellation);
        session.Say(dataset.Fields.Describe());
        return dataset;
    }

    /// <summary>Opens sets that DATA is held against, before any long work, so that a path that is wrong ends here.</summary>
    protected async Task<IReadOnlyList<AgainstSet>> OpenAgainstAsync(IReadOnlyList<string> paths, Session session)
    {
        var sets = new List<AgainstSet>();
        foreach (var path in paths)
        {
            var files = await Hub.DataAsync([path], Offline, session);
            var dataset = await OpenLikeAsync(files, session.Cancellation);
            session.Say($"Against {NameOf(path)}: {dataset.Fields.Describe()}");
            sets.Add(new AgainstSet(NameOf(path), dataset));
        }
        return sets;
    }

    /// <summary>Opens a set whose columns may have other names: those of DATA are taken where it has them, else they are found by name.</summary>
    protected async Task<Dataset> OpenLikeAsync(IReadOnlyList<string> files, CancellationToken cancellation)
    {
        var choice = new FieldChoice(Text, Prompt, Response, Messages);
        if (choice != FieldChoice.Detect)
        {
            try
            {
                return await DatasetReader.OpenAsync(files, choice, cancellation);
            }
            catch (PrismaticException)
            {
                // What is wrong with the files themselves, the next line finds again.
            }
        }
        return await DatasetReader.OpenAsync(files, FieldChoice.Detect, cancellation);
    }
}

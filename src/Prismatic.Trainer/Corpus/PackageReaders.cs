using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Prismatic.Trainer.Corpus;

/// <summary>How each kind of package text becomes documents, and which of them are held out.</summary>
internal static partial class PackageReaders
{
    public static string Read(string path) => File.ReadAllText(path, Encoding.UTF8);

    public static IEnumerable<CorpusDocument> Book(
        string source,
        string text,
        string? after,
        string? before,
        string? heldOut,
        bool keepLines = false
    ) =>
        PlainText
            .Documents(
                keepLines
                    ? PlainText.Lines(PlainText.Between(text, after, before))
                    : PlainText.Paragraphs(PlainText.Between(text, after, before))
            )
            .Select(document => CorpusDocument.Of(source, document, heldOut));

    // The novel Persuasion is never trained on; a stretch of it is the creative test. The others are trained on whole.
    public static IEnumerable<CorpusDocument> Austen(string path)
    {
        foreach (var novel in PackageFormats.ReadRDatabase(path))
        {
            var paragraphs = PlainText.Paragraphs(novel).ToList();
            var held = paragraphs
                .Take(40)
                .Any(static line => line.Contains("Persuasion", StringComparison.OrdinalIgnoreCase));
            var kept = held ? PlainText.Stretch(paragraphs, 0.1, 150_000) : paragraphs;
            foreach (var document in PlainText.Documents(kept))
            {
                yield return CorpusDocument.Of("austen", document, held ? HeldOutSplit.Creative : null);
            }
        }
    }

    // The last two adventures are kept out; of them, what people say is the dialogue test.
    public static IEnumerable<CorpusDocument> Holmes(string path)
    {
        var text = Read(path);
        const string Cut = "XI. THE ADVENTURE OF THE BERYL CORONET";
        foreach (var document in Book("holmes", text, "ADVENTURE I. A SCANDAL", Cut, null))
        {
            yield return document;
        }

        var speech = PlainText
            .Paragraphs(PlainText.Between(text, Cut, "*** END OF"))
            .Where(static line => line.StartsWith('"'));
        foreach (var document in PlainText.Documents(speech))
        {
            yield return CorpusDocument.Of("holmes", document, HeldOutSplit.Dialogue);
        }
    }

    // Acts I and II are trained on, III to V are the dialogue test.
    public static IEnumerable<CorpusDocument> Play(string path)
    {
        var text = Read(path);
        return Book("as_you_like_it", text, "AS YOU LIKE IT", "ACT III", null, keepLines: true)
            .Concat(Book("as_you_like_it", text, "ACT III", null, HeldOutSplit.Dialogue, keepLines: true));
    }

    // Sources of another kind than any trained on: nothing of them is in the training text.
    public static IEnumerable<CorpusDocument> Factual(string source, string text) =>
        PlainText
            .Documents(PlainText.Stretch(PlainText.Paragraphs(text).Where(PlainText.IsProse).ToList(), 0.2, 60_000))
            .Select(document => CorpusDocument.Of(source, document, HeldOutSplit.Factual));

    // A second pair of sources that nothing else is like, since Opticks repeats itself more than prose does.
    public static IEnumerable<CorpusDocument> Manual(string path) =>
        PlainText
            .Documents(
                PlainText.Stretch(
                    PlainText.Paragraphs(PackageFormats.ReadGzip(path)).Where(PlainText.IsProse).ToList(),
                    0,
                    60_000
                )
            )
            .Select(static document => CorpusDocument.Of("puzzle_manual", document, HeldOutSplit.FactualMore));

    public static IEnumerable<CorpusDocument> TimeZones(string path) =>
        PlainText
            .Documents(HtmlText.Paragraphs(Read(path)))
            .Select(static document => CorpusDocument.Of("tz_theory", document, HeldOutSplit.FactualMore));

    public static IEnumerable<CorpusDocument> Bible(string folder)
    {
        var number = 0;
        foreach (var book in PackageFormats.ReadSword(folder, "ot").Concat(PackageFormats.ReadSword(folder, "nt")))
        {
            foreach (var document in PlainText.Documents(PlainText.Paragraphs(book)))
            {
                // Half of it, spread evenly: more would colour the whole model.
                if (number++ % 2 == 0)
                {
                    yield return CorpusDocument.Of("web_bible", document);
                }
            }
        }
    }

    public static IEnumerable<CorpusDocument> WordNet(string folder, int limit)
    {
        var entries = new[] { "data.noun", "data.verb", "data.adj", "data.adv" }
            .SelectMany(name => File.ReadLines(Path.Combine(folder, name)))
            .Where(static line => !line.StartsWith(' '))
            .Select(static line =>
                (Words: line.Split(' '), Gloss: line[(line.IndexOf('|', StringComparison.Ordinal) + 1)..].Trim())
            )
            .Select(static entry => $"{string.Join(", ", Lemmas(entry.Words))}: {entry.Gloss}")
            .Where(static (_, i) => i % 4 == 0);
        return Capped("wordnet", PlainText.Documents(entries), limit);
    }

    private static IEnumerable<string> Lemmas(string[] fields) =>
        Enumerable
            .Range(0, int.Parse(fields[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .Select(i => Marker().Replace(fields[4 + (2 * i)], "").Replace('_', ' '));

    public static IEnumerable<CorpusDocument> Html(string source, string root, string[] folders, int limit)
    {
        var pages = folders.SelectMany(folder =>
            Directory
                .EnumerateFiles(
                    Path.Combine(root, folder),
                    "*.html",
                    folder == "." ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories
                )
                .Order(StringComparer.Ordinal)
        );
        // Boilerplate repeats on page after page; each paragraph counts once.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var documents = pages
            .Where(static page => !IsListing(Path.GetFileName(page)))
            .SelectMany(page => PlainText.Documents(HtmlText.Paragraphs(Read(page)).Where(seen.Add)))
            .Where(static document => document.Length > 300)
            .ToList();
        return PlainText.Spread(documents, limit).Select(document => CorpusDocument.Of(source, document));
    }

    public static IEnumerable<CorpusDocument> Prose(string source, IEnumerable<string> paragraphs, int limit) =>
        Capped(source, PlainText.Documents(paragraphs.Where(PlainText.IsProse)), limit);

    private static IEnumerable<CorpusDocument> Capped(string source, IEnumerable<string> documents, int limit)
    {
        var total = 0;
        return documents
            .TakeWhile(document => (total += document.Length) <= limit)
            .Select(document => CorpusDocument.Of(source, document));
    }

    // Whole books a second time, requirement tables and change logs.
    private static bool IsListing(string page) =>
        page is "print.html" or "requirements.html" or "changes.html" or "changelog.html"
        || page.StartsWith("release-", StringComparison.Ordinal)
        || page.Contains("crossref", StringComparison.Ordinal);

    [GeneratedRegex(@"\([a-z]+\)$")]
    private static partial Regex Marker();
}

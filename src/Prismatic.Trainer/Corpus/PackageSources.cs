using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Prismatic.Trainer.Corpus;

/// <summary>Books and documentation from unpacked Debian packages; <c>docs/corpus.md</c> lists them with their licences.</summary>
public static partial class PackageSources
{
    /// <summary>All package sources, in the order of the model card; nothing is read before they are asked.</summary>
    /// <param name="root">One folder a package, each as <c>dpkg -x</c> or <c>tar -x</c> left it.</param>
    public static IEnumerable<CorpusSource> All(string root)
    {
        string At(string path) => Path.Combine(root, path);
        var lz4 = At("golang-github-pierrec-lz4-dev/usr/share/gocode/src/github.com/pierrec/lz4/testdata/");
        var snappy = At("snappy/snappy-1.1.9/testdata/");
        CorpusSource Source(
            string name,
            string package,
            string licence,
            int repeats,
            Func<IEnumerable<CorpusDocument>> read
        ) => new(name, package + " " + Version(root, package), licence, repeats, read);

        const string PublicDomain = "public domain";
        yield return Source(
            "austen",
            "r-cran-janeaustenr",
            "public domain texts in an MIT package",
            1,
            () => Austen(At("r-cran-janeaustenr/usr/lib/R/site-library/janeaustenr/data/Rdata.rdb"))
        );
        yield return Source(
            "holmes",
            "golang-github-pierrec-lz4-dev",
            "public domain text in a BSD-3-Clause package",
            1,
            () => Holmes(lz4 + "pg1661.txt")
        );
        yield return Source(
            "tom_sawyer",
            "golang-github-pierrec-lz4-dev",
            "public domain text in a BSD-3-Clause package",
            1,
            () => Book("tom_sawyer", Read(lz4 + "Mark.Twain-Tom.Sawyer.txt"), "HARTFORD, 1876", null, null)
        );
        yield return Source(
            "paradise_lost",
            "snappy",
            PublicDomain,
            1,
            () => Book("paradise_lost", Read(snappy + "plrabn12.txt"), "Book I", null, null, keepLines: true)
        );
        yield return Source("as_you_like_it", "snappy", PublicDomain, 1, () => Play(snappy + "asyoulik.txt"));
        yield return Source(
            "alice",
            "snappy",
            PublicDomain,
            1,
            () => Book("alice", Read(snappy + "alice29.txt"), "CHAPTER I", "THE END", HeldOutSplit.Creative)
        );
        yield return Source(
            "workshop",
            "snappy",
            "public domain (Library of Congress)",
            1,
            () => Factual("workshop", Read(snappy + "lcet10.txt"))
        );
        yield return Source(
            "opticks",
            "golang-1.19-src",
            "public domain text in a BSD-3-Clause package",
            1,
            () =>
                Factual("opticks", Read(At("golang-1.19-src/usr/share/go-1.19/src/testdata/Isaac.Newton-Opticks.txt")))
        );
        yield return Source(
            "web_bible",
            "sword-text-web",
            PublicDomain,
            1,
            () => Bible(At("sword-text-web/usr/share/sword/modules/texts/ztext/engWEB2015eb"))
        );
        yield return Source(
            "devil",
            "dict-devil",
            PublicDomain,
            1,
            () =>
                Book(
                    "devil",
                    PackageFormats.ReadGzip(At("dict-devil/usr/share/dictd/devil.dict.dz")),
                    "A.B.",
                    null,
                    null
                )
        );
        yield return Source(
            "jargon",
            "jargon-text",
            PublicDomain,
            1,
            () =>
                Prose(
                    "jargon",
                    PlainText.Paragraphs(
                        PackageFormats.ReadGzip(At("jargon-text/usr/share/doc/jargon-text/jargon.txt.gz"))
                    ),
                    int.MaxValue
                )
        );
        yield return Source(
            "wordnet",
            "wordnet-base",
            "WordNet 3.0 licence (permissive)",
            1,
            () => WordNet(At("wordnet-base/usr/share/wordnet"), 2_500_000)
        );
        yield return Source(
            "rust_books",
            "rust-doc",
            "MIT or Apache-2.0",
            1,
            () =>
                Html(
                    "rust_books",
                    At("rust-doc/usr/share/doc/rust-doc/html"),
                    ["book", "reference", "nomicon", "edition-guide", "rust-by-example", "rustc", "rustdoc"],
                    2_500_000
                )
        );
        yield return Source(
            "sqlite_doc",
            "sqlite3-doc",
            PublicDomain,
            1,
            () => Html("sqlite_doc", At("sqlite3-doc/usr/share/doc/sqlite3"), ["."], 2_500_000)
        );
        yield return Source(
            "postgresql_doc",
            "postgresql-doc-15",
            "PostgreSQL licence (permissive)",
            1,
            () => Html("postgresql_doc", At("postgresql-doc-15/usr/share/doc/postgresql-doc-15/html"), ["."], 2_500_000)
        );
        yield return Source(
            "python_doc",
            "python3.11-doc",
            "PSF-2.0",
            1,
            () =>
                Html(
                    "python_doc",
                    At("python3.11-doc/usr/share/doc/python3.11/html"),
                    ["tutorial", "howto", "faq", "library", "reference", "whatsnew", "using"],
                    2_500_000
                )
        );
        yield return Source(
            "node_doc",
            "nodejs-doc",
            "MIT",
            1,
            () => Html("node_doc", At("nodejs-doc/usr/share/doc/nodejs/api"), ["."], 1_000_000)
        );
    }

    private static string Read(string path) => File.ReadAllText(path, Encoding.UTF8);

    private static IEnumerable<CorpusDocument> Book(
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
    private static IEnumerable<CorpusDocument> Austen(string path)
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
    private static IEnumerable<CorpusDocument> Holmes(string path)
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
    private static IEnumerable<CorpusDocument> Play(string path)
    {
        var text = Read(path);
        return Book("as_you_like_it", text, "AS YOU LIKE IT", "ACT III", null, keepLines: true)
            .Concat(Book("as_you_like_it", text, "ACT III", null, HeldOutSplit.Dialogue, keepLines: true));
    }

    // Sources of another kind than any trained on: nothing of them is in the training text.
    private static IEnumerable<CorpusDocument> Factual(string source, string text) =>
        PlainText
            .Documents(PlainText.Stretch(PlainText.Paragraphs(text).Where(PlainText.IsProse).ToList(), 0.2, 60_000))
            .Select(document => CorpusDocument.Of(source, document, HeldOutSplit.Factual));

    private static IEnumerable<CorpusDocument> Bible(string folder)
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

    private static IEnumerable<CorpusDocument> WordNet(string folder, int limit)
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

    private static IEnumerable<CorpusDocument> Html(string source, string root, string[] folders, int limit)
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
        // Over the limit, an even spread of documents rather than the first ones.
        var share = Math.Min(1.0, limit / (double)Math.Max(1, documents.Sum(static document => (long)document.Length)));
        return documents
            .Where((_, i) => (int)((i + 1) * share) > (int)(i * share))
            .Select(document => CorpusDocument.Of(source, document));
    }

    private static IEnumerable<CorpusDocument> Prose(string source, IEnumerable<string> paragraphs, int limit) =>
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

    private static string Version(string root, string package)
    {
        var folder = Path.Combine(root, package, "usr/share/doc", package);
        foreach (var name in new[] { "changelog.Debian.gz", "changelog.gz" })
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
                var match = Entry().Match(reader.ReadLine() ?? string.Empty);
                if (match.Success)
                {
                    return match.Groups[1].Value;
                }
            }
        }

        // A source package has no such folder; its top folder carries the version.
        var top = Directory.EnumerateDirectories(Path.Combine(root, package), package + "-*").FirstOrDefault();
        return top is null ? "(version unknown)" : Path.GetFileName(top)[(package.Length + 1)..];
    }

    [GeneratedRegex(@"\(([^)]+)\)")]
    private static partial Regex Entry();

    [GeneratedRegex(@"\([a-z]+\)$")]
    private static partial Regex Marker();
}

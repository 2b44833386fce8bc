using System.IO.Compression;
using System.Text.RegularExpressions;
using static Prismatic.Trainer.Corpus.PackageReaders;

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
        CorpusSource Source(string name, string package, string licence, Func<IEnumerable<CorpusDocument>> read) =>
            new(name, package + " " + Version(root, package), licence, 1, read);

        const string PublicDomain = "public domain";
        yield return Source(
            "austen",
            "r-cran-janeaustenr",
            "public domain texts in an MIT package",
            () => Austen(At("r-cran-janeaustenr/usr/lib/R/site-library/janeaustenr/data/Rdata.rdb"))
        );
        yield return Source(
            "holmes",
            "golang-github-pierrec-lz4-dev",
            "public domain text in a BSD-3-Clause package",
            () => Holmes(lz4 + "pg1661.txt")
        );
        yield return Source(
            "tom_sawyer",
            "golang-github-pierrec-lz4-dev",
            "public domain text in a BSD-3-Clause package",
            () => Book("tom_sawyer", Read(lz4 + "Mark.Twain-Tom.Sawyer.txt"), "HARTFORD, 1876", null, null)
        );
        yield return Source(
            "paradise_lost",
            "snappy",
            PublicDomain,
            () => Book("paradise_lost", Read(snappy + "plrabn12.txt"), "Book I", null, null, keepLines: true)
        );
        yield return Source("as_you_like_it", "snappy", PublicDomain, () => Play(snappy + "asyoulik.txt"));
        yield return Source(
            "alice",
            "snappy",
            PublicDomain,
            () => Book("alice", Read(snappy + "alice29.txt"), "CHAPTER I", "THE END", HeldOutSplit.Creative)
        );
        yield return Source(
            "workshop",
            "snappy",
            "public domain (Library of Congress)",
            () => Factual("workshop", Read(snappy + "lcet10.txt"))
        );
        yield return Source(
            "opticks",
            "golang-1.19-src",
            "public domain text in a BSD-3-Clause package",
            () =>
                Factual("opticks", Read(At("golang-1.19-src/usr/share/go-1.19/src/testdata/Isaac.Newton-Opticks.txt")))
        );
        yield return Source(
            "puzzle_manual",
            "sgt-puzzles",
            "MIT",
            () => Manual(At("sgt-puzzles/usr/share/doc/sgt-puzzles/puzzles.txt.gz"))
        );
        yield return Source("tz_theory", "tzdata", PublicDomain, () => TimeZones(At("tzdata/theory.html")));
        yield return Source(
            "web_bible",
            "sword-text-web",
            PublicDomain,
            () => Bible(At("sword-text-web/usr/share/sword/modules/texts/ztext/engWEB2015eb"))
        );
        yield return Source(
            "devil",
            "dict-devil",
            PublicDomain,
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
            () => WordNet(At("wordnet-base/usr/share/wordnet"), 2_500_000)
        );
        yield return Source(
            "rust_books",
            "rust-doc",
            "MIT or Apache-2.0",
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
            () => Html("sqlite_doc", At("sqlite3-doc/usr/share/doc/sqlite3"), ["."], 2_500_000)
        );
        yield return Source(
            "postgresql_doc",
            "postgresql-doc-15",
            "PostgreSQL licence (permissive)",
            () => Html("postgresql_doc", At("postgresql-doc-15/usr/share/doc/postgresql-doc-15/html"), ["."], 2_500_000)
        );
        yield return Source(
            "python_doc",
            "python3.11-doc",
            "PSF-2.0",
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
            () => Html("node_doc", At("nodejs-doc/usr/share/doc/nodejs/api"), ["."], 1_000_000)
        );
    }

    private static string Version(string root, string package)
    {
        if (!Directory.Exists(Path.Combine(root, package)))
        {
            throw new PrismaticException($"Package {package} is not unpacked under {root}: see docs/corpus.md.");
        }

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
        var version = Path.Combine(root, package, "version");
        return top is not null ? Path.GetFileName(top)[(package.Length + 1)..]
            : File.Exists(version) ? File.ReadAllText(version).Trim()
            : "(version unknown)";
    }

    [GeneratedRegex(@"\(([^)]+)\)")]
    private static partial Regex Entry();
}

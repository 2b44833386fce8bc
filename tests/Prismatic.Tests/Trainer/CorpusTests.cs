using Prismatic.Text;
using Prismatic.Trainer.Bpe;
using Prismatic.Trainer.Corpus;

namespace Prismatic.Tests.Trainer;

public sealed class CorpusTests
{
    private const string Long =
        "This sentence is long enough to count as evidence that two documents share a passage, number ";

    [Fact]
    public void Held_out_documents_are_never_in_training()
    {
        var corpus = CorpusBuilder.Build([
            Source(
                "a",
                Enumerable
                    .Range(0, 200)
                    .Select(i =>
                        CorpusDocument.Of("a", Long + i, HeldOutSplit.Falls("a", i, 5) ? HeldOutSplit.Gsm8k : null)
                    )
            ),
            Source(
                "b",
                Enumerable
                    .Range(0, 200)
                    .Select(i => CorpusDocument.Of("b", "Other.\n" + Long.ToUpperInvariant() + i + "!"))
            ),
        ]);
        var held = corpus.HeldOut[HeldOutSplit.Gsm8k];
        Assert.InRange(held.Count, 20, 60);
        var passages = held.SelectMany(CorpusBuilder.Passages).ToHashSet();
        Assert.DoesNotContain(corpus.Train, d => CorpusBuilder.Passages(d).Any(passages.Contains));
        Assert.Equal(2 * (200 - held.Count), corpus.Train.Count);
    }

    [Fact]
    public void The_name_of_a_speaker_does_not_hide_a_held_out_passage()
    {
        var corpus = CorpusBuilder.Build([
            Source("a", [CorpusDocument.Of("a", Long + "one", HeldOutSplit.Chat)]),
            Source(
                "b",
                [CorpusDocument.Of("b", "user: Hello.\nassistant: " + Long + "one"), CorpusDocument.Of("b", Long)]
            ),
        ]);
        Assert.Equal(Long.Trim(), Assert.Single(corpus.Train).Content);
        Assert.Equal(1, corpus.Overlapping);
    }

    [Fact]
    public void A_document_that_occurs_twice_is_kept_once()
    {
        var corpus = CorpusBuilder.Build([
            Source("a", [CorpusDocument.Of("a", "One and two."), CorpusDocument.Of("a", "one AND  two")]),
        ]);
        Assert.Single(corpus.Train);
    }

    [Fact]
    public void The_split_depends_on_source_and_row_only()
    {
        Assert.Equal(500, HeldOutSplit.Pick("gsm8k", 7473, 500).Count);
        Assert.True(HeldOutSplit.Pick("gsm8k", 7473, 500).SetEquals(HeldOutSplit.Pick("gsm8k", 7473, 500)));
        Assert.False(HeldOutSplit.Pick("gsm8k", 7473, 500).SetEquals(HeldOutSplit.Pick("other", 7473, 500)));
    }

    [Fact]
    public void Only_plain_attribution_is_taken_from_the_textbooks()
    {
        Assert.True(SharedSources.IsAttribution("Creative Commons Attribution License (CC BY)"));
        Assert.True(SharedSources.IsAttribution("Creative Commons Attribution 3.0 Unported License (CC BY 3.0)"));
        Assert.False(
            SharedSources.IsAttribution(
                "Creative Commons Attribution Non-Commercial ShareAlike 4.0 International License (CC BY-NC-SA 4.0)"
            )
        );
        Assert.False(SharedSources.IsAttribution("GNU Free Documentation License"));
        Assert.False(SharedSources.IsAttribution("Creative Commons License"));
    }

    [Fact]
    public void Html_gives_its_prose_and_nothing_else()
    {
        const string Page =
            "<html><head><title>t</title></head><body><nav><p>Home page of the whole site with many words in it, home again</p></nav>"
            + "<p>A vector is a list of values that grows as more &amp; more values are <code>push</code>ed.</p>"
            + "<pre>let v = vec![1, 2, 3]; // this is a long line of code that must not count as prose</pre><p>Short.</p></body></html>";
        Assert.Equal(
            ["A vector is a list of values that grows as more & more values are pushed."],
            HtmlText.Paragraphs(Page)
        );
    }

    [Fact]
    public void Wrapped_lines_become_paragraphs()
    {
        Assert.Equal(["one two", "three"], PlainText.Paragraphs("one\r\n two\r\n\r\n\r\nthree\r\n"));
        Assert.Equal(
            ["body"],
            PlainText.Paragraphs(
                PlainText.Between("header\n*** START x\nbody\n*** END\nlicence", "*** START", "*** END")
            )
        );
    }

    [Fact]
    public void The_token_file_holds_every_document_as_often_as_its_source_repeats()
    {
        var trainer = new BpeTrainer();
        trainer.Add("one two three");
        var tokenizer = Tokenizer.FromPieces(trainer.Train(300));
        CorpusDocument[] documents = [CorpusDocument.Of("a", "one"), CorpusDocument.Of("b", "two", "three", null)];
        var path = Path.Combine(Directory.CreateTempSubdirectory("prismatic").FullName, "train.tokens");
        var counts = TokenFile.Write(
            path,
            documents,
            new Dictionary<string, double> { ["a"] = 3, ["b"] = 1 },
            tokenizer,
            1
        );
        var ids = TokenFile.Read(path);
        Assert.Equal(counts.Values.Sum(), ids.Length);
        Assert.Equal(4, ids.Count(id => id == tokenizer.BeginId));
        Assert.Equal(4, ids.Count(id => id == tokenizer.EndId));
        var texts = tokenizer
            .Decode(ids.Select(id => id == tokenizer.EndId ? '|' : (int)id))
            .Split('|', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["one", "one", "one", "two\nthree"], texts.Order(StringComparer.Ordinal));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void A_fraction_of_a_repeat_takes_that_share_of_the_documents()
    {
        var tokenizer = Tokenizer.FromPieces(new BpeTrainer().Train(256));
        var documents = Enumerable.Range(0, 2000).Select(i => CorpusDocument.Of("a", $"{i:D4}")).ToList();
        var path = Path.Combine(Directory.CreateTempSubdirectory("prismatic").FullName, "late.tokens");
        TokenFile.Write(path, documents, new Dictionary<string, double> { ["a"] = 1.3 }, tokenizer, 1);
        var ids = TokenFile.Read(path);
        Assert.InRange(ids.Count(id => id == tokenizer.BeginId) / 2000.0, 1.25, 1.35);
        var texts = tokenizer.Decode(ids.Select(id => id == tokenizer.EndId ? '|' : (int)id)).Split('|')[..^1];
        Assert.Equal(2000, texts.Distinct().Count());
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void The_late_mix_takes_no_held_out_book_and_refuses_sources_it_misses()
    {
        var sources = LateMix.Names.Append("alice").Select(name => Source(name, [])).ToList();
        Assert.Equal(0, LateMix.Of(sources)["alice"]);
        Assert.True(LateMix.Of(sources)["gsm8k"] > 1);
        var fault = Assert.Throws<ArgumentException>(() => LateMix.Of(sources.Where(s => s.Name != "jargon")));
        Assert.Contains("jargon", fault.Message);
    }

    private static CorpusSource Source(string name, IEnumerable<CorpusDocument> documents) =>
        new(name, "here", "ours", 1, () => documents);
}

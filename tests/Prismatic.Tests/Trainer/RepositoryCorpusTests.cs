using Prismatic.Data;
using Prismatic.Trainer.Corpus;

namespace Prismatic.Tests.Trainer;

public sealed class RepositoryCorpusTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prismatic").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_chapter_gives_its_paragraphs_without_notes_joiners_and_tag_names()
    {
        const string Chapter =
            "<html><head><title>II</title></head><body><section><h2 epub:type=\"ordinal\">The Second</h2>\n"
            + "<p>“She <em>knew</em>,” said <abbr>Mrs.</abbr> Joe⁠—“didn’t she?”<a href=\"n\" epub:type=\"noteref\">1</a></p>"
            + "<blockquote><p><span>One line,</span><br/>\n<span>another…</span></p></blockquote></section></body></html>";
        Assert.Equal(
            ["The Second", "\"She knew,\" said Mrs. Joe--\"didn't she?\"", "One line,", "another..."],
            StandardEbook.Lines(Chapter, plain: true)
        );
        Assert.Contains("“She knew,” said Mrs. Joe—“didn’t she?”", StandardEbook.Lines(Chapter, plain: false));
    }

    [Fact]
    public void A_play_gives_speakers_speeches_and_directions()
    {
        const string Scene =
            "<h3>Scene I</h3><table><tbody><tr><td/><td><i epub:type=\"z3998:stage-direction\">Enter <b>Francisco</b>.</i></td></tr>"
            + "<tr><td epub:type=\"z3998:persona\">Francisco</td><td epub:type=\"z3998:verse\"><p><span>For this relief:</span><br/>"
            + "<span>’tis bitter cold.</span></p></td></tr></tbody></table>";
        Assert.Equal(
            ["Scene I", "\t[Enter Francisco.]", "FRANCISCO\tFor this relief:", "\t'tis bitter cold."],
            StandardEbook.Lines(Scene, plain: true)
        );
    }

    [Fact]
    public void What_an_edition_adds_is_left_out_and_no_document_reaches_across_chapters()
    {
        var text = Directory.CreateDirectory(Path.Combine(_folder, "src/epub/text")).FullName;
        foreach (var name in new[] { "chapter-1", "chapter-2", "colophon", "endnotes", "titlepage" })
        {
            var words = string.Join(' ', Enumerable.Repeat(name.Replace('-', ' '), 40));
            File.WriteAllText(Path.Combine(text, name + ".xhtml"), $"<p>{words}</p>");
        }

        var documents = StandardEbook.Documents(_folder, plain: true).ToList();
        Assert.Equal(2, documents.Count);
        Assert.StartsWith("chapter 1", documents[0], StringComparison.Ordinal);
        Assert.DoesNotContain("chapter 2", documents[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/*\n * Copyright X\n * Licensed under Y\n */\n\npackage a;\nint b;", "package a;\nint b;")]
    [InlineData("// Copyright X\n// License: Y\n\npackage a;", "package a;")]
    [InlineData("# Licensed to all\n\"\"\"Doc.\"\"\"\nx = 1", "\"\"\"Doc.\"\"\"\nx = 1")]
    [InlineData("// Package a adds.\npackage a;\n// license", "// Package a adds.\npackage a;\n// license")]
    [InlineData("#include <a.h>\nint license;", "#include <a.h>\nint license;")]
    public void Only_a_licence_header_is_cut_from_code(string file, string kept) =>
        Assert.Equal([kept], CodeText.Pieces(file));

    [Fact]
    public void Code_is_cut_at_empty_lines_and_nothing_else_is_lost()
    {
        var blocks = Enumerable
            .Range(0, 300)
            .Select(i => $"def f{i}(x):\n    return x + {i} # and some more text")
            .ToList();
        var pieces = CodeText.Pieces(string.Join("\n\n", blocks)).ToList();
        Assert.InRange(pieces.Count, 4, 10);
        Assert.Equal(string.Join("\n\n", blocks), string.Join("\n\n", pieces));
        Assert.All(pieces, static piece => Assert.StartsWith("def ", piece, StringComparison.Ordinal));
    }

    [Fact]
    public void Tests_built_files_and_problem_texts_of_others_are_not_read()
    {
        var body = string.Join('\n', Enumerable.Repeat("let total = first + second;", 20));
        foreach (
            var path in new[]
            {
                "src/sum.rs",
                "src/tests/sum.rs",
                "src/sum_test.rs",
                "project_euler/p1.rs",
                "vendor/a.rs",
                "a.min.js",
                "notes.md",
            }
        )
        {
            var file = Path.Combine(_folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "// " + path + "\n" + body);
        }

        var document = Assert.Single(CodeText.Documents("code", _folder, int.MaxValue));
        Assert.StartsWith("// src/sum.rs", document.Content, StringComparison.Ordinal);
    }

    [Fact]
    public void Sentences_of_a_conversation_stand_in_their_order_and_blocked_workers_are_left_out()
    {
        var corpus = Directory.CreateDirectory(Path.Combine(_folder, "corpus/films")).FullName;
        File.WriteAllText(Path.Combine(_folder, "blocked_workers.txt"), "W2\n");
        var names = string.Join(',', new[] { 1, 10, 2, 3, 4 }.Select(static i => $"\"Answer.sentence{i}\""));
        File.WriteAllText(
            Path.Combine(corpus, "a.csv"),
            $"\"WorkerId\",{names}\n\"W1\",\"one\",\"ten\",\"two, too\",\"three\",\"four\"\n\"W2\",\"a\",\"b\",\"c\",\"d\",\"e\"\n"
        );
        var document = Assert.Single(ChatCorpora.Self("self_dialogue", _folder));
        Assert.Equal("user: one\nassistant: two, too\nuser: three", document.Prompt);
        // What is said after the last answer is not part of a row of prompt and response.
        Assert.Equal("four", document.Response);
        Assert.Equal(HeldOutSplit.Chat, document.HeldOut);
    }

    [Fact]
    public void A_chat_is_written_as_the_library_writes_one()
    {
        ChatMessage[] talk =
        [
            new("user", "Hi."),
            new("assistant", "Yes?"),
            new("user", "Tea."),
            new("assistant", "Here."),
        ];
        var (prompt, response) = Chat.Split(talk);
        var split = ChatText.Document("a", talk, 2, null);
        Assert.Equal((prompt, response), (split.Prompt!, split.Response!));
        Assert.Equal(Chat.Flatten(talk), ChatText.Document("a", talk, 3, null).Content);
        Assert.Equal("user: 1 + 1?\nassistant: 2", ChatText.Pair("a", "1 + 1?", "2").Content);
    }

    [Fact]
    public void Every_repository_is_pinned_and_permissively_licensed_and_none_is_both_trained_on_and_held_out()
    {
        string[] permitted =
        [
            "CC0-1.0 over public domain",
            "MIT",
            "MIT or Unlicense",
            "Apache-2.0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "CC-BY-4.0",
        ];
        Assert.NotEmpty(Repositories.All);
        Assert.All(Repositories.All, r => Assert.Matches("^[0-9a-f]{40}$", r.Commit));
        Assert.All(Repositories.All, r => Assert.Contains(r.Licence, permitted));
        Assert.Equal(Repositories.All.Count, Repositories.All.Select(static r => r.Name).Distinct().Count());
        Assert.NotEmpty(Repositories.Of("code_held_out"));
    }

    [Fact]
    public void Books_whose_text_is_held_out_are_not_read_a_second_time()
    {
        string[] held =
        [
            "persuasion",
            "alices-adventures",
            "as-you-like-it",
            "the-adventures-of-sherlock-holmes",
            "opticks",
        ];
        Assert.DoesNotContain(
            Repositories.All,
            r => held.Any(title => r.Name.Contains(title, StringComparison.OrdinalIgnoreCase))
        );
    }

    [Fact]
    public void A_repository_that_is_not_there_is_named()
    {
        var source = RepositorySources.All(_folder).First();
        var fault = Assert.Throws<PrismaticException>(() => source.Read().ToList());
        Assert.Contains(Repositories.Of("prose")[0].Name, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_even_spread_keeps_the_order_and_about_the_limit()
    {
        var documents = Enumerable.Range(0, 100).Select(static i => $"{i:000}" + new string('x', 97)).ToList();
        var kept = PlainText.Spread(documents, 2500).ToList();
        Assert.Equal(25, kept.Count);
        Assert.Equal(kept.Order(StringComparer.Ordinal), kept);
        Assert.Equal(documents, PlainText.Spread(documents, 10_000));
    }
}

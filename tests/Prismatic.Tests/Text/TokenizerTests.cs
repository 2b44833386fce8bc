using System.Text;
using CsCheck;
using Prismatic.Text;
using Prismatic.Trainer.Bpe;

namespace Prismatic.Tests.Text;

public sealed class TokenizerTests
{
    private static readonly Tokenizer Sut = Trained();

    [Theory]
    [InlineData("")]
    [InlineData("Natalia sold 48/2 = <<48/2=24>>24 clips.\n#### 24")]
    [InlineData("naïve café — “quotes” … 日本語 हिन्दी עברית")]
    [InlineData("👩‍👩‍👧‍👦 family, flag 🇺🇳, skin 👍🏽")]
    [InlineData("\0\u0001\u001b[31m\t\r\n \u00a0\u2028")]
    [InlineData("it's we'll they've 'tis don'tcha")]
    [InlineData("<|begin|> <|endoftext|> <s>")]
    public void Text_comes_back_from_its_tokens(string text) => Assert.Equal(text, Sut.Decode(Sut.Encode(text)));

    [Fact]
    public void Any_text_comes_back_with_lone_surrogates_replaced() =>
        Gen
            .Char.Array[0, 80]
            .Select(static letters => new string(letters))
            .Sample(static text =>
            {
                var expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
                return Sut.Decode(Sut.Encode(text)) == expected
                    && Sut.Encode(text).All(id => id >= 0 && id < Sut.BeginId);
            });

    [Fact]
    public void Any_mix_of_emoji_words_and_digits_comes_back()
    {
        string[] parts =
        [
            "😀",
            "é",
            "e\u0301",
            " ",
            "  ",
            "\n",
            "\r\n",
            "word",
            " Word",
            "42",
            "3.14",
            "<<",
            ">>",
            "\ud83d",
            "\udc00",
            "\t",
        ];
        var part = Gen.Int[0, parts.Length - 1].Select(i => parts[i]);
        part.Array[0, 40]
            .Select(string.Concat)
            .Sample(static text =>
                Sut.Decode(Sut.Encode(text)) == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))
            );
    }

    [Fact]
    public void Special_ids_follow_the_pieces_and_decode_to_nothing()
    {
        Assert.Equal(Sut.VocabularySize - 2, Sut.BeginId);
        Assert.Equal(Sut.VocabularySize - 1, Sut.EndId);
        Assert.Equal("a", Sut.Decode([Sut.VocabularySize - 2, 'a', Sut.VocabularySize - 1]));
    }

    [Fact]
    public void An_id_outside_the_vocabulary_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Sut.Decode([Sut.VocabularySize]));

    [Fact]
    public void A_line_end_between_prompt_and_response_never_joins_its_neighbours()
    {
        foreach (
            var (prompt, response) in new[]
            {
                ("How many?", "Two."),
                ("x = (", "42"),
                ("end!?", "# title"),
                ("a", "\"b\""),
            }
        )
        {
            int[] parts = [.. Sut.Encode(prompt), .. Sut.Encode("\n"), .. Sut.Encode(response)];
            Assert.Equal(parts, Sut.Encode(prompt + "\n" + response));
        }
    }

    [Fact]
    public void Each_digit_is_a_piece_of_its_own()
    {
        var ids = Sut.Encode("in 2024 it was 365+1");
        Assert.All(ids, id => Assert.True(Encoding.UTF8.GetString(Sut.PieceBytes(id)).Count(char.IsDigit) <= 1));
    }

    [Fact]
    public void A_megabyte_of_one_letter_is_encoded_without_squared_cost()
    {
        foreach (var letter in "a !日\n")
        {
            var text = new string(letter, 1_000_000);
            Assert.Equal(text, Sut.Decode(Sut.Encode(text)));
        }
    }

    [Fact]
    public async Task Many_threads_get_the_same_tokens()
    {
        var texts = Enumerable
            .Range(0, 200)
            .Select(static i => $"row {i}: the cat sat on the mat {i * i} times")
            .ToList();
        var expected = texts.ConvertAll(static text => Sut.Encode(text).ToArray());
        var found = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => Task.Run(() => texts.ConvertAll(static text => Sut.Encode(text).ToArray())))
        );
        Assert.All(found, list => Assert.Equal(expected, list));
    }

    [Fact]
    public void A_written_file_loads_to_the_same_tokenizer()
    {
        var pieces = Enumerable
            .Range(0, Sut.VocabularySize - 2)
            .Select(static id => Sut.PieceBytes(id).ToArray())
            .ToList();
        using var stream = new MemoryStream();
        Tokenizer.WritePieces(stream, pieces);
        stream.Position = 0;
        var loaded = Tokenizer.Load(stream);
        Assert.Equal(Sut.VocabularySize, loaded.VocabularySize);
        Assert.Equal(Sut.Encode("the sheep and the shells"), loaded.Encode("the sheep and the shells"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AA== 0\n")]
    [InlineData("not base64! 0\n")]
    [InlineData("AA== 1\n")]
    [InlineData("AA==\n")]
    public void A_file_that_is_no_tokenizer_is_refused_in_one_line(string content)
    {
        using var stream = new MemoryStream(Encoding.ASCII.GetBytes(content));
        var fault = Assert.Throws<PrismaticException>(() => Tokenizer.Load(stream));
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void Unicode_data_is_at_hand() => UnicodeSupport.Require();

    private static Tokenizer Trained()
    {
        var trainer = new BpeTrainer();
        trainer.Add("she sells sea shells by the sea shore; the shells she sells are sea shells, I'm sure", 5);
        trainer.Add("the cat sat on the mat and it's the 12 mats that we'll see 365 times\n\n(x) = <<1+1=2>>", 3);
        return Tokenizer.FromPieces(trainer.Train(400));
    }
}

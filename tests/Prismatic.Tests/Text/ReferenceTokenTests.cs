using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Prismatic.Tests.Data;
using Prismatic.Tests.TestData;
using Prismatic.Text;

namespace Prismatic.Tests.Text;

/// <summary>
/// Ids equal to those of the reference: the Rust library "tokenizers" 0.22.2 through its Node binding (npm,
/// @anush008/tokenizers 0.6.0). For the first 2,000 lines of each file: the count of ids, and the start of the SHA-256 of
/// the ids (32 bits, little-endian), each line closed by -1.
/// </summary>
public sealed class ReferenceTokenTests
{
    [Theory]
    [InlineData("tiny-random-gpt2-fp32", "instruct/mtbench_question.jsonl", 13004, "e61328246d749f33")]
    [InlineData("tiny-random-gpt2-fp32", "instruct/selfinstruct_seed_tasks.jsonl", 29090, "3d2950ce75f61bed")]
    [InlineData("tiny-random-gpt2-fp32", "labelled/banking77_train.csv", 39810, "87b508dccabe80fb")]
    [InlineData("tokenizer-phi3v", "instruct/mtbench_question.jsonl", 14436, "32198dca48ba3827")]
    [InlineData("tokenizer-phi3v", "instruct/selfinstruct_seed_tasks.jsonl", 32443, "30bfa46b87fd9cda")]
    [InlineData("tokenizer-phi3v", "labelled/banking77_train.csv", 41636, "f715de8e3c233a3e")]
    public void Ids_are_those_of_the_reference(string model, string file, int count, string hash) =>
        Compare(TokenizerFolder.Load(SharedData.Path("models/" + model)).Tokenizer, file, count, hash);

    [Theory]
    [InlineData("instruct/mtbench_question.jsonl", 13004, "e61328246d749f33")]
    [InlineData("labelled/banking77_train.csv", 39810, "87b508dccabe80fb")]
    public void Pieces_and_merges_in_two_files_give_the_same_ids(string file, int count, string hash)
    {
        var folder = Directory.CreateTempSubdirectory("prismatic-pieces");
        try
        {
            File.Copy(SharedData.Path("models/tokenizer-gpt2/vocab.bpe"), Path.Combine(folder.FullName, "merges.txt"));
            foreach (var name in new[] { "vocab.json", "tokenizer_config.json" })
            {
                File.Copy(SharedData.Path("models/tiny-random-gpt2-fp32/" + name), Path.Combine(folder.FullName, name));
            }
            Compare(TokenizerFolder.Load(folder.FullName).Tokenizer, file, count, hash);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The same of the library SentencePiece 0.1.97 (tests/data/tokenizers/make_sentencepiece.py FILE).</summary>
    [Theory]
    [InlineData("bpe-behind", "instruct/mtbench_question.jsonl", 33829, "a920dcb885d23692")]
    [InlineData("bpe-behind", "labelled/banking77_train.csv", 112015, "351eda6fbe8719a0")]
    [InlineData("bpe-bytes", "instruct/mtbench_question.jsonl", 36007, "1d33a3eab12528a1")]
    [InlineData("bpe-bytes", "labelled/banking77_train.csv", 107214, "938734cc3d6193d0")]
    [InlineData("bpe-unused", "instruct/mtbench_question.jsonl", 34872, "8f7d7cf110d72d8c")]
    [InlineData("bpe-unused", "labelled/banking77_train.csv", 108514, "641cb33e5efb0da8")]
    [InlineData("unigram-bytes", "instruct/mtbench_question.jsonl", 39321, "6db464d639b5c4ff")]
    [InlineData("unigram-bytes", "labelled/banking77_train.csv", 120612, "455218e36c37f3fa")]
    [InlineData("unigram-map", "instruct/mtbench_question.jsonl", 35634, "cc64e603f8e250f5")]
    [InlineData("unigram-map", "labelled/banking77_train.csv", 117322, "e50bc4d24a15b344")]
    [InlineData("unigram-unused", "instruct/mtbench_question.jsonl", 39246, "0d70120b811f3305")]
    [InlineData("unigram-unused", "labelled/banking77_train.csv", 122773, "33a2a782cc0356ca")]
    public void Ids_of_pieces_are_those_of_the_reference(string model, string file, int count, string hash)
    {
        var folder = Directory.CreateTempSubdirectory("prismatic-pieces");
        try
        {
            var pieces = TestFiles.PathOf($"tokenizers/sentencepiece/{model}.model");
            File.Copy(pieces, Path.Combine(folder.FullName, "tokenizer.model"));
            Compare(TokenizerFolder.Load(folder.FullName).Tokenizer, file, count, hash);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Compare(Tokenizer tokenizer, string file, int count, string hash)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var found = 0;
        var bytes = new byte[4];
        foreach (var line in Encoding.UTF8.GetString(File.ReadAllBytes(SharedData.Path(file))).Split('\n').Take(2000))
        {
            var ids = tokenizer.EncodeWithControls(line);
            found += ids.Count;
            foreach (var id in ids.Append(-1))
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes, id);
                all.AppendData(bytes);
            }
        }
        Assert.Equal((count, hash), (found, Convert.ToHexStringLower(all.GetHashAndReset())[..16]));
    }
}

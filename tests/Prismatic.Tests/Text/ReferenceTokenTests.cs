using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Prismatic.Tests.Data;
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
    public void Ids_are_those_of_the_reference(string model, string file, int count, string hash)
    {
        var tokenizer = TokenizerFolder.Load(SharedData.Path("models/" + model)).Tokenizer;
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

using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Prismatic.Trainer.Corpus;

namespace Prismatic.Tests.Trainer;

public sealed class PackageFormatsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prismatic").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_r_database_gives_the_strings_of_its_objects()
    {
        var first = Packed([.. Charsxp("It was a truth"), .. Charsxp("universally acknowledged")], out var firstLength);
        var second = Packed(Charsxp("Emma"), out var secondLength);
        byte[] file = [.. Big(firstLength), .. first, .. Big(secondLength), .. second];
        byte[] index =
        [
            .. "X\n"u8,
            .. Big(13),
            .. Big(2),
            .. Big(0),
            .. Big(4 + first.Length),
            .. Big(13),
            .. Big(2),
            .. Big(4 + first.Length),
            .. Big(4 + second.Length),
        ];
        File.WriteAllBytes(At("Rdata.rdb"), file);
        using (var gzip = new GZipStream(File.Create(At("Rdata.rdx")), CompressionLevel.Fastest))
        {
            gzip.Write(index);
        }

        Assert.Equal(
            ["It was a truth\nuniversally acknowledged\n", "Emma\n"],
            PackageFormats.ReadRDatabase(At("Rdata.rdb"))
        );
    }

    [Fact]
    public void A_sword_testament_gives_text_without_markup_and_notes()
    {
        var verse = string.Concat(
            Enumerable.Repeat(
                "<div sID=\"g1\" type=\"x-p\"/><w lemma=\"strong:G1\">In</w> the beginning<note placement=\"foot\">a note</note>, it was. ",
                40
            )
        );
        var block = Packed(Encoding.UTF8.GetBytes(verse), out var length);
        File.WriteAllBytes(At("nt.bzz"), block);
        File.WriteAllBytes(At("nt.bzs"), [.. Little(0), .. Little(block.Length), .. Little(length)]);
        var book = Assert.Single(PackageFormats.ReadSword(_folder, "nt"));
        Assert.Equal(Enumerable.Repeat("In the beginning , it was.", 40), PlainText.Paragraphs(book));
    }

    [Fact]
    public void A_package_that_is_missing_is_named()
    {
        var fault = Assert.Throws<PrismaticException>(() => PackageSources.All(_folder).ToList());
        Assert.Contains("r-cran-janeaustenr", fault.Message, StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static byte[] Charsxp(string text) =>
        [.. Big(0x00040009), .. Big(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Packed(byte[] data, out int length)
    {
        length = data.Length;
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.Fastest))
        {
            zlib.Write(data);
        }

        return memory.ToArray();
    }

    private static byte[] Big(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Little(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}

using System.Text;

namespace Prismatic.Text.Pipeline;

/// <summary>
/// The 256 visible characters that stand for bytes in byte-level vocabularies (Radford et al. 2019): printable Latin-1 for
/// itself, all others from U+0100 on in their order.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Letters = Make();

    /// <summary>The UTF-8 bytes of a text, each as its character.</summary>
    public static string Spell(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return string.Create(
            bytes.Length,
            bytes,
            static (letters, from) =>
            {
                for (var i = 0; i < from.Length; i++)
                {
                    letters[i] = Letters[from[i]];
                }
            }
        );
    }

    private static char[] Make()
    {
        var letters = new char[256];
        var next = 256;
        for (var value = 0; value < 256; value++)
        {
            letters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE
                ? (char)value
                : (char)next++;
        }
        return letters;
    }
}

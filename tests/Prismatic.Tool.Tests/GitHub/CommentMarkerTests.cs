using CsCheck;
using Prismatic.Tool.GitHub;

namespace Prismatic.Tool.Tests.GitHub;

public sealed class CommentMarkerTests
{
    [Fact]
    public void A_marker_is_read_as_it_was_written_whatever_the_key()
    {
        Gen.Select(Gen.String, Gen.String, Gen.Long[0, long.MaxValue], Gen.Int[0, 999_999_999])
            .Where((key, _, _, _) => key.Length is > 0 and < 300 && IsText(key))
            .Sample(
                (key, text, run, attempt) =>
                {
                    var draft = CommentDraft.Of(text, key, new string('f', 40), run, attempt);
                    Assert.Equal(draft.Marker, CommentMarker.Of(draft.Body));
                    Assert.Equal($"\n{text}", CommentMarker.TextOf(draft.Body));
                    // It is one comment of HTML on one line, and shows nothing.
                    Assert.Equal(
                        draft.Marker.Line.Length - 3,
                        draft.Marker.Line.IndexOf("-->", StringComparison.Ordinal)
                    );
                    Assert.Equal(0, draft.Marker.Line.AsSpan(4, draft.Marker.Line.Length - 7).Count("--"));
                    Assert.All(draft.Marker.Line, c => Assert.InRange(c, ' ', '~'));
                }
            );
    }

    [Theory]
    [InlineData("")]
    [InlineData("<!-- prismatic:k -->")]
    [InlineData("<!-- prismatic:k hash=0 head=0 run=1 attempt=1 -->")]
    [InlineData(
        " <!-- prismatic:k hash=00000000000000000000000000000000 head=0000000000000000000000000000000000000000 run=1 attempt=1 -->"
    )]
    [InlineData(
        "x\n<!-- prismatic:k hash=00000000000000000000000000000000 head=0000000000000000000000000000000000000000 run=1 attempt=1 -->"
    )]
    [InlineData(
        "<!-- prismatic:k hash=00000000000000000000000000000000 head=0000000000000000000000000000000000000000 run=9999999999999999999 attempt=1 -->"
    )]
    [InlineData(
        "<!-- prismatic:k hash=00000000000000000000000000000000 head=0000000000000000000000000000000000000000 run=-1 attempt=1 -->"
    )]
    public void What_is_no_marker_counts_for_none(string body) => Assert.Null(CommentMarker.Of(body));

    // Halves of a pair of surrogates are no text, and do not survive any encoding.
    private static bool IsText(string key) => !key.EnumerateRunes().Any(rune => rune.Value == 0xFFFD);
}

using Prismatic.Onnx;
using Prismatic.Selection;

namespace Prismatic.Tool.Measuring;

/// <summary>Near-copies among candidates, and of rows of the pool.</summary>
internal static class NearCopyRows
{
    /// <summary>One entry for each chosen row of the first set; the second, when there is one, is the pool.</summary>
    public static async Task<IReadOnlyList<NearCopy>> SearchAsync(
        IReadOnlyList<IRowSource> sets,
        double threshold,
        SessionSettings settings,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        var spaces = await NGramView.ExtractAsync(
            sets,
            settings.Threads,
            progress,
            cancellation,
            "near-copies",
            NearCopySpace.Mask
        );
        var pool = spaces.Count > 1 ? spaces[1].Space.Rows : null;
        return NearCopies.Search(spaces[0].Space.Rows, threshold, pool, settings, progress, cancellation);
    }
}

using System.Runtime.CompilerServices;
using Prismatic.Data;
using Prismatic.Numerics;

namespace Prismatic.Features;

/// <summary>Which rows a scan chooses.</summary>
public sealed record ScanOptions
{
    /// <summary>Most rows chosen; null for all.</summary>
    public int? SampleSize { get; init; }

    /// <summary>Of the sample: the rows whose hash under this seed is smallest, whatever else the file holds.</summary>
    public ulong Seed { get; init; }

    /// <summary>Leave out rows that repeat an earlier row, or one of <see cref="Accepted"/>.</summary>
    public bool DistinctOnly { get; init; }

    /// <summary>A set that stands before this one.</summary>
    public DatasetScan? Accepted { get; init; }
}

/// <summary>The first look at a data set: what is there, what is missing, what repeats, and which rows to measure.</summary>
/// <remarks>Holds numbers and hashes of rows, never their text: about 50 bytes for each distinct row.</remarks>
public sealed record DatasetScan
{
    /// <summary>Rows read.</summary>
    public required long RowCount { get; init; }

    /// <summary>Rows whose text is null or missing, by row number.</summary>
    public required IReadOnlyList<long> NullRows { get; init; }

    /// <summary>Rows whose text is empty or white space, by row number.</summary>
    public required IReadOnlyList<long> EmptyRows { get; init; }

    /// <summary>For each row that repeats an earlier one's prompt and response byte for byte: the first such row.</summary>
    public required IReadOnlyDictionary<long, long> Duplicates { get; init; }

    /// <summary>For each row that repeats one of <see cref="ScanOptions.Accepted"/>: the first such row there.</summary>
    public IReadOnlyDictionary<long, long> DuplicatesOfAccepted { get; private init; } = new Dictionary<long, long>();

    /// <summary>The rows chosen, ascending.</summary>
    public required IReadOnlyList<long> Rows { get; init; }

    /// <summary>Mean length of the rows with text, UTF-8 bytes.</summary>
    public required double MeanBytes { get; init; }

    private Dictionary<UInt128, long> FirstRows { get; init; } = [];

    /// <summary>Rows with text.</summary>
    public long TextCount => RowCount - NullRows.Count - EmptyRows.Count;

    /// <summary>Reads the data set once.</summary>
    /// <param name="dataset">Read once, streaming.</param>
    /// <param name="options">Which rows to choose.</param>
    /// <param name="progress">"reading", in rows.</param>
    /// <param name="cancellation">Checked once a row.</param>
    public static async Task<DatasetScan> RunAsync(
        Dataset dataset,
        ScanOptions options,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        const int ReportEvery = 1024;
        var state = new State(options);
        await foreach (var row in dataset.ReadAsync(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            state.Add(row);
            if (state.RowCount % ReportEvery == 0)
            {
                progress?.Report(new StageProgress("reading", state.RowCount, dataset.RowCountHint ?? 0));
            }
        }
        progress?.Report(new StageProgress("reading", state.RowCount, state.RowCount));
        return state.Result();
    }

    /// <summary>The chosen rows with their text, ascending: another pass over the files.</summary>
    public async IAsyncEnumerable<TextRow> ReadAsync(
        Dataset dataset,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        var next = 0;
        await foreach (var row in dataset.ReadAsync(cancellation))
        {
            if (next == Rows.Count)
            {
                yield break;
            }
            if (row.Index == Rows[next])
            {
                next++;
                yield return row;
            }
        }
    }

    private sealed class State(ScanOptions options)
    {
        private readonly List<long> _nulls = [];
        private readonly List<long> _empties = [];
        private readonly List<long> _rows = [];
        private readonly Dictionary<UInt128, long> _first = [];
        private readonly Dictionary<long, long> _duplicates = [];
        private readonly Dictionary<long, long> _accepted = [];

        // Largest hash on top: what leaves the sample when a smaller one comes.
        private readonly PriorityQueue<long, ulong> _sample = new(
            Comparer<ulong>.Create((left, right) => right.CompareTo(left))
        );
        private long _bytes;

        public long RowCount { get; private set; }

        public void Add(TextRow row)
        {
            RowCount++;
            if (row.State != TextState.Present)
            {
                (row.State == TextState.Null ? _nulls : _empties).Add(row.Index);
                return;
            }
            var hash = RowKey.Of(row, out var length);
            _bytes += length;
            var isNew = _first.TryAdd(hash, row.Index);
            if (!isNew)
            {
                _duplicates[row.Index] = _first[hash];
            }
            if (options.Accepted?.FirstRows.TryGetValue(hash, out var accepted) == true)
            {
                _accepted[row.Index] = accepted;
                isNew = false;
            }
            if (isNew || !options.DistinctOnly)
            {
                Choose(row.Index);
            }
        }

        public DatasetScan Result() =>
            new()
            {
                RowCount = RowCount,
                NullRows = _nulls,
                EmptyRows = _empties,
                Duplicates = _duplicates,
                DuplicatesOfAccepted = _accepted,
                FirstRows = _first,
                Rows = options.SampleSize is null
                    ? _rows
                    : [.. _sample.UnorderedItems.Select(item => item.Element).Order()],
                MeanBytes = (double)_bytes / Math.Max(1, RowCount - _nulls.Count - _empties.Count),
            };

        private void Choose(long index)
        {
            if (options.SampleSize is not { } size)
            {
                _rows.Add(index);
                return;
            }
            var hash = Pcg32.Hash(options.Seed, (ulong)index);
            if (_sample.Count < size)
            {
                _sample.Enqueue(index, hash);
            }
            else
            {
                _sample.EnqueueDequeue(index, hash);
            }
        }
    }
}

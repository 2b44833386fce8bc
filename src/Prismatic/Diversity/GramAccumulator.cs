using System.Numerics.Tensors;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Diversity;

/// <summary>
/// Sum of x x^T over rows, added block by block: all that the Vendi score of a feature space needs, whatever the number
/// of rows. Sums of parts of a data set may be merged.
/// </summary>
/// <remarks>
/// Products inside a block of 1024 rows are made by ONNX Runtime, sums over blocks in double and in order, so the same
/// calls give the same bits for any number of threads. 8 d² bytes, and 3 d² for each thread.
/// </remarks>
public sealed class GramAccumulator : IDisposable
{
    private const int BlockRows = 1024;
    private readonly double[] _sums;
    private readonly GramKernel _kernel;
    private readonly bool _inDouble;
    private readonly int _threads;

    /// <summary>An empty sum for rows of length <paramref name="dimension"/>.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="settings">Device and threads.</param>
    /// <param name="inDouble">Make the products in 64 bits too: exact to 1e-12, at half the speed.</param>
    public GramAccumulator(int dimension, SessionSettings? settings = null, bool inDouble = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        settings ??= new SessionSettings();
        var onCpu = settings.Device.IsCpu;
        _threads = onCpu ? RowBlocks.Threads(settings.Threads) : 1;
        _kernel = new GramKernel(dimension, inDouble, onCpu ? settings with { Threads = 1 } : settings);
        _inDouble = inDouble;
        _sums = new double[checked(dimension * dimension)];
    }

    /// <summary>d.</summary>
    public int Dimension => _kernel.ColumnCount;

    /// <summary>Rows added so far.</summary>
    public long Count { get; private set; }

    /// <summary>Sum of squared lengths: <see cref="Count"/> when all rows are of unit length.</summary>
    public double Trace
    {
        get
        {
            var trace = 0.0;
            for (var i = 0; i < Dimension; i++)
            {
                trace += _sums[(i * Dimension) + i];
            }
            return trace;
        }
    }

    /// <summary>Adds rows.</summary>
    /// <exception cref="PrismaticException">A row holds NaN or infinity; nothing more can be made of the sum then.</exception>
    public void Add(RowView rows, CancellationToken cancellation = default)
    {
        if (rows.ColumnCount != Dimension)
        {
            throw new ArgumentException(
                $"Rows of {rows.ColumnCount} columns where {Dimension} are summed.",
                nameof(rows)
            );
        }
        if (_inDouble)
        {
            Add<double>(rows, cancellation);
        }
        else
        {
            Add<float>(rows, cancellation);
        }
        Count += rows.RowCount;
        if (!double.IsFinite(Trace))
        {
            rows.RequireUnitRows("features", _threads);
            throw new PrismaticException("a row of the features is not finite (NaN or infinity); check the model");
        }
    }

    /// <summary>Adds what another sum holds.</summary>
    public void Merge(GramAccumulator other)
    {
        if (other.Dimension != Dimension)
        {
            throw new ArgumentException("Sums over rows of different length.", nameof(other));
        }
        TensorPrimitives.Add(_sums, other._sums, _sums);
        Count += other.Count;
    }

    /// <summary>The sum divided by its trace, d × d, row-major, lower triangle: K's eigenvalues but for zeros.</summary>
    public double[] Normalised()
    {
        var result = new double[_sums.Length];
        TensorPrimitives.Divide(_sums, Trace, result);
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _kernel.Dispose();

    private void Add<T>(RowView rows, CancellationToken cancellation)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        var blocks = (rows.RowCount + BlockRows - 1) / BlockRows;
        var workers = Math.Min(_threads, blocks);
        var products = new T[workers][];
        var scratch = new float[workers][];
        for (var first = 0; first < blocks; first += workers)
        {
            cancellation.ThrowIfCancellationRequested();
            var (wave, start) = (Math.Min(workers, blocks - first), first);
            RowBlocks.RunWorkers(
                wave,
                worker =>
                {
                    var row = (start + worker) * BlockRows;
                    var count = Math.Min(BlockRows, rows.RowCount - row);
                    products[worker] ??= new T[_kernel.ProductLength];
                    scratch[worker] ??= rows.IsWhole ? [] : new float[BlockRows * Dimension];
                    _kernel.Run(rows.Block(row, count, scratch[worker]), products[worker].AsMemory());
                }
            );
            // In the order of the blocks, whichever was ready first.
            RowBlocks.Run(
                _kernel.Panels.Count,
                1,
                workers,
                (panel, _) =>
                {
                    for (var block = 0; block < wave; block++)
                    {
                        AddPanel(_kernel.Panels[panel], products[block]);
                    }
                },
                cancellation
            );
        }
    }

    private void AddPanel<T>(GramKernel.Panel panel, T[] products)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        // A panel is 128 wide at most.
        Span<double> wide = stackalloc double[panel.Width];
        for (var i = 0; i < panel.Height; i++)
        {
            var sums = _sums.AsSpan(((panel.Row + i) * Dimension) + panel.Column, panel.Width);
            var values = products.AsSpan(panel.Offset + (i * panel.Width), panel.Width);
            TensorPrimitives.ConvertChecked<T, double>(values, wide);
            TensorPrimitives.Add<double>(sums, wide, sums);
        }
    }
}

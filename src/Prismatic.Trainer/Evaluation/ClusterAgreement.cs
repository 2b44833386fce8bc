namespace Prismatic.Trainer.Evaluation;

/// <summary>How far two labellings of the same rows agree, whatever the labels are called.</summary>
public static class ClusterAgreement
{
    /// <summary>Mutual information over the mean of both entropies: 1 for the same parts, 0 for unrelated large ones.</summary>
    /// <remarks>Grows with the number of parts even for random labels; see <see cref="Adjusted"/>.</remarks>
    public static double Normalised(IReadOnlyList<int> a, IReadOnlyList<int> b)
    {
        var table = Table.Of(a, b);
        var mean = (table.EntropyOfRows + table.EntropyOfColumns) / 2;
        // Two labellings of one part each agree.
        return mean > 0 ? table.Information / mean : 1;
    }

    /// <summary>The same less what random labels of equal sizes would share: 0 on average for unrelated labels.</summary>
    /// <remarks>
    /// Vinh, Epps and Bailey 2010, with the mean of both entropies as the upper bound. O(rows of the table × columns × size
    /// of the largest part).
    /// </remarks>
    public static double Adjusted(IReadOnlyList<int> a, IReadOnlyList<int> b)
    {
        var table = Table.Of(a, b);
        var expected = table.ExpectedInformation();
        var room = ((table.EntropyOfRows + table.EntropyOfColumns) / 2) - expected;
        // All in one part, or each row a part of its own, in both: there is nothing to guess.
        return Math.Abs(room) > 1e-12 ? (table.Information - expected) / room : 1;
    }

    private sealed class Table(int[] rows, int[] columns, Dictionary<(int, int), int> cells, int count)
    {
        public double EntropyOfRows => Entropy(rows);

        public double EntropyOfColumns => Entropy(columns);

        public double Information => cells.Sum(cell => Term(cell.Value, rows[cell.Key.Item1], columns[cell.Key.Item2]));

        public static Table Of(IReadOnlyList<int> a, IReadOnlyList<int> b)
        {
            if (a.Count != b.Count || a.Count == 0)
            {
                throw new ArgumentException($"{a.Count} labels beside {b.Count}.", nameof(b));
            }
            var (rowOf, columnOf) = (Index(a), Index(b));
            var (rows, columns) = (new int[rowOf.Count], new int[columnOf.Count]);
            var cells = new Dictionary<(int, int), int>();
            for (var i = 0; i < a.Count; i++)
            {
                var cell = (rowOf[a[i]], columnOf[b[i]]);
                rows[cell.Item1]++;
                columns[cell.Item2]++;
                cells[cell] = cells.GetValueOrDefault(cell) + 1;
            }
            return new Table(rows, columns, cells, a.Count);
        }

        /// <summary>Mean over all labellings with these sizes: each cell is hypergeometric.</summary>
        public double ExpectedInformation()
        {
            var logFactorial = new double[count + 1];
            for (var i = 1; i <= count; i++)
            {
                logFactorial[i] = logFactorial[i - 1] + Math.Log(i);
            }
            var sum = 0.0;
            // Parts of equal size share their terms.
            foreach (var row in rows.CountBy(size => size))
            {
                foreach (var column in columns.CountBy(size => size))
                {
                    sum += row.Value * column.Value * Expected(row.Key, column.Key, logFactorial);
                }
            }
            return sum;
        }

        private double Expected(int row, int column, double[] logFactorial)
        {
            var sum = 0.0;
            for (var n = Math.Max(1, row + column - count); n <= Math.Min(row, column); n++)
            {
                var logProbability =
                    logFactorial[row]
                    + logFactorial[column]
                    + logFactorial[count - row]
                    + logFactorial[count - column]
                    - logFactorial[count]
                    - logFactorial[n]
                    - logFactorial[row - n]
                    - logFactorial[column - n]
                    - logFactorial[count - row - column + n];
                sum += Term(n, row, column) * Math.Exp(logProbability);
            }
            return sum;
        }

        private double Term(int both, int row, int column) =>
            (double)both / count * Math.Log((double)both * count / ((double)row * column));

        private double Entropy(int[] sizes) =>
            -sizes.Sum(size => (double)size / count * Math.Log((double)size / count));

        private static Dictionary<int, int> Index(IReadOnlyList<int> labels) =>
            labels.Distinct().Select((label, i) => (label, i)).ToDictionary(l => l.label, l => l.i);
    }
}

namespace Prismatic;

/// <summary>Finds what the user may have meant.</summary>
internal static class NearNames
{
    // Nobody misspells a name of this length, and comparing costs the product of the lengths.
    private const int LongestName = 100;

    /// <summary>" (did you mean 'x'?)" where a name is near, else nothing.</summary>
    public static string Suggest(string wanted, IEnumerable<string> names)
    {
        if (wanted.Length > LongestName)
        {
            return "";
        }
        var best = names
            .Select(name => (Name: name, Distance: Distance(wanted.ToUpperInvariant(), name.ToUpperInvariant())))
            .OrderBy(pair => pair.Distance)
            .FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, wanted.Length / 3)
            ? $" (did you mean '{best.Name}'?)"
            : "";
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitute, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}

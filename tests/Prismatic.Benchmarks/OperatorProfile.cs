using System.Text.Json;

namespace Prismatic.Benchmarks;

/// <summary>Where a gradient pass spends its time, by ONNX Runtime's own profile.</summary>
internal static class OperatorProfile
{
    public static void Print(ModelFolder model, string shape)
    {
        model.Measure("profile", Path.Combine(model.Folder, "profile"), shape);
        using var trace = JsonDocument.Parse(File.ReadAllText(Directory.GetFiles(model.Folder, "profile*.json")[0]));
        var runs = trace.RootElement.EnumerateArray().Where(e => Text(e, "name") == "model_run").ToList();
        // The first run warms up.
        var begin = runs.Min(e => Microseconds(e, "ts") + Microseconds(e, "dur"));
        var operators = trace
            .RootElement.EnumerateArray()
            .Where(e => Text(e, "cat") == "Node" && Text(e, "name").EndsWith("_kernel_time", StringComparison.Ordinal))
            .Where(e => Microseconds(e, "ts") >= begin)
            .GroupBy(e => Text(e.GetProperty("args"), "op_name"))
            .Select(g => (Name: g.Key, Count: g.Count() / (runs.Count - 1), Time: g.Sum(e => Microseconds(e, "dur"))))
            .OrderByDescending(o => o.Time)
            .ToList();
        var total = operators.Sum(o => o.Time);
        Console.WriteLine(
            $"""

            Profile of {model.Name}, {shape}, by operator:

            | operator | nodes | share |
            | --- | ---: | ---: |
            """
        );
        foreach (var (name, count, time) in operators.Take(9))
        {
            Console.WriteLine($"| {name} | {count} | {time / total:P1} |");
        }
        Console.WriteLine(
            $"| all others | {operators.Skip(9).Sum(o => o.Count)} | {operators.Skip(9).Sum(o => o.Time) / total:P1} |"
        );
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static double Microseconds(JsonElement element, string name) => element.GetProperty(name).GetDouble();
}

using System.Diagnostics;
using System.Text.Json;

namespace Prismatic.Benchmarks;

/// <summary>Texts that the peers' own generator makes: a fifth of them repeat another, half of those with one word changed.</summary>
internal sealed class WordTexts(string peers) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prismatic-words-");

    /// <summary>A JSON Lines file of so many texts.</summary>
    public string Write(int rows, int seed)
    {
        var file = Path.Combine(_folder.FullName, $"{rows}.jsonl");
        const string Program =
            "import sys, make_inputs as m; m.write_jsonl(sys.argv[1], m.big_texts(int(sys.argv[2]), int(sys.argv[3]), 0.2))";
        using var process = Process.Start(PeerDriver.Python(peers, Program, [file, $"{rows}", $"{seed}"]))!;
        process.WaitForExit();
        return process.ExitCode == 0 ? file : throw new InvalidOperationException("the texts could not be made");
    }

    public static IEnumerable<string> Read(string file) =>
        File.ReadLines(file)
            .Select(line =>
            {
                using var row = JsonDocument.Parse(line);
                return row.RootElement.GetProperty("text").GetString()!;
            });

    public void Dispose() => _folder.Delete(recursive: true);
}

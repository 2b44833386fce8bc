using System.Text;
using Prismatic.Onnx;
using Prismatic.Tests.Gradients;
using Prismatic.Tests.TestData;

namespace Prismatic.Benchmarks.Models;

/// <summary>Every decoder there is a file of: does it run, how exact are its gradients, what do they cost.</summary>
internal static class ModelsBenchmark
{
    private const int ZooVocabulary = 96;
    private const int ZooTokens = 32;

    public static int Run(string[] args)
    {
        var rows = ZooReference
            .Names.Where(name => args.Length == 0 || args.Any(part => name.Contains(part, StringComparison.Ordinal)))
            .Select(Fixture)
            .ToList();
        if (args.Length == 0 || args.Contains("tiny"))
        {
            rows.AddRange(TinyModels.Measure());
        }
        if (args.Length == 0 || args.Contains("real"))
        {
            rows.AddRange(RealModels.Measure());
        }
        var table = Table(rows);
        Console.Write(table);
        if (args.Length == 0)
        {
            var path = Path.Combine(TestFiles.Root, "docs", "benchmarks", "models.md");
            var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
            File.WriteAllText(
                path,
                Page.Replace("<table>", table, StringComparison.Ordinal)
                    .Replace("<load>", load, StringComparison.Ordinal)
            );
            Console.WriteLine($"\nWritten to {path}");
        }
        return rows.Exists(r => r.Refused is not null) ? 1 : 0;
    }

    private static ModelRow Fixture(string name)
    {
        var reference = ZooReference.Load(name);
        var row = new ModelRow(name, reference.Family, reference.Exporter, reference.Precision);
        try
        {
            using var session = ZooComparison.Compile(reference);
            var distance = ZooComparison.Of(reference, session, length: 13);
            return row with
            {
                Error = distance.Largest,
                Against = "PyTorch",
                Times = Passes.Measure(OnnxModel.Load(reference.ModelPath), ZooVocabulary, ZooTokens),
            };
        }
        catch (PrismaticException fault)
        {
            return row with { Refused = fault.Message };
        }
    }

    private static string Table(List<ModelRow> rows)
    {
        var text = new StringBuilder();
        text.AppendLine(
            "| model | family | exporter | weights | runs | max relative error | against | gradient / forward | tokens/s |"
        );
        text.AppendLine("| --- | --- | --- | --- | --- | ---: | --- | ---: | ---: |");
        foreach (var row in rows)
        {
            text.AppendLine(row.ToMarkdown());
        }
        return text.ToString();
    }

    private const string Page = """
        # Decoders by exporter

        Every decoder in the tests' zoo and every small published one at hand. Written by

            dotnet run -c Release --project tests/Prismatic.Benchmarks -- models

        <table>
        The error is the largest of: a row's loss, all projected blocks of a row together, and one layer's block of one row beside
        the norm of its gradient; against PyTorch autograd in float64 with the weights that the file holds (of fewer bits: the
        float32 values they stand for), three rows of 11, 8 and 6 tokens padded to 13. For published models it is the largest
        difference between the slope that the gradient tells along a random direction of each weight matrix and fourth-order central
        differences of the loss in double, beside the gradient's length; for the three `tiny` ones the relative error of whole gradients of
        weights, biases, norms and embeddings, each row alone. The tests ask for 1e-5 (2e-5 for one layer's block, 1e-4
        for central differences).

        The ratio is of processor seconds of the gradient pass (loss, backward pass, projections) to the file's own forward pass in
        ONNX Runtime with its fused nodes and all its logits, 16 rows of 32 tokens, all threads, at a load average of <load> when the
        run ended. **These models are tiny** (width 32,
        2 to 4 layers), so most of the time goes to starting a kernel and neither ratio nor rate says anything about a real
        one; docs/benchmarks/gradients.md has those. "No forward kernel" stands where the runtime cannot run the file on a processor
        (bfloat16; norms inside grouped attention; rotation of heads whose width is no multiple of 16): its gradients are computed
        from the standard operators that the file is rewritten to.

        ## What these files are, and what could not be tried

        - All but the published models are made here with random weights (tests/data/models/PROVENANCE.md). `torch` and `optimum` forms come from
          PyTorch 1.13's own exporter; optimum was imitated around it.
        - The forms of onnxruntime-genai's builder, of ONNX Runtime's optimiser and quantiser, of PyTorch 2's dynamo exporter and of
          operator sets 23 and 24 were written node by node after public sources and documentation. Those programs were not run: they
          were not at hand.
        - No trained decoder of a usual size could be had, so none was run: model hubs could not be reached. Trained weights were tried in
          `stories260K` (whose loss on a story of its own is checked against another reading of the file) and the tool's own proxy alone.
        - Activations that a quantised graph rounds are left unrounded (docs/operators.md), so 8-bit rows are compared with
          unrounded activations too.
        - Only the processor was tried.

        """;
}

using System.Globalization;
using Prismatic.Benchmarks.Evidence.Variants;

namespace Prismatic.Benchmarks.Evidence;

/// <summary>
/// What the embedded proxy's gradients see: the tables of docs/benchmarks/proxy.md, and with <c>variants</c> (alone;
/// --corpus DIR, --reduced, --output DIR) docs/benchmarks/variants.md.
/// </summary>
internal static class EvidenceCommand
{
    public static int Run(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args.FirstOrDefault() == "variants")
        {
            return VariantsEvidence.Run(args[1..]);
        }
        foreach (var part in args.Length > 0 ? args : ["fidelity", "copies", "topics"])
        {
            Console.WriteLine();
            Console.WriteLine($"## {part}");
            Console.WriteLine();
            switch (part)
            {
                case "fidelity":
                    FidelityEvidence.Run();
                    break;
                case "copies":
                    CopiesEvidence.Run();
                    break;
                case "topics":
                    TopicsEvidence.Run();
                    break;
                default:
                    Console.Error.WriteLine($"no evidence called {part}: fidelity, copies, topics or (alone) variants");
                    return 2;
            }
        }
        return 0;
    }
}

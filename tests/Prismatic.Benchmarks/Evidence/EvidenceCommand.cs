using System.Globalization;

namespace Prismatic.Benchmarks.Evidence;

/// <summary>What the embedded proxy's gradients see: the tables of docs/benchmarks/proxy.md.</summary>
internal static class EvidenceCommand
{
    public static int Run(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
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
                    Console.Error.WriteLine($"no evidence called {part}: fidelity, copies or topics");
                    return 2;
            }
        }
        return 0;
    }
}

namespace Prismatic.Gates;

/// <summary>All rules by their stable names.</summary>
public static class GateRules
{
    /// <summary>In the order of their ids.</summary>
    public static IReadOnlyList<GateRule> All { get; } = [.. DataRules.All, .. OutputRules.All, .. CompareRules.All];

    /// <summary>The rule with this id or name, whatever its case; null where there is none.</summary>
    public static GateRule? Find(string idOrName) =>
        All.FirstOrDefault(rule =>
            rule.Id.Equals(idOrName, StringComparison.OrdinalIgnoreCase)
            || rule.Name.Equals(idOrName, StringComparison.OrdinalIgnoreCase)
        );
}

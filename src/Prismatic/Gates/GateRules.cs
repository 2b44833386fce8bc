namespace Prismatic.Gates;

/// <summary>All rules by their stable names.</summary>
public static class GateRules
{
    /// <summary>In the order of their ids.</summary>
    public static IReadOnlyList<GateRule> All { get; } =
    [
        .. DataRules.All.Select(rule => Whole(rule, CommandsOf(rule))),
        .. OutputRules.All.Select(rule => Whole(rule, "outputs")),
        .. CompareRules.All.Select(rule => Whole(rule, "compare")),
    ];

    private static GateRule Whole(GateRule rule, params string[] commands) =>
        rule with
        {
            Commands = commands,
            Rows = GateRuleRows.Of(rule),
        };

    // Filter measures what it keeps, through one view, and nothing else of it.
    private static string[] CommandsOf(GateRule rule) =>
        rule.Name is "crowding" or "diversity" or "rows" ? ["audit", "filter"] : ["audit"];

    /// <summary>The rule with this id or name, whatever its case; null where there is none.</summary>
    public static GateRule? Find(string idOrName) =>
        All.FirstOrDefault(rule =>
            rule.Id.Equals(idOrName, StringComparison.OrdinalIgnoreCase)
            || rule.Name.Equals(idOrName, StringComparison.OrdinalIgnoreCase)
        );
}

namespace Prismatic.Selection;

/// <summary>
/// What <c>filter</c> and <c>audit</c> do without options: the one place where it is decided, by the tables of
/// docs/evidence.md. Help texts, docs/cli.md and the commands read it from here.
/// </summary>
public static class SelectionDefaults
{
    /// <summary>The space rows are clustered in: a name, or several joined by "+".</summary>
    public const string Features = "hidden";

    /// <summary>Part of the first of two spaces in their combination; the second has the rest.</summary>
    public const double WeightOfFirst = 0.5;

    /// <summary>How rows are chosen from clusters.</summary>
    public const SelectionRule Rule = SelectionRule.Hard;

    /// <summary>Its name on the command line.</summary>
    public const string RuleName = "hard";

    /// <summary>Whether near-copies go before clustering: "remove" or "keep".</summary>
    public const string NearCopies = "remove";

    /// <summary>The views of an audit, in the order shown, separated by commas.</summary>
    public const string AuditViews = "ngrams,hidden,gradients";

    /// <summary>The same where a sentence encoder was given.</summary>
    public const string AuditViewsWithEncoder = "ngrams,encoder,gradients";

    /// <summary>Whether gradients and hidden states are centred on the reference mean that comes with the proxy model.</summary>
    public static bool CentreOnReference => false;
}

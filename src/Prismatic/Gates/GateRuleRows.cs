namespace Prismatic.Gates;

/// <summary>Which rows each rule names where it fails; those that name none say why, and where to look.</summary>
internal static class GateRuleRows
{
    private static readonly Dictionary<string, string> ById = new(StringComparer.Ordinal)
    {
        ["PRS001"] = "Rows that repeat an earlier one exactly, of the largest clusters of duplicates.",
        ["PRS002"] = "The first row of each of the largest clusters of duplicates.",
        ["PRS003"] = "Rows that the other set holds too, of each kind those least alike.",
        ["PRS004"] = "A row of each of the templates that tell most words.",
        ["PRS005"] = "The row nearest the centre of each of the largest crowded clusters.",
        ["PRS006"] = "A row of each of the three largest modes.",
        ["PRS007"] = "A row with each of the most repeated phrases, and one of each of the largest templates.",
        ["PRS008"] = "A row of each of the largest templates, and one with each of the most repeated phrases.",
        ["PRS009"] = "A row of each of the largest templates, and one with each of the most repeated phrases.",
        ["PRS010"] = "The first row of each of the largest families of one meaning.",
        ["PRS011"] =
            "Rows whose reasoning tells least, those of sparse clusters first; none where gradients were not looked through, since clusters are theirs.",
        ["PRS012"] = "The first rows without text.",
        ["PRS013"] =
            "None: what is gone has no place in this report. prismatic compare BASE HEAD shows rows that were removed.",
        ["PRS101"] = "Of the prompts with fewest different answers, the answer that stands for most others.",
        ["PRS102"] = "Of the prompts whose answers repeat most, the answer given most often.",
        ["PRS103"] = "Of the prompts that models answer most alike, two answers of two models.",
        ["PRS104"] = "Of the prompts to which a model's answers are most alike, two of them.",
        ["PRS105"] = "Answers given to most prompts.",
        ["PRS106"] = "The first refusals.",
        ["PRS107"] = "The first answers to the questions furthest from people.",
        ["PRS108"] = "The first answers that name no option.",
        ["PRS201"] = "Added rows that repeat one, of each kind those least alike.",
        ["PRS202"] = "New rows that the other set holds too, of each kind those least alike.",
        ["PRS203"] = "A row of each of the clusters that grew most.",
    };

    /// <summary>In a sentence.</summary>
    public static string Of(GateRule rule) => ById[rule.Id];
}

using Prismatic.Pluralism;

namespace Prismatic.Tool.Measuring;

/// <summary>Columns of a human reference as a user names them: "prompt=question,option=answer,count=n".</summary>
internal static class PeopleColumns
{
    /// <summary>Reads such a list; null is none.</summary>
    /// <exception cref="PrismaticException">Not pairs of a known role and a column.</exception>
    public static ReferenceChoice Parse(string? text)
    {
        var choice = new ReferenceChoice();
        foreach (
            var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
        {
            var at = part.IndexOf('=');
            var (role, column) = at > 0 ? (part[..at].Trim().ToLowerInvariant(), part[(at + 1)..].Trim()) : ("", "");
            choice = role switch
            {
                _ when column.Length == 0 => throw Wrong(part),
                "prompt" => choice with { Prompt = column },
                "option" => choice with { Option = column },
                "count" => choice with { Count = column },
                "share" => choice with { Share = column },
                "people" => choice with { People = column },
                "group" => choice with { Group = column },
                "order" => choice with { Order = column },
                "person" => choice with { Person = column },
                _ => throw Wrong(part),
            };
        }
        return choice;
    }

    private static PrismaticException Wrong(string part) =>
        new(
            $"--human-columns {part}: give ROLE=COLUMN, several separated by commas; "
                + "roles are prompt, option, count, share, people, group, order and person",
            ExitCode.Usage
        );
}

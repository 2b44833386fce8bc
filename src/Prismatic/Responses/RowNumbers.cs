using Prismatic.Data;

namespace Prismatic.Responses;

/// <summary>Reads numbers that belong to an answer.</summary>
internal readonly record struct RowNumbers(string Place)
{
    /// <summary>How much an answer counts; never missing.</summary>
    /// <exception cref="PrismaticException">No number, not finite, or negative.</exception>
    public double Weight(FieldPath path, FieldValue value)
    {
        var fault =
            value.Kind is FieldKind.Null || value is { IsScalar: true, Text: "" } ? "is missing"
            : value.Number is not { } number ? $"is {value.TypeName}, not a number"
            : double.IsNaN(number) ? "is not a number (NaN)"
            : double.IsInfinity(number) ? "is infinite"
            : number < 0 ? "is negative"
            : null;
        return fault is null
            ? value.Number!.Value
            : throw new PrismaticException(
                $"{Place}: the weight in column {path} {fault}; weights are finite and not negative; mend it, or give "
                    + "the column another role"
            );
    }

    /// <summary>How good an answer is; null where that is missing, and programs that know no missing numbers write NaN.</summary>
    /// <exception cref="PrismaticException">No number, or infinite.</exception>
    public double? Quality(FieldPath path, FieldValue value)
    {
        if (value.Kind is FieldKind.Null || value is { IsScalar: true, Text: "" } || value.Number is double.NaN)
        {
            return null;
        }
        return value.Number is { } number && double.IsFinite(number)
            ? number
            : throw new PrismaticException(
                $"{Place}: the quality in column {path} is {(value.Number is null ? value.TypeName : "infinite")}, not "
                    + "a finite number; mend it or choose another column"
            );
    }
}

using Prismatic.Responses;

namespace Prismatic.Homogeneity;

/// <summary>Numbers that equal answers share, so that texts are compared once and never pair by pair.</summary>
internal sealed class AnswerKeys
{
    private AnswerKeys(int[] exact, int[] normalised) => (Exact, Normalised) = (exact, normalised);

    /// <summary>The same for answers that are the same to the character.</summary>
    public int[] Exact { get; }

    /// <summary>The same for answers that are after <see cref="AnswerText.Normalise"/>.</summary>
    public int[] Normalised { get; }

    /// <summary>Of all answers of a set. Linear in their characters.</summary>
    public static AnswerKeys Of(ResponseSet set)
    {
        var exact = Number(set.Responses.Select(response => response.Text));
        // Equal texts stay equal: each different one is normalised once.
        var forms = new Dictionary<int, string>();
        var normalised = Number(
            exact.Select(
                (key, answer) =>
                {
                    if (!forms.TryGetValue(key, out var form))
                    {
                        forms.Add(key, form = AnswerText.Normalise(set.Responses[answer].Text));
                    }
                    return form;
                }
            )
        );
        return new AnswerKeys(exact, normalised);
    }

    /// <summary>Numbers from 0 in the order in which values first occur.</summary>
    public static int[] Number<T>(IEnumerable<T> values)
        where T : notnull
    {
        var numbers = new Dictionary<T, int>();
        return
        [
            .. values.Select(value =>
            {
                if (!numbers.TryGetValue(value, out var number))
                {
                    numbers.Add(value, number = numbers.Count);
                }
                return number;
            }),
        ];
    }
}

using System.Globalization;
using System.Text;
using Prismatic.Numerics;

namespace Prismatic.Trainer.Corpus;

/// <summary>Writes the worked solution of one problem, line by line, with calculator marks <c>&lt;&lt;a*b=c&gt;&gt;</c>.</summary>
internal sealed class ProblemWriter(Pcg32 random)
{
    private static readonly string[] People =
    [
        "Anna",
        "Ben",
        "Carla",
        "David",
        "Elena",
        "Farid",
        "Grace",
        "Hugo",
        "Imani",
        "Jonas",
        "Kira",
        "Liam",
        "Mona",
        "Nadia",
        "Oscar",
        "Petra",
        "Quinn",
        "Rosa",
        "Samir",
        "Tessa",
        "Uma",
        "Victor",
        "Wanda",
        "Xavier",
        "Yusuf",
        "Zoe",
        "Alice",
        "Bruno",
        "Chloe",
        "Dmitri",
        "Esther",
        "Felix",
        "Gina",
        "Henry",
        "Ines",
        "Jack",
        "Kofi",
        "Laura",
        "Marco",
        "Nina",
        "Olga",
        "Paul",
        "Rita",
        "Simon",
        "Tina",
        "Walter",
        "Yara",
        "Tom",
        "Mary",
        "James",
        "Sarah",
        "Michael",
    ];

    private static readonly string[] Things =
    [
        "apples",
        "marbles",
        "stickers",
        "books",
        "pencils",
        "cookies",
        "shells",
        "stamps",
        "oranges",
        "cards",
        "buttons",
        "candles",
        "cupcakes",
        "coins",
        "flowers",
        "balloons",
        "toys",
        "eggs",
        "bottles",
        "tickets",
        "muffins",
        "beads",
        "photos",
        "plants",
        "notebooks",
        "peaches",
        "crayons",
        "bracelets",
        "sandwiches",
        "tomatoes",
        "potatoes",
        "lemons",
    ];

    private readonly StringBuilder _solution = new();

    public Pcg32 Random => random;

    public string Person() => People[random.Next(People.Length)];

    public string Person(string other)
    {
        var person = Person();
        return person == other ? People[(Array.IndexOf(People, other) + 1) % People.Length] : person;
    }

    public string Thing() => Things[random.Next(Things.Length)];

    public string Any(params string[] choices) => choices[random.Next(choices.Length)];

    /// <summary>Uniform over [low, high].</summary>
    public int Number(int low, int high) => low + random.Next(high - low + 1);

    /// <summary>A calculation as the solutions show it, <c>3*4=$&lt;&lt;3*4=12&gt;&gt;12</c>; its value comes back.</summary>
    public string Step(decimal left, char sign, decimal right, out decimal value, string unit = "")
    {
        value = sign switch
        {
            '+' => left + right,
            '-' => left - right,
            '*' => left * right,
            _ => left / right,
        };
        var (a, b, c) = (Text(left), Text(right), Text(value));
        var shown =
            random.Next(3) == 0
                ? $"{unit}{a}{sign}{unit}{b}"
                : $"{a} {(sign == '*' && random.Next(3) == 0 ? 'x' : sign)} {b}";
        return $"{shown} = {unit}<<{a}{sign}{b}={c}>>{c}";
    }

    public void Line(string sentence) => _solution.Append(sentence).Append('\n');

    /// <summary>The solution so far with its last line, <c>#### answer</c>.</summary>
    public string Finish(decimal answer) => _solution.Append("#### ").Append(Text(answer)).ToString();

    public static string Text(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}

using System.Text.Json;
using Prismatic.Text.Pipeline;

namespace Prismatic.Text;

/// <summary>One text, or two, as a model of whole texts reads them.</summary>
/// <param name="Ids">Token ids, those around the texts included.</param>
/// <param name="Types">For each id its segment: 0, and 1 for what belongs to a second text.</param>
/// <param name="Truncated">Whether tokens were left out to keep to the limit.</param>
public readonly record struct FramedText(int[] Ids, int[] Types, bool Truncated);

/// <summary>The ids that a tokenizer's file puts around one text, and around and between two.</summary>
/// <remarks>As the library "tokenizers" has it, its way of cutting two texts by turns ("longest first") included.</remarks>
public sealed class TextFrame
{
    private const int First = -1;
    private const int Second = -2;
    private readonly (int Id, int Type)[] _one;
    private readonly (int Id, int Type)[] _two;

    private TextFrame((int Id, int Type)[] one, (int Id, int Type)[] two) => (_one, _two) = (one, two);

    /// <summary>Ids beside one text.</summary>
    public int CountAroundOne => _one.Count(slot => slot.Id >= 0);

    /// <summary>Ids beside two texts.</summary>
    public int CountAroundTwo => _two.Count(slot => slot.Id >= 0);

    /// <summary>Identity: two frames with the same one put the same ids around.</summary>
    public string Fingerprint => $"{string.Join(' ', _one)}|{string.Join(' ', _two)}";

    /// <summary>One text.</summary>
    /// <param name="text">Its ids.</param>
    /// <param name="most">Most ids, those around included; at least one more than <see cref="CountAroundOne"/>.</param>
    public FramedText One(IReadOnlyList<int> text, int most)
    {
        var room = most - CountAroundOne;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(room, nameof(most));
        var count = Math.Min(room, text.Count);
        return Fill(_one, text, count, [], 0);
    }

    /// <summary>Two texts. Where they do not fit, the longer one is cut until both are of one length, then both.</summary>
    /// <param name="first">Ids of one.</param>
    /// <param name="second">Ids of the other.</param>
    /// <param name="most">Most ids, those around included; at least <see cref="CountAroundTwo"/>.</param>
    public FramedText Two(IReadOnlyList<int> first, IReadOnlyList<int> second, int most)
    {
        var room = most - CountAroundTwo;
        ArgumentOutOfRangeException.ThrowIfNegative(room, nameof(most));
        var (shorter, longer) = (Math.Min(first.Count, second.Count), Math.Max(first.Count, second.Count));
        if (shorter + longer > room)
        {
            longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
            if (shorter + longer > room)
            {
                (shorter, longer) = (room / 2, (room / 2) + (room % 2));
            }
        }
        var firstIsLonger = first.Count > second.Count;
        return Fill(_two, first, firstIsLonger ? longer : shorter, second, firstIsLonger ? shorter : longer);
    }

    /// <summary>Reads the part "post_processor" of a tokenizer file.</summary>
    /// <exception cref="PrismaticException">It is of a kind that is not known here.</exception>
    internal static TextFrame Read(JsonElement? component) =>
        component is not { } part
            ? Bare
            : part.Type() switch
            {
                "ByteLevel" => Bare,
                "TemplateProcessing" => new TextFrame(Template(part, "single"), Template(part, "pair")),
                "BertProcessing" => Bert(Token(part, "cls"), Token(part, "sep")),
                "RobertaProcessing" => Roberta(Token(part, "cls"), Token(part, "sep")),
                "Sequence" => part.List("processors").Select(p => Read(p)).LastOrDefault(frame => frame != Bare)
                    ?? Bare,
                var other => throw TokenizerFault.Unsupported($"the post-processor {other}"),
            };

    /// <summary>Begin and end around each of two texts, where the tokenizer has them.</summary>
    internal static TextFrame Of(PostProcessing around)
    {
        List<(int Id, int Type)> one = [(First, 0)];
        if (around.Begin is { } begin)
        {
            one.Insert(0, (begin, 0));
        }
        if (around.End is { } end)
        {
            one.Add((end, 0));
        }
        return new TextFrame([.. one], [.. one, .. one.Select(slot => (slot.Id == First ? Second : slot.Id, 1))]);
    }

    /// <summary>[CLS] A [SEP] B [SEP], the second text with its separator as segment 1.</summary>
    internal static TextFrame Bert(int begin, int separator) =>
        new(
            [(begin, 0), (First, 0), (separator, 0)],
            [(begin, 0), (First, 0), (separator, 0), (Second, 1), (separator, 1)]
        );

    /// <summary>&lt;s&gt; A &lt;/s&gt; &lt;/s&gt; B &lt;/s&gt;, one segment.</summary>
    internal static TextFrame Roberta(int begin, int end) =>
        new([(begin, 0), (First, 0), (end, 0)], [(begin, 0), (First, 0), (end, 0), (end, 0), (Second, 0), (end, 0)]);

    private static TextFrame Bare { get; } = new([(First, 0)], [(First, 0), (Second, 1)]);

    private static FramedText Fill(
        (int Id, int Type)[] slots,
        IReadOnlyList<int> first,
        int firstCount,
        IReadOnlyList<int> second,
        int secondCount
    )
    {
        var ids = new List<int>(slots.Length + firstCount + secondCount);
        var types = new List<int>(ids.Capacity);
        foreach (var (id, type) in slots)
        {
            var (text, count) = id == First ? (first, firstCount) : (second, secondCount);
            for (var i = 0; i < (id < 0 ? count : 1); i++)
            {
                ids.Add(id < 0 ? text[i] : id);
                types.Add(type);
            }
        }
        return new FramedText([.. ids], [.. types], firstCount < first.Count || secondCount < second.Count);
    }

    private static (int Id, int Type)[] Template(JsonElement part, string name)
    {
        var slots = new List<(int Id, int Type)>();
        if (name == "pair" && part.Part(name) is null)
        {
            return Bare._two;
        }
        foreach (var item in part.List(name))
        {
            if (item.Part("Sequence") is { } sequence)
            {
                slots.Add((sequence.Text("id") == "B" ? Second : First, Segment(sequence)));
                continue;
            }
            var special = item.Needed("SpecialToken");
            var token = special.Text("id") ?? "";
            foreach (var id in part.Needed("special_tokens").Needed(token).List("ids"))
            {
                slots.Add((id.Id(token), Segment(special)));
            }
        }
        var wanted = name == "single" ? 1 : 2;
        return slots.Count(slot => slot.Id < 0) == wanted && slots.Where(s => s.Id < 0).Distinct().Count() == wanted
            ? [.. slots]
            : throw TokenizerFault.Unsupported($"a template whose '{name}' does not have each text once");
    }

    private static int Segment(JsonElement item) => item.Part("type_id") is { } type ? type.Id("type_id") : 0;

    private static int Token(JsonElement part, string name) =>
        part.Needed(name) is { ValueKind: JsonValueKind.Array } pair && pair.GetArrayLength() == 2
            ? pair[1].Id(name)
            : throw TokenizerFault.Broken($"'{name}' is not a token with its id");
}

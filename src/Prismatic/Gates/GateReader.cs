using System.Text;
using System.Text.Json;
using Prismatic.Reports;

namespace Prismatic.Gates;

/// <summary>Reads the tokens of a gate file, and tells a fault with the line and the column of it.</summary>
internal ref struct GateReader(byte[] text)
{
    private const int LettersShown = 60;

    private static readonly string[] RootFields = ["gates", "$schema"];
    private static readonly string[] GateFieldNames = [.. GateFields.All.Select(field => field.Name)];

    private readonly byte[] _text = text;
    private Utf8JsonReader _json = new(
        text,
        new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
    );

    /// <summary>All gates.</summary>
    public List<Gate> Read()
    {
        try
        {
            _json.Read();
            var gates = Root();
            // What stands behind the end is a fault of the reader's.
            _json.Read();
            return gates;
        }
        catch (JsonException fault)
        {
            var place = Place(OffsetOf(fault));
            throw new PrismaticException($"{place}: this is not JSON: {Reason(fault)}", ExitCode.Usage, fault);
        }
    }

    private List<Gate> Root()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw Wrong("the file is no object with a list \"gates\"");
        }
        List<Gate>? gates = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (NextField(seen, RootFields, "the file") is { } name)
        {
            if (name == "gates")
            {
                gates = Gates();
            }
            else if (_json.TokenType != JsonTokenType.String)
            {
                throw Wrong("\"$schema\" is no text");
            }
        }
        return gates ?? throw Wrong("the file has no list \"gates\"");
    }

    private List<Gate> Gates()
    {
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            throw Wrong($"\"gates\" must be a list of 1 to {GateFile.MostGates} gates");
        }
        var gates = new List<Gate>();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (gates.Count == GateFile.MostGates)
            {
                throw Wrong($"\"gates\" has more than {GateFile.MostGates} gates");
            }
            gates.Add(One($"gate {gates.Count + 1}"));
        }
        return gates.Count > 0 ? gates : throw Wrong($"\"gates\" must be a list of 1 to {GateFile.MostGates} gates");
    }

    private Gate One(string called)
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw Wrong($"{called} is not an object");
        }
        var start = _json.TokenStartIndex;
        var gate = new Gate { Rule = GateRules.All[0] };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (NextField(seen, GateFieldNames, called) is { } name)
        {
            gate = GateFields.All.First(field => field.Name == name).Set(gate, Value($"{called} has a \"{name}\""));
        }
        return !seen.Contains(GateFields.Rule) ? throw Wrong($"{called} names no rule; see prismatic explain", start)
            : gate is { Min: null, Max: null, MaxDrop: null, MaxRise: null }
                ? throw Wrong($"{called} has no limit; give min, max, maxDrop or maxRise", start)
            : gate.Min > gate.Max ? throw Wrong($"{called} has a min above its max", start)
            : gate;
    }

    // The name of the next field, with its value as the token at hand; null at the end of the object.
    private string? NextField(HashSet<string> seen, string[] known, string called)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }
        var name = Text();
        if (!known.Contains(name))
        {
            throw Wrong(
                $"{called} has the unknown field \"{Shown(name)}\"{NearNames.Suggest(name, known)}; known are {string.Join(", ", known)}"
            );
        }
        if (!seen.Add(name))
        {
            throw Wrong($"{called} has \"{name}\" twice");
        }
        _json.Read();
        return name;
    }

    private GateValue Value(string called)
    {
        var (bytes, start) = (_text, _json.TokenStartIndex);
        return new GateValue(
            _json.TokenType,
            _json.TokenType == JsonTokenType.String ? Text() : "",
            _json.TokenType == JsonTokenType.Number && _json.TryGetDouble(out var number) ? number : double.NaN,
            what => new PrismaticException($"{Place(bytes, start)}: {called} {what}", ExitCode.Usage)
        );
    }

    private readonly string Text()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong("this text holds half a character (a surrogate without its other half)");
        }
    }

    private readonly PrismaticException Wrong(string what, long? start = null) =>
        new($"{Place(start ?? _json.TokenStartIndex)}: {what}", ExitCode.Usage);

    private readonly string Place(long offset) => Place(_text, offset);

    // Lines and columns are counted from 1, columns in characters.
    private static string Place(byte[] text, long offset)
    {
        var before = text.AsSpan(0, (int)Math.Clamp(offset, 0, text.Length));
        var line = before.Count((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return $"line {line}, column {column}";
    }

    // The parser counts lines from 0, and bytes in them.
    private readonly long OffsetOf(JsonException fault)
    {
        var start = 0;
        for (var line = 0L; line < (fault.LineNumber ?? 0); line++)
        {
            start += _text.AsSpan(start).IndexOf((byte)'\n') + 1;
        }
        return start + (fault.BytePositionInLine ?? 0);
    }

    // Its first sentence; the others advise programmers.
    private static string Reason(JsonException fault)
    {
        var end = fault.Message.IndexOf(". ", StringComparison.Ordinal);
        return Shown(end < 0 ? fault.Message : fault.Message[..end], 2 * LettersShown);
    }

    internal static string Shown(string name, int letters = LettersShown) => Excerpt.Of(name, letters);
}

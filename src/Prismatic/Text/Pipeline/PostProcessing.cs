using System.Text.Json;

namespace Prismatic.Text.Pipeline;

/// <summary>The ids that a tokenizer file puts around every text.</summary>
internal readonly record struct PostProcessing(int? Begin, int? End)
{
    /// <summary>Reads the part "post_processor"; nothing is added where there is none.</summary>
    /// <exception cref="PrismaticException">It is of a kind that is not known here.</exception>
    public static PostProcessing Read(JsonElement? component) =>
        component is not { } part
            ? default
            : part.Type() switch
            {
                "ByteLevel" => default,
                "TemplateProcessing" => Template(part),
                "BertProcessing" or "RobertaProcessing" => new PostProcessing(Pair(part, "cls"), Pair(part, "sep")),
                "Sequence" => part.List("processors")
                    .Aggregate(default(PostProcessing), (all, p) => all.Around(Read(p))),
                var other => throw TokenizerFault.Unsupported($"the post-processor {other}"),
            };

    private PostProcessing Around(PostProcessing next) =>
        (Begin, next.Begin) is (not null, not null) || (End, next.End) is (not null, not null)
            ? throw TokenizerFault.Unsupported("post-processors that put two tokens at one end of a text")
            : new PostProcessing(Begin ?? next.Begin, End ?? next.End);

    private static int Pair(JsonElement part, string name) =>
        part.Needed(name) is { ValueKind: JsonValueKind.Array } pair && pair.GetArrayLength() == 2
            ? pair[1].Id(name)
            : throw TokenizerFault.Broken($"'{name}' is not a token with its id");

    private static PostProcessing Template(JsonElement part)
    {
        int? begin = null;
        int? end = null;
        var seen = false;
        foreach (var item in part.List("single"))
        {
            if (item.Part("Sequence") is not null)
            {
                seen = true;
                continue;
            }
            var name = item.Needed("SpecialToken").Text("id") ?? "";
            foreach (var id in part.Needed("special_tokens").Needed(name).List("ids"))
            {
                ref var place = ref seen ? ref end : ref begin;
                place = place is null
                    ? id.Id(name)
                    : throw TokenizerFault.Unsupported("a template that puts two tokens at one end of a text");
            }
        }
        return new PostProcessing(begin, end);
    }
}

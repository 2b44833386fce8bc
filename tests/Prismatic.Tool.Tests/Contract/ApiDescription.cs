using System.Text.Json.Nodes;

namespace Prismatic.Tool.Tests.Contract;

/// <summary>The part of GitHub's description that we use: a server starts from it in seconds.</summary>
internal static class ApiDescription
{
    private static readonly string[] _paths =
    [
        "/user",
        "/repos/{owner}/{repo}/pulls/{pull_number}",
        "/repos/{owner}/{repo}/pulls/{pull_number}/files",
        "/repos/{owner}/{repo}/check-runs",
        "/repos/{owner}/{repo}/check-runs/{check_run_id}",
        "/repos/{owner}/{repo}/commits/{ref}/check-runs",
        "/repos/{owner}/{repo}/issues/{issue_number}/comments",
        "/repos/{owner}/{repo}/issues/comments/{comment_id}",
        "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
        "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}",
    ];

    /// <summary>Those paths, and all that they refer to.</summary>
    /// <param name="text">The whole description.</param>
    /// <param name="root">What stands before every path of this kind of GitHub; the server passes over addresses of servers.</param>
    public static string Trimmed(string text, string root)
    {
        var whole = JsonNode.Parse(text)!;
        var paths = new JsonObject();
        foreach (var path in _paths)
        {
            paths[root + path] = whole["paths"]![path]!.DeepClone();
        }
        var components = new JsonObject();
        Collect(paths, whole, components);
        // Links of pages lead to the real GitHub.
        foreach (
            var response in Objects(paths).Concat(Objects(components)).Where(o => o.ContainsKey("headers")).ToList()
        )
        {
            response.Remove("headers");
        }
        return new JsonObject
        {
            ["openapi"] = whole["openapi"]!.DeepClone(),
            ["info"] = whole["info"]!.DeepClone(),
            ["paths"] = paths,
            ["components"] = components,
        }.ToJsonString();
    }

    private static void Collect(JsonNode node, JsonNode whole, JsonObject components)
    {
        foreach (
            var reference in Objects(node).Select(o => o["$ref"]).OfType<JsonValue>().Select(v => v.GetValue<string>())
        )
        {
            var parts = reference.Split('/');
            var (kind, name) = (parts[2], parts[3]);
            var place = (JsonObject)(components[kind] ??= new JsonObject());
            if (!place.ContainsKey(name))
            {
                var part = whole["components"]![kind]![name]!.DeepClone();
                place[name] = part;
                Collect(part, whole, components);
            }
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) =>
        node switch
        {
            JsonObject o => o.Select(pair => pair.Value).SelectMany(Objects).Prepend(o),
            JsonArray list => list.SelectMany(Objects),
            _ => [],
        };
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Prismatic.Tool.Rendering;

/// <summary>Workflows of GitHub that run the Action: docs/action.md.</summary>
internal static partial class WorkflowText
{
    /// <summary>Where they go, from the top of a working copy.</summary>
    public const string AuditFile = ".github/workflows/prismatic.yml";

    /// <summary>The second half, for pull requests from forks.</summary>
    public const string CommentFile = ".github/workflows/prismatic-comment.yml";

    private const string Checkout = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1";

    private static readonly JsonSerializerOptions Quoted = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whether a text says where the Action lies: OWNER/NAME@COMMIT.</summary>
    public static bool IsAction(string text) => ActionPattern().IsMatch(text);

    /// <summary>Whether a pattern can stand in a workflow: the host reads expressions in every value, and a line break ends one.</summary>
    public static bool IsPattern(string text) =>
        text.Trim().Length > 0
        && !text.Contains("${{", StringComparison.Ordinal)
        && text.IndexOfAny(['\r', '\n', ',']) < 0;

    /// <summary>Audits, comments and gates.</summary>
    /// <param name="action">OWNER/NAME@COMMIT.</param>
    /// <param name="paths">Which files are data; patterns.</param>
    public static string Audit(string action, IReadOnlyList<string> paths) =>
        $$$"""
            # Audits the data that a pull request changes, comments, and fails where a gate of prismatic.json fails.
            name: prismatic
            on:
              pull_request:
                paths: [{{{string.Join(", ", paths.Select(Quote))}}}]
            permissions:
              contents: read
              pull-requests: write
            concurrency:
              group: prismatic-${{ github.event.pull_request.number }}
            jobs:
              data:
                runs-on: ubuntu-latest
                steps:
                  - uses: {{{Checkout}}}
                    with:
                      fetch-depth: 2
                      persist-credentials: false
                  - uses: {{{action}}}
                    with:
                      paths: {{{Quote(string.Join('\n', paths))}}}

            """;

    /// <summary>Comments on pull requests from forks, whose own runs may not.</summary>
    /// <param name="action">OWNER/NAME@COMMIT.</param>
    public static string Comment(string action) =>
        $$"""
            # Comments on pull requests from forks. It checks nothing out, and takes nothing of the first half for granted.
            name: prismatic-comment
            on:
              workflow_run:
                workflows: [prismatic]
                types: [completed]
            permissions:
              actions: read
              pull-requests: write
            jobs:
              comment:
                if: github.event.workflow_run.event == 'pull_request'
                runs-on: ubuntu-latest
                steps:
                  - uses: {{action.Replace("@", "/action/fork@", StringComparison.Ordinal)}}

            """;

    // A text of JSON is a text of YAML.
    private static string Quote(string text) => JsonSerializer.Serialize(text, Quoted);

    [GeneratedRegex(@"\A[A-Za-z0-9][\w.-]*/[\w.-]+@[0-9a-f]{40}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ActionPattern();
}

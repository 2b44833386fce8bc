using System.Security.Cryptography;
using System.Text;

namespace Prismatic.Tool.Rendering;

/// <summary>What the page runs and how it looks: our own files only, allowed by their hashes and nothing else.</summary>
internal static class PageScript
{
    // In the order in which they use one another.
    private static readonly string[] Pieces =
    [
        "script-theme.js",
        "script-save.js",
        "script-tables.js",
        "script-lists.js",
        "script-map-data.js",
        "script-map-draw.js",
        "script-map-colours.js",
        "script-map-rows.js",
        "script-map-hands.js",
        "script-map.js",
        "script-start.js",
    ];

    /// <summary>The style sheet.</summary>
    public static string Style { get; } = TemplateFiles.Text("report.css");

    /// <summary>The script, one function whose pieces share nothing with the page.</summary>
    public static string Script { get; } =
        "(() => {\n\"use strict\";\n" + string.Concat(Pieces.Select(TemplateFiles.Text)) + "})();\n";

    /// <summary>The page's content security policy.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; script-src '{Hash(Script)}'; style-src '{Hash(Style)}'; img-src data:; base-uri 'none'; form-action 'none'";

    private static string Hash(string text) =>
        "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

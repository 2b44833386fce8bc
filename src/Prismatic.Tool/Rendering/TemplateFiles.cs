using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Scriban;

namespace Prismatic.Tool.Rendering;

/// <summary>The templates that are part of the program, by file name; a page puts in its sections by these names.</summary>
internal static class TemplateFiles
{
    private static readonly ConcurrentDictionary<string, Template> Parsed = new(StringComparer.Ordinal);

    /// <summary>The text of a template or of the style sheet.</summary>
    public static string Text(string name)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream($"Prismatic.Tool.Rendering.Templates.{name}")
            ?? throw new InvalidOperationException($"The program was built without its template {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>A template, parsed once.</summary>
    public static Template Page(string name) =>
        Parsed.GetOrAdd(
            name,
            static name =>
            {
                var template = Template.Parse(Text(name), name);
                return template.HasErrors
                    ? throw new InvalidOperationException(string.Join("; ", template.Messages))
                    : template;
            }
        );
}

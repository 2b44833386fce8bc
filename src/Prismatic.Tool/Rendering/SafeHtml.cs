namespace Prismatic.Tool.Rendering;

/// <summary>Markup we made ourselves. The only thing a template may put out without escaping.</summary>
/// <param name="Markup">Every piece of foreign text in it is already encoded.</param>
internal sealed record SafeHtml(string Markup);

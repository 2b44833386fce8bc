using System.Globalization;
using System.Net;
using Scriban;
using Scriban.Parsing;

namespace Prismatic.Tool.Rendering;

/// <summary>
/// A template context that encodes every value it puts out. A template cannot forget to escape, since there is no way
/// not to: only <see cref="SafeHtml"/> passes as it is.
/// </summary>
internal sealed class EscapingContext : TemplateContext
{
    public EscapingContext()
    {
        StrictVariables = true;
        EnableRelaxedMemberAccess = false;
        LoopLimit = 100_000;
        LimitToString = 0;
        NewLine = "\n";
        PushCulture(CultureInfo.InvariantCulture);
    }

    public override TemplateContext Write(SourceSpan span, object? textAsObject)
    {
        if (textAsObject is SafeHtml safe)
        {
            return Write(safe.Markup);
        }
        return textAsObject is null ? this : Write(Encode(ObjectToString(textAsObject) ?? ""));
    }

    /// <summary>Text fit for an element or a quoted attribute.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(VisibleText.Of(text));
}

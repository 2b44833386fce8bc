using System.Globalization;
using System.Net;
using System.Text;

namespace Prismatic.Trainer.Experiments;

/// <summary>A small SVG drawing: self-contained, with colours for light and dark pages.</summary>
internal sealed class SvgPlot(int width, int height, string title)
{
    private const string Style = """
          <style>
            text { font: 12px system-ui, sans-serif; fill: #1f2328 }
            .title { font-weight: 600; font-size: 14px }
            .soft { fill: #59636e }
            .axis { stroke: #8b949e; stroke-width: 1 }
            .grid { stroke: #8b949e; stroke-opacity: .25; stroke-width: 1 }
            .c0 { fill: #0969da; stroke: #0969da } .c1 { fill: #bc4c00; stroke: #bc4c00 }
            .c2 { fill: #1a7f37; stroke: #1a7f37 } .c3 { fill: #8250df; stroke: #8250df }
            .c4 { fill: #57606a; stroke: #57606a }
            circle { fill-opacity: .75 }
            @media (prefers-color-scheme: dark) {
              text { fill: #e6edf3 } .soft { fill: #9198a1 }
              .c0 { fill: #58a6ff; stroke: #58a6ff } .c1 { fill: #f0883e; stroke: #f0883e }
              .c2 { fill: #3fb950; stroke: #3fb950 } .c3 { fill: #bc8cff; stroke: #bc8cff }
              .c4 { fill: #9198a1; stroke: #9198a1 }
            }
          </style>
        """;

    private readonly StringBuilder _body = new();

    /// <summary>A line in user units.</summary>
    public void Line(double x1, double y1, double x2, double y2, string style) =>
        _body.Append(
            CultureInfo.InvariantCulture,
            $"  <line class=\"{style}\" x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\"/>\n"
        );

    /// <summary>A dot with a text that shows when pointed at.</summary>
    public void Dot(double x, double y, double radius, string style, string hint) =>
        _body.Append(
            CultureInfo.InvariantCulture,
            $"  <circle class=\"{style}\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius:0.#}\"><title>{Escape(hint)}</title></circle>\n"
        );

    /// <summary>A text; <paramref name="anchor"/> is start, middle or end.</summary>
    public void Text(double x, double y, string text, string anchor = "start", string style = "") =>
        _body.Append(
            CultureInfo.InvariantCulture,
            $"  <text class=\"{style}\" x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{Escape(text)}</text>\n"
        );

    /// <summary>The file's text.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n"
        ) + $"  <title>{Escape(title)}</title>\n{Style}\n{_body}</svg>\n";

    /// <summary>Round numbers that cover [low, high], about <paramref name="count"/> of them.</summary>
    public static IReadOnlyList<double> Ticks(double low, double high, int count)
    {
        var raw = Math.Max(high - low, 1e-9) / count;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step =
            power
            * (
                (raw / power) switch
                {
                    <= 1 => 1,
                    <= 2 => 2,
                    <= 5 => 5,
                    _ => 10,
                }
            );
        return
        [
            .. Enumerable
                .Range(0, 1000)
                .Select(i => (Math.Ceiling(low / step) + i) * step)
                .TakeWhile(tick => tick <= high + (step * 1e-6)),
        ];
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}

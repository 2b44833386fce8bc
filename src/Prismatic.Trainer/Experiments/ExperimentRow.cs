using System.Security.Cryptography;
using System.Text;
using Prismatic.Data;

namespace Prismatic.Trainer.Experiments;

/// <summary>One row a student may be trained on.</summary>
/// <param name="Source">Name of the true source; what no measure may look at.</param>
/// <param name="Prompt">Empty where there is one text only.</param>
/// <param name="Response">The text, or the answer to the prompt.</param>
internal sealed record ExperimentRow(string Source, string Prompt, string Response)
{
    /// <summary>Prompt, line end, response.</summary>
    public string Text => Prompt.Length == 0 ? Response : Prompt + "\n" + Response;

    /// <summary>The row as extractors take it.</summary>
    public TextRow AsTextRow(long index) => new(index, Prompt, Response);

    /// <summary>Identity of the text, 16 hexadecimal digits.</summary>
    public string Hash =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Prompt + "\0" + Response)))[..16];
}

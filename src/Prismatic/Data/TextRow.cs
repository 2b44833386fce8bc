namespace Prismatic.Data;

/// <summary>Why a row's text may be missing.</summary>
public enum TextState
{
    /// <summary>There is text.</summary>
    Present,

    /// <summary>The value is null, or the field is missing in this row.</summary>
    Null,

    /// <summary>The value is an empty string or white space only.</summary>
    Empty,
}

/// <summary>One row of a data set, as text.</summary>
/// <param name="Index">Row number over all files of the data set, from 0, in reading order.</param>
/// <param name="Prompt">What the response answers; empty where the data set knows only one text.</param>
/// <param name="Response">The text itself; the loss is taken over it.</param>
/// <param name="State">Whether <paramref name="Response"/> holds anything.</param>
public readonly record struct TextRow(long Index, string Prompt, string Response, TextState State = TextState.Present)
{
    /// <summary>Prompt and response as one text, for views that know no difference.</summary>
    public string FullText => Prompt.Length == 0 ? Response : Prompt + "\n" + Response;
}

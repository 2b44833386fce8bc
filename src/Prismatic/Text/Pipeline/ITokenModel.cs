namespace Prismatic.Text.Pipeline;

/// <summary>The last stage: one piece of prepared text to ids.</summary>
internal interface ITokenModel
{
    /// <summary>Appends the ids of a piece.</summary>
    void Encode(string piece, List<int> ids);
}

namespace Prismatic.Text;

/// <summary>The tokens that mark turns in the chat formats that are known here. Data never becomes one of them.</summary>
internal static class ChatMarkers
{
    public const string ImStart = "<|im_start|>";
    public const string ImEnd = "<|im_end|>";
    public const string ImSep = "<|im_sep|>";
    public const string StartHeader = "<|start_header_id|>";
    public const string EndHeader = "<|end_header_id|>";
    public const string EndOfTurnId = "<|eot_id|>";
    public const string StartOfTurn = "<start_of_turn>";
    public const string EndOfTurn = "<end_of_turn>";
    public const string System = "<|system|>";
    public const string User = "<|user|>";
    public const string Assistant = "<|assistant|>";
    public const string End = "<|end|>";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [ImStart, ImEnd, ImSep, StartHeader, EndHeader, EndOfTurnId, StartOfTurn, EndOfTurn, System, User, Assistant, End];
}

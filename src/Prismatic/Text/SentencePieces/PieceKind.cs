namespace Prismatic.Text.SentencePieces;

/// <summary>What a piece is for, with the numbers of SentencePiece's file.</summary>
internal enum PieceKind
{
    /// <summary>Learnt from text.</summary>
    Normal = 1,

    /// <summary>Stands for what has no piece.</summary>
    Unknown = 2,

    /// <summary>Begin, end, padding and the like: text never becomes one.</summary>
    Control = 3,

    /// <summary>Given by hand: cut out of text before anything else.</summary>
    UserDefined = 4,

    /// <summary>Takes part in merges, and is taken apart again where it is left.</summary>
    Unused = 5,

    /// <summary>One byte of what has no piece.</summary>
    Byte = 6,
}

/// <summary>One entry of the vocabulary; its id is its place.</summary>
internal readonly record struct ScoredPiece(string Text, float Score, PieceKind Kind);

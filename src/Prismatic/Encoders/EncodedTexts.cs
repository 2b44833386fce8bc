using Prismatic.Numerics;

namespace Prismatic.Encoders;

/// <summary>Vectors of texts in memory.</summary>
/// <param name="Rows">n × d, rows of unit length, in the order of the texts.</param>
/// <param name="TruncatedCount">Texts longer than the limit of tokens.</param>
/// <param name="TokenCount">Tokens of all texts, those around them included.</param>
public sealed record EncodedTexts(Matrix Rows, int TruncatedCount, long TokenCount);

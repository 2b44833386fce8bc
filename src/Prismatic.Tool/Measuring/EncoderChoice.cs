using Prismatic.Encoders;

namespace Prismatic.Tool.Measuring;

/// <summary>A sentence encoder and how it makes one vector of a text.</summary>
/// <param name="Path">Folder or .onnx file.</param>
/// <param name="Pooling">How the vectors of tokens become one.</param>
internal sealed record EncoderChoice(string Path, Pooling Pooling);

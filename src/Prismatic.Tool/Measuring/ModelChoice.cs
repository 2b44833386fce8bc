using Prismatic.Text;

namespace Prismatic.Tool.Measuring;

/// <summary>A proxy model and how rows meet it.</summary>
/// <param name="Path">Folder or .onnx file; null for the embedded model.</param>
/// <param name="Template">How rows become conversations.</param>
internal sealed record ModelChoice(string? Path, TemplateKind Template);

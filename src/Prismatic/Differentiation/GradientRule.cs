namespace Prismatic.Differentiation;

/// <summary>
/// The local rule of one operator: from the gradient of a node's outputs to the gradients of its inputs, written as
/// further ONNX nodes.
/// </summary>
/// <returns>One tensor name for each input, or null where no gradient flows.</returns>
internal delegate string?[] GradientRule(DifferentiatedNode node);

/// <summary>A node cannot be differentiated as it stands; the message says which property is in the way.</summary>
internal sealed class NotDifferentiableException(string reason) : Exception(reason);

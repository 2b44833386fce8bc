namespace Prismatic.Onnx;

/// <summary>Where and how a graph runs.</summary>
public sealed record SessionSettings
{
    /// <summary>Where graphs run.</summary>
    public Device Device { get; init; }

    /// <summary>Threads of one operator; 0 lets the runtime choose one a core. Never changes a result.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Keep constant weights packed for the matrix kernels, at the price of a second copy of them. Null: as measured best
    /// for what is run, which is yes, except for the gradients of a large model.
    /// </summary>
    public bool? Prepack { get; init; }

    /// <summary>Let the runtime rewrite the graph. Off while probing shapes, where every tensor is wanted as it stands.</summary>
    public bool Optimise { get; init; } = true;

    /// <summary>
    /// Give batches few shapes, by filling them up. Null: on devices other than the CPU, which compile kernels or plan memory
    /// for every shape they meet.
    /// </summary>
    public bool? FewShapes { get; init; }

    internal bool HasFewShapes => FewShapes ?? !Device.IsCpu;

    /// <summary>Where the runtime writes its own profile: files whose names begin so. Null for none.</summary>
    public string? ProfilePrefix { get; init; }

    /// <summary>Where the runtime puts the graph after its rewrites. Null for nowhere.</summary>
    internal string? RewrittenPath { get; init; }

    /// <summary>How the runtime is called.</summary>
    internal RuntimeCalls Runtime { get; init; } = new();
}

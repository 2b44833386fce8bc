namespace Prismatic;

/// <summary>How far a long piece of work has come.</summary>
/// <param name="Stage">What is being done, as a person would say it: "gradients", "clusters".</param>
/// <param name="Done">Units finished so far.</param>
/// <param name="Total">Units in all; 0 when not known yet.</param>
/// <param name="Unit">What is counted: "rows", "iterations".</param>
public readonly record struct StageProgress(string Stage, long Done, long Total, string Unit = "rows");

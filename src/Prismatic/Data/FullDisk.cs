namespace Prismatic.Data;

/// <summary>Tells a full disk from other faults of writing: the one that freeing space mends.</summary>
internal static class FullDisk
{
    private const int Unix = 28;
    private const int Windows = unchecked((int)0x80070070);

    /// <summary>Whether a write failed since no space was left.</summary>
    public static bool IsReasonOf(Exception fault) => fault is IOException { HResult: Unix or Windows };
}

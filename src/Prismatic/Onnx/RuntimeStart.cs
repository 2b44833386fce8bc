namespace Prismatic.Onnx;

/// <summary>Whether ONNX Runtime is to be had.</summary>
internal static class RuntimeStart
{
    /// <summary>
    /// Whether its native library is there. Where it is not, products of matrices are computed without it
    /// (<see cref="PlainProducts"/>), and models are not to be had. On a device other than the CPU it must be.
    /// </summary>
    public static bool Works(SessionSettings settings)
    {
        if (!settings.Device.IsCpu)
        {
            return true;
        }
        try
        {
            settings.Runtime.Version();
            return true;
        }
        catch (TypeInitializationException)
        {
            return false;
        }
    }
}

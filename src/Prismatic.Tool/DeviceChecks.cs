using System.Globalization;
using System.Numerics.Tensors;
using Prismatic.Data;
using Prismatic.Gradients;
using Prismatic.Onnx;

namespace Prismatic.Tool;

/// <summary>What can be said of this machine's devices.</summary>
internal static class DeviceChecks
{
    // Between unit vectors. Sums in another order, through all layers of the proxy, stay well below.
    private const double LargestDistance = 1e-3;

    /// <summary>Each device of this build, and whether it computes as the CPU does. One that cannot be used is no fault.</summary>
    public static string Describe(SessionSettings settings) =>
        string.Join("; ", Devices.OfBuild(settings).Select(device => Describe(device, settings)).Prepend("cpu"));

    /// <summary>A check for each device that passes its test: the gradient of a row, compared with the CPU's.</summary>
    public static IEnumerable<(string Name, Func<string> Check)> Gradients(SessionSettings settings) =>
        Usable(settings)
            .Select<Device, (string, Func<string>)>(device =>
                ($"gradient on {device}", () => Compare(device, settings))
            );

    /// <summary>The gradient of one row, and of how many layers it was taken.</summary>
    public static (GradientFeatures Features, int Layers) Gradient(ProxyModel model, SessionSettings settings)
    {
        using var extractor = new GradientExtractor(model, new GradientOptions(), settings);
        TextRow[] rows = [new(0, "What is 2 + 3?", "2 + 3 = 5.")];
        var features = extractor.ExtractAsync(rows.ToAsyncEnumerable(), rows.Length).GetAwaiter().GetResult();
        return (features, extractor.Layers.Count);
    }

    private static string Describe(Device device, SessionSettings settings)
    {
        try
        {
            var difference = DeviceTest.Run(settings with { Device = device });
            return string.Create(CultureInfo.InvariantCulture, $"{device}, within {difference:0.#E+0} of the CPU");
        }
        catch (DeviceException fault)
        {
            return $"{device} cannot be used: {fault.Reason} (docs/devices.md)";
        }
    }

    private static IEnumerable<Device> Usable(SessionSettings settings)
    {
        try
        {
            return [.. Devices.OfBuild(settings).Where(device => Passes(device, settings))];
        }
        catch (PrismaticException)
        {
            // The runtime does not start; the check of the devices has said so.
            return [];
        }
    }

    private static bool Passes(Device device, SessionSettings settings)
    {
        try
        {
            DeviceTest.Run(settings with { Device = device });
            return true;
        }
        catch (DeviceException)
        {
            return false;
        }
    }

    private static string Compare(Device device, SessionSettings settings)
    {
        var model = ProxyModel.Embedded();
        var expected = Gradient(model, settings).Features.Space.Rows;
        var found = Gradient(model, settings with { Device = device }).Features.Space.Rows;
        var distance = TensorPrimitives.Distance<float>(expected[0], found[0]);
        return distance <= LargestDistance
            ? string.Create(CultureInfo.InvariantCulture, $"{distance:0.#E+0} from the CPU's")
            : throw new DeviceException(
                device,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"its gradient is {distance:0.#E+0} from the CPU's, {LargestDistance:0.#E+0} is allowed"
                )
            );
    }
}

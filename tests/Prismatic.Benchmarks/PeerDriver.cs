using System.Diagnostics;
using System.Text.Json;

namespace Prismatic.Benchmarks;

/// <summary>
/// Runs a driver of the peers' folder with the system's Python, and measures the processor time of each of its steps as
/// well as the wall time that the driver measures itself.
/// </summary>
internal static class PeerDriver
{
    // The driver stays as it is; its meter notes processor time too.
    private const string Prologue = """
        import runpy, sys, time
        import common
        plain = common.Meter.step
        def step(self, name, function, *args, **kwargs):
            start = time.process_time()
            result = plain(self, name, function, *args, **kwargs)
            self.values["cpu_" + name] = self.values.get("cpu_" + name, 0.0) + time.process_time() - start
            return result
        common.Meter.step = step
        sys.argv = sys.argv[1:]
        runpy.run_path(sys.argv[0], run_name="__main__")
        """;

    /// <summary>The folder of the drivers: shared/peers in the first ancestor that has it; null without one.</summary>
    public static string? Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "peers");
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }
        return null;
    }

    /// <summary>What the driver prints, parsed; null with the reason on the console when it cannot run.</summary>
    public static JsonElement? Run(string folder, string driver, params string[] arguments)
    {
        var start = Python(folder, Prologue, [Path.Combine(folder, driver), .. arguments]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 0)
        {
            return JsonDocument.Parse(output).RootElement;
        }
        Console.WriteLine($"{driver} failed: {errors.Result.Trim().Split('\n')[^1]}");
        return null;
    }

    /// <summary>The system's Python with a program that can import what lies in the folder of the drivers.</summary>
    public static ProcessStartInfo Python(string folder, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", program, .. arguments]) { UseShellExecute = false };
        start.Environment["PYTHONPATH"] = folder;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        return start;
    }

    /// <summary>Writes a matrix in NumPy's format, version 1.0.</summary>
    public static void WriteNpy(string path, Numerics.Matrix matrix)
    {
        var header =
            $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({matrix.RowCount}, {matrix.ColumnCount}), }}";
        header = header.PadRight(118 - 1) + "\n";
        using var stream = File.Create(path);
        stream.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)header.Length, 0]);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(header));
        stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(matrix.Rows(0, matrix.RowCount)));
    }
}

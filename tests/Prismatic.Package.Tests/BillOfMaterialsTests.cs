using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Prismatic.Package.Tests;

/// <summary>The bill of materials (CycloneDX, made by its own tool for .NET) lists what is shipped and nothing else.</summary>
public sealed class BillOfMaterialsTests(Packages packages)
{
    private static readonly string _path = Path.Combine(
        Dotnet.Root,
        "src",
        "Prismatic.Tool",
        "Package",
        "cpu",
        "sbom.cdx.json"
    );
    private static readonly string _model = Path.Combine(
        Dotnet.Root,
        "src",
        "Prismatic",
        "Gradients",
        "Proxy",
        "model.onnx"
    );
    private static readonly JsonSerializerOptions _format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void It_lists_every_package_with_version_licence_and_hash()
    {
        if (Accepted.Writes)
        {
            Make();
        }
        var bill = JsonNode.Parse(File.ReadAllText(_path))!;
        Assert.Equal("CycloneDX", (string?)bill["bomFormat"]);
        Assert.Equal("1.6", (string?)bill["specVersion"]);
        Assert.Equal(Packages.Version, (string?)bill["metadata"]!["component"]!["version"]);
        // What is made twice must be the same.
        Assert.Null(bill["serialNumber"]);
        Assert.Null(bill["metadata"]!["timestamp"]);

        var listed = bill["components"]!
            .AsArray()
            .Where(component => (string?)component!["type"] == "library")
            .Select(component =>
                (
                    (string?)component!["name"],
                    (string?)component["version"],
                    (string?)component["purl"],
                    (string?)component["licenses"]![0]!["license"]!["id"],
                    (string?)component["hashes"]![0]!["content"]
                )
            );
        var shipped = packages
            .Shipped()
            .Select(package =>
                (
                    (string?)package.Id,
                    (string?)package.Version,
                    (string?)$"pkg:nuget/{package.Id}@{package.Version}",
                    (string?)package.Licence,
                    (string?)Convert.ToHexString(Convert.FromBase64String(package.Sha512))
                )
            );
        Assert.Equal(shipped, listed);
    }

    [Fact]
    public void It_lists_the_embedded_proxy_model()
    {
        var model = JsonNode.Parse(File.ReadAllText(_path))!["components"]!
            .AsArray()
            .Single(component => (string?)component!["type"] == "machine-learning-model")!;
        Assert.Equal(HashOfModel(), (string?)model["hashes"]![0]!["content"]);
        Assert.Equal("MIT", (string?)model["licenses"]![0]!["license"]!["id"]);
    }

    private void Make()
    {
        Dotnet.Pass(Dotnet.Root, "tool", "restore");
        string[] arguments =
        [
            "tool",
            "run",
            "dotnet-CycloneDX",
            "--",
            Path.Combine("src", "Prismatic.Tool", "Prismatic.Tool.csproj"),
            "-F",
            "Json",
            "-spv",
            "1.6",
            "--no-serial-number",
            "--disable-package-restore",
            "--exclude-dev",
            "-biop",
            Path.Combine(packages.Artifacts, "obj"),
            "-sn",
            "Prismatic.Tool",
            "-sv",
            Packages.Version,
            "-o",
            packages.Place,
            "-fn",
            "bill.json",
        ];
        Dotnet.Pass(Dotnet.Root, arguments);
        var bill = JsonNode.Parse(File.ReadAllText(Path.Combine(packages.Place, "bill.json")))!;
        bill["metadata"]!.AsObject().Remove("timestamp");
        var shipped = packages.Shipped().ToDictionary(package => package.Id, StringComparer.Ordinal);
        var components = bill["components"]!.AsArray();
        // Packages that this platform's .NET has taken over are resolved and not shipped.
        foreach (var component in components.ToList())
        {
            if (shipped.TryGetValue((string)component!["name"]!, out var package))
            {
                component["licenses"] = Licence(package.Licence);
            }
            else
            {
                components.Remove(component);
            }
        }
        var kept = components
            .Select(component => (string?)component!["bom-ref"])
            .Append("Prismatic.Tool@" + Packages.Version)
            .ToHashSet();
        Keep(bill["dependencies"]!.AsArray(), node => kept.Contains((string?)node!["ref"]));
        foreach (var dependency in bill["dependencies"]!.AsArray())
        {
            if (dependency!["dependsOn"] is JsonArray on)
            {
                Keep(on, node => kept.Contains((string?)node));
            }
        }
        components.Add(
            new JsonObject
            {
                ["type"] = "machine-learning-model",
                ["bom-ref"] = "prismatic-proxy",
                ["name"] = "prismatic-proxy",
                ["description"] =
                    "The proxy model embedded in Prismatic.dll; its model card lies beside it in the source.",
                ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-256", ["content"] = HashOfModel() }),
                ["licenses"] = Licence("MIT"),
            }
        );
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.WriteAllText(_path, bill.ToJsonString(_format) + "\n");
    }

    private static void Keep(JsonArray nodes, Func<JsonNode?, bool> isKept)
    {
        foreach (var node in nodes.Where(node => !isKept(node)).ToList())
        {
            nodes.Remove(node);
        }
    }

    private static JsonArray Licence(string id) => new(new JsonObject { ["license"] = new JsonObject { ["id"] = id } });

    private static string HashOfModel() => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(_model)));
}

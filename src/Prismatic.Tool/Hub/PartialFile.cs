using System.Net.Http.Headers;

namespace Prismatic.Tool.Hub;

/// <summary>A download that is not complete, with the tag by which the server knows what it was.</summary>
internal sealed class PartialFile
{
    private const int LongestTag = 512;

    public PartialFile(string path, long size)
    {
        Path = path;
        if (Length > size)
        {
            Remove();
        }
    }

    public string Path { get; }

    /// <summary>Bytes that have arrived.</summary>
    public long Length => File.Exists(Path) ? new FileInfo(Path).Length : 0;

    /// <summary>Tag of the server's file, or null when it gave none.</summary>
    public EntityTagHeaderValue? ETag =>
        File.Exists(TagPath)
        && new FileInfo(TagPath).Length < LongestTag
        && EntityTagHeaderValue.TryParse(File.ReadAllText(TagPath), out var tag)
            ? tag
            : null;

    private string TagPath => Path + ".etag";

    /// <summary>Forgets bytes from <paramref name="start"/> on and notes the tag of what will follow.</summary>
    public void Begin(long start, EntityTagHeaderValue? tag)
    {
        using (var file = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None))
        {
            file.SetLength(Math.Min(start, file.Length));
        }
        if (tag?.ToString() is { Length: < LongestTag } text)
        {
            File.WriteAllText(TagPath, text);
        }
        else
        {
            File.Delete(TagPath);
        }
    }

    /// <summary>To write at the end; unbuffered, so that what has arrived outlives a killed process.</summary>
    public FileStream Open() => new(Path, FileMode.Append, FileAccess.Write, FileShare.Read, 0, useAsync: true);

    /// <summary>It is complete.</summary>
    public void MoveTo(string target)
    {
        File.Move(Path, target, overwrite: true);
        File.Delete(TagPath);
    }

    /// <summary>It is of no use.</summary>
    public void Remove()
    {
        OutputFile.Remove(Path);
        OutputFile.Remove(TagPath);
    }
}

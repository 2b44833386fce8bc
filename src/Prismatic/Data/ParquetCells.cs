namespace Prismatic.Data;

/// <summary>Cells of one text or chat column of one row group, in row order.</summary>
internal sealed class ParquetCells
{
    private readonly ParquetColumn _content;
    private readonly ParquetColumn? _role;
    private readonly int _itemLevel;
    private int _entry;
    private int _contentValue;
    private int _roleValue;

    private ParquetCells(ParquetColumn content, ParquetColumn? role)
    {
        (_content, _role) = (content, role);
        _itemLevel = ItemLevel(content.Leaf);
    }

    public static async Task<ParquetCells> ReadAsync(
        ParquetFile file,
        int group,
        string column,
        CancellationToken cancellationToken
    )
    {
        var leaves = file.Footer.Leaves;
        for (var i = 0; i < leaves.Count; i++)
        {
            if (leaves[i].DottedPath == column)
            {
                return new ParquetCells(await file.ReadColumnAsync(group, i, cancellationToken), null);
            }
        }
        var (role, content) = ChatLeaves(Find(file.Footer.Root, column))!.Value;
        var places = leaves.ToList();
        var contents = await file.ReadColumnAsync(group, places.IndexOf(content), cancellationToken);
        var roles = await file.ReadColumnAsync(group, places.IndexOf(role), cancellationToken);
        if (!contents.Repetitions.AsSpan().SequenceEqual(roles.Repetitions))
        {
            throw new PrismaticException(
                $"cannot read Parquet file '{file.Path}', column '{column}': its roles and contents do not pair up"
            );
        }
        return new ParquetCells(contents, roles);
    }

    /// <summary>The two text columns of a chat, where the node is a list of structures that hold both.</summary>
    public static (ParquetNode Role, ParquetNode Content)? ChatLeaves(ParquetNode node)
    {
        if (node.Physical is not null)
        {
            return null;
        }
        var texts = node.Leaves.Where(leaf => leaf.IsText && leaf.MaxRepetition == 1).ToList();
        var role = texts.Find(leaf => leaf.Name is "role" or "from");
        var content = texts.Find(leaf => leaf.Name is "content" or "value" && leaf.Parent == role?.Parent);
        return role is null || content is null || node.MaxRepetition > 1 || IsKeyed(role) ? null : (role, content);
    }

    /// <summary>The cell of the next row.</summary>
    public Cell Next()
    {
        if (_role is null)
        {
            return new Cell(_content.IsDefined(_entry++) ? Text(_content, _contentValue++) : null);
        }
        // One level below the first item the list is there, but empty; below that it is null.
        var isNull = _content.Definitions is not null && _content.Definitions[_entry] < _itemLevel - 1;
        List<ChatMessage>? messages = isNull ? null : [];
        do
        {
            var hasContent = _content.IsDefined(_entry);
            var hasRole = _role.IsDefined(_entry);
            if (_content.Definitions is null || _content.Definitions[_entry] >= _itemLevel)
            {
                var role = hasRole ? Text(_role, _roleValue) : "";
                messages?.Add(new ChatMessage(role, hasContent ? Text(_content, _contentValue) : ""));
            }
            _contentValue += hasContent ? 1 : 0;
            _roleValue += hasRole ? 1 : 0;
            _entry++;
        } while (_entry < _content.Count && !_content.BeginsRow(_entry));
        return new Cell(null, messages);
    }

    private static ParquetNode Find(ParquetNode root, string column) =>
        root
            .Children.Where(child =>
                column == child.DottedPath || column.StartsWith(child.DottedPath + ".", StringComparison.Ordinal)
            )
            .Select(child => child.DottedPath == column ? child : Find(child, column))
            .First();

    private static bool IsKeyed(ParquetNode leaf) =>
        leaf.Parent?.Parent?.TypeName == "map" || leaf.Parent?.TypeName == "map";

    // From this level on the list has an item, though its content may be null.
    private static int ItemLevel(ParquetNode leaf)
    {
        var node = leaf;
        while (node.Parent is not null && node.Repetition != ParquetRepetition.Repeated)
        {
            node = node.Parent;
        }
        return node.MaxDefinition;
    }

    private static string Text(ParquetColumn column, int value) =>
        LenientText.Encoding.GetString(((ReadOnlyMemory<byte>[])column.Values)[value].Span);
}

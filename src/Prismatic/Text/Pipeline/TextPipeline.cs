namespace Prismatic.Text.Pipeline;

/// <summary>A tokenizer as its file describes it: added tokens, normalizer, pre-tokenizer, model.</summary>
internal sealed class TextPipeline
{
    private readonly Func<string, string>? _normalizer;
    private readonly PreTokenizer _preTokenizer;
    private readonly ITokenModel _model;
    private readonly AddedTokens _raw;
    private readonly AddedTokens _normalized;

    /// <summary>Puts the stages together.</summary>
    public TextPipeline(
        IReadOnlyList<AddedToken> added,
        Func<string, string>? normalizer,
        PreTokenizer preTokenizer,
        ITokenModel model
    )
    {
        (_normalizer, _preTokenizer, _model) = (normalizer, preTokenizer, model);
        var raw = added.Where(token => !token.Normalized).ToList();
        var normalized = added.Where(token => token.Normalized).ToList();
        _raw = new AddedTokens(raw, raw.ConvertAll(token => token.Content));
        _normalized = new AddedTokens(normalized, normalized.ConvertAll(token => Normalize(token.Content)));
    }

    /// <summary>The ids of a text without those that stand around every text.</summary>
    /// <param name="text">Well-formed text.</param>
    /// <param name="controls">Whether control tokens in it count as such.</param>
    /// <param name="atStart">Whether it is the start of what the model reads.</param>
    public List<int> Encode(string text, bool controls, bool atStart)
    {
        var ids = new List<int>((text.Length / 3) + 1);
        var pieces = new List<Piece>();
        foreach (var (start, end, token) in _raw.Find(text, controls))
        {
            if (token is not null)
            {
                ids.Add(token.Id);
                continue;
            }
            var normal = Normalize(text[start..end]);
            foreach (var (from, to, inner) in _normalized.Find(normal, controls))
            {
                if (inner is not null)
                {
                    ids.Add(inner.Id);
                    continue;
                }
                pieces.Clear();
                _preTokenizer(new Piece(normal[from..to], atStart && start == 0 && from == 0), pieces);
                foreach (var piece in pieces)
                {
                    if (piece.Text.Length > 0)
                    {
                        _model.Encode(piece.Text, ids);
                    }
                }
            }
        }
        return ids;
    }

    private string Normalize(string text) => _normalizer is null ? text : _normalizer(text);
}

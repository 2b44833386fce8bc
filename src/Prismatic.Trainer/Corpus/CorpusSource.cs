namespace Prismatic.Trainer.Corpus;

/// <summary>Where documents come from and by what right they may be trained on.</summary>
/// <param name="Name">Short name, also in every document.</param>
/// <param name="Origin">Repository or Debian package with its version.</param>
/// <param name="Licence">As its copyright file or the data set's own table says.</param>
/// <param name="Repeats">How often its training documents stand in the token stream.</param>
/// <param name="Read">All its documents, held-out ones marked; in a fixed order.</param>
public sealed record CorpusSource(
    string Name,
    string Origin,
    string Licence,
    int Repeats,
    Func<IEnumerable<CorpusDocument>> Read
);

/// <summary>What one source gave, for the model card.</summary>
public sealed record SourceCount(
    string Name,
    string Origin,
    string Licence,
    int Repeats,
    int TrainDocuments,
    long TrainBytes,
    long TrainTokens,
    long LateTokens,
    int HeldOutDocuments,
    long HeldOutBytes
);

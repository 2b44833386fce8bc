using System.Text;
using CsCheck;
using Prismatic.Trainer.Bpe;

namespace Prismatic.Tests.Trainer;

public sealed class BpeTrainerTests
{
    // Sennrich et al. 2016, figure 1: low x5, lower x2, newest x6, widest x3. Counts by hand: e-s 9 (then es-t 9),
    // l-o 7 (then lo-w 7); w-e 8 before either is taken as n-e-w-e-s-t and l-o-w-e-r share it.
    [Fact]
    public void The_textbook_example_gives_its_first_merges()
    {
        var trainer = new BpeTrainer();
        trainer.Add("low", 5);
        trainer.Add("lower", 2);
        trainer.Add("newest", 6);
        trainer.Add("widest", 3);
        var pieces = trainer.Train(256 + 4).Skip(256).Select(Encoding.UTF8.GetString);
        Assert.Equal(["es", "est", "lo", "low"], pieces);
    }

    [Fact]
    public void The_first_256_pieces_are_the_bytes()
    {
        var pieces = new BpeTrainer().Train(300);
        Assert.Equal(256, pieces.Count);
        Assert.All(Enumerable.Range(0, 256), value => Assert.Equal([(byte)value], pieces[value]));
    }

    [Fact]
    public void The_order_of_the_texts_does_not_matter() =>
        Gen.String[Gen.Char["abc d"], 0, 30]
            .Array[1, 10]
            .Sample(static texts =>
            {
                var (forward, backward) = (new BpeTrainer(), new BpeTrainer());
                foreach (var text in texts)
                {
                    forward.Add(text);
                }

                foreach (var text in texts.Reverse())
                {
                    backward.Add(text);
                }

                var first = forward.Train(280).Select(Convert.ToHexString);
                return first.SequenceEqual(backward.Train(280).Select(Convert.ToHexString));
            });

    [Fact]
    public void Merges_agree_with_a_recount_after_every_merge() =>
        Gen.String[Gen.Char["abc d"], 1, 24]
            .Array[1, 8]
            .Sample(static texts =>
            {
                var trainer = new BpeTrainer();
                foreach (var text in texts)
                {
                    trainer.Add(text);
                }

                var found = trainer.Train(262).Select(Encoding.Latin1.GetString).Skip(256);
                return found.SequenceEqual(Naive(texts, 6));
            });

    // The definition: recount all pairs, take the commonest (ties to the smaller ids), merge everywhere, repeat.
    private static List<string> Naive(string[] texts, int merges)
    {
        var pieces = Enumerable.Range(0, 256).Select(static value => ((char)value).ToString()).ToList();
        var words = texts
            .SelectMany(static text => Prismatic.Text.PreTokens.Pattern().Matches(text).Select(static m => m.Value))
            .Select(static word => word.Select(static letter => (int)letter).ToList())
            .ToList();
        while (pieces.Count < 256 + merges)
        {
            var best = words
                .SelectMany(static word => word.Zip(word.Skip(1)))
                .CountBy(static pair => pair)
                .Where(static entry => entry.Value > 1)
                .OrderByDescending(static entry => entry.Value)
                .ThenBy(static entry => entry.Key)
                .Select(static entry => ((int, int)?)entry.Key)
                .FirstOrDefault();
            if (best is not var (left, right))
            {
                break;
            }

            var bytes = pieces[left] + pieces[right];
            var id = pieces.IndexOf(bytes);
            if (id < 0)
            {
                pieces.Add(bytes);
                id = pieces.Count - 1;
            }

            foreach (var word in words)
            {
                for (var i = 0; i + 1 < word.Count; i++)
                {
                    if (word[i] == left && word[i + 1] == right)
                    {
                        word[i] = id;
                        word.RemoveAt(i + 1);
                    }
                }
            }
        }

        return pieces.GetRange(256, pieces.Count - 256);
    }
}

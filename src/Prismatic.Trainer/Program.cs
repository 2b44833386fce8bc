using Prismatic.Onnx;
using Prismatic.Trainer.Model;
using Prismatic.Trainer.Training;

var shape = new DecoderShape
{
    VocabularySize = 6144,
    Width = 192,
    LayerCount = 5,
    HeadCount = 4,
    KeyValueHeadCount = 4,
    FeedForwardWidth = 512,
};
Console.WriteLine(shape.WeightCount);
var random = new Prismatic.Numerics.Pcg32(5);
var tokens = new ushort[100000];
for (var i = 0; i < tokens.Length; i++)
{
    tokens[i] = (ushort)random.Next(6144);
}
using var run = new TrainingRun(
    shape,
    new TrainingOptions { Steps = 100 },
    tokens,
    new SessionSettings { Threads = 2 }
);
run.Run("/tmp/check.bin", 1000, Console.Out);
return 0;

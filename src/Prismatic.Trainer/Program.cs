using System.Runtime.InteropServices;
using Prismatic.Onnx;
using Prismatic.Trainer.Model;
using Prismatic.Trainer.Training;

var shape = ProxyShape.Embedded;
Console.WriteLine($"{shape.WeightCount} weights");
var tokens = MemoryMarshal.Cast<byte, ushort>(File.ReadAllBytes(args[0])).ToArray();
var options = new TrainingOptions { Steps = int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) };
using var run = new TrainingRun(shape, options, tokens, new SessionSettings { Threads = 2 });
run.Resume(args[1]);
run.Run(args[1], 250, Console.Out);
return 0;

using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Prismatic.Tool.Rendering;

/// <summary>Progress for people: one bar for each stage, with rate and time left.</summary>
internal sealed class BarProgress : IProgress<StageProgress>
{
    private readonly ConcurrentDictionary<string, ProgressTask> _bars = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, string> _units;
    private readonly ProgressContext _context;

    private BarProgress(ProgressContext context, ConcurrentDictionary<int, string> units) =>
        (_context, _units) = (context, units);

    /// <summary>Runs <paramref name="work"/> under live bars; they stay on the screen when it is done.</summary>
    public static Task<T> RunAsync<T>(IAnsiConsole console, Func<IProgress<StageProgress>, Task<T>> work)
    {
        var units = new ConcurrentDictionary<int, string>();
        return console
            .Progress()
            .AutoClear(false)
            .HideCompleted(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = 30 },
                new PercentageColumn(),
                new PaceColumn(units)
            )
            .StartAsync(async context =>
            {
                var progress = new BarProgress(context, units);
                var result = await work(progress);
                progress.Finish();
                return result;
            });
    }

    public void Report(StageProgress value)
    {
        var bar = _bars.GetOrAdd(
            value.Stage,
            stage =>
            {
                // A new stage means the one before is over, also when its total was never known.
                Finish();
                var task = _context.AddTask(Markup.Escape(stage), maxValue: Math.Max(1, value.Total));
                _units[task.Id] = value.Unit;
                return task;
            }
        );
        bar.IsIndeterminate = value.Total == 0;
        bar.MaxValue = Math.Max(1, value.Total);
        bar.Value = value.Done;
        if (value.Total > 0 && value.Done >= value.Total)
        {
            // Stops its clock, by which rate and time are told.
            bar.StopTask();
        }
    }

    private void Finish()
    {
        foreach (var bar in _bars.Values.Where(bar => !bar.IsFinished))
        {
            bar.IsIndeterminate = false;
            bar.Value = bar.MaxValue;
            bar.StopTask();
        }
    }

    private sealed class PaceColumn(ConcurrentDictionary<int, string> units) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            var elapsed = task.ElapsedTime ?? TimeSpan.Zero;
            if (elapsed < TimeSpan.FromMilliseconds(200) || task.Value <= 0 || task.IsIndeterminate)
            {
                return Spectre.Console.Text.Empty;
            }
            var rate = task.Value / elapsed.TotalSeconds;
            var left = task.IsFinished
                ? Numbers.Duration(elapsed)
                : Numbers.Duration(TimeSpan.FromSeconds((task.MaxValue - task.Value) / rate)) + " left";
            return new Spectre.Console.Text($"{Pace.Rate(rate, units.GetValueOrDefault(task.Id, "rows"))}, {left}");
        }
    }
}

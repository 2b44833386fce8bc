using Prismatic.Trainer.Experiments;

namespace Prismatic.Tests.Trainer.Experiments;

public sealed class StudentRunsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prismatic-students-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_run_that_was_stopped_goes_on_and_ends_with_the_same_numbers()
    {
        var jobs = Jobs();
        var whole = Run("whole.jsonl", 1, jobs, out var trained);
        Assert.Equal(jobs.Count, trained);

        Run("stopped.jsonl", 1, [jobs[0], jobs[1]], out _);
        // Killed while a line was being written.
        File.AppendAllText(Path.Combine(_folder, "stopped.jsonl"), "{\"Key\":\"half a li");
        var resumed = Run("stopped.jsonl", 2, jobs, out trained);
        Assert.Equal(jobs.Count - 2, trained);
        Assert.Equal(whole, resumed);

        Assert.Equal(whole, Run("stopped.jsonl", 1, jobs, out trained));
        Assert.Equal(0, trained);
    }

    [Fact]
    public void Students_that_see_the_same_rows_from_the_same_seed_are_trained_once()
    {
        var jobs = Jobs();
        var twice = Run("twice.jsonl", 2, [jobs[0], jobs[0] with { Label = "another name" }, jobs[2]], out var trained);
        Assert.Equal(2, trained);
        Assert.Equal(twice[0], twice[1]);
        Assert.NotEqual(twice[0], twice[2]);
    }

    [Fact]
    public void Other_rows_other_seeds_and_another_order_are_other_students()
    {
        var job = Jobs()[0];
        string[] keys =
        [
            job.Key("settings"),
            job.Key("other settings"),
            (job with { Seed = 77 }).Key("settings"),
            (job with { Rows = [.. job.Rows.Reverse()] }).Key("settings"),
            (job with { Rows = [.. job.Rows.Skip(1)] }).Key("settings"),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(keys[0], (job with { Label = "renamed" }).Key("settings"));
    }

    [Fact]
    public void A_student_learns_what_it_is_shown()
    {
        var options = ExperimentSample.Options.Student with { TrainingTokens = 20_000 };
        var universe = ExperimentSample.Universe;
        int[][] own = [.. universe.Test["test"].Select(universe.Encode)];
        int[][] other = [.. universe.Training["source1"].Select(universe.Encode)];
        using var trainer = new StudentTrainer(options, ExperimentSample.Mix);
        Assert.True(trainer.Train(own, 1)[0] < 0.8 * trainer.Train(other, 1)[0]);
    }

    private static IReadOnlyList<StudentJob> Jobs()
    {
        var bank = ExperimentSample.Bank;
        return
        [
            .. from source in (string[])["source0", "source1"]
            from seed in (ulong[])[1, 2]
            select new StudentJob(source, bank.Cut(bank.Real[source], 400), seed),
        ];
    }

    private IReadOnlyList<double[]> Run(string file, int threads, IReadOnlyList<StudentJob> jobs, out int trained)
    {
        var count = 0;
        var runs = new StudentRuns(
            ExperimentSample.Options.Student,
            ExperimentSample.Mix,
            Path.Combine(_folder, file),
            threads
        );
        var result = runs.Run(jobs, (done, _) => count = done);
        trained = count;
        return result;
    }
}

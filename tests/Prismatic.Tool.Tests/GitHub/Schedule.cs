using System.Net;
using System.Text.Json.Nodes;
using Prismatic.Tool.GitHub;

namespace Prismatic.Tool.Tests.GitHub;

/// <summary>
/// Runs several parties against one GitHub so that one step is taken at a time and a seed says whose: every request and every wait is
/// a step. The same seed gives the same course. Some requests meet a fault, before or after GitHub has done what they ask.
/// </summary>
internal sealed class Schedule(int seed, FakeGitHub gitHub, int faultsOfEach)
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(30);

    private readonly Random _random = new(seed);
    private readonly List<Party> _parties = [];

    /// <summary>What happened, for a failing test.</summary>
    public List<string> Course { get; } = [];

    /// <summary>Adds a party; it begins when the schedule says so.</summary>
    public void Add(string name, Func<GitHubSettings, Task> work) => _parties.Add(new Party(this, name, work));

    /// <summary>Takes steps until all parties have ended.</summary>
    public async Task RunAsync()
    {
        while (_parties.FindAll(party => party.CanStep) is { Count: > 0 } able)
        {
            await able[_random.Next(able.Count)].StepAsync();
        }
        await Task.WhenAll(_parties.Select(party => party.End));
    }

    private sealed class Party(Schedule schedule, string name, Func<GitHubSettings, Task> work) : TimeProvider
    {
        private readonly Random _fate = new(schedule._random.Next());
        private TaskCompletionSource _arrived = New();
        private Action? _next;
        private int _faults = schedule._FaultsOfEach;
        private long _ticks = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;

        /// <summary>All its work.</summary>
        public Task End { get; private set; } = Task.CompletedTask;

        /// <summary>Whether it waits for its turn.</summary>
        public bool CanStep => !_hasBegun || _next is not null;

        private bool _hasBegun;

        /// <summary>Lets it go on until it waits again or has ended.</summary>
        public async Task StepAsync()
        {
            _arrived = New();
            if (!_hasBegun)
            {
                _hasBegun = true;
                End = Task.Run(() => work(FakeNetwork.Settings(SendAsync, this)));
            }
            else
            {
                var next = _next!;
                _next = null;
                next();
            }
            await Task.WhenAny(_arrived.Task, End).WaitAsync(TooLong);
        }

        public override DateTimeOffset GetUtcNow() => new(_ticks, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            // The patience with one request ends when a fault says so.
            if (dueTime != FakeNetwork.Settings(SendAsync, this).Patience)
            {
                Wait(
                    $"waits {dueTime.TotalSeconds:F0} s",
                    () =>
                    {
                        _ticks += dueTime.Ticks;
                        callback(state);
                    }
                );
            }
            return NoTimer.Instance;
        }

        private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
        {
            var answer = new TaskCompletionSource<HttpResponseMessage>(
                TaskCreationOptions.RunContinuationsAsynchronously
            );
            Wait(
                $"{request.Method} {request.RequestUri!.PathAndQuery}",
                () =>
                {
                    try
                    {
                        answer.SetResult(Answer(request));
                    }
                    catch (Exception fault)
                    {
                        answer.SetException(fault);
                    }
                }
            );
            return answer.Task;
        }

        private HttpResponseMessage Answer(HttpRequestMessage request)
        {
            const int FaultOnceIn = 6;
            if (_faults == 0 || _fate.Next(FaultOnceIn) > 0)
            {
                return schedule._GitHub.Answer(request);
            }
            _faults--;
            var kind = _fate.Next(7);
            schedule.Course.Add($"{name}: fault {kind}");
            if (kind % 2 == 1)
            {
                // It is done; only the answer is lost.
                schedule._GitHub.Answer(request).Dispose();
            }
            return kind switch
            {
                0 or 1 => throw new HttpRequestException(HttpRequestError.ResponseEnded, "lost"),
                2 or 3 => new HttpResponseMessage(HttpStatusCode.BadGateway),
                4 => FakeGitHub.Json(
                    HttpStatusCode.Forbidden,
                    new JsonObject { ["message"] = "You have exceeded a secondary rate limit." }
                ),
                5 => throw new OperationCanceledException("patience"),
                _ => new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { { "Retry-After", "3" } } },
            };
        }

        private void Wait(string what, Action next)
        {
            _next = () =>
            {
                schedule.Course.Add($"{name}: {what}");
                next();
            };
            _arrived.TrySetResult();
        }

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private int _FaultsOfEach => faultsOfEach;

    private FakeGitHub _GitHub => gitHub;

    private sealed class NoTimer : ITimer
    {
        public static readonly NoTimer Instance = new();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

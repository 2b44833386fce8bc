using Prismatic.Reports;
using Prismatic.Responses;

namespace Prismatic.Tool.Commands;

internal sealed partial class OutputsCommand
{
    /// <summary>Measures and writes nothing, for another verb.</summary>
    public async Task<Report> MeasureAsync(Session session)
    {
        await PrepareAsync(session);
        var files = await Hub.DataAsync(Responses, Offline, session);
        var read = await ResponseReader.ReadAsync(files, Fields, session.Cancellation);
        foreach (var line in read.Describe().Concat(read.Notes))
        {
            session.Say(line);
        }
        var people = await ReadPeopleAsync(session);
        var (report, _) = await OnDeviceAsync(session, progress => MeasureAsync(read, people, null, session, progress));
        return report;
    }
}

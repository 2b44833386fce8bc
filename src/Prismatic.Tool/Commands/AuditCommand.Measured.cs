using Prismatic.Reports;

namespace Prismatic.Tool.Commands;

internal sealed partial class AuditCommand
{
    /// <summary>Measures and writes nothing, for another verb.</summary>
    public async Task<Report> MeasureAsync(Session session)
    {
        var dataset = await OpenAsync(Data, session);
        var against = await OpenAgainstAsync(Against, session);
        var input = new AuditInput(dataset, against, await GainSourceAsync(dataset, session));
        var measured = await OnDeviceAsync(session, progress => AuditAsync(input, null, null, session, progress));
        return measured.Report;
    }
}

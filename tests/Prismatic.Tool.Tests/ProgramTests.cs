namespace Prismatic.Tool.Tests;

public sealed class ProgramTests
{
    [Fact]
    public void Input_faults_end_with_three() => Assert.Equal(3, (int)ExitCode.Input);
}

namespace Prismatic.Tests;

public sealed class ArchitectureTests
{
    [Fact]
    public void Exit_codes_are_the_documented_numbers() => Assert.Equal(130, (int)ExitCode.Cancelled);
}

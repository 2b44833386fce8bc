using Prismatic.Tool.GitHub;

namespace Prismatic.Tool.Tests.GitHub;

public sealed class GitHubSettingsTests
{
    [Theory]
    [InlineData(null, "https://api.github.com/")]
    [InlineData(" https://api.github.com/ ", "https://api.github.com/")]
    [InlineData("https://ghes.example.org/api/v3", "https://ghes.example.org/api/v3/")]
    [InlineData("https://api.tenant.ghe.com", "https://api.tenant.ghe.com/")]
    public void The_address_is_taken_as_the_runner_gives_it(string? set, string address) =>
        Assert.Equal(address, Of(("GITHUB_API_URL", set)).Api.AbsoluteUri);

    [Theory]
    [InlineData("ftp://api.github.com")]
    [InlineData("api.github.com")]
    [InlineData("https://user@api.github.com")]
    [InlineData("https://api.github.com/?x=1")]
    [InlineData("https://api.github.com/#x")]
    public void An_address_that_is_none_is_told(string set)
    {
        var fault = Assert.Throws<PrismaticException>(() => Of(("GITHUB_API_URL", set)));
        Assert.Equal(ExitCode.Environment, fault.ExitCode);
        Assert.Contains("GITHUB_API_URL", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_is_never_told()
    {
        var fault = Assert.Throws<PrismaticException>(() => Of(("GITHUB_TOKEN", "ghs_abc\ndef")));
        Assert.DoesNotContain("abc", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            FakeGitHub.Secret,
            Of(("GITHUB_TOKEN", FakeGitHub.Secret)).ToString(),
            StringComparison.Ordinal
        );
        Assert.False(Of(("GITHUB_TOKEN", " ")).Token.IsSet);
    }

    private static GitHubSettings Of((string Name, string? Value) set) =>
        GitHubSettings.FromEnvironment(name => name == set.Name ? set.Value : null);
}

using Prismatic.Pluralism;
using Prismatic.Tests.Data;

namespace Prismatic.Tests.Pluralism;

public sealed class ReferenceReaderTests
{
    [Fact]
    public async Task Counts_by_group_with_an_order()
    {
        var reference = await Read(
            """
            question,option,count,country,order
            Tea or coffee?,Tea,30,UK,1
            Tea or coffee?,Both,10,UK,2
            Tea or coffee?,Coffee,60,UK,3
            Tea or coffee?,Coffee,80,US,3
            Tea or coffee?,Tea,20,US,1
            """
        );
        var question = Assert.Single(reference.Questions);
        Assert.Equal("Tea or coffee?", question.Prompt);
        Assert.Equal(["Tea", "Both", "Coffee"], question.Options);
        Assert.Equal([0, 1, 2], question.Order);
        Assert.Equal(["UK", "US"], question.Groups.Select(group => group.Name));
        Assert.Equal([0.3, 0.1, 0.6], question.Groups[0].Answers.Shares);
        Assert.Equal([0.2, 0, 0.8], question.Groups[1].Answers.Shares);
        Assert.Equal([100, 100], question.Groups.Select(group => group.Answers.Size!.Value));
        Assert.Contains(
            "counts from 'count', groups from 'country', order from 'order'",
            reference.Description,
            StringComparison.Ordinal
        );
        Assert.Empty(reference.Notes);
    }

    [Theory]
    [InlineData("0.333", "0.333", "0.333")]
    [InlineData("33", "33", "33")]
    [InlineData("33.3%", "33.3%", "33.3%")]
    [InlineData("1", "0", "0")]
    public async Task Shares_are_scaled_to_1(string a, string b, string c)
    {
        var reference = await Read($"prompt,option,share,n\nq,a,{a},250\nq,b,{b},250\nq,c,{c},250\n");
        var answers = reference.Questions[0].Groups[0].Answers;
        Assert.Equal(1, answers.Shares.Sum(), 12);
        Assert.Equal(a == "1" ? 1 : 1 / 3.0, answers.Shares[0], 12);
        Assert.Equal(250, answers.Size);
    }

    [Fact]
    public async Task Shares_without_people_are_exact()
    {
        var reference = await Read("prompt,option,share\nq,a,0.5\nq,b,0.5\n");
        Assert.Null(reference.Questions[0].Groups[0].Answers.Size);
        Assert.Null(reference.Questions[0].Order);
    }

    [Theory]
    [InlineData(
        "prompt,option,share\nq,a,0.5\nq,b,0.3\n",
        "row 1: the shares of this question and group sum to 0.8, not to 1 or 100"
    )]
    [InlineData("prompt,option,count\nq,a,5\nq,b,NaN\n", "row 2: column 'count' is not finite")]
    [InlineData("prompt,option,count\nq,a,5\nq,b,-3\n", "row 2: column 'count' is negative")]
    [InlineData("prompt,option,count\nq,a,5\nq,b,\n", "row 2: column 'count' is not a number")]
    [InlineData("prompt,option,count\nq,a,1e400\n", "row 1: column 'count' is not finite")]
    [InlineData("prompt,option,count\nq,a,many\n", "row 1: column 'count' is not a number")]
    [InlineData("prompt,option,share,n\nq,a,1,0\n", "row 1: column 'n' is 0")]
    [InlineData("prompt,option,share,n\nq,a,0.5,10\nq,b,0.5,11\n", "row 2: column 'n' has another number than before")]
    [InlineData("prompt,option,count\nq,a,5\nq,b,3\nq,a,2\n", "row 3: the same question, group and option as in row 1")]
    [InlineData("prompt,option,count\nq,a,0\n", "holds no answers")]
    [InlineData("prompt,option,count\n,a,1\n", "holds no answers")]
    [InlineData(
        "x,y\n1,2\n",
        "no column of questions (such as 'prompt') that is known by its name; its columns are x, y"
    )]
    [InlineData("prompt,y\n1,2\n", "no column of options")]
    public async Task What_is_no_reference_ends_in_one_line(string content, string message)
    {
        var fault = await Assert.ThrowsAsync<PrismaticException>(() => Read(content));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.Equal(ExitCode.Input, fault.ExitCode);
    }

    [Fact]
    public async Task Columns_can_be_named()
    {
        var choice = new ReferenceChoice
        {
            Prompt = "ask",
            Option = "pick",
            Share = "p",
            Group = "who",
        };
        var reference = await Read("ask,pick,p,who\nq,a,0.4,x\nq,b,0.6,x\n", choice);
        Assert.Equal("x", reference.Questions[0].Groups[0].Name);
        var fault = await Assert.ThrowsAsync<PrismaticException>(() =>
            Read("ask,pick,p\nq,a,1\n", new ReferenceChoice { Prompt = "asks", Option = "pick" })
        );
        Assert.Contains("did you mean 'ask'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_and_shares_together_are_a_wrong_command_line()
    {
        var fault = await Assert.ThrowsAsync<PrismaticException>(() =>
            Read("prompt,option,c,s\nq,a,1,1\n", new ReferenceChoice { Count = "c", Share = "s" })
        );
        Assert.Equal(ExitCode.Usage, fault.ExitCode);
    }

    [Fact]
    public async Task Every_row_is_an_answer_where_there_is_no_count()
    {
        var reference = await Read("comment-id,voter-id,vote\n7,a,1\n7,b,-1\n7,a,-1\n8,a,1\n8,,1\n8,,\n");
        Assert.Equal(["7", "8"], reference.Questions.Select(question => question.Prompt));
        // The last answer of a person counts; answers of nobody in particular all do.
        Assert.Equal([0, 1], reference.Questions[0].Groups[0].Answers.Shares);
        Assert.Equal([2, 2], reference.Questions.Select(question => question.Groups[0].Answers.Size!.Value));
        Assert.StartsWith("2 rows", Assert.Single(reference.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_for_every_person_with_a_column_for_every_question()
    {
        var reference = await Read(
            "RespondentID,Do you smoke?,Eat steak?,Gender,Income\n,Response,Response,Response,Response\n"
                + "1,No,Yes,Male,\n2,No,,Female,\n3,Yes,Yes,Female,\n3,No,No,Male,\n4,No,Yes,,\n",
            new ReferenceChoice { Group = "Gender" }
        );
        Assert.Equal(["Do you smoke?"], reference.Questions.Select(question => question.Prompt));
        var smoke = reference.Questions[0];
        Assert.Equal([null, "Male", "Female"], smoke.Groups.Select(group => group.Name));
        Assert.Equal([0.75, 0.25], smoke.Groups[0].Answers.Shares);
        Assert.Equal([0.5, 0.5], smoke.Groups[2].Answers.Shares);
        Assert.Equal(2, reference.Notes.Count);
        var chosen = await Read(
            "who,Eat steak?\n1,Yes\n2,Yes\n",
            new ReferenceChoice { Questions = ["Eat steak?"], Person = "who" }
        );
        Assert.Equal(["Yes"], chosen.Questions[0].Options);
    }

    [Fact]
    public async Task An_order_that_is_none_is_noted_when_found_and_a_fault_when_asked_for()
    {
        const string content = "prompt,option,count,value\nq,a,5,1\nq,b,5,1\n";
        var reference = await Read(content);
        Assert.Null(reference.Questions[0].Order);
        Assert.Contains("'value' does not order", Assert.Single(reference.Notes), StringComparison.Ordinal);
        await Assert.ThrowsAsync<PrismaticException>(() => Read(content, new ReferenceChoice { Order = "value" }));
    }

    [Fact]
    public async Task A_question_of_too_many_options_ends_in_one_line()
    {
        var rows = string.Concat(Enumerable.Range(0, 1001).Select(i => $"q,option {i},1\n"));
        var fault = await Assert.ThrowsAsync<PrismaticException>(() => Read("prompt,option,count\n" + rows));
        Assert.Contains("more than 1000 options", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("15-per-hour-seattle", 339)]
    [InlineData("brexit-consensus", 204)]
    [InlineData("canadian-electoral-reform", 448)]
    public async Task Votes_row_by_row_and_person_by_person_are_the_same_answers(string conversation, int people)
    {
        var folder = SharedData.Path(Path.Combine("opinions", "polis", conversation));
        var token = TestContext.Current.CancellationToken;
        var rows = await ReferenceReader.ReadAsync(Path.Combine(folder, "votes.csv"), cancellationToken: token);
        var wide = await ReferenceReader.ReadAsync(
            Path.Combine(folder, "participants-votes.csv"),
            cancellationToken: token
        );

        var byPrompt = rows.Questions.ToDictionary(question => question.Prompt, Counts);
        Assert.NotEmpty(wide.Questions);
        Assert.All(
            wide.Questions,
            question =>
            {
                Assert.Equal(byPrompt[question.Prompt], Counts(question));
                Assert.InRange(question.Groups[0].Answers.Size!.Value, 1, people);
            }
        );
        Assert.Contains(wide.Questions, question => question.Groups.Select(group => group.Name).Contains("1"));

        static string Counts(ReferenceQuestion question) =>
            string.Join(
                ' ',
                question
                    .Options.Zip(question.Groups[0].Answers.WholeCounts())
                    .Where(pair => pair.Second > 0)
                    .OrderBy(pair => pair.First, StringComparer.Ordinal)
            );
    }

    [Theory]
    [InlineData("survey_comma.csv", 1129, 7)]
    [InlineData("survey_steak-risk.csv", 550, 9)]
    public async Task Surveys_are_read_as_they_come(string file, int people, int questions)
    {
        var reference = await ReferenceReader.ReadAsync(
            SharedData.Path(Path.Combine("opinions", file)),
            new ReferenceChoice { Group = "Gender" },
            TestContext.Current.CancellationToken
        );
        // The questions, and what people say of themselves: age, income, education, region.
        Assert.Equal(questions + 4, reference.Questions.Count);
        Assert.Equal(
            people,
            reference.Questions.Max(question => question.Groups[0].Answers.Size!.Value),
            people * 0.02
        );
        Assert.DoesNotContain(reference.Questions, question => question.Options.Contains("Response"));
    }

    private static async Task<HumanReference> Read(string content, ReferenceChoice? choice = null)
    {
        using var folder = new TempFolder();
        return await ReferenceReader.ReadAsync(
            folder.Write("reference.csv", content),
            choice,
            TestContext.Current.CancellationToken
        );
    }
}

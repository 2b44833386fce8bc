using Prismatic.Homogeneity;

namespace Prismatic.Tests.Homogeneity;

public sealed class RefusalsTests
{
    [Theory]
    [InlineData("I'm sorry, but I can't help with that.")]
    [InlineData("I’m sorry, but I cannot assist with that request.")]
    [InlineData("Sorry, I can't do that.")]
    [InlineData("I'm sorry, I can't.")]
    [InlineData("I cannot fulfill your request. I am just an AI model, it is not within my programming.")]
    [InlineData("As an AI language model, I cannot provide medical advice.")]
    [InlineData("As a responsible AI assistant, I must decline to answer.")]
    [InlineData("I apologize, but I am not able to generate such content.")]
    [InlineData("I apologize for the confusion, but I cannot create images.")]
    [InlineData("Unfortunately, I am unable to provide this information.")]
    [InlineData("I won't write that.")]
    [InlineData("I do not feel comfortable providing this.\nIs there anything else?")]
    [InlineData("I don't feel comfortable to write this.")]
    [InlineData("It is not appropriate to make jokes about this.")]
    [InlineData("That is a serious matter. I cannot help you with it.")]
    [InlineData("**I cannot provide instructions for this.**")]
    public void Refusals_are_told_by_their_beginning(string text) => Assert.True(Refusals.IsRefusal(text));

    [Theory]
    [InlineData("I can't help but smile when the rain begins.")]
    [InlineData("I cannot tell you how happy I was that day.")]
    [InlineData("\"I can't help you,\" she said, and closed the door.")]
    [InlineData("I'm sorry for your loss. Here is a poem for the funeral.")]
    [InlineData("I can help with that! First, open the file.")]
    [InlineData("Sorry to hear that. You could write to your landlord.")]
    [InlineData("The machine cannot provide more than 40 watts.")]
    [InlineData("You should not write passwords down.")]
    [InlineData("I will not go gentle into that good night.")]
    [InlineData("Unfortunately, the museum is closed on Mondays.")]
    [InlineData("")]
    [InlineData("👍")]
    public void Other_answers_are_none(string text) => Assert.False(Refusals.IsRefusal(text));

    [Theory]
    [InlineData("As an AI language model, I have no favourite colour, but blue is popular.", true)]
    [InlineData("I'm just an AI, so I cannot taste.", true)]
    [InlineData("I don't eat, as an AI, but here is a recipe.", true)]
    [InlineData("As an architect, I would choose brick.", false)]
    [InlineData("AI is a field of computer science.", false)]
    public void Answers_that_say_a_machine_speaks_are_told_apart(string text, bool expected) =>
        Assert.Equal(expected, Refusals.SpeaksAsMachine(text));

    [Fact]
    public void Long_and_hostile_beginnings_take_no_time()
    {
        foreach (var part in new[] { "i ", "sorry, but ", "while i ", "as an ai ", ". ", "i'm sorry for " })
        {
            Assert.False(Refusals.IsRefusal(string.Concat(Enumerable.Repeat(part, 100_000))));
        }
    }
}

using CsCheck;
using Prismatic.Responses;

namespace Prismatic.Tests.Responses;

public sealed class ResponseSetTests
{
    [Fact]
    public void Every_answer_stands_once_under_its_prompt_and_model_in_order() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2])
            .Array[0, 30]
            .Sample(pairs =>
            {
                string[] names = ["a", "b", "c"];
                var set = new ResponseSet(
                    names,
                    names,
                    [
                        .. pairs.Select(pair => new Response
                        {
                            Prompt = pair.Item1,
                            Model = pair.Item2,
                            Text = "",
                        }),
                    ]
                );
                for (var prompt = 0; prompt < names.Length; prompt++)
                {
                    for (var model = 0; model < names.Length; model++)
                    {
                        Assert.Equal(
                            Enumerable.Range(0, pairs.Length).Where(i => pairs[i] == (prompt, model)),
                            set.Of(prompt, model)
                        );
                    }
                }
            });
}

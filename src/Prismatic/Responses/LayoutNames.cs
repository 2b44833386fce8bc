namespace Prismatic.Responses;

/// <summary>Usual names of columns, likeliest first; lower case, letters and digits only.</summary>
internal static class LayoutNames
{
    public static readonly string[] Prompt =
    [
        "prompt",
        "instruction",
        "question",
        "query",
        "prompttext",
        "input",
        "user",
        "problem",
    ];

    /// <summary>What stands for a prompt where its text is not there.</summary>
    public static readonly string[] PromptId = ["promptid", "questionid", "qid", "uid", "taskid", "idx", "id"];

    public static readonly string[] Response =
    [
        "response",
        "completion",
        "output",
        "answer",
        "generation",
        "result",
        "modelresponse",
        "modeloutput",
        "modelanswer",
        "prediction",
        "generatedtext",
        "assistant",
    ];

    public static readonly string[] ResponseList =
    [
        "generations",
        "responses",
        "completions",
        "outputs",
        "answers",
        "samples",
        "ys",
        "results",
        "predictions",
        "candidates",
        "modelresponses",
    ];

    public static readonly string[] Chat = ["messages", "conversations", "conversation", "chat", "dialog", "dialogue"];

    /// <summary>Names of answers only where a prompt stands beside them.</summary>
    public static readonly string[] BesidePrompt = ["text", "content"];

    /// <summary>Lists of texts that are no answers.</summary>
    public static readonly string[] NoAnswers =
    [
        "tags",
        "stop",
        "keywords",
        "labels",
        "categories",
        "options",
        "choices",
        "references",
        "languages",
        "sources",
    ];

    public static readonly string[] Model = ["model", "modelname", "generator", "modelid", "llm", "engine"];

    public static readonly string[] Sample =
    [
        "sample",
        "sampleid",
        "sampleindex",
        "iteration",
        "attempt",
        "trial",
        "draw",
        "run",
        "seed",
    ];

    public static readonly string[] Weight = ["weight", "weights", "probability", "probabilities", "prob"];

    public static readonly string[] Quality =
    [
        "quality",
        "qualities",
        "generationscores",
        "score",
        "scores",
        "reward",
        "rewards",
        "rating",
        "ratings",
    ];

    public static readonly string[] Label =
    [
        "partition",
        "partitions",
        "equivalenceclass",
        "equivalenceclasses",
        "answerclass",
    ];

    public static readonly string[] Reference =
    [
        "reference",
        "referenceanswer",
        "referenceoutput",
        "gold",
        "goldanswer",
        "groundtruth",
        "expected",
        "expectedoutput",
    ];

    /// <summary>Texts of a file that lists prompts by number.</summary>
    public static readonly string[] ListedPrompt = ["text", "prompt", "question", "instruction", "prompttext"];
}

using System.Globalization;

namespace Prismatic.Pluralism;

/// <summary>A human reference while its file is read.</summary>
internal sealed class ReferenceDraft(string path, ReferenceColumns columns)
{
    private const int MaxOptions = 1000;

    // A column of a survey with more different answers than this is a number or free text.
    private const int MaxFoundOptions = 20;
    private const double Everyone = 1;

    private readonly Dictionary<string, Question> _questions = [];
    private readonly List<Question> _inOrder = [];
    private readonly HashSet<string> _tooMany = [];
    private long _leftOut;
    private int _emptyGroups;
    private bool _hasOrder = columns.Order is not null;

    private sealed class Question(string prompt)
    {
        public string Prompt { get; } = prompt;
        public Dictionary<string, int> Places { get; } = [];
        public List<string> Options { get; } = [];
        public List<double?> Order { get; } = [];
        public List<Group> Groups { get; } = [];
        public Dictionary<string, Group> ByName { get; } = [];

        public int Place(string option)
        {
            if (!Places.TryGetValue(option, out var place))
            {
                Places[option] = place = Options.Count;
                Options.Add(option);
                Order.Add(null);
            }
            return place;
        }

        public Group Of(string? name)
        {
            if (!ByName.TryGetValue(name ?? "", out var group))
            {
                Groups.Add(ByName[name ?? ""] = group = new Group(name));
            }
            return group;
        }
    }

    private sealed class Group(string? name)
    {
        public string? Name { get; } = name;
        public List<double> Amounts { get; } = [];
        public Dictionary<int, long> Rows { get; } = [];
        public double? People { get; set; }

        public void Add(int place, double amount)
        {
            while (Amounts.Count <= place)
            {
                Amounts.Add(0);
            }
            Amounts[place] += amount;
        }
    }

    /// <summary>Notes a row that says nothing, or nothing that still counts.</summary>
    public void LeaveOut() => _leftOut++;

    /// <summary>An option with its count or share.</summary>
    public void Set(long row, string prompt, string option, string? group, double amount, double? people)
    {
        var question = Of(prompt);
        var place = question.Place(option);
        Limit(row, question);
        var answers = question.Of(group);
        if (!answers.Rows.TryAdd(place, row))
        {
            var remedy = columns.Group is null ? "name the column that tells them apart as the group" : "sum them";
            throw Fault(row, $"the same question, group and option as in row {answers.Rows[place]}; {remedy}");
        }
        if (people is not null && answers.People is not null && answers.People != people)
        {
            throw Fault(
                row,
                $"column '{columns.People}' has another number than before for the same question and group"
            );
        }
        answers.People = people ?? answers.People;
        answers.Add(place, amount);
    }

    /// <summary>One answer more, or one less.</summary>
    public void Count(string prompt, string option, string? group, double amount)
    {
        if (_tooMany.Contains(prompt))
        {
            return;
        }
        var question = Of(prompt);
        var place = question.Place(option);
        if (columns.Layout == ReferenceLayout.People && !columns.AreChosen && question.Options.Count > MaxFoundOptions)
        {
            _tooMany.Add(prompt);
            _questions.Remove(prompt);
            _inOrder.Remove(question);
            return;
        }
        Limit(null, question);
        question.Of(null).Add(place, amount);
        if (group is not null)
        {
            question.Of(group).Add(place, amount);
        }
    }

    /// <summary>The place of an option on its scale.</summary>
    public void Order(long row, string prompt, string option, string? text)
    {
        if (!_hasOrder || text is null)
        {
            return;
        }
        var question = Of(prompt);
        var place = question.Place(option);
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        if (!isNumber || !double.IsFinite(value) || (question.Order[place] ?? value) != value)
        {
            NoOrder(
                $"row {row}: column '{columns.Order}' holds no number, or another one than before for the same option"
            );
            return;
        }
        question.Order[place] = value;
    }

    public HumanReference Complete()
    {
        if (_hasOrder && _inOrder.Any(q => q.Order.Distinct().Count() < q.Options.Count || q.Order.Contains(null)))
        {
            NoOrder($"column '{columns.Order}' does not give every option of a question a number of its own");
        }
        ReferenceQuestion[] questions = [.. _inOrder.Select(Complete).Where(question => question.Groups.Count > 0)];
        if (columns.Layout == ReferenceLayout.People && !columns.AreChosen)
        {
            questions = [.. questions.Where(question => question.Options.Count > 1)];
        }
        return questions.Length > 0
            ? new HumanReference(questions, columns.Describe(), [.. Notes(questions.Length)])
            : throw new PrismaticException($"'{path}' holds no answers to any question");
    }

    private IEnumerable<string> Notes(int questions)
    {
        if (_leftOut > 0)
        {
            yield return $"{_leftOut} rows of the human reference are left out: they are empty, or answered again.";
        }
        if (_emptyGroups > 0)
        {
            yield return $"{_emptyGroups} times nobody of a group answered a question.";
        }
        if (columns.Layout == ReferenceLayout.People && questions < columns.Questions.Count)
        {
            yield return $"{columns.Questions.Count - questions} columns of the human reference are no questions: they hold one "
                + $"answer, or more than {MaxFoundOptions} different ones.";
        }
        if (columns.Order is not null && !_hasOrder)
        {
            yield return $"Column '{columns.Order}' does not order the options; they are taken as unordered.";
        }
    }

    private ReferenceQuestion Complete(Question question)
    {
        int[]? order = _hasOrder
            ? [.. Enumerable.Range(0, question.Options.Count).OrderBy(i => question.Order[i])]
            : null;
        var groups = question.Groups.Select(group => Complete(question, group)).OfType<ReferenceGroup>();
        return new ReferenceQuestion(question.Prompt, question.Options, order, [.. groups]);
    }

    private ReferenceGroup? Complete(Question question, Group group)
    {
        double[] amounts = [.. group.Amounts, .. new double[question.Options.Count - group.Amounts.Count]];
        var sum = amounts.Sum();
        if (columns.IsShare)
        {
            // Shares that are rounded to two decimals miss 1 by at most half a hundredth each.
            var tolerance = Math.Max(0.02, 0.005 * group.Rows.Count);
            if (Math.Abs(sum - Everyone) > tolerance && Math.Abs(sum - (100 * Everyone)) > 100 * tolerance)
            {
                throw Fault(
                    group.Rows.Values.Min(),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the shares of this question and group sum to {sum:0.####}, not to 1 or 100; list every option once"
                    )
                );
            }
            return new ReferenceGroup(group.Name, Distribution.OfShares(amounts, group.People));
        }
        if (sum > 0 && double.IsFinite(sum))
        {
            return new ReferenceGroup(group.Name, Distribution.OfCounts(amounts, group.People));
        }
        _emptyGroups++;
        return null;
    }

    private Question Of(string prompt)
    {
        if (!_questions.TryGetValue(prompt, out var question))
        {
            _inOrder.Add(_questions[prompt] = question = new Question(prompt));
        }
        return question;
    }

    private void Limit(long? row, Question question)
    {
        if (question.Options.Count > MaxOptions)
        {
            throw new PrismaticException(
                $"'{path}': {(row is null ? "" : $"row {row}: ")}a question has more than {MaxOptions} options; "
                    + "is that the right column?"
            );
        }
    }

    private void NoOrder(string fault)
    {
        _hasOrder = columns.IsOrderChosen ? throw new PrismaticException($"'{path}': {fault}") : false;
    }

    private PrismaticException Fault(long row, string what) => new($"'{path}': row {row}: {what}");
}

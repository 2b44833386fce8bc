using System.Runtime.CompilerServices;

namespace Prismatic.Duplicates;

/// <summary>Sets that are joined and never parted (union-find); the smallest member stands for its set.</summary>
internal sealed class DisjointSets
{
    private readonly int[] _parents;

    /// <summary>Sets of one member each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public DisjointSets(int count)
    {
        _parents = new int[count];
        for (var member = 0; member < count; member++)
        {
            _parents[member] = member;
        }
    }

    /// <summary>The smallest member of the set.</summary>
    public int Find(int member)
    {
        while (_parents[member] != member)
        {
            _parents[member] = _parents[_parents[member]];
            member = _parents[member];
        }
        return member;
    }

    /// <summary>For each member the smallest of its set; changes with the sets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int[] Firsts()
    {
        for (var member = 0; member < _parents.Length; member++)
        {
            // Parents are smaller, so theirs is settled.
            _parents[member] = _parents[_parents[member]];
        }
        return _parents;
    }

    /// <summary>Makes two sets one.</summary>
    public void Join(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        _parents[Math.Max(a, b)] = Math.Min(a, b);
    }
}

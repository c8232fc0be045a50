namespace Traffic;

/// <summary>How a visit went.</summary>
internal enum VisitOutcome
{
    /// <summary>As its scenario says.</summary>
    Completed,

    /// <summary>The API gave another answer than it should.</summary>
    Unexpected,

    /// <summary>The API gave none.</summary>
    Unanswered,

    /// <summary>It did not take place: the API does not answer, or too many visits are under way.</summary>
    LeftOut,
}

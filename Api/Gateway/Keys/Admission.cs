using Api.Gateway.Credits;

namespace Api.Gateway.Keys;

/// <summary>Whether a call is let through: a reservation, or why not.</summary>
/// <param name="Reservation">What is set aside for it; whoever gets it settles or releases it. Null when the call is refused.</param>
/// <param name="Refusal">Null when it is not.</param>
/// <param name="RetryAfter">With a limit: when there is enough again. Null when there never is, because the limit is less than the call wants.</param>
/// <param name="Requests">What is left of the key's requests; null where they are not limited, or the key is not good.</param>
/// <param name="Tokens">As the requests.</param>
internal sealed record Admission(Reservation? Reservation, AdmissionRefusal? Refusal, TimeSpan? RetryAfter = null, RateLimit? Requests = null, RateLimit? Tokens = null)
{
    public static Admission Refused(AdmissionRefusal refusal) => new(Reservation: null, refusal);
}

namespace Aspire.Hosting;

/// <summary>A parameter has no value; the message says how to set it.</summary>
public class MissingParameterValueException : DistributedApplicationException
{
    public MissingParameterValueException()
    {
    }

    public MissingParameterValueException(string message)
        : base(message)
    {
    }

    public MissingParameterValueException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

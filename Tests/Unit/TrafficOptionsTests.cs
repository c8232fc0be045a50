using Microsoft.Extensions.Hosting;
using Tests.Support;
using Traffic;
using Traffic.Scenarios;

namespace Tests.Unit;

public sealed class TrafficOptionsTests
{
    [Theory]
    [InlineData("Traffic:DayLength", "10", "Traffic:DayLength is '10'. Set it to a time from 00:00:10 to 1.00:00:00, such as 00:10:00.")]
    [InlineData("Traffic:DayLength", "00:00:09", "from 00:00:10")]
    [InlineData("Traffic:DayLength", "soon", "is 'soon'")]
    [InlineData("Traffic:RequestsPerSecond", "0", "Traffic:RequestsPerSecond is '0'. Set it to a number from 0.01 to 1000; --traffic off turns it off.")]
    [InlineData("Traffic:RequestsPerSecond", "-5", "is '-5'")]
    [InlineData("Traffic:RequestsPerSecond", "1001", "is '1001'")]
    [InlineData("Traffic:RequestsPerSecond", "NaN", "is 'NaN'")]
    [InlineData("Traffic:Seed", "1.5", "Traffic:Seed is '1.5'. Set it to a whole number.")]
    [InlineData("Traffic:Mix:SignUp", "-1", "Traffic:Mix:SignUp is '-1'. Set it to a weight from 0 to 1000000.")]
    [InlineData("Traffic:Mix:SignUp", "Infinity", "is 'Infinity'")]
    [InlineData("Traffic:Mix:SingUp", "1", "There is no scenario Traffic:Mix:SingUp. There are LookUp, LogIn, SignUp, StayLoggedIn")]
    [InlineData("Traffic:RequestPerSecond", "5", "There is no setting Traffic:RequestPerSecond. There are Traffic:DayLength, Traffic:RequestsPerSecond,")]
    public void Setting_ThatCannotBe_SaysWhatToDo(string key, string value, string advice)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => TrafficHost.Options((key, value)));

        Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mix_OfNothing_SaysWhatToDo()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => TrafficHost.Options([.. ScenarioList.All.Select(scenario => ($"Traffic:Mix:{scenario.Name}", "0"))]));

        Assert.Contains("Traffic:Mix leaves every scenario out. Give one of them a weight above 0", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_WrittenInAnyCase_AreUnderstood()
    {
        var options = TrafficHost.Options(
            ("traffic", "on"), ("traffic:daylength", "00:02:00"), ("TRAFFIC:requestspersecond", "0.5"), ("traffic:seed", "-3"), ("traffic:mix:signup", "0"));

        Assert.Equal((TimeSpan.FromMinutes(2), 0.5, -3), (options.DayLength, options.RequestsPerSecond, options.Seed));
        Assert.DoesNotContain(VisitPlan.From(options).Take(1000), visit => visit.Scenario is SignUp);
    }

    [Fact]
    public void Api_WithoutAnAddress_SaysWhatToDo()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Host.CreateApplicationBuilder().AddTraffic());

        Assert.Contains("services:api:http:0 is ''. Set it to the address of the API", exception.Message, StringComparison.Ordinal);
        Assert.Contains("WithReference(api)", exception.Message, StringComparison.Ordinal);
    }
}

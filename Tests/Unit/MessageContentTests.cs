using System.Text.Json.Nodes;
using Api.Gateway.Calls;

namespace Tests.Unit;

/// <summary>Messages of OpenAI's API as OpenTelemetry's conventions have them.</summary>
public sealed class MessageContentTests
{
    [Theory]
    [InlineData("""[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]""",
        """[{"role":"system","parts":[{"type":"text","content":"Be brief."}]},{"role":"user","parts":[{"type":"text","content":"Hi"}]}]""")]
    [InlineData("""[{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"data:secret"}}]}]""",
        """[{"role":"user","parts":[{"type":"text","content":"What is it?"},{"type":"image_url"}]}]""")]
    [InlineData("""[{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"now","arguments":"{}"}}]},{"role":"tool","tool_call_id":"1","content":"noon"}]""",
        """[{"role":"assistant","parts":[{"type":"tool_call","id":"1","name":"now","arguments":"{}"}]},{"role":"tool","parts":[{"type":"tool_call_response","id":"1","response":"noon"}]}]""")]
    [InlineData("""[{"role":"tool","tool_call_id":"1","content":[{"type":"text","text":"no"},{"type":"text","text":"on"}]}]""",
        """[{"role":"tool","parts":[{"type":"tool_call_response","id":"1","response":"noon"}]}]""")]
    [InlineData("""[7,{"role":7,"content":8}]""", """[{"role":"assistant","parts":[]}]""")]
    [InlineData("7", "[]")]
    [InlineData("null", "[]")]
    public void Prompt_OfAnyKind_IsAListOfRolesWithParts(string messages, string expected) => Assert.Equal(expected, MessageContent.OfPrompt(JsonNode.Parse(messages)));

    [Fact]
    public void Answers_HaveTheReasonOfTheirEnd() => Assert.Equal(
        """[{"role":"assistant","parts":[{"type":"text","content":"A"}],"finish_reason":"stop"},{"role":"assistant","parts":[{"type":"text","content":"B"}],"finish_reason":"length"}]""",
        MessageContent.OfAnswer(JsonNode.Parse("""[{"message":{"role":"assistant","content":"A"},"finish_reason":"stop"},{"message":{"content":"B"},"finish_reason":"length"}]""")));

    [Fact]
    public void Text_BeyondTheMost_IsLeftOut()
    {
        var half = new string('x', (MessageContent.MostCharacters / 2) + 1);
        var messages = new JsonArray(Message(half), Message(half), Message("more"));

        var parts = JsonNode.Parse(MessageContent.OfPrompt(messages))!.AsArray().Select(message => message!["parts"]![0]!["content"]!.GetValue<string>().Length);

        Assert.Equal([half.Length, half.Length - 2, 0], parts);

        static JsonObject Message(string text) => new() { ["role"] = "user", ["content"] = text };
    }
}

using ServiceDefaults.Logs;

namespace Tests.Unit;

public sealed class SecretNamesTests
{
    [Theory]
    [InlineData("password")]
    [InlineData("Password")]
    [InlineData("newPassword")]
    [InlineData("DB_PASSWORD")]
    [InlineData("DBPassword2")]
    [InlineData("dbpassword")]
    [InlineData("passwords")]
    [InlineData("PasswordHash")]
    [InlineData("passwd")]
    [InlineData("pwd")]
    [InlineData("user.pwd")]
    [InlineData("passphrase")]
    [InlineData("clientSecret")]
    [InlineData("client-secret-2")]
    [InlineData("credentials")]
    [InlineData("Authorization")]
    [InlineData("Proxy-Authorization")]
    [InlineData("Set-Cookie")]
    [InlineData("cookies")]
    [InlineData("apikey")]
    [InlineData("API_KEY")]
    [InlineData("X-Api-Key")]
    [InlineData("apiKeys")]
    [InlineData("APIKey")]
    [InlineData("private_key_pem")]
    [InlineData("AccessKeyId")]
    [InlineData("ConnectionString")]
    [InlineData("connectionstrings")]
    [InlineData("ConnectionStrings:db")]
    [InlineData("token")]
    [InlineData("accessToken")]
    [InlineData("refresh_token")]
    [InlineData("OAuth2Token")]
    [InlineData("accesstoken")]
    [InlineData("token1")]
    [InlineData("SystemPrompt")]
    public void Name_OfASecret_IsOne(string name) => Assert.True(SecretNames.IsSecret(name));

    [Theory]
    [InlineData("")]
    [InlineData("_")]
    [InlineData("42")]
    [InlineData("tokens_used")]
    [InlineData("max_tokens")]
    [InlineData("token_count")]
    [InlineData("tokenType")]
    [InlineData("promptTokens")]
    [InlineData("prompt_length")]
    [InlineData("secretary")]
    [InlineData("Key")]
    [InlineData("cacheKey")]
    [InlineData("keyPress")]
    [InlineData("api")]
    [InlineData("accessed")]
    [InlineData("access_monkey")]
    [InlineData("connection_id")]
    [InlineData("author")]
    [InlineData("passing")]
    public void Name_OfSomethingElse_IsNone(string name) => Assert.False(SecretNames.IsSecret(name));

    [Fact]
    public void Names_MoreThanAreRemembered_AreJudgedAllTheSame()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Assert.True(SecretNames.IsSecret($"password{i}"));
            Assert.False(SecretNames.IsSecret($"number{i}"));
        }
    }
}

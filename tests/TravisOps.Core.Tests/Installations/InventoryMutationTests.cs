using System;
using System.Text;
using TravisOps.Installations;
using Xunit;

namespace TravisOps.Core.Tests.Installations;

/// <summary>Whatever a slip of the hand makes of a good file, the answer is an inventory or an InventoryException.</summary>
public class InventoryMutationTests
{
    private const string Alphabet = "\t\n\r :-#'\"[]{}&*!|>%@`,?~\\0x19azäé\u0085\u2028\uFEFF\0\ud83d";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_mutated_file_never_gives_another_exception(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++)
        {
            var text = Mutate(InventorySamples.Full, random, 1 + (round % 6));
            try
            {
                Assert.NotEmpty(InventoryReader.Parse(text, InventorySamples.Path).Installations);
            }
            catch (InventoryException e)
            {
                Assert.True(e.Line >= 1 && e.Column >= 1, e.Message);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{e.GetType()} in round {round} of:\n{text}\n{e}");
            }
        }
    }

    private static string Mutate(string text, Random random, int times)
    {
        var mutated = new StringBuilder(text);
        for (var i = 0; i < times; i++)
        {
            var at = random.Next(mutated.Length);
            var length = Math.Min(random.Next(1, 12), mutated.Length - at);
            switch (random.Next(5))
            {
                case 0:
                    mutated.Remove(at, length).Append('\n');
                    break;
                case 1:
                    mutated.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                    break;
                case 2:
                    mutated[at] = Alphabet[random.Next(Alphabet.Length)];
                    break;
                case 3:
                    mutated.Insert(random.Next(mutated.Length), mutated.ToString(at, length));
                    break;
                default:
                    mutated.Length = Math.Max(200, at);
                    break;
            }
        }

        return mutated.ToString();
    }
}

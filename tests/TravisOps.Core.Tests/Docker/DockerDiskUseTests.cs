using System.Linq;
using TravisOps.Docker;
using Xunit;

namespace TravisOps.Core.Tests.Docker;

public class DockerDiskUseTests
{
    [Theory]
    [InlineData("TYPE                TOTAL               ACTIVE              SIZE                RECLAIMABLE\nImages              5                   3                   16.43 MB            11.63 MB (70%)\nContainers          2                   0                   212 B               212 B (100%)\nLocal Volumes       2                   1                   36 B                0 B (0%)\n", "16.43 MB 11.63 MB, 212 B 212 B, 36 B 0 B")]
    [InlineData("TYPE                TOTAL               ACTIVE              SIZE                RECLAIMABLE\nImages              5                   3                   16.43GB             11.63GB (70%)\nBuild Cache                                                 1.2kB               1.2kB\n", "16.43GB 11.63GB, 1.2kB 1.2kB")]
    [InlineData("TYPE            TOTAL     ACTIVE    SIZE      RECLAIMABLE\nImages          2         2         3.987MB   0B (0%)\nBuild Cache     0         0         0B        0B\n", "3.987MB 0B, 0B 0B")]
    public void The_table_of_1_13_17_06_and_20_10(string text, string sizes)
    {
        var rows = DockerDiskUse.Read(text);

        Assert.Equal(sizes, string.Join(", ", rows.Select(row => $"{row.Size} {row.Reclaimable}")));
    }

    [Fact]
    public void Anything_else_is_no_table() => Assert.Empty(DockerDiskUse.Read("docker: 'system' is not a docker command.\nSee 'docker --help'.\n"));
}

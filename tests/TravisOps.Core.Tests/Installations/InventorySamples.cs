namespace TravisOps.Core.Tests.Installations;

internal static class InventorySamples
{
    public const string Path = "/etc/travisops.yml";

    /// <summary>Every key of the format.</summary>
    public const string Full = """
        # Kept by the build team.
        default: production            # used when nothing is named
        installations:
          production:
            publicHostName: travis.example.com
            port: 2022
            user: ops
            keyFile: ~/.ssh/id_ed25519
            knownHostsFile: keys/known_hosts
            sudo: noPassword
            jumpHost: bastion.example.com
            platform: platform.example.com
            workers:
              - worker-[08:11].example.com
              # - worker-12.example.com   being repaired
              - host: worker-21.example.com
                address: 10.0.0.21
                port: 2222
                user: deploy
                keyFile: /keys/worker
                sudo: password
              - host: big-[1:2].example.com
                port: 22

          staging:
            platform:
              host: staging.example.com
              address: 2001:db8::7
              sudo: none
        """;
}

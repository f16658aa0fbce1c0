using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>Words that stand where a name may stand and are none: what logs, settings and commands are made of. One that is also somebody's name is replaced only where it was known before.</summary>
internal static class LogWords
{
    private static readonly HashSet<string> s_words = new(
        Words.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    private const string Words = """
        able about above absent accept accepted access account accounts across action actions active activity actual add added address addresses admin after again agent alert alerts alias alive all allow allowed
        alpine already also always amqp an and another any anonymous anything apache api app application applications apps apt archive are argument arguments array as asset assets at attach attached attempt attempts
        audit auth authenticate authenticated authenticating authentication authority authorization authorized auto available average aware away back backend background backup bad bad-request bash basic batch be because
        been before begin behind being below between bin binary bind block blocked blocks body bool boot both branch bridge broken broker browser buffer build builder builders builds bus busy but by bytes cache cached call
        called calls can cancel canceled cancelled cannot capacity card case cause central cert certificate chain change changed changes channel channels check checked checking checks child chunk class clean cleanup clear client
        clients clock clone close closed closing cloud cluster cmd code collect collector column command commands comment commit common compare compile complete completed component compose compute config configuration
        configure configured confirm conflict connect connected connecting connection connections console consumer container containers content context control controller cookie copy core correct count cpu crash create
        created creating creation credential credentials cron current currently custom customer cut daemon dark data database databases datacenter date day days db dead debug default defaults delay delete deleted deletion
        denied deny deploy deployment desktop destroy detail details detected dev device devices dial different digest dir directory disable disabled disconnect disconnected discovery disk disks display dns do docker does domain
        domains done down download downstream driver drop dropped dump duplicate duration during each edge edit else email empty enable enabled encoding encrypted end ended endpoint endpoints engine enterprise entity entries entry
        env environment err error errors establish established event events every everyone example exceeded except exception exec executable execute execution executor exist existing exists exit exited expected expire expired
        explicit export expression extension external extra fail failed failing failure failures false fast fatal feature features fetch field fields file files filter final find fine finish finished firewall first fix flag flags
        flow flush folder for forbidden force foreign fork form format forward found free fresh from front frontend ftp full function further gateway general generate generated get getting git github gitlab given global go gone
        good got group groups guest had half handle handler handshake hang has hash have head header headers health healthy heartbeat hello help here hidden high history hit home hook hooks host hosted hosting hostname hosts hour
        hours how html http https hub id identification identifier identity idle if ignore ignored image images immediate import in inactive inbound incoming incorrect index info inform information init initial initialize initialized
        inner input insecure inside install installation installed instance instances int integer integration interactive interface interfaces internal internet interrupt interval into invalid invocation io is issue issues it item
        items its itself java job jobs join json jump just keep kept kernel key keyboard keyboard-interactive keys kill killed kind known label labels last late later latest launch layer leader leave left length less let level
        library light like limit limits line lines link linux list listen listener listening live load loaded loader loading local localdomain localhost location lock locked log logged logger logging login logins logon logout logs
        long lookup loop loss lost low machine machines mail main maintenance make manage managed management manager manifest manual many map mapping mark mask master match max maximum may me member members memory merge message
        messages metadata method metric metrics middle migrate migration min minimum minute minutes mirror misc miss missing mode model module modules mongo monitor monitoring month more most mount mounted mount-point move
        multiple must my mysql name named names namespace namespaces native need needed negotiate net network networks never new next nginx no nobody node nodes non none normal not nothing notice notification notify now null nil
        number object objects of off offline offset ok old on once one online only open opened openssh opening operation operations operator option optional options or order org organization origin original other others our out
        outbound outgoing output outside over overflow overlay own owner owners package packages packet page pair panic parallel param parameter parameters parent parse parser part partial partition pass passed passphrase
        password passwords patch path paths pattern pause peer peers pending per percent perform period permission permissions permitted persistent pg phase phone physical pid ping pipe pipeline place plain plan platform play
        please plugin plugins point policy poll pool port ports position possible post postgres postgresql power pre preauth prefix prepare present press previous primary print priority private privileged probe problem process
        processed processes processing processor production profile profiles program progress project prompt property protocol provide provided provider proxies proxy prune public publickey publish pull purge push python query queue queued queues
        quit quota rabbit rabbitmq rails random range rate raw reach reached read reading ready real reason reboot receive received receiving recent recipient reconnect reconnecting record records recover recovery redirect redis reduce
        reference refresh refused regular reject rejected relay release released reload remain remaining remote remove removed removing repeat replace replica replicas replicated replication reply repo report repository request
        requested requester requests require required requires reserve reset resize resolve resolved resolver resource resources respond response responses rest restart restarted restarting restarts restore result results resume
        retries retry return returned returns reverse revision right role roles roll root rotate rotated route router routes row rows ruby rule rules run runner running runs runtime safe same sample save saved scan schedule scheduled
        scheduler schema scope script scripts seal search second secondary seconds secret secrets section secure security see seed segment select self send sender sending sent sequence serial server servers service services
        serving session sessions set setting settings setup shard share shared shell shim short should show shut shutdown shutting side sign signal signed simple since single site size skip skipped slave sleep slot slow small smtp
        snapshot so socket software some source sources space spawn spec special speed split spool sql ssh sshd ssl stable stack stage staging stale standalone standby start started starting startup stat state statement states static stats status
        step steps still stop stopped stopping storage store stored stream string strong style sub subject submit subnet subscriber subscription succeeded success successful successfully sudo suffix summary super support
        suspend suspended swap switch sync synced syslog system systemd systems table tag tags take target targets task tasks tcp team temp template temporary tenant term terminal terminate terminated test testing tests text than that
        the their them then there these they thing this thread threads three through throw throughput thus tick time timed timeout timeouts timer times title tls to today together token tokens too tool top topic total trace
        track traffic transaction transfer transport trap travis travis-worker te-main tree trigger triggered true trust trusted try trying tty tunnel two type types udp unable unauthorized unavailable undefined under unexpected
        unhealthy unit units unix unknown unlock unmount unreachable until unused up update updated updates updating upgrade upload upstream upstart uptime uri url usage use used user username users using utf valid validate validation value
        values variable variables vault verbose verification verified verify version versions vhost via view virtual virtualhost visible vm volume volumes wait waiting wake want warn warning warnings was watch way we web webhook week well were what when
        where which while who whole why width will window windows with within without word work worker workers working workspace world would write writer writing written wrong yaml year years yes yesterday you your zero zone
        january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday
        disconnecting authenticator identify reverse mapping maximum too many getting restored accepted-publickey closing pam_unix pam_env cron crond kex nofile systemd-logind networkd resolved logind dhclient dockerd containerd
        """;

    /// <summary>True for such a word, and for one that it is put together of with dashes or underscores.</summary>
    public static bool Has(string name)
    {
        if (s_words.Contains(name))
        {
            return true;
        }

        if (name.IndexOfAny(['-', '_']) <= 0)
        {
            return false;
        }

        foreach (var part in name.Split('-', '_'))
        {
            if (part.Length > 0 && !s_words.Contains(part))
            {
                return false;
            }
        }

        return true;
    }
}

# address port seconds [seconds-for-an-answer hex-to-send]: what connect.bash and talk.bash do, where there is no bash.
use Socket qw(:all);
use Fcntl;
use Errno qw(EINPROGRESS EINTR);
$| = 1;
my ($address, $port, $wait, $talk, $hex) = @ARGV;
my $clock = eval { require Time::HiRes; \&Time::HiRes::time };
my ($family, $place) = $address =~ /:/
    ? (AF_INET6, pack_sockaddr_in6($port, inet_pton(AF_INET6, $address)))
    : (AF_INET, pack_sockaddr_in($port, inet_aton($address) || die "Name or service not known\n"));
socket(my $s, $family, SOCK_STREAM, 0) or die "$!\n";
fcntl($s, F_SETFL, fcntl($s, F_GETFL, 0) | O_NONBLOCK) or die "$!\n";
sub ready {
    my ($for, $seconds) = @_;
    my $bits = '';
    vec($bits, fileno($s), 1) = 1;
    my $n = $for eq 'w' ? select(undef, $bits, undef, $seconds) : select($bits, undef, undef, $seconds);
    return $n > 0;
}
my $begun = $clock && $clock->();
if (!connect($s, $place)) {
    die "$!\n" unless $! == EINPROGRESS;
    ready('w', $wait) or exit 124;
    $! = unpack('i', getsockopt($s, SOL_SOCKET, SO_ERROR));
    die "$!\n" if $!;
}
if (!defined $talk) {
    print 'open ', ($clock ? int(($clock->() - $begun) * 1e6) : '-'), "\n";
    exit 0;
}
syswrite($s, pack('H*', $hex)) if length $hex;
my $all = '';
while (length $all < 4096) {
    if (!ready('r', $talk)) { $end = 'silent'; last; }
    my $n = sysread($s, my $chunk, 1024);
    if (!$n) { $end = 'closed'; last; }
    $all .= $chunk;
    if ($all =~ /\n/ || $all =~ /\xce\z/) { $end = 'read'; last; }
}
print 'bytes ', unpack('H*', $all), "\n" if length $all;
print 'end ', $end || 'read', "\n";

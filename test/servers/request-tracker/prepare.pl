# Adds to a new RT what the tests need and REST2 cannot make: a user who may read and nothing else, with a token; and a
# customer who has a password and, as all who ask, may answer. Prints the token.
use strict;
use warnings;
use lib '/usr/share/request-tracker5/lib';
use RT;

RT::LoadConfig();
RT::Init();

sub done {
    my ( $ok, $message, @more ) = @_;
    die "$message\n" unless $ok;
    return @more;
}

sub grant {
    my ( $principal, @rights ) = @_;
    done( $principal->GrantRight( Right => $_, Object => RT->System ) ) for @rights;
}

my $reader = RT::User->new( RT->SystemUser );
done( $reader->Create( Name => 'reader', Privileged => 1, Timezone => 'UTC' ) );
grant( $reader->PrincipalObj, qw(SeeQueue ShowTicket AdminUsers) );

my $customer = RT::User->new( RT->SystemUser );
my $address = 'elsa@example.com';
done(
    $customer->Create( Name => $address, EmailAddress => $address, RealName => 'Elsa Rossi', Password => 'password' ) );

my $requestors = RT::Group->new( RT->SystemUser );
$requestors->LoadRoleGroup( Object => RT->System, Name => 'Requestor' );
grant( $requestors->PrincipalObj, qw(ReplyToTicket ShowTicket) );

# Nobody reads the mail, and writing it takes most of the time.
my $scrips = RT::Scrips->new( RT->SystemUser );
$scrips->UnLimit;
while ( my $scrip = $scrips->Next ) {
    done( $scrip->SetDisabled(1) ) if $scrip->Description =~ /notify|autoreply/i;
}

my $token = RT::AuthToken->new( RT->SystemUser );
my ($secret) = done( $token->Create( Owner => $reader->id, Description => 'tests' ) );
print "token $secret\n";

#!/bin/sh
# Runs a PostgreSQL server: makes its data directory at the first start, and shuts it down fast when told to end.
#
#   postgres.sh BIN DIRECTORY DATABASE [server option ...]
#
# BIN        folder of initdb and postgres
# DIRECTORY  holds the server's folder "data"; exists
# DATABASE   created with the data directory, owned by the superuser "postgres"
#
# POSTGRES_PASSWORD in the environment becomes the superuser's password when the data directory is made.
set -eu

bin=$1 directory=$2 database=$3
data=$directory/data

# PostgreSQL refuses to run as root, so root hands the directory over and goes on as somebody without rights.
if [ "$(id -u)" = 0 ]; then
    chown -R nobody "$directory"
    drop="setpriv --reuid=nobody --regid=$(id -g nobody) --clear-groups"
    reaches_all() { $drop ls "$0" "$bin/postgres" "$directory" >/dev/null 2>&1; }

    # Below a closed folder (a clone in /root) nobody reaches neither program nor data, without keeping the right to read
    # and enter everything; no_setuid_fixup makes access(2), with which PostgreSQL looks for itself, respect that right.
    reaches_all || drop="$drop --securebits=+no_setuid_fixup --inh-caps=+dac_read_search --ambient-caps=+dac_read_search"
    if ! reaches_all; then
        echo "Root starts PostgreSQL as the user 'nobody', who cannot enter $bin or $directory:" \
            "open the folders above them, or start as another user than root." >&2
        exit 1
    fi

    exec $drop /bin/sh "$0" "$@"
fi

shift 3

# Made beside its place and moved there when complete: a start that was interrupted leaves nothing half done.
if [ ! -d "$data" ]; then
    rm -rf "$data.new"
    echo "Making the data directory $data"
    printf '%s' "$POSTGRES_PASSWORD" |
        "$bin/initdb" -D "$data.new" -U postgres --pwfile=/dev/stdin --auth=scram-sha-256 \
            --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 >/dev/null
    printf 'CREATE DATABASE "%s";\n' "$database" |
        "$bin/postgres" --single -j -D "$data.new" -c log_checkpoints=off postgres >/dev/null
    mv "$data.new" "$data"
fi
unset POSTGRES_PASSWORD

"$bin/postgres" -D "$data" -c unix_socket_directories= -c log_checkpoints=off "$@" &
server=$!

# SIGTERM asks PostgreSQL to wait for its clients to leave; SIGINT, to put them out and stop now.
stopping=
trap 'trap "" TERM INT; stopping=yes; kill -INT $server' TERM INT

status=0
wait $server || status=$?
if [ "$stopping" ]; then
    status=0
    wait $server || status=$?
fi
exit $status

#!/usr/bin/env bash
# How long from the start of the built AppHost until each resource is healthy?
#   bench/startup.sh [runs]
# Every run has free ports and a folder of its own: its database is made anew ("first start") and then started again ("start").
# Prints the median over the runs, in seconds since the process was started.
set -euo pipefail
runs=${1:-5}
apphost=$(cd "$(dirname "$0")/../AppHost" && pwd)
dll=$apphost/bin/Release/net10.0/AppHost.dll
results=$(mktemp)
trap 'rm -f "$results"' EXIT

dotnet build "$apphost" -c Release -v q -nologo

start() { # kind, folder
    local begin=$EPOCHREALTIME line pid
    exec 3< <(cd "$apphost" && DOTNET_ENVIRONMENT=Development exec env --default-signal=INT dotnet "$dll" --DcpPublisher:RandomizePorts=true --RunDirectory "$2" 2>&1)
    pid=$!
    while read -r -u 3 line; do
        case $line in
            *" is ready: "* | "Everything is ready"*)
                echo "$1,${line%% *},$(awk "BEGIN { print $EPOCHREALTIME - $begin }")" >>"$results" ;;
            error:*) echo "$line" >&2 ;;
        esac
        [[ $line == "Everything is ready"* ]] && break
    done
    kill -INT "$pid"
    cat <&3 >/dev/null
    tail --pid="$pid" -f /dev/null
}

for ((run = 1; run <= runs; run++)); do
    folder=$(mktemp -d)
    echo "run $run of $runs" >&2
    start "first start" "$folder"
    start "start" "$folder"
    rm -rf "$folder"
done

printf '%-12s %-20s %8s %8s %8s\n' "" resource min median max
sort -t, -k1,1 -k2,2 -k3,3n "$results" | awk -F, '
    function report() { if (n) printf "%-12s %-20s %8.1f %8.1f %8.1f\n", kind, name, values[1], values[int((n + 1) / 2)], values[n] }
    $1 != kind || $2 != name { report(); n = 0; kind = $1; name = $2 }
    { values[++n] = $3 }
    END { report() }'

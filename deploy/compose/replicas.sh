#!/usr/bin/env bash
# Says how many replicas of the Api there are to be: bash deploy/compose/replicas.sh <number> [folder]
# Prometheus scrapes each by the name of its container, which ends with a number; a person finds them at 127.0.0.1:8000 and the ports after it.
set -euo pipefail

count=${1:-}
folder=${2:-$(dirname "$0")}
if [[ ! $count =~ ^[1-9][0-9]?$ ]]; then
    echo "replicas.sh: say how many, from 1 to 99: bash replicas.sh 3" >&2
    exit 1
fi

settings=$folder/.env
touch "$settings"
{
    grep -v -E '^API_(REPLICAS|PORTS)=' "$settings" || true # there may be no other line
    echo "API_REPLICAS=$count"
    echo "API_PORTS=8000$([[ $count == 1 ]] || echo "-$((7999 + count))")"
} > "$settings.new"
mv "$settings.new" "$settings"

# The first has a file of its own, which is always there. Prometheus reads a file at once: it is written elsewhere and then renamed.
targets=$folder/prometheus/targets/replicas.json
for ((replica = 2; replica <= count; replica++)); do
    printf '%s\n  {"targets":["observable-backend-api-%d:8000"],"labels":{"service":"api","instance":"api-%d","__metrics_path__":"/metrics"}}' \
        "$([[ $replica == 2 ]] || echo ,)" "$replica" "$replica"
done | sed '1s/^/[/; $s/$/\n]/' > "$targets.new"
mv "$targets.new" "$targets"
[[ $count != 1 ]] || rm "$targets"

# Compose keeps numbers, and does not take away the highest: only where there is none do they begin at 1.
echo "Now start the Api anew: docker compose rm --stop --force api && docker compose up --detach --wait"

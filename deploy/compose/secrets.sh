#!/usr/bin/env bash
# Makes the secrets that compose.yaml mounts, with generated values: bash deploy/compose/secrets.sh [folder]
set -euo pipefail

folder=${1:-$(dirname "$0")/secrets}
if [[ -e $folder ]]; then
    echo "secrets.sh: $folder is there already, and stays as it is: the database knows its password since its first start." >&2
    echo "For new secrets change the password in the database as docs/deploy/compose.md says, or delete the folder together with the volume." >&2
    exit 1
fi

secret() { # 32 letters and digits, which need no quotes anywhere
    head -c 24 /dev/urandom | base64 | tr '+/' 'ab'
}

write() { # name, value; without a line break at the end
    printf '%s' "$2" > "$folder/$1"
    chmod 444 "$folder/$1" # each image has a user of its own, and mounts keep the mode: that of the folder is what keeps others out
}

mkdir -m 700 -p "$folder"
password=$(secret)
write postgres-password "$password"
write ConnectionStrings__db "Host=postgres;Port=5432;Username=postgres;Password=$password;Database=db"
write Gateway__AdministratorKey "$(secret)"
write grafana-password "$(secret)"
echo "The secrets are in $folder. Grafana's login is admin, with the password in $folder/grafana-password."

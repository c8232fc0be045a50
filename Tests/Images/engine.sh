#!/bin/sh
# A container engine and a registry, both in the folder $1, until standard input closes. The first line of output is the registry's process id.
# It touches nothing of the machine's: no bridge, no firewall, no forwarding. Containers use the machine's network.
folder=$1

dockerd --host "unix://$folder/docker.sock" --data-root "$folder/data" --exec-root "$folder/exec" --pidfile "$folder/docker.pid" \
    --bridge none --iptables=false --ip-forward=false >"$folder/docker.log" 2>&1 &
engine=$!

cat >"$folder/registry.yml" <<END
version: 0.1
log: { accesslog: { disabled: true } }
storage: { filesystem: { rootdirectory: "$folder/registry" } }
http: { addr: "127.0.0.1:0" }
END
docker-registry serve "$folder/registry.yml" >"$folder/registry.log" 2>&1 &
registry=$!
echo $registry

read -r _
docker ps --all --quiet | xargs -r docker rm --force >/dev/null
kill $engine $registry
wait
cut -d ' ' -f 2 /proc/mounts | grep "^$folder/" | sort -r | xargs -r umount
rm -rf "$folder"

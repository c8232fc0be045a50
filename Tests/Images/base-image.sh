#!/bin/sh
# Imports an image like Microsoft's aspnet from what is on this machine: Debian's libraries and the .NET runtime that the tests run on.
# Nothing is fetched. There is no shell in it and no tool: what runs there cannot rely on one.
set -eu
name=$1 dotnet=$2 version=$3 root=$4 # the image; the folder and the version of .NET; a folder to build it in

mkdir -p "$root/usr/lib" "$root/usr/lib64" "$root/usr/bin" "$root/usr/share/dotnet" "$root/etc" "$root/home/app"
ln -s usr/lib usr/lib64 usr/bin "$root"
dpkg -L libc6 libgcc-s1 libstdc++6 zlib1g libssl3 ca-certificates tzdata |
    grep -v '^/usr/share/\(doc\|man\|locale\)' | sort -u |
    tar -C / --no-recursion -c -T - 2>/dev/null | tar -C "$root" --keep-directory-symlink -x
tar -C "$dotnet" -c dotnet host/fxr/"$version" shared/Microsoft.NETCore.App/"$version" shared/Microsoft.AspNetCore.App/"$version" | tar -C "$root/usr/share/dotnet" -x
ln -s /usr/share/dotnet/dotnet "$root/usr/bin/dotnet"
echo 'app:x:1654:1654::/home/app:/sbin/nologin' >"$root/etc/passwd"
mkdir -m 1777 "$root/tmp"

tar -C "$root" -c . | docker import -c 'ENV PATH=/usr/bin APP_UID=1654 ASPNETCORE_HTTP_PORTS=8080 DOTNET_RUNNING_IN_CONTAINER=true' - "$name"
rm -rf "$root"
